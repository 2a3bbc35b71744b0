"""Where bytes live. One machine: two folders; the class is chosen by STORAGES in the settings."""

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="media.storage.PrivateFiles")
class PrivateFiles(FileSystemStorage):
    """Originals: they have no address of their own, only the download view gives them."""

    def url(self, name):
        raise ValueError("a private file has no address of its own: use the download view")


@deconstructible(path="media.storage.Renditions")
class Renditions(FileSystemStorage):
    """Renditions: "public/…" for images that everyone sees, "private/…" for the others."""
