"""How documents are found, by their title and by the words inside them."""

from django.conf import settings
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from portal.accounts.access import Access
from search.engines.schema import FIRST
from search.entries import SearchEntry
from search.indexing import after_commit
from search.registry import Kind, Sort, register
from search.text import fold

from .filetypes import extension
from .models import PortalDocument
from .models.texts import text_of
from .signals import file_level_changed, text_read
from .texts.passages import rows
from .uploads import human_size

NEVER = 10**17  # microseconds
FILES = register(
    Kind(
        code="file",
        label=_("Files"),
        model=PortalDocument,
        sorts=(
            Sort("", _("Last added"), ("-created_at", "-pk"), "newest"),
            Sort("az", "A–Z", ("title", "pk"), "title"),
        ),
        entries=lambda pks: entries(pks),
        found=lambda user, language: PortalDocument.objects.shown_to(user),
        cards=lambda found, pks: cards(found, pks),
        related=lambda pk, key: (),  # a file has no translation
        text_column="title",
        told=lambda document: (_("File"), about(document)),
        dated="created_at",
        spoken="",
        passages=lambda documents, marks: rows(documents, marks),
        place=11,
    )
)  # fmt: skip


@receiver([file_level_changed, text_read], sender=PortalDocument)
def entry_changed(file, **kwargs):
    """The pages that show it have decided otherwise, or its words are known."""
    after_commit(FILES.code, file.pk)


def entries(pks=None):
    """Of every document that a live page shows, or of these: a file shown by none is found by nobody."""
    shown = PortalDocument.objects.filter(level__in=Access.values).select_related("text").prefetch_related("level_labs")
    shown = shown.order_by("pk") if pks is None else shown.filter(pk__in=pks)
    for document in shown.iterator(chunk_size=50):  # 200 kB each at most
        yield entry(document)


def entry(document) -> SearchEntry:
    text = text_of(document)
    return SearchEntry(
        kind=FILES.code,
        pk=document.pk,
        language=FIRST,
        shown_in=tuple(code for code, _name in settings.LANGUAGES),
        access=document.level,
        lab=document.owner_lab_id,
        dated=document.created_at,
        light=True,
        labs=tuple(sorted(lab.pk for lab in document.level_labs.all())),
        title=document.title,
        keywords=extension(document.file.name or ""),
        file="\n".join(text.pages) if text else "",
        sorts={
            "newest": f"{NEVER - int(document.created_at.timestamp() * 1_000_000):018}{10**9 - document.pk:010}",
            "title": f"{fold(document.title)[:80]} {document.pk:010}",
        },
    )


def about(document) -> str:
    """« PDF, 1,2 Mo »."""
    kind = extension(document.file.name or "").upper()
    return f"{kind}, {human_size(document.file_size or 0)}"


def cards(found, pks) -> list:
    """With their texts, for the passages that rows show: one query."""
    kept = {row.pk: row for row in found.select_related("text").filter(pk__in=pks)} if pks else {}
    return [kept[pk] for pk in pks if pk in kept]
