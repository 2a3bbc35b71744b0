"""Guides in the read API."""

from ninja import Query, Router, Schema

from portal.fields import lines
from portal.open_data import Listed, Paging, answers, listed, page_of

from ..models import GuidePage

router = Router()


class GuideOut(Listed):
    """A guide, in a list. minutes: of all its lessons."""

    summary: str
    kind: str
    level: str
    minutes: int
    objectives: list[str]
    licence: str
    lab: str | None


class GuidesOut(Schema):
    count: int
    next: str | None
    results: list[GuideOut]


@router.get("/guides", response=answers(GuidesOut), url_name="guides")
def guides(request, asked: Query[Paging]):
    """The public guides, by title."""
    rows = (
        GuidePage.objects.visible_to(None).in_language(asked.lang).select_related("locale", "owner_lab").order_by("title", "pk")
    )
    return page_of(request, rows, asked, lambda guide: guide_data(guide, request))


def guide_data(guide, request) -> dict:
    return listed(guide, request) | {
        "summary": guide.summary,
        "kind": guide.kind,
        "level": guide.level,
        "minutes": guide.duration_minutes or 0,
        "objectives": lines(guide.objectives),
        "licence": guide.licence,
        "lab": guide.owner_lab.code if guide.owner_lab else None,
    }
