"""Opening hours: as OpenStreetMap writes them, and as people read them."""

from itertools import groupby

from django.utils.translation import gettext as _

from .days import clock
from .models.choices import Weekday

OSM = ("", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def spans_of(hours) -> dict[int, list]:
    """{day of the week: its spans, in order}"""
    ordered = sorted(hours, key=lambda span: (span.weekday, span.opens))
    return {day: list(spans) for day, spans in groupby(ordered, key=lambda span: span.weekday)}


def runs(hours) -> list[tuple[int, int, list]]:
    """(first day, last day, spans) of days in a row that have the same spans."""
    out: list[tuple[int, int, list]] = []
    for day, spans in spans_of(hours).items():
        same = out and out[-1][1] == day - 1 and _keys(out[-1][2]) == _keys(spans)
        if same:
            out[-1] = (out[-1][0], day, spans)
        else:
            out.append((day, day, spans))
    return out


def _keys(spans):
    return [(span.opens, span.closes, span.note) for span in spans]


def osm(hours) -> str:
    """« Mo-Fr 09:00-12:00,13:30-17:00; Sa 09:00-12:00 ». Source: OpenStreetMap, key opening_hours."""
    told = []
    for first, last, spans in runs(hours):
        named = OSM[first] if first == last else f"{OSM[first]}-{OSM[last]}"
        told.append(f"{named} {','.join(f'{span.opens:%H:%M}-{span.closes:%H:%M}' for span in spans)}")
    return "; ".join(told)


def sentences(hours) -> list[str]:
    """« Lundi à vendredi : 9 h–12 h, 13 h 30–17 h »"""
    return [_("%(days)s: %(hours)s") % {"days": _days(*run[:2]), "hours": _spans(run[2])} for run in runs(hours)]


def _days(first: int, last: int) -> str:
    names = [str(Weekday(day).label) for day in (first, last)]
    return names[0] if first == last else _("%(first)s to %(last)s") % {"first": names[0], "last": names[1].lower()}


def _spans(spans) -> str:
    return ", ".join(f"{clock(s.opens)}–{clock(s.closes)}{f' ({s.note})' if s.note else ''}" for s in spans)
