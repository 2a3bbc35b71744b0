"""How case studies are found: what narrows them, how they become entries, how a reader gets them."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.accounts.access import Access
from portal.content_version import cached
from portal.entries import (
    common,
    in_chunks,
    in_order,
    languages_of,
    live,
    newest,
    plain,
    shelf_of,
    sort_text,
    translations,
    updated,
)
from portal.facet_values import labs, of_terms, regions
from search.entries import SearchEntry
from search.facets import Facet, Sort
from search.registry import Kind, register
from tools_library.models import ToolPage

from ..models import CaseStudyIndexPage, CaseStudyPage, CaseTool


def public():
    return CaseStudyPage.objects.visible_to(None).filter(locale__language_code="fr")


def tools():
    """{reference: title} of the public tools that public cases name, in the language of the reader."""
    language = get_language() or "fr"

    def build():
        named = CaseTool.objects.filter(page__in=public()).values("tool__translation_key")
        found = ToolPage.objects.visible_to(None).in_language(language).filter(translation_key__in=named)
        return dict(found.order_by("title").values_list("reference", "title"))

    return cached(f"tools-of-cases:{language}", build)


def years():
    """Of those that anybody reads, the latest first."""

    def build():
        found = public().exclude(started_on=None).dates("started_on", "year", "DESC")
        return {str(day.year): str(day.year) for day in found}

    return cached("years-of-cases", build)


FACETS = (
    Facet("theme", gettext_lazy("Theme"), "theme", "theme__code", of_terms("theme"), is_open=True),
    Facet("phase", gettext_lazy("Phase"), "case_phase", "phase__code", of_terms("case_phase"), shown=6, is_open=True),
    Facet("outil", gettext_lazy("Tool used"), "tool", "tools__tool__reference", tools, is_open=True),
    Facet("lab", gettext_lazy("Lab"), "lab", "owner_lab__code", labs),
    Facet("region", gettext_lazy("Region"), "region", "region", regions),
    Facet("annee", gettext_lazy("Year"), "year", "started_on__year", years),
)


def told(case) -> tuple[str, str]:
    """« Étude de cas, Offre de services », « Lab national, 2015 »."""
    what = [_("Case study"), *([case.theme.short] if case.theme else [])]
    about = [part for part in (case.owner_lab.name if case.owner_lab else "", str(case.year or "")) if part]
    return ", ".join(what), ", ".join(about)


CASES = Kind(
    code="case",
    label=gettext_lazy("Case studies"),
    model=CaseStudyPage,
    facets=FACETS,
    sorts=(
        Sort("", gettext_lazy("Newest"), ("-started_on", "-pk"), "newest"),
        Sort("az", "A–Z", ("title", "pk"), "title"),
        Sort("maj", gettext_lazy("Updated"), ("-last_published_at", "pk"), "updated"),
    ),
    entries=lambda pks: entries(pks),
    found=lambda user, language: CaseStudyPage.objects.visible_to(user).in_language(language).with_region(),
    cards=lambda found, pks: in_order(found.for_cards(), pks),
    related=lambda pk, key: translations(CaseStudyPage, pk, key),
    text_column="search_text",
    latest="maj",
    told=told,
    shelf=shelf_of(CaseStudyIndexPage),
    hue=CaseStudyPage.hue,
    place=3,
    leads=("cases", 1),
)
register(CASES)


def entries(pks=None):
    """Of every live case, or of these."""
    cases = live(CaseStudyPage, pks).with_region().select_related("theme", "phase")
    cases = cases.prefetch_related("challenges", "stages", "quotes", "attachments", "tools__tool", "services", "problem_tags")
    shown = languages_of(CaseStudyPage)
    for case in in_chunks(cases):
        yield entry(case, shown)


def entry(case, shown) -> SearchEntry:
    label = "label_en" if case.locale.language_code == "en" else "label_fr"
    chosen = [term for term in (case.theme, case.phase, *case.services.all(), *case.problem_tags.all()) if term]
    # A tool that not everybody reads narrows nothing: a filter would tell that it is used here.
    used = [row.tool for row in case.tools.all() if row.tool_id and row.tool.live and row.tool.access == Access.PUBLIC]
    return SearchEntry(
        **common(case, shown, CASES.code),
        names=tuple(name for name in (case.acronym, case.reference) if name),
        keywords=" ".join([*(getattr(term, label) for term in chosen), *(tool.title for tool in used)]),
        body="\n".join(texts(case)),
        facets={
            "theme": (case.theme.code,) if case.theme else (),
            "case_phase": (case.phase.code,) if case.phase else (),
            "tool": tuple(tool.reference for tool in used),
            "lab": (case.owner_lab.code,) if case.owner_lab else (),
            "region": (case.region,) if case.region else (),
            "year": (str(case.year),) if case.year else (),
        },
        sorts={
            "newest": newest(case, case.started_on),
            "title": sort_text(case),
            "updated": updated(case),
        },
    )


def texts(case):
    yield from map(plain, (case.problem, case.outcomes, case.indirect_effects))
    yield from (case.question, case.success_conditions, case.lessons, case.replication_conditions)
    yield from (f"{row.figure} {row.title} {row.text} {row.since}" for row in case.challenges.all())
    yield from (f"{row.title} {row.text}" for row in case.stages.all())
    yield from (row.text for row in case.quotes.all())
    yield from (row.title for row in case.attachments.all())
