"""What tools hold today, as the JSON of their latest draft: in as few queries for a thousand tools as for one."""

from dataclasses import dataclass

from django.conf import settings

from ..models import ToolPage

BATCH = 500  # a database takes so many values in one question


@dataclass
class Known:
    """A tool of the library and the content of its latest draft."""

    page: ToolPage
    content: dict


def sources():
    """The tools that a spreadsheet holds: a translation takes its facts from them."""
    return ToolPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)


def content_of(page) -> dict:
    """Owner and reference are the page's, never a revision's."""
    content = dict(page.latest_revision.content) if page.latest_revision else page.serializable_data()
    return content | {"owner_lab": page.owner_lab_id, "reference": page.reference}


def contents(pages) -> list[Known]:
    return [Known(page, content_of(page)) for page in pages.select_related("latest_revision", "locale")]


def where(pages, name, values) -> list[Known]:
    """Those of `pages` whose column `name` is one of `values`."""
    values = sorted(values)
    parts = [values[start : start + BATCH] for start in range(0, len(values), BATCH)]
    return [known for part in parts for known in contents(pages.filter(**{f"{name}__in": part}))]
