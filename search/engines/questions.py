"""What was typed, as a query of the embedded engine: stems, half-words, forgiven typos, then most of the words."""

import math
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA  # a swap of neighbours is one edit
from tantivy import Occur, Order, Query

from ..stopwords import STOPWORDS
from ..synonyms import Groups
from ..text import Question, fold
from .schema import LANGUAGES, WEIGHTS, analyser, schema

HALF = 3  # letters from which a word may be only begun
ONE_EDIT, TWO_EDITS = 4, 8  # letters from which a typo is forgiven. Source: search.md, rule 3
ENOUGH = 0.6  # of the words, when no object has them all
AS_SAID = 2.0  # the same words in the same order
EXACT = 60.0  # a name typed in full comes first
MOST_WORDS = 4  # of a term that has synonyms
LIGATURE = 1  # letter more, once folded: œ
TOLD = 5  # objects whose words may be what a typo meant, in an order that both engines have


def any_of(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def stem(word: str, language: str) -> str:
    return "".join(analyser(language).analyze(word)[:1])


def stems_of(tokens) -> set[str]:
    return {stem(token, language) for token in tokens for language in LANGUAGES} - {""}


def in_fields(tokens: tuple[str, ...], languages=LANGUAGES, names=WEIGHTS) -> Query:
    """A word, or a run of words, wherever it stands, as each language stems it."""
    out = []
    for language in languages:
        stems = [stem(token, language) for token in tokens]
        if not all(stems):
            continue
        for name in names:
            weight = WEIGHTS[name]
            field_name = f"{name}_{language}"
            if len(stems) == 1:
                query = Query.term_query(schema(), field_name, stems[0], "freq")
            else:
                query = Query.phrase_query(schema(), field_name, stems)
            out.append(Query.boost_query(query, weight))
    return any_of(*out) if out else Query.empty_query()


def begun(token: str) -> Query:
    """Words that go on from these letters, those of names first."""
    named = Query.fuzzy_term_query(schema(), "called", token, distance=0, prefix=True)
    said = Query.fuzzy_term_query(schema(), "words", token, distance=0, prefix=True)
    return any_of(Query.boost_query(named, 2.0), Query.boost_query(said, 0.5))


def edits(token: str) -> int:
    """How many typos are forgiven in a word of this length. A number has none."""
    if token.isdigit() or len(token) < ONE_EDIT:
        return 0
    return 1 if len(token) < TWO_EDITS else 2


def misspelt(token: str, most: int) -> Query:
    """Words with so many typos at most, and no more than its length forgives."""
    distance = min(edits(token), most)
    tries = [Query.fuzzy_term_query(schema(), "words", token, distance=n) for n in range(1, distance + 1)]
    return any_of(*(Query.boost_query(query, 1.0 / n) for n, query in enumerate(tries, 1))) if tries else Query.empty_query()


def is_known(token: str, languages, searcher) -> bool:
    """Whether some document has this very word, as its language stems it."""
    return any(
        searcher.doc_freq(f"{name}_{language}", found)
        for language in languages
        if (found := stem(token, language))
        for name in WEIGHTS
    )


def word(tokens: tuple[str, ...], languages, known: bool, synonyms: Groups) -> Query:
    """The word; its synonyms; what goes on from its letters when nobody writes it so."""
    out = [in_fields(tokens, languages)]
    if len(tokens) > 1:
        out.append(Query.boost_query(all_of(*(in_fields((token,), languages) for token in tokens)), 0.3))
    elif not known:
        out.append(begun(tokens[0]))
    out += [Query.boost_query(in_fields(other, languages), 0.8) for other in synonyms.get(tokens, ())]
    return any_of(*out)


def joined(words, synonyms: Groups) -> list[tuple[str, ...]]:
    """The words, those that make one term of ours together (« brise glace »): the longest term that begins at each."""
    out, rest = [], list(words)
    while rest:
        n = next((n for n in range(min(MOST_WORDS, len(rest)), 1, -1) if sum(rest[:n], ()) in synonyms), 1)
        out.append(sum(rest[:n], ()))
        del rest[:n]
    return out


@dataclass
class Asked:
    """The query, the same without what only orders answers, what was searched instead of what, the stems that hits may show."""

    query: Query
    needed: Query
    corrected: dict[str, str] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)


@dataclass
class Asking:
    """A question put to an index. `within`: what may be found at all; a word known elsewhere only is not known here."""

    question: Question
    searcher: object
    within: Query
    languages: tuple[str, ...]
    synonyms: Groups

    def __post_init__(self):
        words = joined(self.question.words, self.synonyms)
        self.said = [tokens for tokens in words if not set(tokens) <= STOPWORDS] or words
        self.in_doubt = [tokens for tokens in self.said if len(tokens) == 1 and len(tokens[0]) >= HALF]
        beside = [tokens for tokens in self.in_doubt if self.synonyms.get(tokens)]  # a synonym answers for a word nobody writes
        self.parts = self.with_begun([tokens for tokens in beside if not self.knows(tokens[0])])
        self.phrases = [in_fields(tokens, self.languages) for tokens in self.question.phrases]

    def knows(self, token: str) -> bool:
        """Whether this reader may find this very word: what others keep for themselves changes no answer of hers."""
        return is_known(token, self.languages, self.searcher) and self.count([in_fields((token,), self.languages)]) > 0

    def with_begun(self, unknown) -> list[Query]:
        """A part for each word; of these, which nobody writes, what goes on from their letters."""
        return [word(tokens, self.languages, tokens not in unknown, self.synonyms) for tokens in self.said]

    def all_words(self) -> Asked:
        """What has every word."""
        return self.asked([*self.phrases, *self.parts])

    def otherwise(self) -> Asked:
        """When nothing has every word: those that are only begun; typos forgiven; then most of the words."""
        if unknown := [tokens for tokens in self.in_doubt if not self.knows(tokens[0])]:
            self.parts = self.with_begun(unknown)
            if self.count([(asked := self.all_words()).query]):
                return asked
        return self.loosely()

    def loosely(self) -> Asked:
        """Typos forgiven; then most of the words, when nothing has them all."""
        corrected: dict[str, str] = {}
        alone = len(self.said) == 1 and not self.phrases and not self.question.unwanted  # nothing has it, or who would ask us?
        parts = [
            part if not alone and self.count([part]) else self.forgiven(tokens, corrected)
            for tokens, part in zip(self.said, self.parts, strict=True)
        ]
        known = [part for part in parts if part is not None]
        if not known:
            return self.asked([*self.phrases, Query.empty_query()])
        if (len(known) == 1 and not self.phrases) or self.count([*self.phrases, *known]):  # one alone has been counted
            return self.asked([*self.phrases, *known], corrected)
        least = max(1, math.ceil(len(known) * ENOUGH))
        most = Query.boolean_query([(Occur.Should, part) for part in known], least)
        return self.asked([*self.phrases, most], corrected)

    def count(self, parts) -> int:
        return self.searcher.search(all_of(self.within, *parts), 1, count=True).count

    def asked(self, must, corrected=None) -> Asked:
        unwanted = [(Occur.MustNot, in_fields(tokens, self.languages)) for tokens in self.question.unwanted]
        whole = tuple(token for tokens in self.question.words for token in tokens)
        better = [Query.boost_query(Query.term_query(schema(), "exact", " ".join(whole), "basic"), EXACT)] if whole else []
        if len(whole) > 1:  # the very words in this order, small ones too: « trop d'idées » is a need that somebody wrote so
            better.append(Query.boost_query(in_fields(whole, self.languages, ("title", "summary", "keywords")), AS_SAID))
        clauses = [(Occur.Must, part) for part in must] or [(Occur.Must, Query.all_query())]
        corrected = corrected or {}
        said = {token for group in (*self.said, *self.question.phrases) for token in group}
        stems = stems_of(said | {fold(word) for word in corrected.values()})
        needed = Query.boolean_query([*clauses, *unwanted])
        query = Query.boolean_query([*clauses, *unwanted, *((Occur.Should, q) for q in better)])
        return Asked(query, needed, corrected, stems)

    def forgiven(self, tokens, corrected):
        """A word that nothing has, with its typos forgiven; None when it is nowhere."""
        if not all(edits(token) for token in tokens):
            return None
        near, hits = Query.empty_query(), []
        for most in range(1, max(map(edits, tokens)) + 1):  # two typos only if no word has one: far words cost, and mislead
            near = all_of(*(misspelt(token, most) for token in tokens))
            if hits := self.searcher.search(all_of(self.within, near), TOLD, order_by_field="pk", order=Order.Asc).hits:
                break
        told = " ".join(self.searcher.doc(address)["told"][0] for _score, address in hits)
        meant = {token: best for token in tokens if (best := nearest(token, told))}
        corrected |= meant
        if not hits:
            return None
        return any_of(near, all_of(*(in_fields((fold(best),), self.languages) for best in meant.values()))) if meant else near


def nearest(token: str, text: str) -> str:
    """The word of a text that is nearest to a misspelt one; empty when none is near enough."""
    most = edits(token)
    alike = [word for word in dict.fromkeys(_words(text)) if abs(len(word) - len(token)) <= most + LIGATURE]
    found = [(OSA.distance(token, fold(word), score_cutoff=most), word) for word in alike]
    best = min(found, key=lambda pair: pair[0], default=(most + 1, ""))
    return best[1].lower() if best[0] <= most else ""


def _words(text: str) -> list[str]:
    return ["".join(c for c in word if c.isalnum()) for part in text.split() for word in part.replace("’", "'").split("'")]
