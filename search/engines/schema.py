"""The fields of the embedded index, and how their words are read."""

import hashlib
import json
from functools import cache

import tantivy

from ..registry import all_kinds, kinds

LANGUAGES = {"fr": "french", "en": "english"}
FIRST = "fr"  # the language of whatever is not translated
# Where words are looked for, and how much each counts. Source: search.md, rule 6.
WEIGHTS = {"title": 5.0, "names": 5.0, "summary": 3.0, "keywords": 2.0, "body": 1.0, "file": 0.5}
NO_LIMIT = 2**31
FORM = 5  # grows when the way of writing an entry changes
FIRST_PROPOSED = 100.0  # more than any words weigh: names before files, while one types


@cache
def analyser(language: str = "") -> tantivy.TextAnalyzer:
    """Runs of letters and digits (an elision is split off), lower case, accents folded *before* the stem is taken."""
    out = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())  # as [\p{L}\p{N}]+ would, in half the time
    out = out.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold()).filter(tantivy.Filter.remove_long(60))
    return (out.filter(tantivy.Filter.stemmer(LANGUAGES[language])) if language else out).build()


def names() -> dict[str, list[str]]:
    """The fields that the kinds ask for, each once: facets, intervals, orders."""
    known = [*kinds(), all_kinds()]
    return {
        "facets": sorted({facet.field for kind in known for facet in kind.facets}),
        "intervals": sorted({interval.name for kind in known for interval in kind.intervals}),
        "sorts": sorted({sort.key for kind in known for sort in kind.sorts}),
    }


@cache
def version() -> str:
    """In the name of the index: another form, another index."""
    return hashlib.sha256(json.dumps([FORM, tantivy.__version__, names(), WEIGHTS], sort_keys=True).encode()).hexdigest()[:8]


@cache
def schema() -> tantivy.Schema:
    out, known = tantivy.SchemaBuilder(), names()
    for name in ("id", "digest"):
        out.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    out.add_text_field("told", stored=True, tokenizer_name="raw", index_option="basic")  # title, names and summary as written
    out.add_integer_field("pk", stored=True, fast=True, indexed=True)
    for name in ("kind", "shown_in", "readers", "exact", "beside", *(f"f_{name}" for name in known["facets"])):
        out.add_text_field(name, fast=name.startswith("f_"), tokenizer_name="raw", index_option="basic")
    for name in known["sorts"]:
        out.add_text_field(f"s_{name}", fast=True, tokenizer_name="raw", index_option="basic")
    for name in known["intervals"]:
        for end in ("low", "high"):
            out.add_integer_field(f"{name}_{end}", fast=True, indexed=True)
    for language in LANGUAGES:
        for name in WEIGHTS:
            out.add_text_field(f"{name}_{language}", tokenizer_name=language, index_option="position")
    for name in ("called", "words"):  # unstemmed: names alone, then all but the body's; for half-words, typos, suggestions
        out.add_text_field(name, tokenizer_name="plain", index_option="freq")
    return out.build()


def document(entry) -> tantivy.Document:
    out = tantivy.Document()
    language = entry.language if entry.language in LANGUAGES else "fr"
    texts = entry.texts
    for name, text in texts.items():
        out.add_text(f"{name}_{language}", text)
    out.add_text("called", f"{entry.title}\n{texts['names']}")
    out.add_text("words", "\n".join(texts.values()))
    out.add_text("told", "\n".join([entry.title, *entry.names, entry.summary, entry.keywords]))
    for name, value in (("id", entry.id), ("digest", entry.digest), ("kind", entry.kind)):
        out.add_text(name, value)
    out.add_integer("pk", entry.pk)
    if entry.light:
        out.add_text("beside", "1")
    for title in entry.called:
        out.add_text("exact", " ".join(analyser().analyze(title)))
    for name, values in (("shown_in", entry.shown_in), ("readers", entry.readers)):
        for value in values:
            out.add_text(name, value)
    for name, values in entry.all_facets.items():
        for value in dict.fromkeys(values):
            out.add_text(f"f_{name}", value)
    for name, (low, high) in entry.intervals.items():
        out.add_integer(f"{name}_low", low)
        out.add_integer(f"{name}_high", NO_LIMIT if high is None else high)
    for name, value in entry.all_sorts.items():
        out.add_text(f"s_{name}", value)
    return out


def register(index: tantivy.Index) -> tantivy.Index:
    index.register_tokenizer("plain", analyser())
    for language in LANGUAGES:
        index.register_tokenizer(language, analyser(language))
    return index
