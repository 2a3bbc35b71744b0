"""French typography, put in by code: thin no-break spaces, ’, « ». Editors type plain spaces and quotes."""

import re

NBSP, THIN = "\u00a0", "\u202f"
UNITS = (
    r"minutes?|min|h|jours?|semaines?|mois|ans?|personnes?|pers\.|participants?|outils?|labs?|cas|leçons?|"
    r"résultats?|sessions?|pages?|ko|Mo|Go|To|%|€"
)
_BEFORE = re.compile(r" (?=[;!?»])")
_COLON = re.compile(r" :(?=\s|$)")
_GROUPS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_UNITS = re.compile(rf"(?<=\d) (?=(?:{UNITS})(?!\w))")
_APOSTROPHE = re.compile(r"(?<=\w)(?:&#x27;|&#39;|')(?=\w|<|«|$)|&#x27;|&#39;|'")
_SPOKEN = re.compile(r'((?:aria-label|title|content|alt|placeholder|summary)=")([^"]*)')
_SKIPPED = {"script", "style", "pre", "code", "textarea", "kbd"}
_PIECES = re.compile(r"(<[^>]*>)")


def french(text: str) -> str:
    """A text without markup (entities of quotes allowed), set as a French compositor would."""
    if "'" in text or "&#" in text:
        text = _APOSTROPHE.sub("’", text)
    if " " not in text:
        return text
    text = text.replace("« ", "«" + THIN)
    text = _BEFORE.sub(THIN, text)
    text = _COLON.sub(NBSP + ":", text)
    text = _GROUPS.sub(THIN, text)
    return _UNITS.sub(NBSP, text)


def typeset(html: str) -> str:
    """French typography on a document: its text, and the attributes that are read aloud; nothing else of the markup."""
    out, skipping = [], ""
    for piece in _PIECES.split(html):
        if piece[:1] == "<":
            name = piece[1:].split(None, 1)[0].rstrip(">").lower() if len(piece) > 2 else ""
            if skipping:
                skipping = "" if name == f"/{skipping}" else skipping
            elif name in _SKIPPED:
                skipping = name
            if '="' in piece and ("label=" in piece or "title=" in piece or "content=" in piece or "alt=" in piece):
                piece = _SPOKEN.sub(lambda m: m[1] + french(m[2]), piece)
            out.append(piece)
        else:
            out.append(piece if skipping or not piece.strip() else french(piece))
    return "".join(out)
