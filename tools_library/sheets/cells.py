"""Cells as people and their office software write them. Plain functions, no Django."""

import re
import unicodedata
from functools import lru_cache

from search.text import fold

SHORT = 200  # characters: what is worth remembering from one row to the next
# What a spreadsheet would run: the signs of formulas, full-width ones too, and what some software skips before them.
FORMULA = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
QUOTED = re.compile(r"'+[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767  # characters: what a cell of Excel holds


def clean(text) -> str:
    """One way to write a text: composed accents, \\n between lines, nothing before nor after, no control character."""
    text = str(text)
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def same(cell: str, text: str) -> bool:
    """Whether a cell still says what was exported. Excel cuts what is too long for it: that is no change."""
    return cell == text or (len(text) > LONGEST and len(cell) > LONGEST - 10 and text.startswith(cell))


def guarded(text: str, formula=FORMULA) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before it. `unguarded` takes it off again."""
    return f"'{text}" if formula.match(text) else text


def unguarded(text: str) -> str:
    return text[1:] if QUOTED.match(text) else text


def key(text: str) -> str:
    """What two spellings of a heading or of a word have in common: case, accents, spaces and signs count for nothing."""
    return _key(text) if len(text) <= SHORT else _key.__wrapped__(text)


@lru_cache(20_000)
def _key(text: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(clean(text))).split())
