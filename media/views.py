"""The doors of files: each asks the one rule, and what one may not have does not exist."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from portal.accounts.access import Access

from .models import PortalDocument, PortalImage, PortalRendition
from .models.stored import readable_files
from .ranged import serve

PUBLIC, PRIVATE, FOREVER = "public, max-age=300", "private, no-store", "public, max-age=31536000, immutable"


def readable(model, user, **where):
    """The one file that `user` may read. Raises Http404."""
    file = model.objects.filter(readable_files(user), **where).distinct().first()
    if file is None:
        raise Http404
    return file


def cache_of(file) -> str:
    return PUBLIC if file.level == Access.PUBLIC else PRIVATE


@require_safe
def document(request, pk, name=""):
    """A document at its stable address, whatever name the address ends with."""
    file = readable(PortalDocument, request.user, pk=pk)
    try:
        tag = file.get_file_hash()
        return serve(request, file.file, name=file.filename, tag=tag, cache=cache_of(file), inline="inline" in request.GET)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def old_address(request, document_id, document_filename=""):
    """Wagtail's own address of a document leads to ours."""
    return redirect(readable(PortalDocument, request.user, pk=document_id).url)


@require_safe
def original(request, pk):
    """The original of an image."""
    image = readable(PortalImage, request.user, pk=pk)
    try:
        tag = image.file_hash or str(image.pk)
        return serve(request, image.file, name=image.filename, tag=tag, cache=cache_of(image), inline=True)
    except FileNotFoundError:
        raise Http404 from None


@require_safe
def rendition(request, pk, name=""):
    """A size of an image that not everyone may see."""
    size = PortalRendition.objects.select_related("image").filter(pk=pk).first()
    if size is None:
        raise Http404
    image = readable(PortalImage, request.user, pk=size.image_id)
    return serve(request, size.file, name=size.file.name, tag=f"r{size.pk}", cache=cache_of(image), inline=True)


@require_safe
def public_rendition(request, name):
    """A size of a public image. Its name changes with its content: kept for ever by whoever asks."""
    size = PortalRendition.objects.filter(file=f"public/{name}", image__level=Access.PUBLIC).first()
    if size is None:
        raise Http404
    return serve(request, size.file, name=name, tag=f"r{size.pk}", cache=FOREVER, inline=True)
