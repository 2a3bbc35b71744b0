"""What the front page shows, computed from the library: flights, times of a session, five tools, news."""

from django.apps import apps
from django.utils.translation import get_language

from . import pictures
from .content_version import cached
from .models.terms import Term

NEWS = 3


def home_context(page, request) -> dict:
    language = get_language() or "fr"
    tools = apps.get_model("tools_library.ToolPage").objects
    chosen = list(page.tools.select_related("tool"))
    rows = tools.for_references([row.tool for row in chosen], request.user)
    lines = {row.tool.translation_key: row.line for row in chosen}
    news = apps.get_model("portal.NewsPage").objects.for_listing(request.user, language)[:NEWS]
    return {
        "tools": [(tool, lines[tool.translation_key]) for tool in rows],
        "news": news,
        "library": cached(f"library:{language}", lambda: library(tools, language)),
        "goals": cached("goals", lambda: list(Term.objects.of("goal"))),
    }


def library(tools, language) -> dict:
    """The public library in pictures: the same for every reader of a language."""
    public = tools.visible_to(None).in_language(language).order_by("pk").prefetch_related("phases")
    drawn, counts = [], {}
    for tool in public:
        drawn.append(pictures.Tool(tool.title, tool.duration_min, tool.duration_max, tool.people_min, tool.people_max))
        for phase in tool.phases.all():
            counts[phase.code] = counts.get(phase.code, 0) + 1
    phases = [(term, counts.get(term.code, 0)) for term in Term.objects.of("phase")]
    return {
        "count": len(drawn),
        "flights": pictures.swarm(drawn, hidden=False, lang=language),
        "times": pictures.seven_times(counts, hidden=True, lang=language),
        "phases": phases,
    }
