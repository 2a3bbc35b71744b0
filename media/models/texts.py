"""The words inside a document, apart from it: a list of documents never carries them along."""

from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.utils.translation import gettext_lazy as _

from ..filetypes import extension
from ..texts.reading import KINDS
from .documents import PortalDocument

FORM = "1:"  # another one, and every file is read again: when the way of reading changes


class DocumentText(models.Model):
    """What was read of a file, or why nothing was. `source` says of which bytes: those of another are nobody's text."""

    class State(models.TextChoices):
        READ = "read", _("Text read")
        PART = "part", _("Text read in part")
        NONE = "none", _("Text not read")

    document = models.OneToOneField(PortalDocument, models.CASCADE, primary_key=True, related_name="text")
    source = models.CharField(max_length=200)
    state = models.CharField(max_length=4, choices=State)
    note = models.CharField(max_length=10, blank=True)  # of texts/limits.py
    pages = models.JSONField(default=list)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("text of a document")
        verbose_name_plural = _("texts of documents")

    def __str__(self):
        return f"{self.document_id}: {self.state} {self.note}".strip()


def source_of(document) -> str:
    """The bytes that a document has now: their hash, or their name where nobody has counted it."""
    return f"{FORM}{document.file_hash or document.file.name}"


def is_readable(document) -> bool:
    """Whether its type has words that we read."""
    return extension(document.file.name or "") in KINDS


def unread():
    """Documents whose file, as it is now, has not been read."""
    types = Q()
    for kind in KINDS:
        types |= Q(file__iendswith=f".{kind}")
    now = Concat(Value(FORM), Coalesce(NullIf("file_hash", Value("")), "file", output_field=models.CharField()))
    read = DocumentText.objects.filter(document=OuterRef("pk"), source=OuterRef("now"))
    return PortalDocument.objects.filter(types).annotate(now=now).exclude(models.Exists(read)).order_by("pk")


def is_unread(document) -> bool:
    return is_readable(document) and not DocumentText.objects.filter(pk=document.pk, source=source_of(document)).exists()


def text_of(document) -> DocumentText | None:
    """What was read of the file that it has now. With `select_related("text")`, no query."""
    text = getattr(document, "text", None)
    return text if text and text.source == source_of(document) else None
