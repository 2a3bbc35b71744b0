"""What every picture shares: safe text, measured labels, scales, the SVG envelope.

Lengths are user units (one CSS pixel when the picture is shown at its own width), angles degrees, durations minutes of
work (a day is 8 hours, 480 minutes). Nothing here reads a file, a clock or a random number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import NamedTuple

from portal.durations import duration

from .words import is_english

NB = "\u00a0"  # no-break space
SIZES = {"": 15.0, "s": 13.0, "n": 30.0}  # class of a <text> -> font size; draw.css says the same
CAP, DROP = 0.74, 0.24  # height above and below the baseline, in em, accents and tails included

# Advance widths of Bricolage Grotesque 700, in hundredths of an em (SIL OFL 1.1); 4 % are added for fallback fonts.
_GROUPS = {
    20: " ,’'\u202f\u00a0",
    25: ".il·îï;|",
    28: ":j!IÎÏ`",
    33: "()[]-1{}",
    36: 'J°•"/\\',
    41: "tf“”?",
    47: "r²*«»º",
    50: "L+7<=>z~×−",
    54: "–sFT§",
    56: "≈^_cvçZaexàâèéêë",
    59: "gkyÿ235EoÈÉÊËôöhnuùûü",
    63: "$bdpqPS#0469Y8",
    67: "BRCDKVÇXHUÙÛÜ",
    69: "AGQÀÂOÔ®",
    73: "€&N",
    79: "…—",
    87: "wM",
    91: "mæÆ",
    96: "œ©W%@Œ",
}
_WIDTH = {c: w / 100 * 1.04 for w, chars in _GROUPS.items() for c in chars}
_UNSAFE = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Box(NamedTuple):
    """A rectangle, y down."""

    x0: float
    y0: float
    x1: float
    y1: float

    def hits(self, other: Box, dx: float = 0, dy: float = 0) -> bool:
        """Whether the two are nearer than dx sideways and dy upright."""
        return self.x0 - dx < other.x1 and other.x0 < self.x1 + dx and self.y0 - dy < other.y1 and other.y0 < self.y1 + dy

    def inside(self, other: Box) -> bool:
        return self.x0 >= other.x0 and self.y0 >= other.y0 and self.x1 <= other.x1 and self.y1 <= other.y1


class Label(NamedTuple):
    """One line of text. anchor: start, middle or end; kind: a key of SIZES."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    kind: str = ""

    @property
    def box(self) -> Box:
        size, wide = SIZES[self.kind], text_width(self.text, self.kind)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(left, self.y - CAP * size, left + wide, self.y + DROP * size)

    def svg(self) -> str:
        anchor = "" if self.anchor == "start" else f' text-anchor="{self.anchor}"'
        kind = f' class="{self.kind}"' if self.kind else ""
        return f'<text x="{num(self.x)}" y="{num(self.y)}"{anchor}{kind}>{clean(self.text)}</text>'


def num(value: float) -> str:
    """At most one decimal, no useless zero. Raises ValueError on an infinite value or one that is not a number."""
    if not math.isfinite(value):
        raise ValueError(f"not a finite number: {value}")
    shown = f"{value:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown


def clean(text: str) -> str:
    """Text safe in XML content and attributes: what XML forbids and what reverses reading order is dropped, the rest escaped."""
    return escape(_UNSAFE.sub("", text))


def text_width(text: str, kind: str = "") -> float:
    """Width in units, a little generous, of a text of class `kind`."""
    return SIZES[kind] * sum(_WIDTH.get(c, 0.66 if ord(c) < 0x2E80 else 1.1) for c in _UNSAFE.sub("", text))


def shorten(text: str, room: float, kind: str = "") -> str:
    """The text, or its first words and an ellipsis when it is wider than room; part of the first word as a last resort."""
    whole = " ".join(_UNSAFE.sub("", text).split(" "))
    if text_width(whole, kind) <= room:
        return whole
    kept = len(whole)
    while kept and text_width(whole[:kept] + "…", kind) > room:
        kept -= 1
    if whole[kept : kept + 1] != " " and " " in whole[:kept]:
        kept = whole.rindex(" ", 0, kept)
    return whole[:kept].rstrip(" ,;:.-–") + "…" if kept > 2 else ""


def svg(kind: str, width: float, height: float, body: str, sentence: str, hidden: bool = False, extra: str = "") -> str:
    """The envelope. `sentence` is read aloud unless `hidden`, for a page that already says it in words."""
    spoken = 'aria-hidden="true"' if hidden else f'role="img" aria-label="{clean(sentence)}"'
    return f'<svg class="pic pic-{kind}" viewBox="0 0 {num(width)} {num(height)}"{extra} {spoken}>{body}</svg>'


def path(d: str, kind: str = "", width: float = 0) -> str:
    """A path, or nothing when there is nothing to draw."""
    if not d:
        return ""
    look = f' class="{kind}"' if kind else ""
    size = f' stroke-width="{num(width)}"' if width else ""
    return f'<path{look} d="{d}"{size}/>'


def dots(points: Iterable[tuple[float, float]]) -> str:
    """Path data of round dots: their size is the stroke width."""
    return "".join(f"M{num(x)} {num(y)}h0" for x, y in points)


def curve(dx: float, dy: float) -> str:
    """Relative path data of a swerve that leaves and lands level."""
    if abs(dy) < 0.05:
        return f"h{num(dx)}"
    return f"c{num(dx / 2)} 0 {num(dx / 2)} {num(dy)} {num(dx)} {num(dy)}".replace(" -", "-")


def log_scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Monotone map of [low, high] (both > 0) to [start, end]; values outside are held at the ends."""
    if not 0 < low < high:
        raise ValueError("log_scale needs 0 < low < high")
    ratio = (end - start) / math.log(high / low)
    return lambda value: start + ratio * math.log(min(max(value, low), high) / low)


def linear_scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Monotone map of [low, high] to [start, end]; everything goes to the middle when low == high."""
    if high <= low:
        return lambda value: (start + end) / 2
    return lambda value: start + (end - start) * (min(max(value, low), high) - low) / (high - low)


def french(value: float, digits: int = 1) -> str:
    """6339 -> 6 339, 0.5 -> 0,5, with no-break spaces; 6,339 and 0.5 in English."""
    shown = f"{value:,.{digits}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    if is_english():
        return shown
    return shown.replace(",", NB).replace(".", ",")


def minutes_text(minutes: float) -> str:
    """12 -> 12 min, 90 -> 1 h 30, 480 -> 1 jour: as on the page, in the language of the picture."""
    return duration(round(minutes), "en" if is_english() else "fr")


def plural(number: float, one: str, many: str = "") -> str:
    """Agreement: in French plural from two up, in English for all but one."""
    single = number == 1 if is_english() else number < 2
    return f"{french(number)}{NB}{one if single else many or one + 's'}"


def time_ticks(low: float, high: float) -> list[float]:
    """Round durations within [low, high], finest ladder first."""
    ladder: list[float] = [1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 2400, 4800, 9600, 24000, 48000, 120000]
    return [m for m in ladder if low <= m <= high]


def round_ticks(low: float, high: float, most: int = 6) -> list[float]:
    """At most `most` round values from just under low to just over high."""
    span = max(high - low, 1e-9)
    raw = span / max(most - 1, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    for step in (power, 2 * power, 5 * power, 10 * power, 20 * power):
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return [round(i * step, 10) for i in range(first, max(last, first + 1) + 1)]


def keep_apart(labels: Sequence[Label], gap: float = 8, taken: Sequence[Box] = ()) -> list[Label]:
    """The labels that fit, first come first served: none touches another one kept, nor a taken box."""
    kept: list[Label] = []
    for label in labels:
        if label.text and not any(label.box.hits(b, gap) for b in (*taken, *(k.box for k in kept))):
            kept.append(label)
    return kept


def spread(wanted: Sequence[tuple[float, float]], low: float, high: float, gap: float = 6) -> list[float] | None:
    """Centres nearest to the wanted (centre, width) ones, in order, without overlap, within [low, high]; None if too narrow."""
    need = sum(w for _, w in wanted) + gap * max(len(wanted) - 1, 0)
    if need > high - low:
        return None
    blocks: list[list[float]] = []  # [start, length, sum of wanted starts, number, first index]
    lengths = [w + gap for _, w in wanted]
    for i, (centre, width) in enumerate(wanted):
        blocks.append([centre - width / 2, lengths[i], centre - width / 2, 1, i])
        while len(blocks) > 1 and blocks[-2][0] + blocks[-2][1] > blocks[-1][0]:
            last = blocks.pop()
            prev = blocks[-1]
            prev[2] += last[2] - last[3] * prev[1]
            prev[1] += last[1]
            prev[3] += last[3]
            prev[0] = prev[2] / prev[3]
    out: list[float] = []
    edge = low
    for b, block in enumerate(blocks):
        room = sum(x[1] for x in blocks[b:]) - gap
        at = max(min(block[0], high - room), edge)
        for i in range(int(block[4]), int(block[4] + block[3])):
            out.append(at + wanted[i][1] / 2)
            at += lengths[i]
        edge = at
    return out


def scatter(points: Sequence[tuple[float, float]], sizes: Sequence[float], bounds: Box) -> list[tuple[float, float]]:
    """The centres of discs of these diameters, each moved as little as a golden spiral allows until none touches another.

    Discs are placed in the given order, centres within bounds. Where no room is left after many tries the last try stays:
    sizes must suit the bounds.
    """
    cell = max(sizes, default=1.0)
    cells: dict[tuple[int, int], list[tuple[float, float, float]]] = {}
    out: list[tuple[float, float]] = []
    tries = 400 + 12 * len(points)
    for (px, py), size in zip(points, sizes, strict=False):
        px, py = min(max(px, bounds.x0), bounds.x1), min(max(py, bounds.y0), bounds.y1)
        x, y = px, py
        for k in range(tries):
            radius, turn = size * 0.3 * math.sqrt(k), k * 2.39996
            x, y = px + radius * math.cos(turn), py + radius * math.sin(turn)
            if not (bounds.x0 <= x <= bounds.x1 and bounds.y0 <= y <= bounds.y1):
                continue
            cx, cy = int(x // cell), int(y // cell)
            near = (q for i in (-1, 0, 1) for j in (-1, 0, 1) for q in cells.get((cx + i, cy + j), ()))
            if all((x - a) ** 2 + (y - b) ** 2 >= ((size + s) / 2) ** 2 for a, b, s in near):
                break
        else:
            x, y = px, py
        cells.setdefault((int(x // cell), int(y // cell)), []).append((x, y, size))
        out.append((x, y))
    return out


def empty(kind: str, width: float, height: float, line: float, said: str, hidden: bool) -> str:
    """Nothing to show yet: a dotted line, and why."""
    return svg(
        kind,
        width,
        height,
        path(f"M1 {num(line)}H{num(width - 1)}", "dash") + Label(0, line + 24, said).svg(),
        said + ".",
        hidden,
    )


def held(x: float, y: float, text: str, width: float, kind: str = "") -> Label:
    """A centred label pushed back inside [0, width]."""
    half = text_width(text, kind) / 2
    return Label(min(max(x, half), max(width - half, half)), y, text, "middle", kind)
