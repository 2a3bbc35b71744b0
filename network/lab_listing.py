"""The listing « Labs »: one set, on the map, in the list and in the exports."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal import pictures
from portal.models import territories
from search.listing import Listing

from . import tour

MOST = 2_000
ON_THE_ROAD = 5  # stops named beside the title
MARKS = {"national": "nation", "agency": "agency"}


@dataclass(frozen=True)
class Row:
    """A lab of the list: its mark, what is said beside its name."""

    lab: object
    mark: str
    note: str


def mark_of(lab) -> str:
    """The kind of its mark: hollow while it is planned, else by type, else by presence."""
    if lab.status == "planned":
        return "plan"
    return MARKS.get(lab.lab_type) or ("mobile" if lab.is_mobile and not lab.is_physical else "place")


def mark_at(lab, where) -> str:
    """Hollow too while a mobile lab is drawn at the stop that comes: it is not there today."""
    is_to_come = where.current is None and where.shown and where.shown.point
    return "next" if is_to_come and mark_of(lab) == "mobile" else mark_of(lab)


def point_of(lab, where):
    """(longitude, latitude): of the stop of a mobile lab, else its own."""
    return (where.shown and where.shown.point) or lab.point


class LabListing(Listing):
    per_page, orphans = 60, 0

    @cached_property
    def whole(self) -> list:
        """All that the address asks for, as the map and the exports show it."""
        return self.all_rows(MOST)

    @cached_property
    def rows(self) -> list:
        first = (self.page.number - 1) * self.per_page
        return [lab for lab in self.whole[first : first + self.per_page] if lab not in self.first_pages]

    @property
    def first_pages(self):
        return [first.page for first in self.promoted]

    @property
    def wanted(self) -> list:
        return []  # rows are those of `whole`: one query for the map and the list

    @cached_property
    def where(self) -> dict[int, tour.Whereabouts]:
        return tour.of_labs(self.whole, self.user, language=self.language)

    def of(self, lab) -> tour.Whereabouts:
        return self.where.get(lab.owner_lab_id, tour.Whereabouts()) if lab.is_mobile else tour.Whereabouts()

    def note(self, lab) -> str:
        told = [self.of(lab).short()] if lab.is_open and lab.is_mobile else []
        told += [] if lab.is_open else [str(lab.get_status_display())]
        told += [lab.city] if not lab.is_mobile and lab.city else []
        told += [_("position unknown")] if point_of(lab, self.of(lab)) is None else []
        return ", ".join(filter(None, told))

    def marks_of_map(self) -> list[pictures.Lab]:
        return [
            self.drawn(lab, self.of(lab))
            for lab in self.whole
            if lab.territory and lab.territory.kind != "entity" and lab.status != "closed"
        ]

    def drawn(self, lab, where) -> pictures.Lab:
        stop = where.shown if where.shown and where.shown.point else None
        at = stop.territory.code if stop and stop.territory and stop.territory.kind != "entity" else ""
        return pictures.Lab(lab.title, mark_at(lab, where), lab.territory.code, *(point_of(lab, where) or (None, None)), at)

    def map(self) -> str:
        links = {row.code: reverse("region", args=[slug]) for slug, row in territories().items() if row.kind != "entity"}
        return pictures.france_map(self.marks_of_map(), links=links, lang=get_language() or "fr")

    def counted(self) -> str:
        """« 24 labs ouverts, 3 en projet »"""
        opened = sum(lab.status == "open" for lab in self.whole)
        planned = sum(lab.status == "planned" for lab in self.whole)
        other = len(self.whole) - opened - planned
        told = [ngettext("%(n)s open lab", "%(n)s open labs", opened) % {"n": opened}]
        told += [ngettext("%(n)s planned", "%(n)s planned", planned) % {"n": planned}] if planned else []
        told += [ngettext("%(n)s paused or closed", "%(n)s paused or closed", other) % {"n": other}] if other else []
        return ", ".join(told)

    def groups(self) -> list:
        """(territory, rows) in the order of the list; one group alone when it is not sorted by region."""
        rows = [Row(lab, mark_of(lab), self.note(lab)) for lab in self.rows]
        if self.query.sort or self.query.text:
            return [(None, rows)] if rows else []
        return [(key, list(group)) for key, group in groupby(rows, key=lambda row: row.lab.territory)]

    def flat_rows(self) -> list[Row]:
        """All of them, for a page that shows no filter."""
        return [Row(lab, mark_of(lab), self.note(lab)) for lab in self.whole]

    def on_the_road(self) -> list:
        """(town, last day) of the stops of now, the first to leave first."""
        now = timezone.now()
        current = [where.current for where in self.where.values() if where.current and where.current.starts_at <= now]
        return sorted(current, key=lambda stop: (stop.ends_at, stop.place))[:ON_THE_ROAD]

    def context(self) -> dict:
        return super().context() | {
            "map": self.map(),
            "counted": self.counted(),
            "groups": self.groups(),
            "on_the_road": self.on_the_road(),
            "geojson": self.output("geojson"),
        }
