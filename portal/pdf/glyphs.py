"""Keeps from any text what our fonts can print: PDF/UA refuses a page with a missing glyph."""

import struct
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
# What the fonts lack under one name and have under another.
SAME = str.maketrans("\t\v\f\u2028\u2029\u2010\u2011", " \n\n\n\n--", "\r")
MOST = 5_000  # characters that a process remembers
# Controls, marks that reorder a line, private use, halves of a character: nothing a reader could see.
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs"})


def clean(value: Any) -> Any:
    """`value` with every text in it made printable; what is not text, list or mapping is left as it is."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value.translate(SAME)).translate(PRINTED)
    if isinstance(value, Mapping):
        return {clean(str(key)): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


def _printable(character: str) -> str:
    if character in "\n\u00ad":
        return character
    kind = unicodedata.category(character)
    if kind in HIDDEN:
        return ""
    if ord(character) in coverage():
        return character
    simpler = unicodedata.normalize("NFKD", character)
    kept = "".join(part for part in simpler if ord(part) in coverage())
    # A name in another script must not vanish in silence; an emoji may.
    return kept or ("?" if kind[0] in "LN" else "")


class _Printed(dict):
    """{code point: what is printed}, as a process meets them: a booklet has half a million characters, and few of them."""

    def __missing__(self, code: int) -> str:
        printed = _printable(chr(code))
        if len(self) < MOST:
            self[code] = printed
        return printed


PRINTED = _Printed()


@cache
def coverage() -> frozenset[int]:
    """The code points that every one of our fonts can draw."""
    return frozenset.intersection(*(_characters(font.read_bytes()) for font in sorted(FONTS.glob("*.ttf"))))


def _characters(font: bytes) -> frozenset[int]:
    """Code points of the font's format 4 character map.

    Source: https://learn.microsoft.com/typography/opentype/spec/cmap
    """
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4s4xLL", font, 12 + 16 * index) for index in range(tables))
    cmap = next(offset for tag, offset, _ in records if tag == b"cmap")
    start = cmap + struct.unpack_from(">L", font, cmap + 8)[0]
    kind, _, _, doubled = struct.unpack_from(">4H", font, start)
    if kind != 4:
        raise ValueError(f"expected a character map of format 4, found {kind}")
    segments = doubled // 2
    ends = struct.unpack_from(f">{segments}H", font, start + 14)
    starts = struct.unpack_from(f">{segments}H", font, start + 16 + doubled)
    listed = {code for low, high in zip(starts, ends, strict=True) for code in range(low, high + 1)}
    return frozenset(listed - {0xFFFF})  # the last segment only closes the table
