"""A case study: what was made and what was kept, then where it is in use, a dot a place; else how far the project is."""

from __future__ import annotations

import math

from .base import Label, curve, dots, french, num, path, shorten, svg
from .words import say, speaks

ROWS, GAP = 20, 13.2  # of the field of dots
MOST = 1_200  # dots; beyond, one stands for several
TALL, BASE = 330, 306.0
PHASES = 6
MIDDLE = 10 + (ROWS - 1) * GAP / 2
CIRCLES, CROWD = 12, 60  # mock-ups and people drawn one by one


@speaks
def funnel(
    made: int | None,
    kept: int | None,
    people: int | None,
    done: int | None,
    target: int | None,
    unit: str = "",
    phase: int = 0,
    *,
    width: float = 924,
    hidden: bool = False,
) -> str:
    """Mock-ups made and kept, else people; then places where it is in use out of those that are to have it.

    `unit`: places, in the plural. `phase`: 1 to 6, drawn where no place is counted. Unknown numbers are None. Raises
    ValueError on a negative number, more kept than made or more done than the target.
    """
    if min(n or 0 for n in (made, kept, people, done, target)) < 0 or (kept or 0) > (made or kept or 0):
        raise ValueError("impossible numbers")
    if done is not None and target is not None and done > target:
        raise ValueError("more places than there are to be")
    left, told = beginning(made, kept, people)
    right, more = places(done, target, unit, width) if done or target else way(phase, width)
    start = 40 if made or people else 14
    end = 298 if done or target else 310
    spread_to = [10 + row * GAP for row in range(ROWS)] if done or target else [MIDDLE]
    flights = "".join(f"M{start} {num(MIDDLE)}{curve(end - start, y - MIDDLE)}" for y in spread_to) if made or people else ""
    words = [text for text in (*told, *more) if text]
    sentence = words[0][0].upper() + ", ".join(words)[1:] + "." if words else ""
    labels = captions(told, 0, width * 0.32) + captions(more, 300, width - 300)
    return svg("funnel", width, TALL + 14, left + path(flights, "fine") + right + labels, sentence, hidden)


def captions(texts, x, room) -> str:
    """Under its half, a line each."""
    lines = [text for text in texts if text][:2]
    return "".join(Label(x, BASE + 22 * n, shorten(text, room)).svg() for n, text in enumerate(lines))


def beginning(made, kept, people) -> tuple[str, list[str]]:
    if made:
        return mockups(min(made, CIRCLES), min(kept or 0, CIRCLES)), [
            counted(made, "maquette", "mock-up"),
            counted(kept, "retenue", "kept", "retenues", "kept") if kept is not None else "",
        ]
    if people:
        return crowd(min(people, CROWD)), [counted(people, "participant", "participant")]
    return "", []


def counted(number, french_one, english_one, french_many="", english_many="") -> str:
    many = say(french_many or f"{french_one}s", english_many or f"{english_one}s")
    return f"{french(number)}\u00a0{say(french_one, english_one) if number < 2 else many}"


def mockups(made, kept) -> str:
    """Circles in a column: those that were kept are full, in the middle."""
    step = (ROWS - 1) * GAP / max(made - 1, 1)
    ys = [MIDDLE] if made == 1 else [10 + n * step for n in range(made)]
    first = (made - kept) // 2
    full = ys[first : first + kept]
    size = min(26.0, step * 0.64 if made > 1 else 26.0)
    hollow = "".join(ring(14, y, size * 0.4) for n, y in enumerate(ys) if not first <= n < first + kept)
    return path(hollow, "ring", 2.5) + path(dots((14, y) for y in full), "", size)


def ring(x: float, y: float, radius: float) -> str:
    """Path data of a circle: a hundred of them are one element."""
    r = num(radius)
    return f"M{num(x - radius)} {num(y)}a{r} {r} 0 1 0 {num(2 * radius)} 0a{r} {r} 0 1 0 {num(-2 * radius)} 0z"


def crowd(people) -> str:
    """People as dots, six abreast at most, around the middle."""
    across = max(1, min(3, math.ceil(people / ROWS)))
    spots = [(8 + n % across * GAP, 10 + n // across * GAP) for n in range(people)]
    shift = MIDDLE - (spots[0][1] + spots[-1][1]) / 2
    return path(dots((x, y + shift) for x, y in spots), "", 8)


def places(done, target, unit, width) -> tuple[str, list[str]]:
    """A field of dots, large where it is in use."""
    whole, used = target or done, done or 0
    each = max(1, math.ceil(whole / MOST))
    columns = math.ceil(whole / each / ROWS)
    gap = min(GAP * 2.4, (width - 320) / max(columns - 1, 1))
    number, cut = math.ceil(whole / each), round(used / each) or (1 if used else 0)
    drawn = field(0, cut, gap, min(11.5, gap * 0.87)) + field(cut, number, gap, 3)
    unit = unit or say("lieux", "places")
    used_words = say(f"essayée dans {french(used)} {unit}", f"in use in {french(used)} {unit}")
    out_of = say(f"sur {french(target)}", f"out of {french(target)}") if target and target != used else ""
    more = say(f"un point pour {french(each)}", f"one dot for {french(each)}") if each > 1 else ""
    return drawn, [f"{used_words} {out_of}".strip(), more]


def field(first: int, last: int, gap: float, size: float) -> str:
    """The dots first to last of the field, filled column by column: a row is one dashed line, whatever it holds."""
    lines = []
    for row in range(ROWS):
        low, high = (max(0, math.ceil((number - row) / ROWS)) for number in (first, last))
        if high > low:
            # A little longer than its last dot, which rounding must not lose.
            lines.append(f"M{num(308 + low * gap)} {num(10 + row * GAP)}H{308 + (high - 1) * gap + 0.1:.1f}")
    if not lines:
        return ""
    return f'<path d="{"".join(lines)}" stroke-width="{num(size)}" stroke-dasharray="0 {gap:.2f}"/>'


def way(phase, width) -> tuple[str, list[str]]:
    """The six phases of a project, full up to the one under way."""
    step = (width - 360) / (PHASES - 1)
    spots = [(330 + n * step, MIDDLE) for n in range(PHASES)]
    line = f"M{num(spots[0][0])} {num(MIDDLE)}H{num(spots[-1][0])}"
    hollow = path("".join(ring(x, y, 14) for x, y in spots[phase:]), "in", 2.5)
    told = say(f"étape {phase} sur {PHASES}", f"stage {phase} of {PHASES}") if phase else ""
    return path(line, "fine") + hollow + path(dots(spots[:phase]), "", 34), [told]
