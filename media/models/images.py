"""Images and their renditions."""

from pathlib import PurePosixPath
from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, SourceImageIOError

from portal.accounts.access import Access

from .stored import StoredFile


class PortalImage(StoredFile, AbstractImage):
    """An image: its original is always behind a check."""

    credit = models.CharField(_("credit"), max_length=160, blank=True, help_text=_("Author and licence."))

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def url(self):
        return reverse("image_original", args=[self.pk])

    def open_file(self):
        """A store that does not answer is a missing image, not a broken page."""
        try:
            return super().open_file()
        except OSError as error:
            raise SourceImageIOError(str(error)) from error


class PortalRendition(AbstractRendition):
    """A size of an image, made ahead by the worker."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_portal_rendition")
        ]

    def get_upload_to(self, filename):
        """A name that nobody guesses, in the store of the image's level."""
        store = "public" if self.image.level == Access.PUBLIC else "private"
        return f"{store}/{uuid4().hex}{PurePosixPath(filename).suffix}"

    @property
    def url(self):
        store, _, name = self.file.name.partition("/")
        return reverse("public_rendition", args=[name]) if store == "public" else reverse("image_rendition", args=[self.pk, name])
