"""The process that reads one file: from its standard input, under limits of its own, a line for each page, then its verdict.

It knows neither Django, nor the database, nor any secret: what a file made to deceive can reach is nothing.
"""

import io
import json
import re
import resource
import signal
import sys
import unicodedata
from contextlib import suppress

from . import office, pdf, plain
from .limits import CPU, DAMAGED, LONG, MEMORY, MOST_TEXT, MOST_TOLD, OTHER, ROOM, WALL, Unreadable

READERS = {
    "pdf": lambda file, kind: pdf_pages(file),
    "txt": plain.pages, "md": plain.pages,
    "docx": office.pages, "pptx": office.pages, "odt": office.pages, "odp": office.pages,
}  # fmt: skip
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_CUT = re.compile(r"(?<=[^\W\d_])(?:\u00ad|-)\n(?=[a-zà-öø-ÿ])")


def limit() -> None:
    """Also of time: whoever asked may have died meanwhile."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU), (resource.RLIMIT_FSIZE, MOST_TOLD), (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        with suppress(ValueError, OSError):  # a system that has not this one
            resource.setrlimit(what, (most, most + (what == resource.RLIMIT_CPU)))
    signal.alarm(WALL)


def pdf_pages(file):
    if file.read(5) != b"%PDF-":
        raise Unreadable(OTHER)
    file.seek(0)
    return pdf.pages(file)


def tidy(text: str) -> str:
    """One form of each sign, words put together again that a line had cut, spaces folded, nothing a database refuses."""
    text = unicodedata.normalize("NFKC", _CONTROLS.sub(" ", text.replace("\r", "\n")))
    text = _CUT.sub("", text).replace("\u00ad", "")
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def tell(what) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def read(file, kind: str) -> str:
    """Tells each page as it comes: those read before a fault, or before a limit, are not lost. The note."""
    left = MOST_TEXT
    for page in READERS[kind](file, kind):
        data = tidy(page).encode()
        tell(data[:left].decode(errors="ignore"))
        left -= len(data)
        if left < 0:
            return LONG
    return ""


def main(kind: str) -> None:
    limit()
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        note = read(io.BufferedReader(sys.stdin.buffer.raw), kind)
    except Unreadable as refused:
        note = refused.note
    except MemoryError:
        note = ROOM
    except Exception:  # a file made to deceive may raise anything
        note = DAMAGED
    tell({"note": note})


if __name__ == "__main__":
    main(sys.argv[1])
