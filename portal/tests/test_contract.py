"""One answer, whichever engine gives it: the same sets, the same counts, the same first result, or a reason written here."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from search import indexing, registry
from search.engines import EmbeddedEngine, Reader
from search.engines.elastic import ElasticEngine
from search.query import SearchQuery

from . import contract

pytestmark = pytest.mark.elasticsearch
ANYONE, MEMBER = Reader("fr", ("public",)), Reader("fr", ("public", "clip", "network", "lab.1"))
ENGLISH = Reader("en", ("public",))
ALL = 100_000
NEAR = 5  # where the first of one engine stands in the other, when their scores are nearly equal (see MEAN)
MEAN = "nearly equal: tantivy takes the mean length of a field over all documents, Lucene over those that have the field"
# Where the first result differs, and why: {(reader, question): reason}. Sets and counts never do.
DIFFERENT_FIRST = {(who, text): MEAN for who in ("anyone", "member", "english") for text in ("prototype", "prottotype")}
TIED = "the same score (typos and half-words have one): tantivy keeps the order of writing, kind by kind, the cluster that of numbers"
EVERYBODY = ("anyone", "member", "english")
EVERYWHERE = ("le la les", "prototype", "prottotype", "atelier", "formation", "formattion")
IN_ENGLISH = (
    "carte d’empatie", "empatie carte", "emphatie", '"1-2-4"', "1 2 4 tous", "carte -acteurs -territoire", "lab", "labs",
)  # fmt: skip
DIFFERENT_FIRST_OF_ALL = {
    **{(who, text): TIED for who in EVERYBODY for text in ("title:vote", "animateurr zzzzqqq", "dist")},
    **{(who, text): MEAN for who in EVERYBODY for text in EVERYWHERE},
    **{("english", text): MEAN for text in IN_ENGLISH},
}
DIFFERENT_FIRST_OF_CASES: dict = {}
DIFFERENT_FIRST_OF_OTHERS = {("english", "facilitatrice"): MEAN}  # of labs


@pytest.fixture(scope="module")
def both(loaded, cluster, tmp_path_factory):
    """Both engines, with the demo content."""
    engines = EmbeddedEngine(tmp_path_factory.mktemp("index")), ElasticEngine(cluster)
    for engine in engines:
        engine.rebuild(indexing.everything())
    return engines


def query(text, kind="tool"):
    """A question typed, or the end of an address."""
    data = QueryDict(text) if "=" in text or not text else QueryDict(mutable=True)
    if not data and text:
        data["q"] = text
    return SearchQuery.read(data, registry.kind(kind))


def differences(engines, asked, reader) -> dict[str, object]:
    """What the engines do not say alike."""
    one, two = (engine.search(asked, reader, 0, ALL) for engine in engines)
    out = {}
    if set(one.refs) != set(two.refs):
        out["set"] = (sorted(set(one.refs) - set(two.refs)), sorted(set(two.refs) - set(one.refs)))
    if one.total != two.total or len(one.refs) != one.total:
        out["total"] = (one.total, two.total)
    if one.facets != two.facets:
        out["facets"] = {
            name: (one.facets.get(name), two.facets.get(name)) for name in one.facets if one.facets[name] != two.facets.get(name)
        }
    if one.refs[:1] != two.refs[:1]:
        out["first"] = (one.refs[:NEAR], two.refs[:NEAR])
    if dict(one.corrected) != dict(two.corrected):
        out["corrected"] = (dict(one.corrected), dict(two.corrected))
    if one.stems != two.stems:
        out["stems"] = (one.stems, two.stems)
    if asked.kind.order(asked) and one.refs != two.refs:
        out["order"] = (one.refs[:5], two.refs[:5])
    return out


READERS = {"anyone": ANYONE, "member": MEMBER, "english": ENGLISH}
QUESTIONS = [*contract.TYPED, *contract.ODD, *contract.PHRASES, *contract.TYPOS, *contract.WORDS, *contract.NARROWED]


def explained(wrong: dict, who: str, reasons=DIFFERENT_FIRST) -> dict:
    """What is left once the differences that this file explains are taken away; an explanation of nothing is left too."""
    known = {text for reader, text in reasons if reader == who}
    told = {text for text in known if set(wrong.get(text, {})) == {"first"}}
    return {text: found for text, found in wrong.items() if text not in told} | dict.fromkeys(known - told, "no difference")


@pytest.mark.parametrize("who", READERS)
def test_the_demo_answers_alike(both, db, who):
    assert len(QUESTIONS) >= 200
    wrong = {text: found for text in QUESTIONS if (found := differences(both, query(text), READERS[who]))}
    wrong |= {text: found for text in contract.NEWS if (found := differences(both, query(text, "news"), READERS[who]))}
    assert explained(wrong, who) == {}


@pytest.mark.parametrize("kind", ["lab", "event", "guide", "lesson"])
@pytest.mark.parametrize("who", READERS)
def test_labs_events_and_guides_answer_alike(both, db, who, kind):
    questions = {"lab": contract.LABS, "event": contract.EVENTS, "guide": contract.GUIDES, "lesson": contract.LESSONS}[kind]
    wrong = {text: found for text in questions if (found := differences(both, query(text, kind), READERS[who]))}
    assert explained(wrong, who, DIFFERENT_FIRST_OF_OTHERS if kind == "lab" else {}) == {}


@pytest.mark.parametrize("who", READERS)
def test_case_studies_answer_alike(both, db, who):
    wrong = {text: found for text in contract.CASES if (found := differences(both, query(text, "case"), READERS[who]))}
    assert explained(wrong, who, DIFFERENT_FIRST_OF_CASES) == {}


OF_EVERY_KIND = [*contract.TYPED, *contract.ODD, *contract.PHRASES, *contract.TYPOS, *contract.WORDS, *contract.NEWS]


@pytest.mark.parametrize("who", READERS)
def test_the_demo_answers_alike_over_every_kind(both, db, who):
    asked = [*OF_EVERY_KIND, *contract.OF_ALL]
    wrong = {text: found for text in asked if (found := differences(both, query(text, registry.ALL), READERS[who]))}
    assert explained(wrong, who, DIFFERENT_FIRST_OF_ALL) == {}


def test_every_kind_at_once_is_what_each_gives(both, db):
    """Without a word, all of it; with the kind chosen, what its own listing finds, in the same order."""
    for engine in both:
        every = engine.search(query("", registry.ALL), ANYONE, 0, ALL)
        parts = {kind.code: engine.search(query("", kind.code), ANYONE, 0, ALL).total for kind in registry.kinds()}
        assert dict(every.facets["sorte"]) == {code: n for code, n in parts.items() if n} and every.total == sum(parts.values())
        one = engine.search(query("q=carte&sorte=tool", registry.ALL), ANYONE, 0, ALL)
        assert one.refs and set(one.refs) == set(engine.search(query("carte"), ANYONE, 0, ALL).refs)


@pytest.mark.parametrize("kind", ["tool", registry.ALL])
def test_what_is_proposed_while_typing_is_alike(both, db, kind):
    embedded, elastic = both
    typed = {text[:n] for text in (*contract.TYPED, *contract.WORDS) for n in (2, 3, 5, 8)}
    wrong = {}
    for prefix in sorted(typed):
        one, two = (engine.suggest(kind, prefix, ANYONE, ALL) for engine in (embedded, elastic))
        if set(one) != set(two):
            wrong[prefix] = (one, two)
    assert len(typed) > 200 and wrong == {}


def test_files_are_proposed_after_what_they_belong_to(both, db):
    for engine in both:
        kinds = [kind for kind, _pk in engine.suggest(registry.ALL, "vot", ANYONE, ALL)]
        assert kinds == ["tool"] * kinds.count("tool") + ["file"] * kinds.count("file") and len(set(kinds)) == 2


@pytest.mark.parametrize(
    "text", ["max=10", "q=carte&max=5", "de=500", "q=gomettes&max=1&min=1", "temps=act&de=2&a=3", "q=zzzz&max=4"]
)
def test_the_nearest_quantities_are_alike(both, db, text):
    asked = query(text)
    for name, (low, high) in asked.spans.items():
        tries = [{"over": high, "most": 2}, {"under": low or high}]
        one, two = ([engine.edges(asked, ANYONE, name, **limits) for limits in tries] for engine in both)
        assert one == two


def test_both_hold_the_same_entries(both, db):
    one, two = (engine.digests() for engine in both)
    assert one == two and len(one) == both[1].check() > 30


@pytest.fixture(scope="module")
def generated(django_db_setup, cluster, tmp_path_factory):
    """Both engines, with a corpus that no database holds."""
    engines = EmbeddedEngine(tmp_path_factory.mktemp("index")), ElasticEngine(replace(cluster, prefix=f"{cluster.prefix}-corpus"))
    for engine in engines:
        engine.rebuild(contract.corpus(2_000))
    return engines


def test_a_generated_corpus_answers_alike(generated, db):
    wrong, asked = {}, [(who, text) for text in contract.asked_of_the_corpus(210) for who in ("anyone", "member")]
    for who, text in asked:
        found = differences(generated, query(text), READERS[who])
        one, two = found.get("first", ([0], [0]))
        if found and (set(found) != {"first"} or one[0] not in two or two[0] not in one):
            wrong[who, text] = found
    assert wrong == {}
