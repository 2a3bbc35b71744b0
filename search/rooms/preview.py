"""What a change of words would change: searched as the editor, on the engine in use, with nothing written."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from .. import promotions
from ..engines import EngineAwayError, Reader, engines
from ..entries import readings
from ..models import Synonym
from ..query import SearchQuery
from ..registry import all_kinds
from ..synonyms import kept, made_of
from ..text import typed
from ..views import titles

MOST = 5  # results shown of each answer


@dataclass(frozen=True)
class Line:
    """A result: its title; whether it comes, goes, or is put first; whether everybody sees it."""

    title: str
    state: str = ""  # "in", "out", "first"
    is_open: bool = True


@dataclass(frozen=True)
class Change:
    """Words: how many results and the first of them, as it is, then as it would be."""

    words: str
    before: int
    after: int
    was: list[Line]
    becomes: list[Line]

    @property
    def is_nothing(self) -> bool:
        return self.before == self.after and self.was == self.becomes


class Preview:
    """Raises EngineAwayError when no engine answers."""

    def __init__(self, user, language: str):
        self.kind, self.language = all_kinds(), language
        self.found = self.kind.found(user, language)
        self.open = promotions.of_language(self.kind, AnonymousUser(), language)
        self.own = promotions.of_language(self.kind, user, language)
        self.reader, self.engines, self.is_spare = Reader(language, readings(user)), list(engines()), False

    def ask(self, text: str, synonyms=None):
        query = SearchQuery(self.kind, text=typed(text), synonyms=synonyms)
        while True:
            try:
                return self.engines[0].search(query, self.reader, 0, MOST + promotions.MOST, count=False)
            except EngineAwayError:
                if len(self.engines) == 1:
                    raise
                del self.engines[0]
                self.is_spare = True

    # --- synonyms

    def of_synonyms(self, group: Synonym) -> list[Change]:
        """Each term of the group, and each that leaves it."""
        others = [row for row in Synonym.objects.all() if row.pk != group.pk]
        left = Synonym.objects.filter(pk=group.pk).first()
        terms = dict.fromkeys([*group.listed, *(left.listed if left else [])])
        then = made_of(row.listed for row in (*others, group))
        return [self.of_term(term, kept(), then) for term in terms]

    def of_term(self, term, today, then) -> Change:
        before, after = self.ask(term, today), self.ask(term, then)
        was, becomes = before.refs[:MOST], after.refs[:MOST]
        names = titles(self.found, [*was, *becomes])
        return Change(
            term, before.total, after.total,
            [Line(names[ref], "" if ref in becomes else "out") for ref in was if ref in names],
            [Line(names[ref], "" if ref in was else "in") for ref in becomes if ref in names],
        )  # fmt: skip

    # --- promoted results

    def of_promotion(self, promotion, results) -> list[Change]:
        """As it will be on a day when it is shown."""
        return [self.of_wording(text, [first.ref for first in results]) for text in promotion.listed]

    def of_wording(self, text, then) -> Change:
        hits = self.ask(text)
        now = [first.ref for first in promotions.promised(text, self.language)]
        was, becomes = (self.page(firsts, hits.refs) for firsts in (now, then))
        return Change(text, hits.total, hits.total, was, becomes)

    def page(self, firsts, refs) -> list[Line]:
        """The first results of a page, those put first above."""
        above, names, seen = titles(self.own, firsts), titles(self.found, refs), titles(self.open, firsts)
        out = [Line(above[ref], "first", ref in seen) for ref in firsts if ref in above]
        out += [Line(names[ref]) for ref in refs if ref in names and ref not in above]
        return out[:MOST]


def is_over(promotion) -> bool:
    return bool(promotion.last_day and promotion.last_day < timezone.localdate())


def is_to_come(promotion) -> bool:
    return bool(promotion.first_day and promotion.first_day > timezone.localdate())
