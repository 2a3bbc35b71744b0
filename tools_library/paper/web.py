"""A card as one HTML file that asks for nothing: to read without network, on any screen, or to paste elsewhere."""

from pathlib import Path

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from .outline import Bullets, Heading, clean, outline

STYLE = Path(__file__).with_name("fiche.css")
PAGE = """<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} ({reference})</title>
<style>
{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def write(sheet: dict) -> bytes:
    parts = [part_of(part) for part in outline(sheet)]
    if sheet["picture"]:
        parts.insert(3, drawing(sheet["picture"]))
    page = format_html(
        PAGE,
        lang=sheet["lang"],
        title=sheet["title"],
        reference=sheet["reference"],
        style=mark_safe(STYLE.read_text(encoding="utf-8")),  # our own file
        body=mark_safe("\n".join(parts)),  # escaped piece by piece
    )
    return clean(page).encode("utf-8", "replace")


def drawing(picture: dict) -> str:
    """Our own SVG, which escapes its text."""
    return mark_safe(picture["svg"])


def part_of(part) -> str:
    if isinstance(part, Heading):
        return format_html("<h{0}>{1}</h{0}>", part.level, part.text)
    if isinstance(part, Bullets):
        kind = "ol" if part.ordered else "ul"
        items = format_html_join("\n", "<li>{}</li>", ((line(runs),) for runs in part.items))
        return format_html("<{0}>\n{1}\n</{0}>", kind, items)
    return format_html("<p>{}</p>", line(part.runs))


def line(runs) -> str:
    pieces = [(format_html("<b>{}</b>", run["text"]) if run.get("strong") else conditional_escape(run["text"])) for run in runs]
    return mark_safe("".join(pieces).replace("\n", "<br>"))  # escaped above
