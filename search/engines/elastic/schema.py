"""The fields of the cluster's index, and how their words are read: as schema.py of the embedded one, in Elasticsearch's terms."""

import hashlib
import json
import unicodedata
from functools import cache

from ..schema import FORM, LANGUAGES, NO_LIMIT, WEIGHTS, analyser, names

# What cuts a run of letters and digits here and does not cut it for the standard tokenizer (UAX #29: MidLetter, MidNum,
# ExtendNumLet). A space in its place, and both engines read the same words; an elision is split off by the way.
JOINING = "'’‘ʼ.,:;_·‧․﹒．﹕：﹐，﹔；‿⁀\u05f3\u05f4\u0387\u055f"
STEMMERS = {"fr": "french", "en": "porter2"}  # Snowball's, as the embedded engine's
LONGEST_LIST = 200_000  # hits that pages can reach


def analysis() -> dict:
    """Accents are folded *before* the stem is taken."""
    words = ["lowercase", "asciifolding"]
    spaces = {"type": "mapping", "mappings": [f"\\u{ord(sign):04x}=>\\u0020" for sign in JOINING]}
    analysers = {"plain": words, **{language: [*words, f"stem_{language}"] for language in LANGUAGES}}
    return {
        "char_filter": {"spaces": spaces},
        "filter": {f"stem_{language}": {"type": "stemmer", "language": name} for language, name in STEMMERS.items()},
        "analyzer": {
            name: {"type": "custom", "char_filter": ["spaces"], "tokenizer": "standard", "filter": filters}
            for name, filters in analysers.items()
        },
    }


def properties() -> dict:
    known, code = names(), {"type": "keyword"}
    fields = dict.fromkeys(("digest", "kind", "shown_in", "readers", "exact", "beside"), code)
    fields |= {"pk": {"type": "long"}, "told": {"type": "text", "index": False}}
    fields |= dict.fromkeys([f"f_{name}" for name in known["facets"]] + [f"s_{name}" for name in known["sorts"]], code)
    fields |= {f"{name}_{end}": {"type": "long"} for name in known["intervals"] for end in ("low", "high")}
    fields |= {f"{name}_{language}": {"type": "text", "analyzer": language} for language in LANGUAGES for name in WEIGHTS}
    # Unstemmed: names alone, then all of it; for half-words, typos, suggestions.
    return fields | dict.fromkeys(("called", "words"), {"type": "text", "analyzer": "plain", "index_options": "freqs"})


def mappings() -> dict:
    return {"dynamic": "strict", "_source": {"includes": ["pk", "digest", "told"]}, "properties": properties()}


def settings() -> dict:
    """One shard: counts are exact, and a million entries fit in it (docs/operators.md)."""
    return {"number_of_shards": 1, "auto_expand_replicas": "0-1", "max_result_window": LONGEST_LIST, "analysis": analysis()}


@cache
def version() -> str:
    """In the name of the index: another form, another index, and the code of before keeps its own."""
    return hashlib.sha256(json.dumps([FORM, settings(), mappings()], sort_keys=True).encode()).hexdigest()[:8]


def document(entry) -> dict:
    """The fields of an entry. Signs made of two (e + ´) are one, as everywhere."""
    language = entry.language if entry.language in LANGUAGES else "fr"
    texts = {name: unicodedata.normalize("NFC", text) for name, text in entry.texts.items()}
    out = {f"{name}_{language}": text for name, text in texts.items()}
    out |= {f"f_{name}": list(dict.fromkeys(values)) for name, values in entry.all_facets.items()}
    out |= {f"s_{name}": value for name, value in entry.all_sorts.items()}
    for name, (low, high) in entry.intervals.items():
        out |= {f"{name}_low": low, f"{name}_high": NO_LIMIT if high is None else high}
    return out | {
        "pk": entry.pk, "digest": entry.digest, "kind": entry.kind, "shown_in": entry.shown_in, "readers": entry.readers,
        "beside": ["1"] if entry.light else [],
        "exact": [" ".join(analyser().analyze(title)) for title in entry.called],
        "called": f"{entry.title}\n{texts['names']}", "words": "\n".join(texts.values()),
        "told": "\n".join([entry.title, *entry.names, entry.summary, entry.keywords]),
    }  # fmt: skip
