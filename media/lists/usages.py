"""Where files are used: named to whom may know it, counted for the others. A few queries for a whole list."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

from portal.accounts.access import may_read

from ..models import FileUse

MOST = 20  # usages named before a deletion; the page « Utilisation » has the others


@dataclass
class Uses:
    """What shows a file. `hidden`: uses by what this reader may not know of."""

    named: list[str] = field(default_factory=list)
    hidden: int = 0

    @property
    def count(self) -> int:
        return len(self.named) + self.hidden


def live_uses(files, user) -> dict[int, Uses]:
    """{id of a file: the live pages and settings that show it}, from the rows of FileUse: two queries."""
    found = {file.pk: Uses() for file in files}
    if not found:
        return found
    column = column_of(files[0])
    rows = list(FileUse.objects.filter(**{f"{column}__in": found}).order_by("pk"))
    titles = dict(Page.objects.filter(pk__in={row.page_id for row in rows}).values_list("pk", "title"))
    for row in rows:
        uses = found[getattr(row, column)]
        if may_read(user, row.access, row.lab_id):
            uses.named.append(titles.get(row.page_id) or name_of_setting(row.shown_by))
        else:
            uses.hidden += 1
    return found


def name_of_setting(shown_by: str) -> str:
    """“portal.sitesettings:1”, in words."""
    return str(apps.get_model(shown_by.partition(":")[0])._meta.verbose_name)


def column_of(file) -> str:
    return f"{file._meta.model_name.removeprefix('portal')}_id"


@dataclass(frozen=True)
class Usage:
    """Something that names the thing: where to mend it, and what it becomes if the thing goes."""

    words: str
    url: str
    kind: str
    then: tuple[str, ...]


def usages(thing, user) -> dict:
    """{named: the usages that `user` may know, more: how many others, hidden: how many she may not know}"""
    finder, named, hidden = AdminURLFinder(user), [], 0
    for source, references in ReferenceIndex.get_grouped_references_to(thing):
        if source is None:  # gone since the index was written
            continue
        url = finder.get_edit_url(source) or ""
        if not url and not is_readable(source, user):
            hidden += 1
            continue
        then = tuple(sorted({str(reference.describe_on_delete()) for reference in references}))
        named.append(Usage(name_of(source), url, str(references[0].model_name), then))
    return {"named": named[:MOST], "more": max(len(named) - MOST, 0), "hidden": hidden}


def is_readable(source, user) -> bool:
    """A live page that this person reads on the site may be named to her."""
    page = source.specific_deferred if isinstance(source, Page) else None
    return bool(page and page.live and hasattr(page, "access") and may_read(user, page.access, page.owner_lab_id))


def name_of(source) -> str:
    title = getattr(source, "get_admin_display_title", None)
    return title() if title else str(source)


def unused(model) -> Exists:
    """Files that no row of any table names. The changes of a page count only once they are published."""
    kind = ContentType.objects.get_for_model(model).pk
    named = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=Cast(OuterRef("pk"), CharField()))
    return ~Exists(named)
