"""Text typed in by people, made harmless and comparable; and what a question asks. Plain functions, no Django."""

import re
import unicodedata
from dataclasses import dataclass

MAX_CHARS = 200
# A double quote ends a string of SQLite's full-text search, PostgreSQL refuses NUL, surrogates cannot be encoded.
_UNSAFE = re.compile(r'["\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]')
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})
_QUOTED = re.compile(r'(-?)(?:"([^"]*)"|«([^»]*)»|“([^”]*)”)')
_WORD = re.compile(r"[^\W_]+")


def clean(text: str) -> str:
    """At most 200 characters, without what a database would choke on, spaces folded."""
    return " ".join(_UNSAFE.sub(" ", text[:MAX_CHARS]).split())


def typed(text: str) -> str:
    """The same, with its double quotes: they hold a phrase together, and no database ever sees them."""
    return " ".join(_CONTROLS.sub(" ", text[:MAX_CHARS]).split())


def fold(text: str) -> str:
    """Lower case without accents nor ligatures: « Créativité » and « creativite » are one."""
    text = text.translate(_APOSTROPHES).lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words(text: str, read=fold) -> list[str]:
    """The folded words of a question, elisions cut off (« l'idée » gives « idee »); `read`: in another form."""
    return [word for word in re.findall(r"[\w-]+", read(clean(text))) if len(word) > 1 or word.isdigit()]


def tokens(text: str) -> list[str]:
    """Folded runs of letters and digits, in order: « l'idée post-it » gives l, idee, post, it."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True)
class Question:
    """What was typed, read by us: words (a hyphenated one is a tuple of several tokens), phrases, and what is not wanted."""

    words: tuple[tuple[str, ...], ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    unwanted: tuple[tuple[str, ...], ...] = ()

    def __bool__(self):
        return bool(self.words or self.phrases or self.unwanted)


def parse(text: str) -> Question:
    """Words, quoted phrases (any quotes), -exclusions. Every other sign is only a space."""
    phrases, unwanted = [], []
    rest = typed(text)
    for minus, *quoted in _QUOTED.findall(rest):
        found = tuple(tokens("".join(quoted)))
        (unwanted if minus else phrases).append(found)
    rest = _QUOTED.sub(" ", rest).replace('"', " ")
    said = []
    for part in rest.split():
        target = unwanted if part.startswith("-") and len(part) > 1 and part[1].isalnum() else said
        for piece in re.split(r"['’ʼ‘]", part):  # an elision is a word apart: « l'idée »
            target.append(tuple(tokens(piece)))
    return Question(*(tuple(filter(None, group)) for group in (said, phrases, unwanted)))
