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
_VOID = {"link", "meta", "img", "input", "br", "hr", "source"}
_LANG = re.compile(r' lang="(\w+)')
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


class _Reader:
    """Where a document stands as its tags go by: inside code, and in which language."""

    def __init__(self, language):
        self.skipping = ""
        self.inside: list[list] = []  # [language, name of the element, depth of that name], the innermost last
        self.language = language

    def pass_tag(self, tag: str) -> None:
        name = tag[1:].split(None, 1)[0].rstrip("/>").lower() if len(tag) > 2 and tag[1] != "!" else ""
        if self.skipping:
            self.skipping = "" if name == f"/{self.skipping}" else self.skipping
            return
        if name in _SKIPPED:
            self.skipping = name
        if self.inside and name.lstrip("/") == self.inside[-1][1]:
            self.inside[-1][2] += -1 if name[0] == "/" else 1
            if self.inside[-1][2] == 0:
                self.inside.pop()
        elif ' lang="' in tag and name not in _VOID and name != "html":
            self.inside.append([_LANG.search(tag)[1], name, 1])

    @property
    def is_french(self) -> bool:
        return (self.inside[-1][0] if self.inside else self.language) == "fr" and not self.skipping


def typeset(html: str, language: str = "fr") -> str:
    """French typography on a document written in `language`: its text in French, and the attributes that are read aloud.

    An element with a `lang` of its own is in that language, its attributes too. Nothing else of the markup changes.
    """
    if language != "fr" and 'lang="fr"' not in html:
        return html
    out, reader = [], _Reader(language)
    for piece in _PIECES.split(html):
        if piece[:1] == "<":
            before = reader.is_french
            reader.pass_tag(piece)
            spoken = "label=" in piece or "title=" in piece or "content=" in piece or "alt=" in piece
            if spoken and (_LANG.search(piece) or (None, "fr" if before else ""))[1] == "fr":
                piece = _SPOKEN.sub(lambda m: m[1] + french(m[2]), piece)
            out.append(piece)
        else:
            out.append(french(piece) if reader.is_french and piece.strip() else piece)
    return "".join(out)
