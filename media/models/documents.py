"""Editorial attachments: a canvas, a card set, a form."""

from django.db import models
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
