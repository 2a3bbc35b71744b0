"""Promoted results: for some words, what editors put first. Whoever may read them is asked of the database, with the cards."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from .engines.questions import stem
from .engines.schema import FIRST, LANGUAGES
from .keeping import Kept
from .registry import KIND
from .stopwords import ENGLISH, FRENCH
from .text import parse

MOST = 3  # shown for a question
SMALL = {"fr": frozenset(FRENCH.split()), "en": frozenset(ENGLISH.split())}
Key = tuple[str, ...]


@dataclass(frozen=True)
class First:
    """A result to put first: (kind, id), and the sentence said with it."""

    ref: tuple[str, int]
    said: str = ""


@dataclass(frozen=True)
class Promise:
    """Results of some words, between two days."""

    results: tuple[First, ...]
    first_day: date | None = None
    last_day: date | None = None

    def holds(self, day: date) -> bool:
        return (not self.first_day or self.first_day <= day) and (not self.last_day or day <= self.last_day)


def key(text: str, language: str) -> Key:
    """What two wordings share when they ask the same: the stems of their words, in any order, without the small ones.

    Nothing for a question that also says what it does not want.
    """
    question = parse(text)
    if question.unwanted:
        return ()
    language = language if language in LANGUAGES else FIRST
    groups = [*question.words, *((token,) for phrase in question.phrases for token in phrase)]
    groups = [tokens for tokens in groups if not set(tokens) <= SMALL[language]] or groups
    return tuple(sorted({found for tokens in groups for token in tokens if (found := stem(token, language))}))


def promise(promotion, results) -> Promise:
    return Promise(tuple(results), promotion.first_day, promotion.last_day)


def by_words(rows) -> dict[tuple[str, Key], list[Promise]]:
    found = defaultdict(list)
    for promotion in rows.prefetch_related("results"):
        made = promise(promotion, (First((row.kind, row.pk_of), row.said) for row in promotion.results.all()))
        for known in keys(promotion):
            found[promotion.language, known].append(made)
    return dict(found)


kept = Kept("promotions", by_words)


def keys(promotion) -> set[Key]:
    return {key(text, promotion.language) for text in promotion.listed} - {()}


def promised(text: str, language: str) -> list[First]:
    """What is promoted today for these words, whoever reads."""
    today = timezone.localdate()
    known = kept().get((language, key(text, language)), ()) if text else ()
    return [first for promise in known if promise.holds(today) for first in promise.results][:MOST]


def promoted(query, language: str) -> list[First]:
    """For a page of results: the first one, the best answers first, and nothing but its kind narrowed."""
    narrowed = query.spans or set(query.chosen) - {KIND}
    if not query.text or query.page > 1 or narrowed or query.kind.order(query) is not None:
        return []
    kinds = query.chosen.get(KIND) or ([query.kind.code] if query.kind.code else [])
    return [first for first in promised(query.text, language) if not kinds or first.ref[0] in kinds]


def speaks(kind, page, language: str) -> bool:
    """Whether it is of the language of the listing; what has no language is of each."""
    return not kind.spoken or page.locale.language_code == language


def taken(promotion) -> list[str]:
    """Words that another promotion has on the same days."""
    others = [row for row in kept.rows.filter(language=promotion.language).exclude(pk=promotion.pk) if row.meets(promotion)]
    known = {one: row for row in others for one in keys(row)}
    told = _("“%(words)s” has a promoted result already on these days: %(other)s. Change that one.")
    found = [(text, known.get(key(text, promotion.language))) for text in promotion.listed]
    return [told % {"words": text, "other": row} for text, row in found if row]


def of_language(kind, user, language: str) -> dict:
    """{kind: what `user` may read of that language}, of all kinds: what may be put first."""
    found = kind.found(user, language)
    spoken = {part.code: part.spoken for part in kind.parts}
    return {code: rows.filter(**{spoken[code]: language}) if spoken[code] else rows for code, rows in found.items()}
