"""Text typed in by people, made harmless and comparable. Plain functions, no Django."""

import re
import unicodedata

MAX_CHARS = 200
# A double quote ends a string of SQLite's full-text search, PostgreSQL refuses NUL, surrogates cannot be encoded.
_UNSAFE = re.compile(r'["\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]')
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})


def clean(text: str) -> str:
    """At most 200 characters, without what a database would choke on, spaces folded."""
    return " ".join(_UNSAFE.sub(" ", text[:MAX_CHARS]).split())


def fold(text: str) -> str:
    """Lower case without accents nor ligatures: « Créativité » and « creativite » are one."""
    text = text.translate(_APOSTROPHES).lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of a question, elisions cut off (« l'idée » gives « idee »)."""
    return [word for word in re.findall(r"[\w-]+", fold(clean(text))) if len(word) > 1 or word.isdigit()]
