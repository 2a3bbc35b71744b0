"""The files of a card, by form: what makes each, its type, how it is called."""

from . import opendocument, pdf, shelf, web, word

MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "zip": "application/zip",
}
MAKERS = {
    "pdf": pdf.fiche,
    "docx": word.write,
    "odt": opendocument.write,
    "html": web.write,
    "a6": lambda sheet: pdf.small_cards([sheet], sheet["lang"]),
    "a3": pdf.question,
}


def card(sheet: dict, form: str, keep: bool = True) -> bytes:
    """The bytes of a card in one of MAKERS' forms, made once for what it says."""
    return shelf.kept(shelf.digest(form, sheet), lambda: MAKERS[form](sheet), keep)
