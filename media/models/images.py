"""Images and their renditions."""

import logging
from contextlib import ExitStack, contextmanager
from secrets import token_urlsafe

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.images.exceptions import InvalidFilterSpecError, UnknownOutputImageFormatError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Image,
    ImageQuerySet,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)

from .stored import ReadableFiles, StoredFile

logger = logging.getLogger("media.images")
FAULTS_OF_CODE = (SourceImageIOError, InvalidFilterSpecError, UnknownOutputImageFormatError)


def new_key() -> str:
    """The folder of an image's renditions: no address of a file follows from another."""
    return token_urlsafe(12)


class OriginalFile(WagtailImageFieldFile):
    """Whoever asks the file itself for its address gets the checked one."""

    @property
    def url(self):
        return self.instance.url


class OriginalField(WagtailImageField):
    attr_class = OriginalFile


class PortalImageQuerySet(ReadableFiles, ImageQuerySet):
    pass


class PortalImage(StoredFile, AbstractImage):
    """An image: its original is always behind a check."""

    file = OriginalField(_("file"), upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(_("credit"), max_length=160, blank=True, help_text=_("Author and licence."))
    # Changes when the image becomes public or stops being so, and with its bytes: an address kept somewhere is dead then.
    renditions_key = models.CharField(max_length=22, default=new_key, unique=True, editable=False)

    admin_form_fields = (*Image.admin_form_fields, "credit")
    computed_fields = {"level", "renditions_key"}

    objects = PortalImageQuerySet.as_manager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def url(self):
        """The original, checked. What pages show is a rendition."""
        return reverse("image_original", args=[self.pk])

    @contextmanager
    def open_file(self):
        """A store that does not answer is a missing source: the page shows a blank, not an error 500."""
        with ExitStack() as stack:
            try:
                file = stack.enter_context(super().open_file())
            except Exception as error:
                raise SourceImageIOError(str(error)) from error
            yield file

    def generate_rendition_file(self, filter, *, source=None):
        """As for a missing source: a file that no decoder understands does not break a page."""
        try:
            return super().generate_rendition_file(filter, source=source)
        except FAULTS_OF_CODE:
            raise
        except Exception as error:
            logger.warning("Image %s is broken: %r", self.pk, error)
            raise SourceImageIOError(str(error)) from error

    def create_rendition(self, filter):
        """Made first, which is slow; then named under a lock, so that a level that changes meanwhile is seen."""
        file = self.generate_rendition_file(filter)
        try:
            with transaction.atomic():
                self._read_level_again()
                key = {"filter_spec": filter.spec, "focal_point_key": filter.get_cache_key(self)}
                return self.renditions.get_or_create(**key, defaults={"file": file})[0]
        except OSError as error:
            raise SourceImageIOError(str(error)) from error

    def create_renditions(self, *filters):
        """One by one: Wagtail's batch would name the files before anybody looks at the level."""
        return {filter: self.create_rendition(filter) for filter in filters}

    def _read_level_again(self):
        rows = PortalImage.objects.select_for_update().filter(pk=self.pk).values_list("level", "renditions_key")
        if not (row := rows.first()):
            raise SourceImageIOError(f"image {self.pk} has been deleted")
        self.level, self.renditions_key = row


class PortalRendition(AbstractRendition):
    """A size of an image, made ahead by the worker."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="unique_portal_rendition")
        ]

    def get_upload_to(self, filename):
        """Public only if its image is. A rendition “original” is the original: always behind the check."""
        public = self.image.is_public and self.filter_spec != "original"
        name = self.file.field.storage.get_valid_name(filename)
        return f"{'public' if public else 'private'}/{self.image.renditions_key}/{name}"

    @staticmethod
    def construct_cache_key(image, filter_cache_key, filter_spec):
        """With the key of the folder: what was cached before a change of level is not found after it."""
        key = AbstractRendition.construct_cache_key(image, filter_cache_key, filter_spec)
        return f"{key}-{image.renditions_key}"
