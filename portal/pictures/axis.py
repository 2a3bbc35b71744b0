"""The durations of a listing on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .base import (
    Label,
    clean,
    dots,
    keep_apart,
    log_scale,
    minutes_text,
    num,
    text_width,
    time_ticks,
)
from .words import speaks


class DurationAxis(NamedTuple):
    """One axis and, in the order of the rows given, one picture each; all share the same scale, `low` to `high` minutes."""

    axis: str
    rows: list[str]
    low: float
    high: float


@speaks
def duration_axis(
    rows: Sequence[tuple[float | None, float | None]],
    want: tuple[float | None, float | None] | None = None,
    *,
    width: float = 420,
) -> DurationAxis:
    """The durations (minimum, maximum, in minutes) of a listing on one log axis, with the wanted window behind them.

    An unknown maximum runs off the axis, an unknown minimum starts before it; two unknowns draw no bar. The part of a bar
    inside the window is thicker. `width` is the narrowest the axis is shown: it decides how many hours are written.
    Pictures of rows are aria-hidden: the row says its duration in words. Raises ValueError on a reversed or negative row.
    """
    for pair in [*rows, *([want] if want else [])]:
        if any(v is not None and v < 0 for v in pair) or (None not in pair and pair[0] > pair[1]):
            raise ValueError(f"impossible duration: {pair}")
    seen = [max(v, 0.5) for pair in [*rows, *([want] if want else [])] for v in pair if v] or [15, 120]
    low, high = min(seen) / 1.6, max(seen) * 1.6
    if high / low < 4:
        low, high = low / 2, high * 2
    scale = log_scale(low, high, 0, 1000)

    def span(pair: tuple[float | None, float | None]) -> tuple[float, float]:
        return (
            0 if pair[0] is None else scale(max(pair[0], 0.5)),
            1000 if pair[1] is None else scale(max(pair[1], 0.5)),
        )

    w0, w1 = span(want) if want else (0, 0)
    back = f'<path class="want" d="M{num(w0)} 0H{num(w1)}V10H{num(w0)}z"/>' if want and w1 > w0 else ""
    back += f'<path class="edge" d="M{num(w0)} 0v10"/>' if want and w1 == w0 else ""
    pictures = []
    for pair in rows:
        body = back
        if pair != (None, None):
            a, b = span(pair)
            body += f'<path class="span" d="M{num(a)} 5H{num(b)}"/>'
            if want and min(b, w1) > max(a, w0):
                body += f'<path class="hit" d="M{num(max(a, w0))} 5H{num(min(b, w1))}"/>'
            ends = [v for v, given in ((a, pair[0]), (b, pair[1])) if given is not None]
            body += f'<path class="ends" d="{dots([(v, 5) for v in dict.fromkeys(ends)])}"/>'
        pictures.append(f'<svg class="pic-row" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">{body}</svg>')
    inner = [m for m in (want or ()) if m]
    candidates = [*inner, *(m for m in time_ticks(low, high) if all(abs(scale(m) - scale(i)) > 1 for i in inner))]
    labels = []
    for m in candidates:
        at, wide = scale(m) / 1000 * width, text_width(minutes_text(m), "s")
        if wide / 2 <= at <= width - wide / 2:
            labels.append(Label(at, 14, minutes_text(m), "middle", "s"))
    texts = "".join(
        f'<text class="s" x="{num(b.x / width * 100)}%" y="14" text-anchor="middle">{clean(b.text)}</text>'
        for b in sorted(keep_apart(labels, 8), key=lambda b: b.x)
    )
    return DurationAxis(f'<svg class="pic-axis" aria-hidden="true">{texts}</svg>', pictures, low, high)
