"""Which version a print shows, and what has changed since. It names fields, never what was written in them."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import segno
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import override
from wagtail.models import PageLogEntry, Revision

from portal.accounts.access import is_lab_member

from . import codes

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
PRIVATE = {"facilitator_notes"}
# What a sheet does not print, or that changes by itself.
UNPRINTED = {
    "page_ptr", "reference", "reference_locale", "owner_lab", "search_text", "access", "cover", "cover_alt", "cover_decorative",
    "alt_titles", "review_due_on", "phases", "goals", "replaced_by", "space_image", "space_image_alt",
}  # fmt: skip
CHILDREN = ("steps", "materials")
CHILD_KEYS = {"pk", "id", "page", "sort_order", "translation_key", "locale"}


@dataclass(frozen=True)
class State:
    """What is known of a print: whether it is current, else the fields that changed, and the day of the last publication."""

    current: bool
    known: bool = True
    fields: tuple[str, ...] = ()
    since: object = None


def newest(tool, source=None):
    """The page, of a tool and its source, that was published last: the facts of the source are on both."""
    dated = [page for page in (tool, source) if page and page.live_revision_id and page.last_published_at]
    return max(dated, key=lambda page: page.last_published_at, default=tool)


def code_of(tool, source=None) -> str:
    """The code of a print made now; empty when the page was never published by a revision."""
    number = newest(tool, source).live_revision_id
    return codes.encode(tool.reference, number) if number else ""


def state(tool, code: str, user) -> State:
    """What has become of the print that bears `code`, for a reader of `tool`."""
    number, source = codes.decode(tool.reference, code), tool.source
    if number and number == newest(tool, source).live_revision_id:
        return State(current=True)
    published = publication(number, [tool, source]) if number else None
    if published is None:
        return State(current=False, known=False)
    fields: dict[str, None] = {}
    seen = {page: at(page, published.timestamp) for page in (tool, source) if page and page.live}
    if not any(seen.values()):  # the version has been deleted: nothing to compare with
        return State(current=False, known=False)
    for page, before in seen.items():
        names = printed(tool) if page is tool else set(tool.shared_fields) | {*CHILDREN}
        fields |= dict.fromkeys(changed(page, before, names, user))
    since = max(page.last_published_at for page in (tool, source) if page and page.last_published_at)
    return State(current=not fields, fields=tuple(fields), since=since)


def publication(number: int, pages):
    """The log entry by which a revision was published; a draft has none, and nothing is said of it."""
    entries = PageLogEntry.objects.filter(revision=number, action__in=PUBLISHED, page__in=[page.pk for page in pages if page])
    return entries.order_by("timestamp").first()


def at(page, moment):
    """The revision that readers saw of a page at a moment."""
    entry = (
        PageLogEntry.objects.filter(page=page.pk, action__in=PUBLISHED, timestamp__lte=moment, revision__isnull=False)
        .order_by("-timestamp")
        .first()
    )
    return entry and Revision.objects.filter(pk=entry.revision_id).first()


def printed(tool) -> set[str]:
    """The names of what a sheet prints in the words of its own page."""
    own = {field.name for field in tool._meta.fields if field.model is type(tool)} | {"title", *CHILDREN}
    facts = set(tool.shared_fields) if tool.source else set()
    return own - facts - UNPRINTED | {"participation", "delivery", "maintainers"} - facts


def changed(page, before, names, user) -> list[str]:
    """The fields, in words, that differ between a revision and the one that readers see."""
    live = page.live_revision_id and Revision.objects.filter(pk=page.live_revision_id).first()
    if not before or not live or before.pk == live.pk:
        return []
    hidden = UNPRINTED | (set() if is_lab_member(user) else PRIVATE)
    return [
        words(page, name)
        for name in sorted(names - hidden, key=lambda name: place(page, name))
        if told(before.content, name) != told(live.content, name)
    ]


def told(content: dict, name: str):
    """What a revision says of a field; of children, without their keys."""
    value = content.get(name)
    if name not in CHILDREN:
        return value or None
    rows = sorted(value or [], key=lambda row: row.get("sort_order") or 0)
    return [{key: item for key, item in row.items() if key not in CHILD_KEYS} for row in rows]


def place(page, name: str) -> int:
    order = ["title", *(field.name for field in page._meta.get_fields())]
    return order.index(name) if name in order else len(order)


def words(page, name: str) -> str:
    if name in CHILDREN:
        return capfirst(str(page._meta.get_field(name).related_model._meta.verbose_name))
    return capfirst(str(page._meta.get_field(name).verbose_name))


def path_of(tool, code: str) -> str:
    """Where the code leads, in the language of the page; without a code, to the tool."""
    with override(tool.locale.language_code):
        if code:
            return reverse("print_state", args=[tool.reference, code])
    return reverse("short_address", args=[tool.reference])


@lru_cache(maxsize=512)
def qr(address: str) -> str:
    """A QR code as SVG: black on nothing, four modules of quiet around it are the page's own white."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode()
