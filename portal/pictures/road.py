"""A mobile lab on the road: its stops along time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from .base import NB, Box, Label, empty, held, linear_scale, num, path, plural, shorten, svg
from .words import is_english, say, speaks

LINE, ROW, MOST_NAMES = 96.0, 44.0, 40
MONTHS = {
    False: ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    True: ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


class Stop(NamedTuple):
    """A stop of a mobile lab: place and first and last day."""

    place: str
    start: date
    end: date


def day_text(day: date, other: date | None = None) -> str:
    """3 déc., 1er mars, or 24–28 nov. and 30 nov.–2 déc. with a second day."""

    def first(d: date) -> str:
        return "1er" if d.day == 1 and not is_english() else str(d.day)

    month = MONTHS[is_english()][day.month - 1]
    if other is None or other == day:
        return f"{first(day)}{NB}{month}"
    if (day.year, day.month) == (other.year, other.month):
        return f"{first(day)}–{other.day}{NB}{month}"
    return f"{day_text(day)}–{day_text(other)}"


@speaks
def tour_line(stops: Sequence[Stop], now: date, *, width: float = 1120, hidden: bool = False) -> str:
    """The stops of a mobile lab along time, joined by flights, with today; the triangle is where the lab is, or goes next.

    Names are kept for the current, next and nearest stops first, those without room are left to the list. Raises ValueError
    when a stop ends before it starts.
    """
    if any(s.end < s.start for s in stops):
        raise ValueError("a stop ends before it starts")
    road = sorted(stops, key=lambda s: (s.start, s.end, s.place))
    if not road:
        return empty("tour", width, 150, LINE, say("Aucune étape annoncée", "No stop announced"), hidden)
    first, last = min(road[0].start, now).toordinal(), max(max(s.end for s in road), now).toordinal() + 1
    x = linear_scale(first, last, 12, width - 12)
    spans = [_span(x(s.start.toordinal()), x(s.end.toordinal() + 1)) for s in road]
    here = next((i for i, s in enumerate(road) if s.start <= now <= s.end), None)
    ahead = next((i for i, s in enumerate(road) if s.start > now), None)
    today = x(now.toordinal() + 0.5)
    mark = here if here is not None else ahead
    names, leaders, deep = _names(road, spans, now, mark, ahead, width)
    lines = path(f"M{num(today)} 22V{num(LINE + 12)}", "now") + _road(road, spans, now, leaders)
    at = today if here is not None else sum(spans[mark]) / 2 if mark is not None else None
    tip = path(f"M{num(at)} {num(LINE - 15)}l13 23h-26z", "tip") if at is not None else ""
    flag = held(today, 16, say("aujourd’hui", "today"), width)
    body = lines + tip + flag.svg() + "".join(name.svg() for name in names)
    return svg("tour", width, 150 + ROW * deep, body, _sentence(road, here, ahead), hidden)


def _span(a: float, b: float) -> tuple[float, float]:
    """A stop is drawn inside its days, a day at least as a dot."""
    return (a + 7.5, b - 7.5) if b - a > 16 else ((a + b) / 2 - 0.5, (a + b) / 2 + 0.5)


def _road(road, spans, now, leaders) -> str:
    hops = past = future = ""
    for i, (a, b) in enumerate(spans):
        d = f"M{num(a)} {num(LINE)}H{num(b)}"
        past, future = (past + d, future) if road[i].end < now else (past, future + d)
        if i and a > spans[i - 1][1] + 3:
            c = spans[i - 1][1]
            hops += f"M{num(c)} {num(LINE)}Q{num((a + c) / 2)} {num(LINE - min(66, 12 + (a - c) * 0.42))} {num(a)} {num(LINE)}"
    return path(hops + leaders, "fine") + path(past, "past") + path(future, "stay")


def _names(road, spans, now, mark, ahead, width) -> tuple[list[Label], str, int]:
    """The labels that hold, the leaders of those that are lower, how many rows they take."""
    order = sorted(range(len(road)), key=lambda i: (i != mark, i != ahead, abs((road[i].start - now).days)))
    kept: list[Label] = []
    stems: list[Box] = []
    leaders, deep = "", 0
    for i in order[:MOST_NAMES]:
        centre = sum(spans[i]) / 2
        for level in range(3):
            name = held(centre, LINE + 30 + ROW * level, shorten(road[i].place, 190), width)
            days = held(centre, LINE + 48 + ROW * level, day_text(road[i].start, road[i].end), width, "s")
            stem = Box(centre - 1, LINE + 12, centre + 1, name.box.y0)
            if name.text and _has_room(name, days, stem if level else None, [k.box for k in kept], stems):
                kept += [name, days]
                deep = max(deep, level)
                if level:
                    stems.append(stem)
                    leaders += f"M{num(centre)} {num(LINE + 13)}V{num(stem.y1 - 1)}"
                break
    return kept, leaders, deep


def _has_room(name, days, stem, boxes, stems) -> bool:
    own = (name.box, days.box)
    if any(box.hits(other, 12) for box in own for other in boxes) or any(s.hits(box, 3) for box in own for s in stems):
        return False
    return stem is None or not any(stem.hits(box, 3) for box in boxes)


def _sentence(road, here, ahead) -> str:
    told = [plural(len(road), say("étape", "stop")) + "."]
    if here is not None:
        place, end = road[here].place, day_text(road[here].end)
        told.append(say(f"Aujourd’hui à {place}, jusqu’au {end}.", f"Today in {place}, until {end}."))
    elif ahead:
        told.append(say("Aujourd’hui entre deux étapes.", "Today between two stops."))
    if ahead is not None:
        place, days = road[ahead].place, day_text(road[ahead].start, road[ahead].end)
        told.append(say(f"Prochaine étape : {place}, {days}.", f"Next stop: {place}, {days}."))
    else:
        told.append(say("Pas d’étape à venir.", "No stop to come."))
    return " ".join(sentence.removesuffix(".").removesuffix(".") + "." for sentence in told)  # months are short for: nov.
