"""The listing « Agenda »: what comes, the soonest first; what has been; a month as a table; calendars to follow."""

from calendar import Calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from search.listing import Listing, with_value
from search.outputs import OUTPUT
from search.query import number as read_number

from . import calendars
from .event_page import number
from .search_entries import FAR_DAY

MOST = 2_000
PERIOD = "quand"  # in the address
PAST, MONTH = "passes", "mois"
COLUMNS = (
    (_("Title"), lambda event: event.title),
    (_("Type"), lambda event: event.get_kind_display()),
    (_("Begins"), lambda event: event.starts.isoformat() if event.starts else ""),
    (_("Ends"), lambda event: event.ends.isoformat() if event.ends else ""),
    (_("Town"), lambda event: event.city),
    (_("Place"), lambda event: event.venue_name),
    (_("Region"), lambda event: event.territory.name if event.territory else ""),
    (_("Lab"), lambda event: event.owner_lab.name if event.owner_lab else ""),
    (_("State"), lambda event: event.get_status_display()),
)


@dataclass(frozen=True)
class Day:
    """A cell of the month: its number, whether it belongs to it, what takes place."""

    date: date
    is_inside: bool
    is_today: bool
    events: list


def serve(shelf, request):
    """The answer to ?sortie=ics; None for a page."""
    if request.GET.get(OUTPUT) != "ics":
        return None
    listing = shelf.listing(request)
    return calendars.answer(listing.all_rows(MOST), shelf.title, shelf.slug, request)


def on(event, day: date) -> bool:
    """Whether it takes place on that day, in the hour of its place."""
    return bool(event.starts and event.ends) and event.starts.date() <= day <= event.ends.date()


class EventListing(Listing):
    """Without dates in the address: what is not over. `?quand=passes`: what is. `?mois=202612`: that month."""

    def __init__(self, kind, request, language, data=None):
        super().__init__(kind, request, language, data)
        self.params, self.today = request.GET if data is None else data, timezone.localdate()
        self.asked = self.query
        self.is_past = self.params.get(PERIOD) == PAST
        self.query = self.standing(self.query)
        if self.is_past and not self.query.sort:
            self.query = replace(self.query, sort="recent")
        self.query = replace(self.query, page=self.asked.page)

    @property
    def usual(self) -> str:
        """The interval that says the period, where the address has no dates."""
        return "end" if self.is_past else "days"

    def standing(self, query):
        """`query`, within the period where it has no dates."""
        return query if set(query.spans) & {"days", "end"} else query.spanning(self.usual, *self.span())

    def is_period(self, query) -> bool:
        return query.spans.get(self.usual) == self.span()

    def span(self) -> tuple[int | None, int]:
        if self.month:
            last = (self.month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
            return number(self.month), number(last)
        if self.is_past:
            return None, number(self.today - timedelta(days=1))
        return number(self.today), FAR_DAY

    @cached_property
    def month(self) -> date | None:
        """The first day of the month asked for (202612); None when no month is, or no such month exists."""
        if not (asked := read_number(self.params, MONTH, 999_912)):
            return None
        year, month = divmod(asked, 100)
        return date(year, month, 1) if 1 <= month <= 12 and 1990 <= year <= 2100 else None

    # --- addresses keep what the reader asked for, not the dates and the order that we put in its place

    def address(self, query, **changes):
        query = replace(query, **changes)
        spans = {name: span for name, span in query.spans.items() if name != self.usual or not self.is_period(query)}
        sort = self.asked.sort if query.sort == self.query.sort else query.sort
        address = replace(query, spans=spans, sort=sort).address()
        left = self.is_period(self.query) and not self.is_period(query)  # for other dates
        for name, value in [] if left and spans else self.kept():
            address = with_value(address, name, value)
        return address

    def drops(self):
        return [(name, label) for name, label in super().drops() if name != self.usual or not self.is_period(self.query)]

    def first_of(self, tries):
        return super().first_of((self.standing(query), label) for query, label in tries)

    def sorts(self):
        return super().sorts()[1:] if self.is_past else super().sorts()  # the last to end, unless said otherwise

    def chips(self):
        period = self.kind.interval(self.usual).words(*self.span())
        return [chip for chip in super().chips() if chip.label != period]

    @property
    def wanted(self):
        return [] if self.month else super().wanted  # a month has all of them, read once

    def weeks(self) -> list[list[Day]]:
        """The weeks of the month, Monday first, with what takes place on each day, in the hour of its place."""
        events = self.all_rows(MOST)
        return [
            [
                Day(day, day.month == self.month.month, day == self.today, [event for event in events if on(event, day)])
                for day in week
            ]
            for week in Calendar().monthdatescalendar(self.month.year, self.month.month)
        ]

    def months(self) -> dict:
        """The month shown, the one before, the one after: (name, address)."""
        first = self.month or self.today.replace(day=1)
        before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=32)).replace(day=1)
        return {name: self.month_link(day) for name, day in (("before", before), ("this", first), ("after", after))}

    def month_link(self, day: date) -> tuple[str, str]:
        address = with_value(self.asked.address(page=1, sort=""), MONTH, f"{day:%Y%m}")
        return date_format(day, "F Y"), address

    def kept(self) -> list[tuple[str, str]]:
        """What the form of filters keeps of the address."""
        if self.month:
            return [(MONTH, f"{self.month:%Y%m}")]
        return [(PERIOD, PAST)] if self.is_past else []

    def context(self) -> dict:
        context = super().context()
        nothing_asked = not self.asked.asks
        return context | {
            "is_past": self.is_past,
            "kept": self.kept(),
            "is_empty": context["is_empty"] and not nothing_asked,
            "month": self.month and date_format(self.month, "F Y"),
            "weeks": self.weeks() if self.month else [],
            "months": self.months(),
            "asked": self.asked,
            "past": with_value(self.asked.address(page=1), PERIOD, PAST),
            "coming": self.asked.address(page=1) or "?",
            "ics": with_value(self.asked.address(page=1), OUTPUT, "ics"),
        }
