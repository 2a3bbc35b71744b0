"""Files, served. Nothing is said of a file, not even that it has not changed, before it is known who asks."""

from django.http import Http404
from django.views.decorators.http import require_safe

from . import downloads
from .models import PortalDocument, PortalImage, PortalRendition
from .rules import readable_or_404
from .storage import Renditions


def cache_of(file) -> str:
    return downloads.PUBLIC if file.is_public else downloads.PRIVATE


@require_safe
def document(request, pk, name):
    """A document, whatever the name in the address: links survive a new version of the file."""
    file = readable_or_404(PortalDocument, request.user, pk=pk)
    return downloads.serve(
        request, file.file, name=file.download_name, cache=cache_of(file), digest=file.file_hash
    )


@require_safe
def original(request, pk):
    """The image as it was uploaded."""
    image = readable_or_404(PortalImage, request.user, pk=pk)
    return downloads.serve(
        request, image.file, name=image.download_name, cache=cache_of(image), digest=image.file_hash
    )


@require_safe
def rendition(request, key, name):
    """A size of an image that is not public, or the size “original”."""
    image = readable_or_404(PortalImage, request.user, renditions_key=key)
    found = image.renditions.filter(file=f"{Renditions.PRIVATE}{key}/{name}").first()
    if found is None:
        raise Http404
    return downloads.serve(request, found.file, name=name, cache=cache_of(image))


@require_safe
def public_rendition(request, name):
    """A size of a public image: no query, no check; its file is not there if its image is not public."""
    field_file = PortalRendition(file=f"{Renditions.PUBLIC}{name}").file
    if ".." in name.split("/") or "\0" in name or name.endswith("/"):
        raise Http404
    return downloads.serve(request, field_file, name=name.rpartition("/")[2], cache=downloads.IMMUTABLE)
