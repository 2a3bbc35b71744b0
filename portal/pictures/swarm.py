"""The home page's flights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from .base import (
    NB,
    Box,
    Label,
    dots,
    empty,
    french,
    keep_apart,
    log_scale,
    minutes_text,
    num,
    path,
    plural,
    scatter,
    shorten,
    svg,
    text_width,
    time_ticks,
)
from .voices import Tool
from .words import say, speaks


class _Flight(NamedTuple):
    """A tool whose range is known: minutes, then people; None is no limit."""

    title: str
    m0: float
    m1: float
    p0: int
    p1: int | None


class _Flown(NamedTuple):
    """What is drawn: path data and marks, centre and diameter of each landing, and which landings have one tool's name."""

    flights: str
    takeoffs: str
    numbers: str
    discs: list[tuple[float, float, float]]
    names: list[tuple[int, int]]
    curves: list[tuple[float, float, float, float]]


@speaks
def swarm(tools: Sequence[Tool], *, width: float = 600, hidden: bool = False) -> str:
    """One flight per tool, from its smallest session to its largest: minutes to the right, people upwards, both on a log scale.

    Tools with an unknown duration or group are left out; an unlimited group lands on the top edge. Beyond 60 tools, landings
    are gathered: a disc's area says how many tools land there. Raises ValueError when a maximum is under its minimum.
    """
    known = [
        _Flight(t.title, t.minutes_min, t.minutes_max or t.minutes_min, t.people_min, t.people_max)
        for t in tools
        if t.minutes_min and t.people_min
    ]
    for t in known:
        if t.m1 < t.m0 or (t.p1 is not None and t.p1 < t.p0):
            raise ValueError(f"{t.title}: maximum under minimum")
    height, base = max(300.0, width * 0.74), max(300.0, width * 0.74) - 30
    if not known:
        return empty("swarm", width, height, base, say("Aucun outil pour l’instant", "No tool yet"), hidden)
    floor, most = min(t.p0 for t in known), max(max(t.p1 or 0, t.p0) for t in known)
    ceiling = max(most * (1.6 if any(t.p1 is None for t in known) else 1), 4, floor * 2)
    first, last = min(t.m0 for t in known), max(t.m1 for t in known)
    low, high = (first, last) if first < last else (first / 2, last * 2)
    x, y = log_scale(low, high, 34, width - 12), log_scale(floor, ceiling, base - 26, 34)
    known.sort(key=lambda t: (-(t.p1 or 10**9), -t.m1, t.title))
    ends = [(x(t.m0), y(t.p0), x(t.m1), y(t.p1 or ceiling)) for t in known]
    flown = _one_each(ends, width, base) if len(known) <= 60 else _gathered(ends, width, base)

    by_size: dict[int, list[tuple[float, float]]] = {}
    for a, b, d in flown.discs:
        by_size.setdefault(round(d), []).append((a, b))
    marks = "".join(path(dots(p), "", d) for d, p in sorted(by_size.items()))
    ticks = [(m, x(m)) for m in time_ticks(low, high) or [low, high]]
    hours = [
        Label(min(max(at, 20), width - 4), height - 4, minutes_text(m), "end" if at > width - 40 else "middle") for m, at in ticks
    ]
    hours = keep_apart(sorted(hours, key=lambda h: (h.x not in (hours[0].x, hours[-1].x), h.x)), 12)
    crowd = keep_apart(
        [Label(0, y(p) + 5, french(p), kind="s") for p in (3000, 1000, 300, 100, 30, 10, 3, 1) if floor <= p <= most],
        14,
    )
    round_boxes = [Box(a - d / 2, b - d / 2, a + d / 2, b + d / 2) for a, b, d in flown.discs]
    if crowd:
        full = crowd[0]._replace(text=f"{crowd[0].text}{NB}{say('pers.', 'ppl')}")
        crowd[0] = crowd[0] if any(full.box.hits(o, 4, 2) for o in round_boxes) else full
    busy = [b.box for b in (*hours, *crowd)] + round_boxes
    words = _name_landings(known, flown.names, flown.discs, busy, _along(flown.curves), Box(30, 2, width, base - 4), width)
    sentence = say(
        f"{plural(len(known), 'outil')}, de {minutes_text(first)} à {minutes_text(last)} et de {french(floor)} à "
        f"{plural(most, 'personne')}. Le plus grand groupe : {known[0].title}.",
        f"{plural(len(known), 'tool')}, from {minutes_text(first)} to {minutes_text(last)} and from {french(floor)} to "
        f"{plural(most, 'person', 'people')}. The largest group: {known[0].title}.",
    )
    ground = f"M0 {num(base)}H{num(width)}" + "".join(f"M{num(at)} {num(base)}v6" for _, at in ticks)
    body = (
        path(flown.flights, "fine")
        + flown.takeoffs
        + marks
        + flown.numbers
        + path(ground, "fine")
        + "".join(b.svg() for b in (*hours, *crowd, *words))
    )
    return svg("swarm", width, height, body, sentence, hidden)


def _one_each(ends: Sequence[tuple[float, float, float, float]], width: float, base: float) -> _Flown:
    """A flight per tool (take-off x, y, landing x, y); marks that would hide one another step aside."""
    size = 14.0 if width > 450 else 10.0
    landed = scatter([e[2:] for e in ends], [size + 1] * len(ends), Box(30, 24, width - 7, base - 14))
    starts = scatter([e[:2] for e in ends], [6.0] * len(ends), Box(4, 4, width - 4, base - 8))
    flights = ""
    for (x0, y0), (x1, y1) in zip(starts, landed, strict=True):
        flights += f"M{num(x0)} {num(y0)}" + (
            f"Q{num(x1)} {num(y0)} {num(x1)} {num(y1)}" if math.hypot(x1 - x0, y1 - y0) > 1 else "h0"
        )
    return _Flown(
        flights,
        path(dots(starts), "", 6),
        "",
        [(a, b, size) for a, b in landed],
        [(i, i) for i in range(len(ends))],
        [(*a, *b) for a, b in zip(starts, landed, strict=True)],
    )


def _gathered(ends: Sequence[tuple[float, float, float, float]], width: float, base: float) -> _Flown:
    """A flight per neighbourhood of landings: the mean of its tools, a disc as large as they are many, a number when it fits."""
    step = 38.0
    cells: dict[tuple[int, int], list[int]] = {}
    for i, (_, _, px, py) in enumerate(ends):
        row = round(py / (step * 0.866))
        cells.setdefault((round(px / step - row % 2 / 2), row), []).append(i)
    crowds = [members for _, members in sorted(cells.items(), key=lambda kv: (-len(kv[1]), kv[0]))]
    scale = min(36.0 / math.sqrt(len(crowds[0])), 9.0)
    sizes = [max(4.0, scale * math.sqrt(len(members))) for members in crowds]
    means = [tuple(sum(ends[i][k] for i in members) / len(members) for k in range(4)) for members in crowds]
    landed = scatter([(m[2], m[3]) for m in means], [d + 2 for d in sizes], Box(44, 34, width - 20, base - 22))
    flights = numbers = ""
    for (x0, y0, _, _), (x1, y1), size, members in zip(means, landed, sizes, crowds, strict=True):
        flights += f"M{x0:.0f} {y0:.0f}Q{x1:.0f} {y0:.0f} {x1:.0f} {y1:.0f}"
        if len(members) > 1 and size >= 24 and text_width(str(len(members)), "s") < size - 8:
            numbers += f'<text class="s in" x="{num(x1)}" y="{num(y1 + 4.6)}" text-anchor="middle">{len(members)}</text>'
    return _Flown(
        flights,
        path("".join(f"M{m[0]:.0f} {m[1]:.0f}h0" for m in means), "", 3),
        numbers,
        [(*p, d) for p, d in zip(landed, sizes, strict=True)],
        [(i, members[0]) for i, members in enumerate(crowds) if len(members) == 1],
        [(m[0], m[1], *p) for m, p in zip(means, landed, strict=True)],
    )


def _name_landings(
    known: Sequence[_Flight],
    names: Sequence[tuple[int, int]],
    discs: Sequence[tuple[float, float, float]],
    busy: list[Box],
    crossed: Sequence[tuple[float, float]],
    bounds: Box,
    width: float,
) -> list[Label]:
    """Names beside the landings that have room for one, off the discs and the flights: the extremes first, one per 100 units of
    width at most and two at least."""
    order = sorted(names, key=lambda n: -max(abs(discs[n[0]][0] / width - 0.5) * 1.6, 1 - discs[n[0]][1] / (width * 0.74)))
    longest = max(order, key=lambda n: (known[n[1]].m1, -n[0]), default=None)
    order = sorted(order, key=lambda n: n != longest)
    out: list[Label] = []
    for disc, tool in order[:16]:
        if len(out) >= max(3, width / 100):
            break
        clear = 2 if (disc, tool) == longest else 10  # the longest is named even when another lands nearly under its name
        a, b, d = discs[disc]
        r = d / 2 + 5
        text = shorten(known[tool].title, min(210, width * 0.5))
        tries = [
            Label(a, b - r - 3, text, "middle"),
            Label(a + r, b + 5, text),
            Label(a - r, b + 5, text, "end"),
            Label(a + 7, b - r - 3, text, "end"),
            Label(a - 7, b - r - 3, text),
        ]
        for label in tries:
            x0, y0, x1, y1 = box = label.box
            if (
                label.text
                and box.inside(bounds)
                and not any(box.hits(o, 3, 2) for o in (*busy, *(k.box for k in out)))
                and not any(
                    k != disc and box.hits(Box(u - w / 2, v - w / 2, u + w / 2, v + w / 2), 2, clear)
                    for k, (u, v, w) in enumerate(discs)
                )
                and not any(x0 - 2 < x < x1 + 2 and y0 - 1 < y < y1 + 1 for x, y in crossed)
            ):
                out.append(label)
                break
    return out


def _along(curves: Sequence[tuple[float, float, float, float]]) -> list[tuple[float, float]]:
    """Points every ten units or so along the flights (take-off x, y, landing x, y)."""
    out = []
    for x0, y0, x1, y1 in curves:
        n = max(2, int((abs(x1 - x0) + abs(y1 - y0)) / 10))
        for k in range(n):
            t = k / n
            out.append((x0 * (1 - t) ** 2 + x1 * (2 * t * (1 - t) + t * t), y0 * (1 - t * t) + y1 * t * t))
    return out
