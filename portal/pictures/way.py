"""How far one is: a dot a lesson; full, it is done; large, it is here."""

from __future__ import annotations

from collections.abc import Sequence

from .base import num, path, svg
from .words import say, speaks

EDGE, HIGH = 14.0, 40.0
LONGEST = 400.0  # between the first dot and the last
RADIUS = {"todo": 5.5, "done": 7.5, "here": 13.0}


def _dot(x: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{num(x)}" cy="{num(HIGH / 2)}" r="{num(RADIUS[kind])}"/>'


@speaks
def way(done: Sequence[bool], here: int | None = None, *, hidden: bool = True) -> str:
    """`done`: of each lesson in order. `here`: the place of the one being read. Raises ValueError on no lesson, or no such place.

    A circle a lesson and a path between two: a script may give them the classes that they have here.
    """
    if not done or (here is not None and not 0 <= here < len(done)):
        raise ValueError("a way needs a lesson, and a place on it")
    gap = min(LONGEST / 3, LONGEST / max(len(done) - 1, 1))
    at = [EDGE + gap * rank for rank in range(len(done))]
    kinds = ["here" if rank == here else "done" if is_done else "todo" for rank, is_done in enumerate(done)]
    runs = [
        path(f"M{num(a)} {num(HIGH / 2)}H{num(b)}", "run" if done[rank] else "fine")
        for rank, (a, b) in enumerate(zip(at, at[1:], strict=False))
    ]
    count = sum(done)
    sentence = say(f"{count} faites sur {len(done)}.", f"{count} done out of {len(done)}.")
    return svg("way", at[-1] + EDGE, HIGH, "".join(runs) + "".join(map(_dot, at, kinds)), sentence, hidden)
