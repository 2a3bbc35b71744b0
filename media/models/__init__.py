"""Files of the site: images, documents, and the live pages that show them."""

from .collections import LabCollection
from .documents import PortalDocument
from .images import PortalImage, PortalRendition
from .stored import FileUse, StoredFile
from .texts import DocumentText

__all__ = ["DocumentText", "FileUse", "LabCollection", "PortalDocument", "PortalImage", "PortalRendition", "StoredFile"]
