"""How tools are found: what narrows them, how they become entries, how a reader gets them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.durations import people, span
from portal.entries import common, in_chunks, in_order, languages_of, live, plain, shelf_of, sort_text, translations, updated
from portal.facet_values import labs, of_choices, of_minutes, of_terms
from search.entries import SearchEntry
from search.facets import Facet, Interval, Sort
from search.registry import Kind, languages, register

from .models import ToolIndexPage, ToolPage
from .models.choices import LICENCES, Level, Licence
from .models.choices import Kind as ToolKind

MAX_PEOPLE = 10_000


def people_words(low, high) -> str:
    return _("%(n)s people") % {"n": low} if low == high else _("%(low)s to %(high)s people") % {"low": low, "high": high}


def people_way(more, value, span) -> str:
    return _("Come %(n)s at least") % {"n": value} if more else _("Come %(n)s at most, or split the room") % {"n": value}


def rights():
    return {str(code): f"{Licence(code).label}" for code in LICENCES}


FACETS = (
    Facet("temps", gettext_lazy("Time of the session"), "phase", "phases__code", of_terms("phase"), shown=7, is_open=True),
    Facet("objectif", gettext_lazy("Goal"), "goal", "goals__code", of_terms("goal"), is_open=True),
    Facet("format", gettext_lazy("Delivery"), "delivery", "delivery__code", of_terms("delivery"), is_open=True),
    Facet("genre", gettext_lazy("Kind"), "tool_kind", "kind", of_choices(ToolKind)),
    Facet("niveau", gettext_lazy("Level"), "level", "facilitator_level", lambda: {str(c.value): str(c.label) for c in Level}),
    Facet("droits", gettext_lazy("Rights"), "licence", "licence", rights),
    Facet(
        "support", gettext_lazy("To print"), "printable", "is_printable",
        lambda: {"oui": pgettext("filter", "With a printable")},
    ),
    Facet("lab", gettext_lazy("Lab"), "lab", "owner_lab__code", labs),
    Facet("langue", gettext_lazy("Language"), "language", "locale__language_code", languages),
)  # fmt: skip


def told(tool) -> tuple[str, str]:
    """« Outil, Converger », « 5–20 min, 3–60 pers. »."""
    what = [_("Tool"), *(phase.short for phase in tool.phases.all()[:1])]
    about = [span(tool.duration_min, tool.duration_max)] if tool.duration_min and tool.duration_max else []
    about += [f"{people(tool.people_min, tool.people_max)} {_('ppl')}"] if tool.people_min else []
    return ", ".join(what), ", ".join(about)


SHORTEST = ("duration_min", "duration_max", "title", "pk")
TOOLS = Kind(
    code="tool",
    label=gettext_lazy("Tools"),
    model=ToolPage,
    facets=FACETS,
    intervals=(
        of_minutes("duration_min", "duration_max"),
        Interval(
            "people", "de", "a", ("people_min", "people_max"), MAX_PEOPLE, people_words, people_way,
            gettext_lazy("Whatever the group"), covers=True, exact=True,
        ),
    ),
    sorts=(
        Sort("", gettext_lazy("Best fit"), SHORTEST, "short", whole="minutes"),
        Sort("court", gettext_lazy("Shortest"), SHORTEST, "short"),
        Sort("az", "A–Z", ("title", "pk"), "title"),
        Sort("maj", gettext_lazy("Updated"), ("-last_published_at", "pk"), "updated"),
    ),
    entries=lambda pks: entries(pks),
    found=lambda user, language: ToolPage.objects.visible_to(user).in_language(language).with_printable(),
    cards=lambda found, pks: in_order(found.for_cards(), pks),
    related=lambda pk, key: translations(ToolPage, pk, key),
    text_column="search_text",
    latest="maj",
    told=told,
    shelf=shelf_of(ToolIndexPage),
    hue=ToolPage.hue,
    place=1,
    leads=("tools", 3),
)  # fmt: skip
register(TOOLS)


def entries(pks=None):
    """Of every live tool, or of these."""
    tools = live(ToolPage, pks).with_printable().with_terms().prefetch_related("steps", "attachments", "materials__material")
    shown = languages_of(ToolPage)
    for tool in in_chunks(tools):
        yield entry(tool, shown)


def entry(tool, shown) -> SearchEntry:
    said = [f"{step.title} {step.say} {step.do}" for step in tool.steps.all()]
    rich = [tool.purpose, tool.when_to_use, tool.remote_notes]
    goals = list(tool.goals.all())
    english = tool.locale.language_code == "en"
    words = [getattr(term, "label_en" if english else "label_fr") for term in (*goals, *tool.phases.all(), *tool.delivery.all())]
    needs = [getattr(term, "prompt_en" if english else "prompt_fr") for term in (*goals, *tool.phases.all())]
    return SearchEntry(
        **common(tool, shown, TOOLS.code) | {"summary": tool.tagline},
        names=(*tool.lines_of("alt_titles"), tool.reference),
        keywords=" ".join([*words, *needs, *tool.lines_of("expected_outputs")]),
        body="\n".join(
            [*map(plain, rich), *said, *tool.lines_of("tips"), tool.inventor, tool.structuring_question]
            + [row.title for row in tool.attachments.all()]
            + [row.material.name for row in tool.materials.all() if row.material_id]
        ),
        facets={
            "phase": tuple(term.code for term in tool.phases.all()),
            "goal": tuple(term.code for term in goals),
            "delivery": tuple(term.code for term in tool.delivery.all()),
            "tool_kind": (tool.kind,),
            "level": (str(tool.facilitator_level),) if tool.facilitator_level else (),
            "licence": (tool.licence,) if tool.licence else (),
            "printable": ("oui",) if tool.is_printable else (),
            "lab": (tool.owner_lab.code,) if tool.owner_lab else (),
            "language": (tool.locale.language_code,),
        },
        intervals={
            "minutes": (tool.duration_min or 0, tool.duration_max),
            "people": (tool.people_min or 0, tool.people_max),
        },
        sorts={
            "short": f"{tool.duration_min or 0:07}{tool.duration_max or 0:07}{sort_text(tool)}",
            "title": sort_text(tool),
            "updated": updated(tool),
        },
    )


from .guides import search_entries as guides  # noqa: E402, F401  (guides and lessons, after tools)
