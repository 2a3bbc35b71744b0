"""Tools in the read API."""

from django.http import Http404
from django.utils.translation import get_language
from ninja import Query, Router, Schema

from portal.open_data import Code, Language, Listed, Paging, answers, listed, page_of

from .exports import as_data
from .models import ToolPage

router = Router()


class ToolOut(Listed):
    """A tool, in a list: `data` is the address of all that it says."""

    reference: str
    tagline: str
    minutes_min: int | None
    minutes_max: int | None
    people_min: int | None
    people_max: int | None
    licence: str
    data: str


class ToolsOut(Schema):
    count: int
    next: str | None
    results: list[ToolOut]


@router.get("/tools", response=answers(ToolsOut), url_name="tools")
def tools(request, asked: Query[Paging]):
    """The public tools, by reference."""
    rows = ToolPage.objects.visible_to(None).in_language(asked.lang).select_related("locale").order_by("reference", "pk")
    return page_of(request, rows, asked, lambda tool: tool_row(tool, request))


@router.get("/tools/{reference}.json", response=answers(dict, one=True), url_name="tool")
def tool(request, reference: Code, lang: Language | None = None):
    """A public tool in French or, with ?lang=en, in English where it is translated."""
    rows = ToolPage.objects.visible_to(None).in_language(lang or get_language())
    found = rows.filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return as_data(found, request)


def tool_row(tool, request) -> dict:
    return listed(tool, request) | {
        "reference": tool.reference,
        "tagline": tool.tagline,
        "minutes_min": tool.duration_min,
        "minutes_max": tool.duration_max,
        "people_min": tool.people_min,
        "people_max": tool.people_max,
        "licence": tool.licence,
        "data": request.build_absolute_uri(f"/api/tools/{tool.reference}.json"),
    }
