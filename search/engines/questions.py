"""What was typed, as a query of the embedded engine: stems, half-words, forgiven typos, then most of the words."""

import math
from dataclasses import dataclass, field

from tantivy import Occur, Query

from ..stopwords import STOPWORDS
from ..synonyms import synonyms
from ..text import Question, fold
from .schema import LANGUAGES, WEIGHTS, analyser, schema

HALF = 3  # letters from which a word may be only begun
ONE_EDIT, TWO_EDITS = 4, 8  # letters from which a typo is forgiven. Source: search.md, rule 3
ENOUGH = 0.6  # of the words, when no object has them all
AS_SAID = 2.0  # the same words in the same order
EXACT = 60.0  # a name typed in full comes first


def any_of(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(*queries: Query) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def stem(word: str, language: str) -> str:
    return "".join(analyser(language).analyze(word)[:1])


def stems_of(tokens) -> set[str]:
    return {stem(token, language) for token in tokens for language in LANGUAGES} - {""}


def in_fields(tokens: tuple[str, ...]) -> Query:
    """A word, or a run of words, wherever it stands, as each language stems it."""
    out = []
    for language in LANGUAGES:
        stems = [stem(token, language) for token in tokens]
        if not all(stems):
            continue
        for name, weight in WEIGHTS.items():
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


def misspelt(token: str) -> Query:
    distance = edits(token)
    tries = [Query.fuzzy_term_query(schema(), "words", token, distance=n) for n in range(1, distance + 1)]
    return any_of(*(Query.boost_query(query, 1.0 / n) for n, query in enumerate(tries, 1))) if tries else Query.empty_query()


def word(tokens: tuple[str, ...]) -> Query:
    out = [in_fields(tokens)]
    if len(tokens) > 1:
        out.append(Query.boost_query(all_of(*(in_fields((token,)) for token in tokens)), 0.3))
    if len(tokens) == 1 and len(tokens[0]) >= HALF:
        out.append(begun(tokens[0]))
    out += [Query.boost_query(in_fields(other), 0.8) for other in synonyms(tokens)]
    return any_of(*out)


def joined(words) -> list[tuple[str, ...]]:
    """The words, those that make one term of ours together (« brise glace »)."""
    out: list[tuple[str, ...]] = []
    for tokens in words:
        if out and synonyms(out[-1] + tokens):
            out[-1] += tokens
        else:
            out.append(tokens)
    return out


@dataclass
class Asked:
    """The query, what was searched instead of what, and the stems that hits may show."""

    query: Query
    corrected: dict[str, str] = field(default_factory=dict)
    stems: set[str] = field(default_factory=set)


def ask(question: Question, searcher, within: Query) -> Asked:
    """`within`: what may be found at all (rights, kind, language): a word known elsewhere only is not known here."""
    said = [tokens for tokens in joined(question.words) if not set(tokens) <= STOPWORDS] or list(question.words)
    must = [in_fields(tokens) for tokens in question.phrases]
    parts = [(tokens, word(tokens)) for tokens in said]
    asked = Asked(Query.all_query(), stems={s for group in (*said, *question.phrases) for s in stems_of(group)})

    def counted(queries) -> int:
        return searcher.search(all_of(within, *queries), 1, count=True).count

    if parts and not counted([*must, *(query for _tokens, query in parts)]):
        parts = [forgiven(tokens, query, counted, searcher, within, asked) for tokens, query in parts]
    known = [query for _tokens, query in parts if query is not None]
    if parts and not known:
        must.append(Query.empty_query())
    elif known and counted([*must, *known]):
        must += known
    elif known:
        least = max(1, math.ceil(len(known) * ENOUGH))
        must.append(Query.boolean_query([(Occur.Should, query) for query in known], least))
    unwanted = [(Occur.MustNot, in_fields(tokens)) for tokens in question.unwanted]
    whole = " ".join(token for tokens in question.words for token in tokens)
    exact = Query.boost_query(Query.term_query(schema(), "exact", whole, "basic"), EXACT)
    clauses = [(Occur.Must, query) for query in must] or [(Occur.Must, Query.all_query())]
    better = [exact, *as_said(whole.split())] if whole else []
    asked.query = Query.boolean_query([*clauses, *unwanted, *((Occur.Should, query) for query in better)])
    return asked


def as_said(tokens: list[str]) -> list[Query]:
    """The very words in this order, small ones too: « trop d'idées » is a need that somebody wrote down so."""
    if len(tokens) < 2:
        return []
    return [Query.boost_query(in_fields(tuple(tokens)), AS_SAID)]


def forgiven(tokens, query, counted, searcher, within, asked):
    """The word as typed if anything has it; else with its typos forgiven; None when it is nowhere."""
    if counted([query]):
        return tokens, query
    near = all_of(*(misspelt(token) for token in tokens)) if all(edits(token) for token in tokens) else None
    if near is None or not (hits := searcher.search(all_of(within, near), 5).hits):
        return tokens, None
    for token in tokens:
        told = " ".join(searcher.doc(address)["told"][0] for _score, address in hits)
        if best := nearest(token, told):
            asked.corrected[token] = best
            asked.stems |= stems_of([fold(best)])
    return tokens, near


def nearest(token: str, text: str) -> str:
    """The word of a text that is nearest to a misspelt one; empty when none is near enough."""
    found = [(distance(token, fold(word), edits(token)), word) for word in _words(text)]
    best = min(found, key=lambda pair: pair[0], default=(99, ""))
    return best[1].lower() if best[0] <= edits(token) else ""


def _words(text: str) -> list[str]:
    return ["".join(c for c in word if c.isalnum()) for part in text.split() for word in part.replace("’", "'").split("'")]


def distance(a: str, b: str, most: int) -> int:
    """Edits between two words, a swap of neighbours being one; `most` + 1 when there are more."""
    if abs(len(a) - len(b)) > most:
        return most + 1
    before, row = [], list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
