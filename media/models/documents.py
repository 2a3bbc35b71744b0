"""Editorial attachments: a canvas, a card set, a form."""

from pathlib import Path

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document, DocumentQuerySet

from ..tagging import is_tagged
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

    # Of a PDF: whether a screen reader finds its way in it. None: not a PDF, or nobody can tell.
    is_tagged = models.BooleanField(_("tagged PDF"), null=True, editable=False)

    admin_form_fields = (*Document.admin_form_fields, "credit")

    objects = PortalDocumentQuerySet.as_manager()

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def url(self):
        return reverse("document", args=[self.pk, Path(self.file.name or "fichier").name])

    # What lists of found things show of any of them.
    hue, summary_text = "neutre", ""
    first_published_at = last_published_at = property(lambda self: self.created_at)

    def _set_document_file_metadata(self):
        """What Wagtail keeps of a new file, whichever door it came by; and whether it is tagged."""
        super()._set_document_file_metadata()
        self.is_tagged = is_tagged(self.file.read()) if self.file_extension.lower() == "pdf" else None
        self.file.seek(0)

    def clean(self):
        """The form has refused the file already: not a second, obscure message about “no extension”."""
        if self.file:
            super().clean()
