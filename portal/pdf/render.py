"""Compiles a Typst template with data into a tagged PDF (PDF/UA-1)."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from .glyphs import clean

HERE = Path(__file__).parent
TEMPLATES = frozenset({"a6", "canvas", "case", "cards", "fiche", "frames", "question", "sheet", "signs"})
LANGUAGES = frozenset({"en", "fr"})
# One at a time in a process: a booklet of thirty cards takes up to 300 MB while it is laid out.
TURN = Lock()


class PdfError(ValueError):
    """The template, the title, the language or the data cannot give a PDF; the message says which."""


def render(template: str, data: Mapping, *, lang: str = "fr", title: str) -> bytes:
    """The PDF of `data` laid out by `template`; the same arguments always give the same bytes.

    Text is data, never markup. A character that the fonts lack is dropped, or shown as "?" where it is
    a letter or a digit. Raises PdfError. `title` is what a reader's window and a screen reader announce.
    """
    if template not in TEMPLATES:
        raise PdfError(f"unknown template {template!r}; there are: {', '.join(sorted(TEMPLATES))}")
    if lang not in LANGUAGES:
        raise PdfError(f"{template}: unknown language {lang!r}; there are: {', '.join(sorted(LANGUAGES))}")
    inputs = {"data": _as_json(template, data), "lang": lang, "title": clean(str(title)).strip()}
    if not inputs["title"]:
        raise PdfError(f"{template}: the title is empty")
    with TURN:
        return _compile(template, inputs)


def _as_json(template: str, data: Mapping) -> str:
    try:
        return json.dumps(clean(data), allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise PdfError(f"{template}: the data cannot be written as JSON: {error}") from error


def _compile(template: str, inputs: dict[str, str]) -> bytes:
    folder = HERE / "templates"
    try:
        made = typst.compile(
            folder / f"{template}.typ",
            root=folder,
            font_paths=_fonts(),
            sys_inputs=inputs,
            format="pdf",
            pdf_standards=["ua-1"],
            # Nothing we print may depend on the clock (the templates also set no document date).
            timestamp=0,
        )
    except typst.TypstError as error:
        raise PdfError(f"{template}: {_reason(error.message)}") from error
    forget()
    return made


def forget() -> None:
    """Typst remembers what it has laid out for ten documents, up to 10 MB for each of ours: eleven empty ones take 8 ms."""
    for _ in range(11):
        typst.compile(b" ", font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Our fonts and no other, so that a sheet looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


def _reason(message: str) -> str:
    """A template's own refusal without Typst's wrapping."""
    panic = re.fullmatch(r'panicked with: "(.*)"', message, re.DOTALL)
    if panic:
        return panic[1].replace('\\"', '"')
    return message.removeprefix("assertion failed: ")
