"""The words of a question, shown in what it has found."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .engines.questions import HALF, stems_of
from .stopwords import STOPWORDS
from .text import fold, parse

_RUN = re.compile(r"[^\W_]+")


class Marks:
    """What to show: the stems that were looked for, and the words that may be only begun."""

    def __init__(self, text: str, stems: frozenset[str]):
        self.stems = stems
        question = parse(text)
        said = {token for group in (*question.words, *question.phrases) for token in group}
        self.begun = tuple(token for token in said - STOPWORDS if len(token) >= HALF)

    def has(self, word: str) -> bool:
        token = fold(word)
        if token in STOPWORDS:
            return False
        return token.startswith(self.begun) or not self.stems.isdisjoint(stems_of([token]))

    def show(self, text: str) -> SafeString:
        """The text, escaped, its words found in <mark>."""
        out, end = [], 0
        for run in _RUN.finditer(text):
            if self.has(run[0]):
                out += [escape(text[end : run.start()]), f"<mark>{escape(run[0])}</mark>"]
                end = run.end()
        return mark_safe("".join([*out, escape(text[end:])]))


def marks(text: str, stems: frozenset[str]) -> Marks | None:
    return Marks(text, stems) if text and stems else None
