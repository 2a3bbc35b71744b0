"""Renditions made ahead, after the answer; made again elsewhere when the level of their image changes."""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django_tasks import task

from portal.accounts.access import Access

from .models import PortalImage, PortalRendition
from .signals import file_level_changed

# What our templates ask for, and the admin's lists.
SPECS = ("width-400|format-webp", "width-800|format-webp", "max-165x165")


@task()
def make_renditions(image_id: int) -> int:
    """Make what is missing. Returns how many sizes the image has; a source that cannot be read has none."""
    from wagtail.images.models import SourceImageIOError

    image = PortalImage.objects.filter(pk=image_id).first()
    if image is None:
        return 0
    try:
        return len(image.get_renditions(*SPECS))
    except SourceImageIOError:
        return 0


def drop_renditions(image) -> None:
    """Forget every size of an image, bytes first: what was public must not stay readable."""
    for size in PortalRendition.objects.filter(image=image):
        size.file.delete(save=False)
        size.delete()


@receiver(post_save, sender=PortalImage)
def image_saved(instance, created, **kwargs):
    if created:
        transaction.on_commit(lambda: make_renditions.enqueue(instance.pk))


@receiver(file_level_changed, sender=PortalImage)
def level_changed(file, **kwargs):
    wrong = "private/" if file.level == Access.PUBLIC else "public/"
    if file.renditions.filter(file__startswith=wrong).exists():
        drop_renditions(file)
    transaction.on_commit(lambda: make_renditions.enqueue(file.pk))


@receiver(post_delete, sender=PortalRendition)
def rendition_deleted(instance, **kwargs):
    if instance.file:
        instance.file.delete(save=False)
