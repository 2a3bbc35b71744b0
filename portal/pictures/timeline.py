"""One tool: the bar of its steps."""

from __future__ import annotations

from collections.abc import Sequence

from .base import (
    Label,
    empty,
    french,
    minutes_text,
    num,
    path,
    plural,
    spread,
    svg,
    text_width,
)
from .voices import Step
from .words import form, say, speaks

HEIGHTS = {"solo": 20.0, "pairs": 30.0, "small_groups": 43.0, "plenary": 60.0}


@speaks
def timeline(steps: Sequence[Step], *, width: float = 720, hidden: bool = False) -> str:
    """The steps as one bar, as long as their minutes and as high as the group that works; minutes are written underneath,
    and inside how people work where there is room.

    A label that has no room above is moved with a thin leader; if they cannot all fit, the shortest steps go unwritten.
    Steps without minutes are left out. Raises ValueError on a negative duration or an unknown participation.
    """
    for s in steps:
        if s.participation not in HEIGHTS or (s.minutes or 0) < 0:
            raise ValueError(f"impossible step: {s}")
    known = [s for s in steps if s.minutes]
    minutes = [s.minutes for s in steps if s.minutes]
    total = sum(minutes)
    if not total:
        return empty("time", width, 100, 62, say("Durées non renseignées", "Durations unknown"), hidden)
    top, at, edges = 62.0, 1.0, []
    for s, m in zip(known, minutes, strict=True):
        wide = (width - 2) * m / total
        edges.append((at, at + wide, HEIGHTS[s.participation]))
        at += wide
    bar = "".join(f"M{num(a)} {num(top)}V{num(top - h)}H{num(b)}V{num(top)}z" for a, b, h in edges)
    shown = sorted(range(len(known)), key=lambda i: (-minutes[i], i))
    short = [french(m) if m < 60 else minutes_text(m) for m in minutes]
    short[shown[0]] = minutes_text(minutes[shown[0]])
    centres: list[float] | None = None
    while centres is None:
        kept = sorted(shown)
        centres = spread([((edges[i][0] + edges[i][1]) / 2, text_width(short[i])) for i in kept], 0, width, 10)
        shown = shown[:-1] if centres is None else shown
    leaders = words = ""
    for i, centre in zip(kept, centres, strict=False):
        middle = (edges[i][0] + edges[i][1]) / 2
        moved = abs(centre - middle) > max(2.0, (edges[i][1] - edges[i][0]) / 2 - 4)
        leaders += f"M{num(middle)} {num(top + 3)}L{num(centre)} {num(top + 15)}" if moved else ""
        words += Label(centre, top + 32, short[i], "middle").svg()
    for s, (a, b, _) in zip(known, edges, strict=False):
        word = form(s.participation)
        if text_width(word, "s") <= b - a - 12:
            words += f'<text class="s flat" x="{num(a + 6)}" y="{num(top - 6)}">{word}</text>'
    told = ", ".join(f"{minutes_text(s.minutes)} {form(s.participation)}" for s in known[:8] if s.minutes)
    more = (
        say(f", et {plural(len(known) - 8, 'autre étape')}", f", and {plural(len(known) - 8, 'more step')}")
        if len(known) > 8
        else ""
    )
    return svg(
        "time",
        width,
        100,
        path(bar, "bar") + path(leaders, "fine") + words,
        say(f"{minutes_text(total)} en tout : {told}{more}.", f"{minutes_text(total)} in all: {told}{more}."),
        hidden,
    )
