"""What was typed, as a query of the cluster: the rules of questions.py, which has them for the embedded engine."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from elasticsearch.dsl import Q

from ...stopwords import STOPWORDS
from ...synonyms import Groups
from ...text import Question, fold
from ..questions import AS_SAID, ENOUGH, EXACT, HALF, edits, joined, nearest, stem, stems_of
from ..schema import LANGUAGES, WEIGHTS

NOTHING = Q("match_none")


def any_of(*queries):
    return Q("bool", should=list(queries), minimum_should_match=1) if queries else NOTHING


def all_of(*queries):
    return Q("bool", must=list(queries))


def boosted(query, boost: float):
    return Q("bool", must=[query], boost=boost)


def in_fields(tokens: tuple[str, ...], languages=LANGUAGES, names=WEIGHTS):
    """A word, or a run of words, wherever it stands, as each language stems it."""
    how = "match" if len(tokens) == 1 else "match_phrase"
    return any_of(
        *(
            Q(how, **{f"{name}_{language}": {"query": " ".join(tokens), "boost": WEIGHTS[name]}})
            for language in languages
            if all(stem(token, language) for token in tokens)
            for name in names
        )
    )


def begun(token: str):
    """Words that go on from these letters, those of names first."""
    return any_of(Q("prefix", called={"value": token, "boost": 2.0}), Q("prefix", words={"value": token, "boost": 0.5}))


def misspelt(token: str, most: int):
    """Words with so many typos at most, and no more than its length forgives."""
    tries = range(1, min(edits(token), most) + 1)
    how = {"value": token, "rewrite": "constant_score"}
    return any_of(*(Q("fuzzy", words=how | {"fuzziness": n, "boost": 1.0 / n}) for n in tries))


def word(tokens: tuple[str, ...], languages, known: bool, synonyms: Groups):
    """The word; its synonyms; what goes on from its letters when nobody writes it so."""
    out = [in_fields(tokens, languages)]
    if len(tokens) > 1:
        out.append(boosted(all_of(*(in_fields((token,), languages) for token in tokens)), 0.3))
    elif not known:
        out.append(begun(tokens[0]))
    out += [boosted(in_fields(other, languages), 0.8) for other in synonyms.get(tokens, ())]
    return any_of(*out)


@dataclass(frozen=True)
class Asked:
    """The query, what was searched instead of what, and the stems that hits may show."""

    query: object
    corrected: dict[str, str]
    stems: frozenset[str]


def counts(answer: dict) -> list[int]:
    buckets = answer["aggregations"]["n"]["buckets"]
    return [buckets[str(n)]["doc_count"] for n in range(len(buckets))]


def told_in(answer: dict) -> str:
    """The words of its hits."""
    return " ".join(hit["_source"]["told"] for hit in answer["hits"]["hits"])


@dataclass
class Asking:
    """A question put to the cluster. counting(queries), telling(query): the requests that say how many documents within reach
    answer each, and the words of the first that do; ask_all(requests) -> their answers."""

    question: Question
    languages: tuple[str, ...]
    synonyms: Groups
    counting: Callable[[list], object]
    telling: Callable[[object], object]
    ask_all: Callable[[list], list[dict]]

    def __post_init__(self):
        words = joined(self.question.words, self.synonyms)
        self.said = [tokens for tokens in words if not set(tokens) <= STOPWORDS] or words
        self.in_doubt = [tokens for tokens in self.said if len(tokens) == 1 and len(tokens[0]) >= HALF]
        self.beside = [tokens for tokens in self.in_doubt if self.synonyms.get(tokens)]
        self.parts = [word(tokens, self.languages, True, self.synonyms) for tokens in self.said]
        self.phrases = [in_fields(tokens, self.languages) for tokens in self.question.phrases]

    def count(self, queries) -> list[int]:
        return counts(self.ask_all([self.counting(queries)])[0])

    def doubts(self) -> list:
        """What to count beside a first answer: words that may be only begun, though a synonym answers. What has an answer
        without one is written in it."""
        return [in_fields(tokens, self.languages) for tokens in self.beside]

    def settle(self, counted: list[int]) -> bool:
        """Take what was counted beside. Whether it changes the question: a word that nobody writes is only begun."""
        unknown = [tokens for tokens, n in zip(self.beside, counted, strict=True) if not n]
        self.in_doubt = [tokens for tokens in self.in_doubt if tokens not in self.beside]
        self.beside = []
        self.parts = self.with_begun(unknown)
        return bool(unknown)

    def with_begun(self, unknown) -> list:
        """The parts, where these words are only begun."""
        return [
            word(tokens, self.languages, False, self.synonyms) if tokens in unknown else part
            for tokens, part in zip(self.said, self.parts, strict=True)
        ]

    def look_up(self) -> bool:
        """When nothing answers: which words nobody writes, which are nowhere even as half-words, in one request. Whether that
        changes the question."""
        doubts = [in_fields(tokens, self.languages) for tokens in self.in_doubt]
        counting = self.counting([*doubts, *self.with_begun(self.in_doubt), self.all_words().query])
        alone = self.in_doubt[0] if self.in_doubt and len(self.said) == 1 else None  # nobody writes it: most often a typo
        first, *others = self.ask_all([counting, *([self.telling(self.near(alone, 1))] if alone else [])])
        counted, self.heard = counts(first), {(alone, 1): told_in(other) for other in others}  # noqa: B035 (one at most)
        unknown = [tokens for tokens, n in zip(self.in_doubt, counted, strict=False) if not n]
        self.counted, self.whole = counted[len(doubts) : -1], counted[-1]
        self.parts, self.in_doubt = self.with_begun(unknown), []
        if unknown and all(self.counted):
            self.whole = self.count([self.all_words().query])[0]
        return bool(unknown)

    @property
    def wants_words(self) -> bool:
        """Nothing has all the words, whatever else was asked."""
        return bool(self.said) and not (all(self.counted) and self.whole)

    def all_words(self) -> Asked:
        """What has every word."""
        return self.asked([*self.phrases, *self.parts])

    def loosely(self) -> Asked:
        """Typos forgiven; then most of the words, when nothing has them all."""
        corrected: dict[str, str] = {}
        parts = [
            part if n else self.forgiven(tokens, corrected)
            for tokens, part, n in zip(self.said, self.parts, self.counted, strict=True)
        ]
        known = [part for part in parts if part is not None]
        if not known:
            return self.asked([*self.phrases, NOTHING])
        if len(known) + len(self.phrases) == 1 or self.count([all_of(*self.phrases, *known)])[0]:
            return self.asked([*self.phrases, *known], corrected)
        least = max(1, math.ceil(len(known) * ENOUGH))
        return self.asked([*self.phrases, Q("bool", should=known, minimum_should_match=least)], corrected)

    def asked(self, must, corrected=None) -> Asked:
        unwanted = [in_fields(tokens, self.languages) for tokens in self.question.unwanted]
        whole = tuple(token for tokens in self.question.words for token in tokens)
        better = [Q("term", exact={"value": " ".join(whole), "boost": EXACT})] if whole else []
        if len(whole) > 1:
            better.append(boosted(in_fields(whole, self.languages, ("title", "summary", "keywords")), AS_SAID))
        corrected = corrected or {}
        said = {token for group in (*self.said, *self.question.phrases) for token in group}
        stems = stems_of(said | {fold(found) for found in corrected.values()})
        query = Q("bool", must=must or [Q("match_all")], must_not=unwanted, should=better)
        return Asked(query, corrected, frozenset(stems))

    def near(self, tokens, most: int):
        """Words with so many typos at most."""
        return all_of(*(misspelt(token, most) for token in tokens))

    def hear(self, tokens, most: int) -> str:
        """The words of the first that hold one so near."""
        if (tokens, most) not in self.heard:
            self.heard[tokens, most] = told_in(self.ask_all([self.telling(self.near(tokens, most))])[0])
        return self.heard[tokens, most]

    def forgiven(self, tokens, corrected):
        """A word that nothing has, with its typos forgiven; None when it is nowhere."""
        if not all(edits(token) for token in tokens):
            return None
        tries = range(1, max(map(edits, tokens)) + 1)  # two typos only if no word has one
        near, told = next(((self.near(tokens, most), told) for most in tries if (told := self.hear(tokens, most))), (NOTHING, ""))
        if not told:
            return None
        meant = {token: best for token in tokens if (best := nearest(token, told))}
        corrected |= meant
        return any_of(near, all_of(*(in_fields((fold(best),), self.languages) for best in meant.values()))) if meant else near
