"""Where the voices of a session are at each step: who sits with whom, who speaks, who moves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

FORMS = ("solo", "pairs", "small_groups", "plenary")
RULES = ("same", "remix", "by_topic", "free", "turn")


class Step(NamedTuple):
    """A step of a tool.

    minutes: None when unknown. participation: solo, pairs, small_groups or plenary.
    size: people around a table (small_groups; also solo, when people work alone side by side); in a plenary, how many are heard
    while the others listen (None: everyone). rule, how groups are made: same, remix (people change tables, sheets are passed
    on when solo), by_topic (unequal groups), free (people come and go), turn (each in turn).
    """

    minutes: float | None
    participation: str
    size: int | None = None
    title: str = ""
    rule: str = "same"


class Tool(NamedTuple):
    """What the pictures need of a tool. Minutes of work, numbers of people; None is unknown, people_max None is no limit.
    people: how many are expected this time."""

    title: str
    minutes_min: float | None = None
    minutes_max: float | None = None
    people_min: int | None = None
    people_max: int | None = None
    steps: tuple[Step, ...] = ()
    people: int | None = None


class Frame(NamedTuple):
    """The picture's width, the height left to n voices, and the sizes that follow: few voices are drawn larger."""

    width: float
    tall: float
    n: int

    def dot(self, people: int) -> float:
        """Diameter of a gathering: its area grows a little faster than the number of people, within the width."""
        one = min(max(self.tall / self.n * 0.6, 6.5), 11) if self.width > 600 else 5.5
        return float(min(one * people**0.7, max(36, self.width * 0.066)))

    def gap(self, people: int) -> float:
        """Between the voices of one gathering, so that all enter its mark."""
        return min((self.dot(people) - 3) / max(people - 1, 1), 5.0)


class State(NamedTuple):
    """Where each voice is, the marks of a gathering (y, people), and who speaks alone."""

    ys: list[float]
    marks: list[tuple[float, int]]
    turn: list[int]


def _even(n: int, k: int) -> list[int]:
    return [n // k + (i < n % k) for i in range(k)]


def _uneven(n: int, k: int) -> list[int]:
    """k group sizes of unequal weight, none empty, a large one near the middle."""
    weight = [1 / (1 + ((i * 3 + k // 2) % k)) for i in range(k)]
    size = [1 + int((n - k) * w / sum(weight)) for w in weight]
    for i in range(n - sum(size)):
        size[i % k] += 1
    return size


def states_of(steps: Sequence[Step], people: int, frame: Frame, you: int) -> list[State]:
    """Where the voices are during each step. The order of the voices, top to bottom, is carried from step to step."""
    n = frame.n
    order, tables = list(range(n)), 0
    out = []
    for turn, s in enumerate(steps):
        blocks: list[int] = []
        if s.participation == "pairs":
            blocks = _even(n, max(1, n // 2))
        elif s.participation == "small_groups" or (s.participation == "solo" and (s.size or 1) > 1):
            whole = math.ceil(people / (s.size or 5))
            k = max(min(whole, 2, n), round(whole * n / people))
            blocks = _uneven(n, k) if s.rule in ("by_topic", "free") and k > 1 else _even(n, k)
        elif s.participation == "solo" and s.rule == "by_topic":
            blocks = _uneven(n, max(1, min(5, n // 3)))
        if s.rule == "remix" and blocks and (len(blocks) == tables or s.participation == "solo"):
            order = _remix(order, blocks, s.participation == "solo")
        elif s.rule in ("free", "by_topic") and blocks:
            stir = 0.62 if s.rule == "free" else 0.3
            order = [
                v
                for _, _, v in sorted(
                    (p + ((v * 0.618034 + turn * 0.37) % 1 - 0.5) * n * stir, v, v) for p, v in enumerate(order)
                )
            ]
        tables = len(blocks)
        out.append(_placed(s, order, blocks, frame, you))
    return out


def _remix(order: list[int], blocks: Sequence[int], sheets: bool) -> list[int]:
    """New tables: the host of each stays, seat k moves k tables on; or, for sheets, each goes to the next neighbour."""
    cut, seats = 0, []
    groups = []
    for b in blocks:
        groups.append(order[cut : cut + b])
        cut += b
    if sheets:
        return [v for g in groups for v in (*g[-1:], *g[:-1])]
    k = len(groups)
    for t, group in enumerate(groups):
        seats += [((t + seat) % k, seat, v) for seat, v in enumerate(group)]
    return [v for _, _, v in sorted(seats)]


def _placed(s: Step, order: Sequence[int], blocks: Sequence[int], frame: Frame, you: int) -> State:
    n, tall = frame.n, frame.tall
    pitch = tall / n
    ys, marks, turn = [0.0] * n, [], []
    if blocks and s.participation != "solo" or blocks and s.rule == "by_topic":
        at = 0
        for b in blocks:
            y, gap = pitch * (at + b / 2), min(3.1, pitch * 0.8, frame.gap(b))
            for seat, v in enumerate(order[at : at + b]):
                ys[v] = y + (seat - (b - 1) / 2) * gap
            marks.append((y, b))
            at += b
    elif s.participation == "plenary" and s.rule == "turn":
        for place, v in enumerate(order):
            ys[v] = pitch * (place + 0.5)
        turn = list(order)
    elif s.participation == "plenary" and s.size and s.size < n:
        heard = (
            [you]
            if s.size == 1
            else [v for v in order if v != you][: s.size]
            if s.size * 2 > n
            else [you, *[v for v in order if v != you][: s.size - 1]]
        )
        around = [v for v in order if v not in heard]
        for place, v in enumerate(heard):
            ys[v] = tall / 2 + (place - (len(heard) - 1) / 2) * frame.gap(len(heard))
        for place, v in enumerate(around):
            part = (place + 0.5) / len(around)
            ys[v] = tall * (part * 0.72 if part < 0.5 else 1 - (1 - part) * 0.72) if len(around) > 1 else tall * 0.06
        marks.append((tall / 2, max(len(heard), 2)))
    elif s.participation == "plenary":
        for place, v in enumerate(order):
            ys[v] = tall / 2 + (place - (n - 1) / 2) * frame.gap(n)
        marks.append((tall / 2, n))
    else:
        side = blocks or [n]
        at, margin = 0, (pitch * 0.9 if len(side) > 1 else 0)
        for b in side:
            low, high = pitch * at + margin, pitch * (at + b) - margin
            for seat, v in enumerate(order[at : at + b]):
                ys[v] = low + (high - low) * (seat + 0.5) / b
                marks.append((ys[v], 1))
            at += b
    return State(ys, marks, turn)
