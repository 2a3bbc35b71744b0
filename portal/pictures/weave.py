"""Voices woven over the minutes of a session: lines that gather at marks, one of them bold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from portal.durations import DAY

from .base import curve, dots, num, path
from .voices import Frame, State, Step, states_of

TOP = 6.0  # units above the highest voice


class Weave:
    """The drawing of `steps`, all with minutes, for n voices of `people`, over `width` by `tall` units.

    edges: where each step begins, then where the last one ends.
    """

    def __init__(self, steps: Sequence[Step], people: int, n: int, width: float, tall: float):
        self.steps, self.n, self.tall = steps, n, tall
        self.middle = TOP + tall / 2
        self.frame = Frame(width, tall, n)
        self.you, self.states = followed(steps, people, self.frame)
        self.from_point = gathers(steps[0])
        self.finale = gathers(steps[-1])
        self.edges = self._edges(width)
        total = sum(s.minutes or 0 for s in steps)
        self.days = days_of(steps) if total >= 2 * DAY else [1] * len(steps)
        self.fine = 1 if self.days[0] == 1 == max(self.days) else None  # whole units when there are many days
        self.bold = ""
        self.marks: dict[int, list[tuple[float, float]]] = {}
        self.stations: list[tuple[float, list[float], float]] = []  # x, ys, level run after it
        for i, days in enumerate(self.days):
            if days > 1:
                self._many_days(i, days)
            else:
                self._one_step(i)
        self._end()

    def svg(self) -> str:
        """The lines, then the marks."""
        snapped = [(2.0 * round(x / 2), [round(y, self.fine) for y in ys], 2.0 * round(run / 2)) for x, ys, run in self.stations]
        lines = [self._line(snapped, v) for v in range(self.n)]
        body = path(joined("".join(lines)), "voice", 1.5 if self.n > 12 else 2.25)
        body += path(joined(self.bold or lines[self.you]), "you", 5 if self.n > 12 else 6)
        for size, where in sorted(self.marks.items()):
            body += path(dots(dict.fromkeys((2.0 * round(x / 2), round(y, self.fine)) for x, y in where)), "", size)
        return body

    def _edges(self, width: float) -> list[float]:
        """Widths follow minutes; no step under 14 units."""
        first = self.states[0]
        widest = max((k for _, k in first.marks), default=1)
        margin = self.frame.dot(self.n if self.from_point else widest) / 2 + 1 if not first.turn else 10
        room = width - margin - (self.frame.dot(self.n) / 2 + 2 if self.finale else 9)
        total = sum(s.minutes or 0 for s in self.steps)
        share = [max(14.0, room * (s.minutes or 0) / total) for s in self.steps]
        edges = [margin]
        for w in [w * room / sum(share) for w in share]:
            edges.append(edges[-1] + w)
        return edges

    def _mark(self, size: float, x: float, y: float) -> None:
        self.marks.setdefault(round(size), []).append((x, y))

    def _many_days(self, i: int, days: int) -> None:
        """Everyone meets again at the beginning of each day."""
        ys, start = [TOP + y for y in self.states[i].ys], self.edges[i]
        each = (self.edges[i + 1] - start) / days
        for day in range(days):
            at = start + day * each
            self.stations += [(at, [self.middle] * self.n, 0), (start + (day + 0.44) * each, ys, each * 0.12)]
            self._mark(9, at, self.middle)
            for y, k in self.states[i].marks:
                self._mark(max(5, self.frame.dot(k) * 0.72), start + (day + 0.5) * each, TOP + y)

    def _one_step(self, i: int) -> None:
        state, start, wide = self.states[i], self.edges[i], self.edges[i + 1] - self.edges[i]
        ys = [TOP + y for y in state.ys]
        if not self.stations and self.from_point:
            self._begin(ys, start, wide)
        else:
            level = wide - (min(60, wide * 0.3) if state.turn else min(wide, 250))
            self.stations.append((start, ys, max(0.0, level)))
        at_end = self.finale and i == len(self.steps) - 1
        for y, k in state.marks:
            size = self.frame.dot(k) if at_end else min(self.frame.dot(k), max(6, wide * 0.9), 2 * start + 2)
            self._mark(size, self.edges[i + 1] if at_end else start, TOP + y)
        if state.turn:
            self._turns(state, ys, start, wide)

    def _begin(self, ys: list[float], start: float, wide: float) -> None:
        """All together in one point, from which the voices part."""
        self.stations.append((start, self._point(ys), 0))
        if len(self.steps) == 1:  # everybody, all along: a circle seen from the side
            self.stations.append((start + wide / 2, [TOP + self.tall * (v + 0.5) / self.n for v in rank(ys)], 0))
            self._mark(self.frame.dot(self.n), start, self.middle)
        elif wide > 400:
            self.stations.append((start + wide - 250, ys, 0))

    def _point(self, ys: list[float]) -> list[float]:
        return [self.middle + (v - (self.n - 1) / 2) * 0.4 for v in rank(ys)]

    def _turns(self, state: State, ys: list[float], start: float, wide: float) -> None:
        """Each speaks in turn: the word goes from voice to voice, in bold."""
        word, part = "", wide / len(state.turn)
        for y in ys:
            self._mark(6, start, y)
        for k, v in enumerate(state.turn):
            a, b = start + k * part, ys[v]
            self._mark(18, a + min(9, part / 2), b)
            rest = min(part * 0.45, 70)
            word += (f"M{num(a)} {num(b)}" if not k else "") + f"h{num(part - rest)}"
            word += curve(rest, ys[state.turn[k + 1]] - b) if k + 1 < len(state.turn) else f"h{num(rest)}"
        self.bold += word

    def _end(self) -> None:
        end, last = self.edges[-1], self.stations[-1][1]
        if self.days[-1] > 1:
            self.stations.append((end, [self.middle] * self.n, 0))
            self._mark(9, end, self.middle)
        elif self.finale:
            self.stations.append((end, self._point(last), 0))
        else:
            self.stations.append((end, last, 0))
            for y in sorted(set(last)):
                self._mark(6, end, y)

    def _line(self, snapped: list[tuple[float, list[float], float]], v: int) -> str:
        d = f"M{num(snapped[0][0])} {num(snapped[0][1][v])}"
        for (x0, ys0, run), (x1, ys1, _) in pairwise(snapped):
            d += (f"h{num(run)}" if run else "") + curve(x1 - x0 - run, ys1[v] - ys0[v])
        return d


def gathers(step: Step) -> bool:
    """Whether the whole room is one gathering."""
    return step.participation == "plenary" and step.rule != "turn" and not step.size


def followed(steps: Sequence[Step], people: int, frame: Frame) -> tuple[int, list[State]]:
    """Which voice is bold, and where all are: near the middle, or the one who moves most when people change tables."""
    n = frame.n
    you = min(n - 1, round(n * 0.28))
    states = states_of(steps, people, frame, you)
    if not any(s.rule in ("remix", "free", "by_topic") and s.participation != "solo" for s in steps):
        return you, states
    moving = [[s.ys[v] for s, step in zip(states, steps, strict=False) if step.participation != "plenary"] for v in range(n)]
    most = max(range(n), key=lambda v: (round(sum(abs(b - a) for a, b in pairwise(moving[v]))), -abs(v - you)))
    return most, states_of(steps, people, frame, most)


def days_of(steps: Sequence[Step]) -> list[int]:
    """How many days to draw per step: at most 20 in all, so that one may stand for several."""
    every = max(1, math.ceil(sum((s.minutes or 0) / DAY for s in steps) / 20))
    return [max(1, round((s.minutes or 0) / DAY / every)) for s in steps]


def rank(ys: Sequence[float]) -> list[int]:
    """The rank of each voice, from the top."""
    order = sorted(range(len(ys)), key=lambda v: (ys[v], v))
    out = [0] * len(ys)
    for place, v in enumerate(order):
        out[v] = place
    return out


def joined(d: str) -> str:
    """Level runs that follow one another become one."""
    out: list[str] = []
    for piece in d.replace("h", "\nh").replace("c", "\nc").replace("M", "\nM").split("\n"):
        if out and piece.startswith("h") and out[-1].startswith("h"):
            out[-1] = f"h{num(float(out[-1][1:]) + float(piece[1:]))}"
        elif piece:
            out.append(piece)
    return "".join(out)
