"""The sizes of images that pages and the admin show, made by the worker and never while a reader waits."""

import logging

from django.db import transaction
from django_tasks import task
from wagtail.images.models import SourceImageIOError

from .models import PortalImage

logger = logging.getLogger("media.renditions")

# What templates ask for, letter for letter; a template that needs another size adds it here.
SPECS = ("width-400|format-webp", "width-800|format-webp")
LOGO = "fill-56x56"
ADMIN_SPECS = ("max-165x165", "max-800x600")  # Wagtail's listings, choosers, and its form


@task()
def make_renditions(image_id: int) -> None:
    """All the sizes of an image that are still missing. A source that cannot be read is told to the log, once."""
    image = PortalImage.objects.filter(pk=image_id).first()
    try:
        for spec in (*SPECS, LOGO, *ADMIN_SPECS) if image else ():
            image.get_rendition(spec)
    except SourceImageIOError as error:
        logger.warning("No renditions of image %s: %s", image_id, error)


def remake(image_id: int) -> None:
    """Once what is being written is certain, ask the worker for the sizes of an image."""
    transaction.on_commit(lambda: make_renditions.enqueue(image_id), robust=True)
