"""A portrait without a photo: one dot a session led, large when the room was large, arranged as a bust."""

from __future__ import annotations

from .base import dots, path, plural, svg
from .words import say, speaks

MOST = 400  # dots; beyond, the portrait would be a stain


def _inside(x: float, y: float) -> bool:
    head = ((x - 200) / 104) ** 2 + ((y - 122) / 116) ** 2 < 1
    neck = abs(x - 200) < 46 and 200 < y < 300
    shoulders = ((x - 200) / 198) ** 2 + ((y - 450) / 186) ** 2 < 1 and y < 448
    return head or neck or shoulders


def _grid(pitch: float) -> list[tuple[float, float]]:
    rows, columns = int(460 / (pitch * 0.866)) + 1, int(220 / pitch) + 1
    spots = ((200 + (c + r % 2 / 2) * pitch, 12 + r * pitch * 0.866) for r in range(rows) for c in range(-columns, columns + 1))
    return [spot for spot in spots if _inside(*spot)]


@speaks
def portrait(sessions: int, *, hidden: bool = False) -> str:
    """`sessions` led, one dot each up to 400. Raises ValueError when there is none."""
    if sessions < 1:
        raise ValueError("a portrait needs a session")
    drawn, pitch = min(sessions, MOST), 60.0
    while len(spots := _grid(pitch)) < drawn:
        pitch -= 0.25
    spots = sorted(spots, key=lambda spot: spot[0] + spot[1] * 0.35)[:drawn]  # the small rooms first
    third = drawn // 3
    parts = ((spots[:third], 0.4), (spots[third : 2 * third], 0.66), (spots[2 * third :], 0.92))
    body = "".join(path(dots(group), "", round(share * pitch, 1)) for group, share in parts)
    led = plural(sessions, "séance animée", "séances animées"), plural(sessions, "session led", "sessions led")
    sentence = say(f"Portrait en points : {led[0]}, un point chacune.", f"Portrait in dots: {led[1]}, a dot each.")
    return svg("portrait", 400, 460, body, sentence, hidden)
