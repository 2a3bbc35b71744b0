"""A session as a drawing: voices gather and split over its real minutes. One line is one person; the bold one can be followed."""

from __future__ import annotations

from collections.abc import Sequence

from .base import (
    Label,
    dots,
    keep_apart,
    minutes_text,
    num,
    path,
    plural,
    shorten,
    svg,
    text_width,
)
from .voices import FORMS, RULES, Step, Tool
from .weave import Weave
from .words import form, say, speaks


@speaks
def poster(tool: Tool, *, width: float = 1120, height: float = 320, hidden: bool = False) -> str:
    """The session of `tool` for its expected people: 6 kB and 60 elements at most, whatever the tool.

    At most 36 voices are drawn (24 under 600 units), fewer when the steps are many; the sentence keeps the true number.
    Widths follow minutes; a step narrower than 14 units is widened. From two days of work on, the axis is in days and
    everyone meets again each day. Without minutes, a sober line goes from the shortest to the longest session.
    Raises ValueError on an unknown participation or rule, a negative duration or group.
    """
    for s in tool.steps:
        if s.participation not in FORMS or s.rule not in RULES or (s.minutes or 0) < 0 or (s.size is not None and s.size < 1):
            raise ValueError(f"impossible step: {s}")
    steps = [s for s in tool.steps if s.minutes]
    people = tool.people or tool.people_max or tool.people_min or 12
    if people < 0:
        raise ValueError("people is positive")
    if not steps:
        return _plain(tool, people, width, height, hidden)
    if len(steps) > 16:
        steps = _merged(steps)
    voices = min(people, 36 if width > 600 else 24)
    while True:
        picture = _drawn(steps, people, voices, width, height, hidden)
        if len(picture.encode()) <= 6000 or voices <= 4:
            return picture
        voices = max(4, min(voices - 1, int(voices * 5900 / len(picture.encode()))))


def _merged(steps: Sequence[Step]) -> list[Step]:
    """The same session in at most 16 steps: the shortest neighbours of a kind first, then the shortest neighbours."""
    out = list(steps)
    while len(out) > 16:
        i = min(
            range(len(out) - 1),
            key=lambda k: (
                out[k].participation != out[k + 1].participation,
                (out[k].minutes or 0) + (out[k + 1].minutes or 0),
            ),
        )
        longer = max(out[i : i + 2], key=lambda s: s.minutes or 0)
        out[i : i + 2] = [longer._replace(minutes=(out[i].minutes or 0) + (out[i + 1].minutes or 0))]
    return out


def _drawn(steps: Sequence[Step], people: int, n: int, width: float, height: float, hidden: bool) -> str:
    total = sum(s.minutes or 0 for s in steps)
    weave = Weave(steps, people, n, width, height - 66)
    body = weave.svg() + _scale(steps, weave.edges, total, width, height)
    return svg("poster", width, height, body, _told(steps, people, n, total), hidden)


def _scale(steps: Sequence[Step], edges: Sequence[float], total: float, width: float, height: float) -> str:
    """The axis with a tick per step, names above minutes, those of the longest steps first."""
    base = height - 48
    ticks = f"M{num(edges[0])} {num(base)}H{num(edges[-1])}" + "".join(
        f"M{num(e)} {num(base)}v{7 if 0 < i < len(steps) else 10}" for i, e in enumerate(edges)
    )
    order = sorted(range(len(steps)), key=lambda i: (-(steps[i].minutes or 0), i))
    words: list[Label] = []
    whole = Label(edges[-1], height - 6, minutes_text(total), "end", "s")
    for i in order:
        s = steps[i]
        long = s.title or form(s.participation)
        room = edges[i + 1] - edges[i] - 8
        for text in dict.fromkeys([long, shorten(long, max(room, 0)), form(s.participation)]):
            x = max(0.0, min(edges[i], width - text_width(text)))
            pair = [Label(x, height - 24, text), Label(x, height - 6, minutes_text(s.minutes or 0), "start", "s")]
            in_a_word = text.endswith("…") and text[:-1] not in long.split(" ") and " " not in text
            if not text or in_a_word or any(a.box.hits(b.box, 8) for a in pair for b in words):
                continue
            words += pair
            break
    if len(steps) > 1:
        words = keep_apart([*words, whole], 8)
    return path(ticks, "fine") + "".join(w.svg() for w in words)


def _told(steps: Sequence[Step], people: int, drawn: int, total: float) -> str:
    some = say(f" ({drawn} dessinées)", f" ({drawn} drawn)") if drawn < people else ""
    said = [f"{minutes_text(s.minutes or 0)} {s.title or form(s.participation)}" for s in steps[:8]]
    more = (
        say(f", et {plural(len(steps) - 8, 'autre étape')}", f", and {plural(len(steps) - 8, 'more step')}")
        if len(steps) > 8
        else ""
    )
    voices = say(plural(people, "voix", "voix"), plural(people, "voice"))
    during = say("pendant", "over")
    colon = say(" :", ":")
    return f"{voices}{some} {during} {minutes_text(total)}{colon} {', '.join(said)}{more}."


def _plain(tool: Tool, people: int, width: float, height: float, hidden: bool) -> str:
    """No steps: as many lines as the people, full to the shortest duration, dotted to the longest."""
    n = min(people, 24)
    tall = height - 66
    least, most = tool.minutes_min or tool.minutes_max, tool.minutes_max or tool.minutes_min
    sure = width - 20 if not least or not most else 5 + (width - 20) * least / most
    ys = [6 + tall * (v + 0.5) / n for v in range(n)]
    full = "".join(f"M5 {num(y)}H{num(sure)}" for y in ys) if least else ""
    open_ = (
        "".join(f"M{num(sure if least else 5)} {num(y)}H{num(width - 8)}" for y in ys) if not least or sure < width - 21 else ""
    )
    base = height - 48
    words = []
    if least and most:
        words = [Label(width - 8, height - 24, minutes_text(most), "end")] + (
            [Label(max(5, sure), height - 24, minutes_text(least), "middle" if sure > 60 else "start")] if least != most else []
        )
        words = keep_apart(words, 10)
    span = say("durée non renseignée", "duration unknown")
    if least and most:
        low, high = minutes_text(least), minutes_text(most)
        span = low if least == most else say(f"de {low} à {high}", f"{low} to {high}")
    body = (
        path(full, "voice", 1.75)
        + path(open_, "dash")
        + path(dots([(5, y) for y in ys]), "", min(8, tall / n * 0.7))
        + path(f"M5 {num(base)}H{num(width - 8)}" + (f"M{num(sure)} {num(base)}v8" if least else ""), "fine")
        + "".join(w.svg() for w in words)
    )
    return svg(
        "poster",
        width,
        height,
        body,
        say(
            f"{plural(people, 'personne')}, {span} ; étapes non détaillées.",
            f"{plural(people, 'person', 'people')}, {span}; steps not detailed.",
        ),
        hidden,
    )
