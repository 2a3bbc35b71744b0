"""The PDFs: one card, a booklet of cards, small cards to cut, the question as a poster."""

import json
import re

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.pdf import render
from portal.typography import french

from . import shelf

LONG_WORD = re.compile(r"[^\s/\u00ad-]{31,}")
SOFT_HYPHEN = "\u00ad"
FIT = re.compile(rb"\(fit-([A-Z]+-\d+)-(recto|verso)-([\d.]+)-(\d+)\)")


def softened(value):
    """Words of more than 30 letters may be cut: nothing goes beyond the sheet."""
    if isinstance(value, dict):
        return {key: item if key in ("svg", "qr", "address") else softened(item) for key, item in value.items()}
    if isinstance(value, list):
        return [softened(item) for item in value]
    if isinstance(value, str):
        return LONG_WORD.sub(lambda word: SOFT_HYPHEN.join(re.findall(r".{1,15}", word[0])), value)
    return value


def fiche(sheet: dict) -> bytes:
    """Two A4 pages, recto and verso; more if the tool is very long."""
    return cards([sheet], {}, sheet["lang"], f"{sheet['title']} ({sheet['reference']})")


def booklet(sheets: list[dict], heading: str, lead: str, language: str) -> bytes:
    """A contents page, then each card as it is alone."""
    return cards(sheets, {"contents": {"heading": heading, "lead": lead}}, language, heading)


def cards(sheets, more: dict, language: str, title: str) -> bytes:
    """Half of the work is to find the size of the text: what was found for a card is kept, and used again in a booklet."""
    names = {sheet["reference"]: shelf.digest("fit", sheet) for sheet in sheets if not sheet["private"]}
    known = {reference: fit for reference, name in names.items() if (fit := shelf.get(name))}
    told = [softened(sheet) | {"fit": json.loads(known.get(sheet["reference"], b"{}"))} for sheet in sheets]
    made = render("fiche", {"cards": told} | more, lang=language, title=title)
    for reference, fit in fits(made).items():
        if reference in names and reference not in known:
            shelf.kept(names[reference], lambda fit=fit: json.dumps(fit).encode())
    return made


def fits(made: bytes) -> dict:
    """{reference: {side: (size, second)}} as the headings of a PDF are named."""
    found: dict = {}
    for reference, side, size, second in FIT.findall(made):
        found.setdefault(reference.decode(), {})[side.decode()] = (float(size), int(second))
    return found


def small_cards(sheets: list[dict], language: str) -> bytes:
    """A6, four to an A4 sheet."""
    with override(language):
        title = _("Cards to cut out")
    if len(sheets) == 1:
        title += f" – {sheets[0]['title']}"
    return render("a6", {"cards": softened(sheets)}, lang=language, title=french(title) if language == "fr" else title)


def question(sheet: dict) -> bytes:
    """A3: the one question, as large as it fits."""
    return render("question", softened(sheet), lang=sheet["lang"], title=sheet["question"])
