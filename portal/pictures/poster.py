"""A session as a drawing: voices gather and split over its real minutes. One line is one person; the bold one can be followed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from portal.durations import DAY

from .base import (
    Label,
    curve,
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
from .voices import FORMS, RULES, Frame, Step, Tool, states_of
from .words import form, say, speaks


@speaks
def poster(tool: Tool, *, width: float = 1120, height: float = 320, hidden: bool = False) -> str:
    """The session of `tool` for its expected people: 6 kB and 60 elements at most, whatever the tool.

    At most 36 voices are drawn (24 under 600 units), fewer when the steps are many; the sentence
    keeps the true number. Widths follow minutes; a
    step narrower than 14 units is widened. From two days of work on, the axis is in days and everyone meets again each day.
    Without minutes, a sober line goes from the shortest to the longest session. Raises ValueError on an unknown participation
    or rule, a negative duration or group.
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
        picture = _drawn(tool, steps, people, voices, width, height, hidden)
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


def _drawn(tool: Tool, steps: Sequence[Step], people: int, n: int, width: float, height: float, hidden: bool) -> str:
    total = sum(s.minutes or 0 for s in steps)
    top, tall = 6.0, height - 66
    you = min(n - 1, round(n * 0.28))
    frame = Frame(width, tall, n)
    states = states_of(steps, people, frame, you)
    if any(s.rule in ("remix", "free", "by_topic") and s.participation != "solo" for s in steps):  # follow who moves most
        moving = [[s.ys[v] for s, step in zip(states, steps, strict=False) if step.participation != "plenary"] for v in range(n)]
        you = max(
            range(n),
            key=lambda v: (round(sum(abs(b - a) for a, b in zip(moving[v], moving[v][1:], strict=False))), -abs(v - you)),
        )
        states = states_of(steps, people, frame, you)
    pace = _days(steps) if total >= 2 * DAY else [(i, 1) for i in range(len(steps))]
    first, last = steps[0], steps[-1]
    from_point = first.participation == "plenary" and first.rule != "turn" and not first.size
    widest = max((k for _, k in states[0].marks), default=1)
    margin = frame.dot(n if from_point else widest) / 2 + 1 if not states[0].turn else 10
    finale = last.participation == "plenary" and last.rule != "turn" and not last.size
    end = frame.dot(n) / 2 + 2 if finale else 9
    room = width - margin - end
    share = [max(14.0, room * (s.minutes or 0) / total) for s in steps]
    share = [w * room / sum(share) for w in share]
    edges = [margin]
    for w in share:
        edges.append(edges[-1] + w)

    lines = bold = ""
    marks: dict[int, list[tuple[float, float]]] = {}
    meeting = [top + tall / 2] * n
    fine = 1 if pace[0][1] == 1 == max(d for _, d in pace) else None  # whole units when there are many days
    stations: list[tuple[float, list[float], float]] = []  # x, ys, level run after it
    for (i, days), start in zip(pace, edges, strict=False):
        state, wide = states[i], edges[i + 1] - edges[i]
        ys = [top + y for y in state.ys]
        if days > 1:
            each = wide / days
            for day in range(days):
                stations += [(start + day * each, meeting, 0), (start + (day + 0.44) * each, ys, each * 0.12)]
                marks.setdefault(9, []).append((start + day * each, top + tall / 2))
                for y, k in state.marks:
                    marks.setdefault(round(max(5, frame.dot(k) * 0.72)), []).append((start + (day + 0.5) * each, top + y))
            continue
        alone = state.turn
        run = max(0.0, wide - (min(60, wide * 0.3) if alone else min(wide, 250)))
        if not stations and from_point:
            point = [top + tall / 2 + (v - (n - 1) / 2) * 0.4 for v in _rank(ys)]
            stations.append((start, point, 0))
            if len(steps) == 1:  # everybody, all along: a circle seen from the side
                stations.append((start + wide / 2, [top + tall * (v + 0.5) / n for v in _rank(ys)], 0))
                marks.setdefault(round(frame.dot(n)), []).append((start, top + tall / 2))
            elif wide > 400:
                stations.append((start + wide - 250, ys, 0))
        else:
            stations.append((start, ys, run))
        at_end = finale and i == len(steps) - 1
        for y, k in state.marks:
            size = frame.dot(k) if at_end else min(frame.dot(k), max(6, wide * 0.9), 2 * start + 2)
            marks.setdefault(round(size), []).append((edges[i + 1] if at_end else start, top + y))
        if alone:
            word, part = "", wide / len(alone)
            marks.setdefault(6, []).extend((start, y) for y in ys)
            for k, v in enumerate(alone):
                a, b = start + k * part, ys[v]
                marks.setdefault(18, []).append((a + min(9, part / 2), b))
                rest = min(part * 0.45, 70)
                word += (f"M{num(a)} {num(b)}" if not k else "") + f"h{num(part - rest)}"
                word += curve(rest, ys[alone[k + 1]] - b) if k + 1 < len(alone) else f"h{num(rest)}"
            bold += word
    stations.append(
        (
            edges[-1],
            stations[-1][1] if not finale else [top + tall / 2 + (v - (n - 1) / 2) * 0.4 for v in _rank(stations[-1][1])],
            0,
        )
    )
    if pace[-1][1] > 1:
        stations[-1] = (edges[-1], meeting, 0)
        marks.setdefault(9, []).append((edges[-1], top + tall / 2))
    elif not finale:
        for y in sorted(set(stations[-1][1])):
            marks.setdefault(6, []).append((edges[-1], y))
    snapped = [(2.0 * round(x / 2), [round(y, fine) for y in ys], 2.0 * round(run / 2)) for x, ys, run in stations]
    for v in range(n):
        d = f"M{num(snapped[0][0])} {num(snapped[0][1][v])}"
        for (x0, ys0, run), (x1, ys1, _) in pairwise(snapped):
            d += (f"h{num(run)}" if run else "") + curve(x1 - x0 - run, ys1[v] - ys0[v])
        lines += d
        if v == you and not bold:
            bold = d
    body = path(_joined(lines), "voice", 1.5 if n > 12 else 2.25) + path(_joined(bold), "you", 5 if n > 12 else 6)
    for size, where in sorted(marks.items()):
        body += path(dots(dict.fromkeys((2.0 * round(x / 2), round(y, fine)) for x, y in where)), "", size)
    return svg(
        "poster",
        width,
        height,
        body + _scale(steps, edges, total, width, height),
        _told(steps, people, n, total),
        hidden,
    )


def _rank(ys: Sequence[float]) -> list[int]:
    """The rank of each voice, from the top."""
    order = sorted(range(len(ys)), key=lambda v: (ys[v], v))
    out = [0] * len(ys)
    for place, v in enumerate(order):
        out[v] = place
    return out


def _joined(d: str) -> str:
    """Level runs that follow one another become one."""
    out: list[str] = []
    for piece in d.replace("h", "\nh").replace("c", "\nc").replace("M", "\nM").split("\n"):
        if out and piece.startswith("h") and out[-1].startswith("h"):
            out[-1] = f"h{num(float(out[-1][1:]) + float(piece[1:]))}"
        elif piece:
            out.append(piece)
    return "".join(out)


def _days(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """Per step, how many days to draw: at most 20 in all, so that one may stand for several."""
    every = max(1, math.ceil(sum((s.minutes or 0) / DAY for s in steps) / 20))
    return [(i, max(1, round((s.minutes or 0) / DAY / every))) for i, s in enumerate(steps)]


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
