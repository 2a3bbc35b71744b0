"""The PDFs: one card, a booklet of cards, small cards to cut, the question as a poster."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.pdf import render
from portal.typography import french


def fiche(sheet: dict) -> bytes:
    """Two A4 pages, recto and verso; more if the tool is very long."""
    return render("fiche", {"cards": [sheet]}, lang=sheet["lang"], title=f"{sheet['title']} ({sheet['reference']})")


def booklet(sheets: list[dict], heading: str, lead: str, language: str) -> bytes:
    """A contents page, then each card as it is alone."""
    told = {"heading": heading, "lead": lead}
    return render("fiche", {"cards": sheets, "contents": told}, lang=language, title=heading)


def small_cards(sheets: list[dict], language: str) -> bytes:
    """A6, four to an A4 sheet."""
    with override(language):
        title = _("Cards to cut out")
    if len(sheets) == 1:
        title += f" – {sheets[0]['title']}"
    return render("a6", {"cards": sheets}, lang=language, title=french(title) if language == "fr" else title)


def question(sheet: dict) -> bytes:
    """A3: the one question, as large as it fits."""
    return render("question", sheet, lang=sheet["lang"], title=sheet["question"])
