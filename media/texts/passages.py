"""Where the words of a question are inside a file: its page, an extract, the address that opens it there."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from search.engines.questions import stems_of
from search.marking import Marks
from search.text import fold

from ..filetypes import extension
from ..models.texts import text_of
from .reading import PAGED

BEFORE, LENGTH = 60, 220  # characters of an extract: before the first word found; in all
NEAR = 160  # characters within which words are together
BEGINNING = 2  # letters that a word shares with its stem: « skies » and « sky »


@dataclass(frozen=True)
class Row:
    """A file as a list of results shows it. where: « Dans le fichier, page 12 », empty when its title alone was found."""

    title: SafeString | str
    type: str
    size: int  # bytes
    address: str
    where: str = ""
    extract: SafeString | str = ""


@cache
def letters() -> dict[str, str]:
    """{a letter: the signs that are that one once folded}; « œ » may stand where an o is followed by an e."""
    out: dict[str, str] = defaultdict(str)
    for sign in map(chr, range(0x30, 0x250)):
        if sign.isalnum() and (folded := fold(sign)):
            out[folded[0]] += sign
    return dict(out)


def begun_by(start: str) -> str:
    """A pattern of the words that begin so once folded."""
    alone = {"oe": "|[œŒ]", "ae": "|[æÆ]"}.get(start, "")
    return "".join(f"[{re.escape(letters().get(one, one))}]" for one in start) + alone


class Finder:
    """The words that marks show. One pattern skips what begins otherwise, which is nearly all; each word is looked up once."""

    def __init__(self, marks: Marks):
        self.marks, self.known = marks, {}
        starts = sorted({one[:BEGINNING] for one in (*marks.stems, *marks.begun)})
        self.words = re.compile(rf"\b_*((?:{'|'.join(map(begun_by, starts))})[^\W_]*)") if starts else None

    def hits(self, page: str) -> list[tuple[int, frozenset[str]]]:
        """(where it begins, what of the question it answers) of each word found."""
        runs = self.words.finditer(page) if self.words else ()
        return [(run.start(1), found) for run in runs if (found := self.answered(run[1]))]

    def answered(self, word: str) -> frozenset[str]:
        if word not in self.known:
            self.known[word] = self.look(word)
        return self.known[word]

    def look(self, word: str) -> frozenset[str]:
        if not self.marks.has(word):
            return frozenset()
        token = fold(word)
        found = self.marks.stems & stems_of([token])
        return frozenset(found or [one for one in self.marks.begun if token.startswith(one)])


def best_of(hits) -> tuple[int, int]:
    """(how many words of the question stand together, where): the first such place."""
    best, place, start = 0, 0, 0
    for end, (position, _found) in enumerate(hits):
        while position - hits[start][0] > NEAR:
            start += 1
        together = len(frozenset().union(*(found for _position, found in hits[start : end + 1])))
        if together > best:
            best, place = together, hits[start][0]
    return best, place


def where(pages, finder: Finder) -> tuple[int, int] | None:
    """(index of the page, position in it) where most words stand together, the first such one; None when there are none."""
    best, found = 0, None
    for n, page in enumerate(pages):
        together, place = best_of(finder.hits(page))
        if together > best:
            best, found = together, (n, place)
            if best >= len(finder.marks.stems):
                break
    return found


def extract(page: str, place: int) -> str:
    """Whole words around a place."""
    start = max(0, place - BEFORE)
    if start:
        start = page.find(" ", start, place) + 1 or place
    end = start + LENGTH
    if end < len(page):
        end = max(page.rfind(" ", start, end), page.rfind("\n", start, end))
        end = start + LENGTH if end <= place else end
    words = " ".join(page[start:end].split())
    return f"{'… ' if start else ''}{words}{' …' if end < len(page) else ''}"


def page_words(kind: str, number: int) -> str:
    """Of a text document nobody can say the page: where it ends depends on who opens it."""
    if kind not in PAGED:
        return _("In the file")
    told = _("In the file, page %(n)d") if kind == "pdf" else _("In the file, slide %(n)d")
    return told % {"n": number}


def rows(documents, marks: Marks | None) -> list[Row]:
    """Documents that their reader may open (the cards of the kind “file”), as she asked for them."""
    finder = Finder(marks) if marks else None
    return [row(document, finder) for document in documents]


def row(document, finder: Finder | None) -> Row:
    kind, address = extension(document.file.name or ""), document.url
    title = finder.marks.show(document.title) if finder else document.title
    told = {"title": title, "type": kind.upper(), "size": document.file_size or 0}
    text = text_of(document)
    found = where(text.pages, finder) if finder and text else None
    if found is None:
        return Row(**told, address=address)
    number, place = found
    shown = finder.marks.show(extract(text.pages[number], place))
    there = f"#page={number + 1}" if kind == "pdf" else ""
    return Row(**told, address=address + there, where=page_words(kind, number + 1), extract=shown)
