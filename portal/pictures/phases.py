"""The seven times of a session: the shape of the library, and the place of one tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .base import Label, curve, french, num, path, shorten, svg, text_width
from .words import PHASE_CODES, phases, say, speaks


@speaks
def seven_times(counts: Mapping[str, int], *, width: float = 1120, hidden: bool = False) -> str:
    """The phases as one shape that opens and narrows: its thickness at each phase is the number of tools.

    `counts` maps codes of PHASE_CODES to counts; absent is zero. Raises ValueError on an unknown code or a negative count.
    """
    if set(counts) - set(PHASE_CODES) or any(v < 0 for v in counts.values()):
        raise ValueError("counts: a known phase, a positive number")
    values = [counts.get(code, 0) for code in PHASE_CODES]
    middle, most = 130.0, max(max(values), 1)
    half = [max(v / most * 104, 0.75) for v in values]
    step = width / 7
    xs = [step * (i + 0.5) for i in range(7)]
    flat = step * 0.13
    over = f"M0 {num(middle - 0.7)}" + _edge(xs, [middle - h for h in half], flat, 0, middle - 0.7)
    over += curve(width - xs[-1] - flat, middle - 0.7 - (middle - half[-1]))
    back = f"V{num(middle + 0.7)}" + _edge(xs[::-1], [middle + h for h in half[::-1]], -flat, width, middle + 0.7)
    back += curve(-(xs[0] - flat), middle + 0.7 - (middle + half[0]))
    words = []
    for at, name, v, h in zip(xs, phases().values(), values, half, strict=False):
        inside = h * 2 >= 34 and text_width(str(v), "n") <= 2 * flat + 34
        y = middle + 10.5 if inside else middle - h - 8
        words.append(
            f'<text class="n{" in" if inside else ""}" x="{num(at)}" y="{num(y)}" text-anchor="middle">{french(v)}</text>'
        )
        fitted = name if text_width(name) <= step - 4 else shorten(name, step - 4, "s")
        words.append(Label(at, 262, fitted, "middle", "" if text_width(name) <= step - 4 else "s").svg())
    told = ", ".join(f"{name} {french(v)}" for name, v in zip(phases().values(), values, strict=False))
    return svg(
        "times",
        width,
        270,
        path(over + back + "z", "mass") + "".join(words),
        say(f"Nombre d’outils par temps de la session : {told}.", f"Number of tools by time of the session: {told}."),
        hidden,
    )


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
