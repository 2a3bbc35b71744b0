"""Files, served. Nothing is said of a file, not even that it has not changed, before it is known who asks."""

from django.http import Http404
from django.views.decorators.http import require_safe

from . import downloads
from .models import PortalDocument, PortalImage, PortalRendition
from .rules import readable_or_404
from .signals import file_sent
from .storage import Renditions


def send(request, file, stored, name, digest=""):
    """Bytes of `file` that may be read: caches may keep those of a public one for a while, those of others never."""
    cache = downloads.PUBLIC if file.is_public else downloads.PRIVATE
    return downloads.serve(request, stored.storage, stored.name, name=name, cache=cache, digest=digest)


@require_safe
def document(request, pk, name):
    """A document, whatever the name in the address: links survive a new version of the file."""
    file = readable_or_404(PortalDocument, request.user, pk=pk)
    answer = send(request, file, file.file, file.download_name, file.file_hash)
    if is_taken(request, answer):
        file_sent.send(sender=None, file=file)
    return answer


def is_taken(request, answer) -> bool:
    """Whether the file begins to be sent: not a look at its size, not what a cache has already, not the rest of it."""
    begins = answer.get("Content-Range", "bytes 0-").startswith("bytes 0-")
    return request.method == "GET" and answer.status_code in (200, 206) and begins


@require_safe
def original(request, pk):
    """The image as it was uploaded."""
    image = readable_or_404(PortalImage, request.user, pk=pk)
    return send(request, image, image.file, image.download_name, image.file_hash)


@require_safe
def rendition(request, key, name):
    """A size of an image that is not public, or the size “original”."""
    image = readable_or_404(PortalImage, request.user, renditions_key=key)
    found = image.renditions.filter(file=f"{Renditions.PRIVATE}{key}/{name}").first()
    if found is None:
        raise Http404
    return send(request, image, found.file, name)


@require_safe
def public_rendition(request, name):
    """A size of a public image: no query, no check; its file is not there if its image is not public."""
    storage, path = PortalRendition._meta.get_field("file").storage, f"{Renditions.PUBLIC}{name}"
    if {"..", ""} & set(name.split("/")) or "\0" in name or not storage.exists(path):
        raise Http404
    return downloads.serve(request, storage, path, name=name.rpartition("/")[2], cache=downloads.IMMUTABLE)
