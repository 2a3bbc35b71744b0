"""Case studies and key figures in the read API."""

from datetime import date
from decimal import Decimal

from django.http import Http404
from ninja import Query, Router, Schema

from portal.open_data import Code, Language, Listed, Paging, answers, listed, page_of

from ..models import CaseStudyPage, KeyFigure

router = Router()


class CaseOut(Listed):
    """A case study, in a list. theme, phase: codes. Dates: of the project."""

    reference: str
    summary: str
    theme: str | None
    phase: str | None
    lab: str | None
    started_on: date | None
    ended_on: date | None
    participants: int | None
    licence: str
    failures: list[str]


class CasesOut(Schema):
    count: int
    next: str | None
    results: list[CaseOut]


class ValueOut(Schema):
    """A dated value. qualifier: =, ≈, > or <; precision of the date: day, month or year."""

    value: Decimal
    qualifier: str
    as_of: date
    precision: str
    source: str
    source_url: str
    note: str
    superseded: bool


class FigureOut(Schema):
    """A key figure and every value that was ever published."""

    key: str
    label: str
    unit: str
    group: str
    values: list[ValueOut]


class CasesAsked(Paging):
    theme: Code = ""
    phase: Code = ""
    lab: Code = ""


@router.get("/cases", response=answers(CasesOut), url_name="cases")
def cases(request, asked: Query[CasesAsked]):
    """The public case studies, by reference."""
    rows = CaseStudyPage.objects.visible_to(None).in_language(asked.lang).for_cards().order_by("reference", "pk")
    for name, column in (("theme", "theme__code"), ("phase", "phase__code"), ("lab", "owner_lab__code")):
        if value := getattr(asked, name):
            rows = rows.filter(**{column: value})
    return page_of(request, rows, asked, lambda case: case_data(case, request))


@router.get("/cases/{reference}", response=answers(CaseOut, one=True), url_name="case")
def case(request, reference: Code, lang: Language = "fr"):
    """A public case study, by its reference."""
    rows = CaseStudyPage.objects.visible_to(None).in_language(lang).for_cards()
    found = rows.filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return case_data(found, request)


@router.get("/figures", response=answers(list[FigureOut]), url_name="figures")
def figures(request, lang: Language = "fr"):
    """The key figures of the network, each with its dated and sourced values."""
    rows = KeyFigure.objects.filter(scope="network").prefetch_related("values").order_by("group", "order", "key")
    return [figure_data(figure, lang) for figure in rows]


def case_data(case, request) -> dict:
    return listed(case, request) | {
        "reference": case.reference,
        "summary": case.summary,
        "theme": case.theme.code if case.theme else None,
        "phase": case.phase.code if case.phase else None,
        "lab": case.owner_lab.code if case.owner_lab else None,
        "started_on": case.started_on,
        "ended_on": case.ended_on,
        "participants": case.participants_count,
        "licence": case.licence,
        "failures": [row.title for row in case.challenges.all()],
    }


def figure_data(figure, lang) -> dict:
    return {
        "key": figure.key,
        "label": (figure.label_en if lang == "en" else "") or figure.label_fr,
        "unit": (figure.unit_en if lang == "en" else "") or figure.unit_fr,
        "group": figure.group,
        "values": [
            {
                "value": row.value, "qualifier": row.qualifier, "as_of": row.as_of, "precision": row.precision,
                "source": row.source_label, "source_url": row.source_url, "note": row.note, "superseded": row.superseded,
            }
            for row in figure.values.all()
        ],
    }  # fmt: skip
