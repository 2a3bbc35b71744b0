"""A request that no tool meets, and the tools that pass near it: minutes to the right, people upwards."""

from __future__ import annotations

from collections.abc import Sequence

from .base import (
    Box,
    Label,
    dots,
    french,
    keep_apart,
    log_scale,
    minutes_text,
    num,
    path,
    shorten,
    svg,
    time_ticks,
)
from .words import say, speaks

Near = tuple[str, float, float, int, int | None]


@speaks
def near_miss(minutes: float, people: int, tools: Sequence[Near], *, width: float = 780, hidden: bool = False) -> str:
    """The request as a dashed frame, each near tool (title, shortest, longest, smallest, largest group) as a flight at its
    largest group. Raises ValueError when minutes or people are not positive."""
    if minutes <= 0 or people <= 0:
        raise ValueError("minutes and people are positive")
    crowds = [min(most or people * 2, people * 8) for _, _, _, _, most in tools]
    across = log_scale(
        min([minutes, *(t[1] for t in tools)]) / 1.5, max([minutes * 2, *(t[2] for t in tools)]) * 1.2, 96, width - 200
    )
    up = log_scale(max(min([people, *crowds]) / 1.4, 0.5), max([people, *crowds]) * 1.3, 262, 24)
    at, level = across(minutes), up(people)
    frame = f'<path class="want" d="M8 {num(level - 19)}H{num(at)}v38H8z" stroke-width="3" stroke-dasharray="6 7"/>'
    taken, words = (
        [Box(0, level - 19, at, level + 19)],
        [Label(at + 12, level + 6, say("votre demande", "your request"))],
    )
    people_of = say("{}\xa0pers.", "{}\xa0ppl")
    asked = Label(18, level + 5, people_of.format(french(people)), kind="s").svg() if at > 100 else ""
    largest = {crowd: most for crowd, (_, _, _, _, most) in zip(crowds, tools, strict=True)}
    for crowd, most in largest.items():
        told = people_of.format(french(most)) if most else say("sans limite", "no limit")
        words.append(Label(0, up(crowd) + 5, told, kind="s"))
    flights, ends, names = "", [], []
    together: dict[tuple[float, float, float], list[str]] = {}
    for (title, low, high, _, _), crowd in zip(tools, crowds, strict=True):
        together.setdefault((low, high, crowd), []).append(title)
    for (low, high, crowd), titles in together.items():
        y, x0, x1, title = up(crowd), across(low), across(high), ", ".join(titles)
        flights += f"M{num(x0)} {num(y)}H{num(x1)}"
        ends += [(x0, y), (x1, y)]
        names.append((x0, x1, y, title))
    discs = [Box(x - 8, y - 8, x + 8, y + 8) for x, y in ends]
    for x0, x1, y, title in names:  # beside its flight or, where another one begins, above it
        beside = Label(x1 + 16, y + 6, shorten(title, width - x1 - 20))
        words.append(Label(x0 - 8, y - 16, title) if any(beside.box.hits(disc) for disc in discs) else beside)
    ticks = [(m, across(m)) for m in time_ticks(minutes / 2, max([minutes * 2, *(t[2] for t in tools)]))]
    ground = f"M0 302H{num(width)}" + "".join(f"M{num(x)} 302v8" for _, x in ticks)
    hours = keep_apart([Label(x, 332, minutes_text(m), "middle") for m, x in ticks], 10)
    body = frame + asked + path(flights, "fine") + path(dots(ends), "", 16) + path(ground, "fine")
    body += "".join(w.svg() for w in (*keep_apart(words, 4, taken), *hours))
    named = ", ".join(title for title, *_rest in tools)
    sentence = say(
        f"Votre demande, {minutes_text(minutes)} pour {french(people)} personnes ; passent tout près : {named}.",
        f"Your request, {minutes_text(minutes)} for {french(people)} people; passing near: {named}.",
    )
    return svg("miss", width, 340, body, sentence, hidden)
