"""Images and their renditions."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from .stored import StoredFile


class PortalImage(StoredFile, AbstractImage):
    """An image: its original is always behind a check."""

    credit = models.CharField(_("credit"), max_length=160, blank=True, help_text=_("Author and licence."))

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class PortalRendition(AbstractRendition):
    """A size of an image, made ahead by the worker."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_portal_rendition")
        ]
