"""The seven times of a session: the shape of the library, and the place of one tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from .base import Label, curve, dots, french, num, path, shorten, svg, text_width
from .words import PHASE_CODES, phases, say, speaks

MIDDLE, HEIGHT = 130.0, 270  # of the picture of the seven times, in units
MOST_DOTS = 20  # in a column: beyond that a dot is too small to be one, and the shape says it better


@speaks
def seven_times(counts: Mapping[str, int], *, width: float = 1120, hidden: bool = False) -> str:
    """The phases as a session that opens and narrows: a dot per tool or, when there are many, one shape as thick as they are.

    `counts` maps codes of PHASE_CODES to counts; absent is zero. Raises ValueError on an unknown code or a negative count.
    """
    if set(counts) - set(PHASE_CODES) or any(v < 0 for v in counts.values()):
        raise ValueError("counts: a known phase, a positive number")
    values = [counts.get(code, 0) for code in PHASE_CODES]
    body = _columns(values, width) if max(values) <= MOST_DOTS else _mass(values, width)
    told = ", ".join(f"{name} {french(v)}" for name, v in zip(phases().values(), values, strict=False))
    sentence = say(f"Nombre d’outils par temps de la session : {told}.", f"Number of tools by time of the session: {told}.")
    return svg("times", width, HEIGHT, body, sentence, hidden)


def _columns(values: Sequence[int], width: float) -> str:
    """A dot per tool above its phase; lines from each dot to its like in the next column."""
    gap = min(27.0, 236 / max(max(values), 1))
    columns = [
        [(width / 7 * i + 14, MIDDLE + (rank - (count - 1) / 2) * gap) for rank in range(count)] for i, count in enumerate(values)
    ]
    there = [column for column in columns if column]
    lines = "".join(_between(left, right) for left, right in pairwise(there))
    return path(lines, "fine") + path(dots([point for column in there for point in column]), "", round(min(21, gap * 0.78), 1))


def _between(left: Sequence[tuple[float, float]], right: Sequence[tuple[float, float]]) -> str:
    """Each dot finds its opposite, in proportion."""
    many = max(len(left), len(right))
    pairs = [(left[rank * len(left) // many], right[rank * len(right) // many]) for rank in range(many)]
    return "".join(f"M{num(x)} {num(y)}" + curve(to - x, level - y) for (x, y), (to, level) in pairs)


def _mass(values: Sequence[int], width: float) -> str:
    """One shape whose thickness at each phase is the number of tools, with that number."""
    most, step = max(values), width / 7
    half = [max(v / most * 104, 0.75) for v in values]
    xs = [step * (i + 0.5) for i in range(7)]
    flat = step * 0.13
    over = f"M0 {num(MIDDLE - 0.7)}" + _edge(xs, [MIDDLE - h for h in half], flat, 0, MIDDLE - 0.7)
    over += curve(width - xs[-1] - flat, MIDDLE - 0.7 - (MIDDLE - half[-1]))
    back = f"V{num(MIDDLE + 0.7)}" + _edge(xs[::-1], [MIDDLE + h for h in half[::-1]], -flat, width, MIDDLE + 0.7)
    back += curve(-(xs[0] - flat), MIDDLE + 0.7 - (MIDDLE + half[0]))
    words = []
    for at, name, v, h in zip(xs, phases().values(), values, half, strict=False):
        inside = h * 2 >= 34 and text_width(str(v), "n") <= 2 * flat + 34
        y = MIDDLE + 10.5 if inside else MIDDLE - h - 8
        words.append(
            f'<text class="n{" in" if inside else ""}" x="{num(at)}" y="{num(y)}" text-anchor="middle">{french(v)}</text>'
        )
        fitted = name if text_width(name) <= step - 4 else shorten(name, step - 4, "s")
        words.append(Label(at, 262, fitted, "middle", "" if text_width(name) <= step - 4 else "s").svg())
    return path(over + back + "z", "mass") + "".join(words)


def _edge(xs: Sequence[float], ys: Sequence[float], flat: float, x: float, y: float) -> str:
    """Path data along stations: a swerve to each, then level across it (from xs - flat to xs + flat)."""
    d = ""
    for sx, sy in zip(xs, ys, strict=False):
        d += curve(sx - flat - x, sy - y) + f"h{num(2 * flat)}"
        x, y = sx + flat, sy
    return d


def phase_mark(code: str | None) -> str:
    """Seven dots, the one of the phase large: where a tool serves in a session. An unknown code leaves all small.

    One path, because a listing draws twelve: the large dot is a circle whose stroke fills it.
    """
    at = PHASE_CODES.index(code) if code in PHASE_CODES else -1
    d = "".join(f"M{5 + 10 * rank} 5h0" for rank in range(7) if rank != at)
    if at >= 0:
        d += f"M{2.5 + 10 * at} 5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0"
    return f'<svg class="at" viewBox="0 0 70 10" aria-hidden="true"><path d="{d}"/></svg>'
