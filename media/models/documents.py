"""Editorial attachments: a canvas, a card set, a form."""

from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from .stored import StoredFile


class PortalDocument(StoredFile, AbstractDocument):
    """A document; its level follows the pages that show it."""

    credit = models.CharField(_("credit"), max_length=160, blank=True, help_text=_("Author and licence."))

    admin_form_fields = (*Document.admin_form_fields, "credit")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def filename(self):
        """The name that a reader saves it under: its title, with its ending."""
        ending = self.file_extension
        return f"{self.title}.{ending}" if ending and not self.title.lower().endswith(f".{ending.lower()}") else self.title

    @property
    def url(self):
        return reverse("document", args=[self.pk, f"{slugify(self.title) or 'fichier'}.{self.file_extension or 'bin'}"])
