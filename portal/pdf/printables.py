"""Renders a printable (a canvas, a deck of cards) as its YAML file describes it."""

from collections.abc import Mapping
from typing import Any

from .render import PdfError, render

NEEDED = ("tool", "template", "title", "language", "licence", "attribution", "data")
NO_BREAK = "\u00a0"


def render_printable(printable: Mapping[str, Any]) -> bytes:
    """The PDF of a printable whose texts are already in their final typography. Raises PdfError."""
    if missing := [key for key in NEEDED if key not in printable]:
        raise PdfError(f"printable {printable.get('filename', '')!r}: missing {', '.join(missing)}")
    rights = {
        "reference": printable["tool"],
        "licence": licence_name(printable["licence"]),
        "attribution": printable["attribution"],
    }
    paper = {key: printable[key] for key in ("paper", "orientation") if key in printable}
    return render(
        printable["template"],
        {**printable["data"], **paper, **rights},
        lang=printable["language"],
        title=printable["title"],
    )


def licence_name(code: str) -> str:
    """CC-BY-SA-4.0 -> CC BY-SA 4.0, held together by no-break spaces."""
    if code == "etalab-2.0":
        return f"Licence Ouverte{NO_BREAK}2.0"
    if not code.startswith("CC"):
        return code
    name, _, version = code.rpartition("-")
    return f"{name.replace('-', NO_BREAK, 1)}{NO_BREAK}{version}"
