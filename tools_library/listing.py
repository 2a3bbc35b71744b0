"""The listing « Outils »: a search for tools, drawn on an axis of durations."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal import pictures
from portal.durations import duration
from search.listing import NEAR, Listing

DRAWN = ("title", "duration_min", "duration_max", "people_min", "people_max")
# What the table of the listing says of each: (heading, value).
COLUMNS = (
    (gettext_lazy("Reference"), lambda tool: tool.reference),
    (gettext_lazy("Title"), lambda tool: tool.title),
    (gettext_lazy("In one sentence"), lambda tool: tool.tagline),
    (gettext_lazy("Minutes at least"), lambda tool: tool.duration_min),
    (gettext_lazy("Minutes at most"), lambda tool: tool.duration_max),
    (gettext_lazy("People at least"), lambda tool: tool.people_min),
    (gettext_lazy("People at most"), lambda tool: tool.people_max if tool.people_max is not None else ""),
    (gettext_lazy("Times of the session"), lambda tool: ", ".join(term.short for term in tool.phases.all())),
    (gettext_lazy("Goals"), lambda tool: ", ".join(term.short for term in tool.goals.all())),
    (gettext_lazy("Licence"), lambda tool: tool.get_licence_display()),
)


class ToolListing(Listing):
    def context(self) -> dict:
        context = super().context()
        span = self.query.spans.get("minutes")
        lengths = [(tool.duration_min, tool.duration_max) for tool in context["rows"]]
        drawn = pictures.duration_axis(lengths, span, lang=get_language() or "fr")
        return context | {
            "rows": list(zip(context["rows"], drawn.rows, strict=True)),
            "axis": drawn.axis,
            "near": self.near(context["relaxations"]),
            "asked": self.asked(),
            "choose": self.output("selection") if context["rows"] else "",
        }

    def near(self, ways) -> str:
        """The request and the first tools of each way, drawn; nothing to draw without minutes and people."""
        spans = self.query.spans
        if not ways or "minutes" not in spans or "people" not in spans:
            return ""
        minutes, people = spans["minutes"][1], spans["people"][0]
        farthest = max(minutes * 4, minutes + 60)
        close = {tool.pk: tool for way in ways for tool in way.first if tool.duration_min <= farthest}
        drawn = [tuple(getattr(tool, name) for name in DRAWN) for tool in close.values()][:NEAR]
        return pictures.near_miss(minutes, people, drawn, lang=get_language() or "fr") if drawn else ""

    def asked(self) -> str:
        """« en 45 min pour 20 personnes »"""
        spans = self.query.spans
        parts = []
        if "minutes" in spans:
            parts.append(_("in %(minutes)s") % {"minutes": duration(spans["minutes"][1])})
        if "people" in spans:
            parts.append(_("for %(people)s") % {"people": self.kind.interval("people").words(*spans["people"])})
        return " ".join(parts)
