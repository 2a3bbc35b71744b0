"""Editorial attachments: a canvas, a card set, a form."""

from pathlib import Path

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet

from .stored import ReadableFiles, StoredFile


class AttachedFile(models.fields.files.FieldFile):
    """Whoever asks the file itself for its address gets the checked one."""

    @property
    def url(self):
        return self.instance.url


class AttachedFileField(models.FileField):
    attr_class = AttachedFile


class PortalDocumentQuerySet(ReadableFiles, DocumentQuerySet):
    pass


class PortalDocument(StoredFile, AbstractDocument):
    """A document; its level follows the pages that show it."""

    file = AttachedFileField(upload_to="documents", verbose_name=_("file"))
    credit = models.CharField(_("credit"), max_length=160, blank=True, help_text=_("Author and licence."))

    admin_form_fields = (*Document.admin_form_fields, "credit")

    objects = PortalDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def url(self):
        return reverse("document", args=[self.pk, Path(self.file.name or "fichier").name])

    def clean(self):
        """The form has refused the file already: not a second, obscure message about “no extension”."""
        if self.file:
            super().clean()
