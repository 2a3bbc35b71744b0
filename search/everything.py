"""The page « Rechercher »: every kind at once, a tab for each."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from .hits import Hit, hit
from .listing import Listing, quoted
from .registry import KIND, Kind, all_kinds, kind_of


@dataclass(frozen=True)
class Tab:
    """A kind: how many of it under the other criteria; the address of it alone; that of its own listing, with the same words."""

    label: str
    count: int
    address: str
    chosen: bool
    hue: str = "neutre"
    shelf: str = ""


class EverythingListing(Listing):
    def __init__(self, request, language: str):
        super().__init__(all_kinds(), request, language)

    def pairs(self, refs) -> list:
        return self.kind.cards(self.found, refs)

    @property
    def wanted(self) -> list:
        """None as long as nothing is asked."""
        return super().wanted if self.query.asks else []

    @cached_property
    def rows(self) -> list[Hit]:
        return [hit(kind, page, self.marks) for kind, page in self.below]

    def named(self, refs) -> list:
        return []  # ways to loosen are said by their counts

    @property
    def chosen(self) -> tuple[str, ...]:
        return self.query.chosen.get(KIND, ())

    def tabs(self) -> list[Tab]:
        """Kinds that have something, and the chosen ones; « everything » first."""
        counts, others = self.answer.facets.get(KIND, {}), self.query.without(KIND)
        out = [Tab(str(self.kind.label), sum(counts.values()), others.address() or "?", not self.chosen)]
        for part in self.kind.parts:
            if counts.get(part.code) or part.code in self.chosen:
                out.append(self.tab(part, counts.get(part.code, 0), others))
        return out

    def tab(self, part: Kind, count: int, others) -> Tab:
        address = replace(others, chosen={**others.chosen, KIND: (part.code,)}).address()
        shelf = part.shelf(self.language) if part.shelf else ""
        words = replace(others, chosen={}, sort="").address()
        return Tab(str(part.label), count, address, part.code in self.chosen, part.hue, shelf and shelf + words)

    def facets(self) -> list:
        """Kinds are tabs."""
        return [facet for facet in super().facets() if facet.name != KIND and facet.choices]

    def others(self) -> list:
        return []

    def sorts(self) -> list[dict]:
        """A choice only where there are words, which some answer better than others."""
        return super().sorts() if self.query.text and not self.is_plain else []

    def drops(self) -> list[tuple[str, str]]:
        """Words are given up for something else only; all of the site answers a question without any."""
        drops = dict(super().drops())
        words = {"text": drops.pop("text")} if "text" in drops else {}
        if KIND in drops:
            drops[KIND] = _("The same words in the whole site") if words else _("The whole site")
        return list((drops | words).items()) if drops else []

    def context(self) -> dict:
        context, tabs = super().context(), self.tabs()
        narrower = next((tab for tab in tabs if self.chosen and tab.chosen and tab.shelf and tab.count), None)
        return context | {"tabs": tabs, "narrower": narrower, "shelves": self.shelves(), "quoted": quoted(self.query.text)}

    def shelves(self) -> list[tuple[str, str]]:
        """(name, address) of the listings: where to look when nothing is found."""
        named = [(str(part.label), part.shelf(self.language)) for part in self.kind.parts if part.shelf]
        return [(name, address) for name, address in named if address]


class Shelf:
    """What outputs ask of the page of a listing."""

    slug = "recherche"

    @property
    def url(self) -> str:
        return reverse("search")

    @property
    def title(self) -> str:
        return _("Search")

    def listing(self, request) -> EverythingListing:
        return EverythingListing(request, get_language())

    def context(self, answer) -> dict:
        return answer.context() | {
            "here": self.title,
            "address": self.url,
            "crumbs": [(_("Home"), reverse("wagtail_serve", args=[""]))],
        }


def date_of(page) -> str:
    moment = getattr(page, kind_of(type(page)).dated)
    return moment.isoformat()[:10] if moment else ""


# What the table says of each: (heading, value).
COLUMNS = (
    (pgettext_lazy("search", "Kind"), lambda page: str(kind_of(type(page)).label)),
    (gettext_lazy("Title"), lambda page: page.title),
    (gettext_lazy("Summary"), lambda page: page.summary_text),
    (gettext_lazy("Date"), date_of),
    (gettext_lazy("Lab"), lambda page: page.owner_lab.name if page.owner_lab else ""),
)
