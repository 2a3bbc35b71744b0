"""Where an idea comes from and where it went: a line for each."""

from __future__ import annotations

from .base import curve, dots, num, path, plural, svg
from .words import say, speaks

MOST = 8  # lines on a side
WIDE, TALL = 400.0, 230.0


@speaks
def lineage(sources: int, copies: int, *, hidden: bool = False) -> str:
    """`sources` on the left, `copies` on the right, the case in the middle. Raises ValueError on a negative number."""
    if sources < 0 or copies < 0:
        raise ValueError("counts are not negative")
    middle = TALL / 2
    left, right = [(12.0, y) for y in heights(sources)], [(WIDE - 12, y) for y in heights(copies)]
    lines = "".join(f"M{num(x)} {num(y)}{curve(178, middle - y)}" for x, y in left)
    lines += "".join(f"M190 {num(middle)}{curve(198, y - middle)}" for _x, y in right)
    body = path(lines, "fine") + path(dots([*left, *right]), "", 16) + path(dots([(190, middle)]), "", 52)
    sentence = say(
        f"{plural(sources, 'source')}, {plural(copies, 'reprise')}.",
        f"{plural(sources, 'source')}, {plural(copies, 'replication')}.",
    )
    return svg("lineage", WIDE, TALL, body, sentence, hidden)


def heights(number: int) -> list[float]:
    drawn = min(number, MOST)
    step = min(69.0, (TALL - 40) / max(drawn - 1, 1))
    return [TALL / 2 + (n - (drawn - 1) / 2) * step for n in range(drawn)]
