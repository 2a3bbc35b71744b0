"""The engines on 100,000 generated documents, each beside its raw engine in the same run.

    .venv/bin/python benchmarks/search.py [--documents 100000] [--elasticsearch http://127.0.0.1:9200 [--alone]]

French of a Zipfian vocabulary with inflections, elisions, accents and typos. Times in ms: p50 / p95 of 300 questions each,
on the clock, then of CPU; the ratio is of CPU (of the clock for a cluster, which works elsewhere), on the same index. The
last lines ask a database of 5,000 real tools for the rows of twenty hits, as a listing does: whether this reader may read
them, and their cards.
"""

import argparse
import json
import multiprocessing
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
sys.path.append(str(HERE))  # after it: this script has the name of a package
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

import django  # noqa: E402

django.setup()

import tantivy  # noqa: E402

from search import registry  # noqa: E402
from search.engines import EngineAwayError, Reader  # noqa: E402
from search.engines.embedded import EmbeddedEngine, all_of, narrowed, scope  # noqa: E402
from search.engines.questions import stem  # noqa: E402
from search.engines.schema import schema  # noqa: E402
from search.entries import SearchEntry  # noqa: E402
from search.query import SearchQuery  # noqa: E402
from search.synonyms import kept  # noqa: E402
from search.text import fold  # noqa: E402

kept.read = lambda rows: {}  # no database here, so no group of synonyms; their version is read all the same

READER = Reader("fr", ("public", "clip", "network", "lab.3"))
SYLLABLES = [
    "ba", "bé", "ca", "ché", "da", "do", "é", "fa", "fé", "ga", "gui", "i", "jo", "la", "lé", "ma", "mi", "na", "né", "o",
    "pa", "pré", "qua", "ra", "ré", "sa", "ti", "tou", "u", "va", "vé", "zo",
]  # fmt: skip
ENDINGS = ("", "s", "e", "es", "ment", "tion", "tions", "er", "ée", "ées", "eur", "euse")
PHASES = ("scan", "focus", "act", "open", "close")
GOALS = ("meet", "choose", "ideate", "plan")
WAYS = ("onsite", "remote")


def vocabulary(rng, size=40_000):
    roots = ["".join(rng.choices(SYLLABLES, k=rng.randint(2, 4))) for _ in range(size)]
    return roots, list(accumulate(1 / (rank + 2) for rank in range(size)))


def said(rng, roots, weights, length):
    words = zip(rng.choices(roots, cum_weights=weights, k=length), rng.choices(ENDINGS, k=length), strict=True)
    elided = [f"l'{root}{ending}" if root[0] in "aéiou" and len(ending) < 2 else root + ending for root, ending in words]
    return " ".join(elided)


def documents(number, rng, roots, weights):
    for pk in range(1, number + 1):
        low = rng.choice((5, 10, 20, 30, 60, 120))
        title = said(rng, roots, weights, 4)
        yield SearchEntry(
            kind="tool", pk=pk, language="fr", shown_in=("fr", "en"), access=rng.choice(("public", "public", "network", "lab")),
            lab=rng.randint(1, 40), title=title, names=(said(rng, roots, weights, 2),), summary=said(rng, roots, weights, 15),
            keywords=said(rng, roots, weights, 12), body=said(rng, roots, weights, 450),
            facets={
                "phase": (rng.choice(PHASES),), "goal": (rng.choice(GOALS),), "delivery": (rng.choice(WAYS),),
                "tool_kind": (rng.choice(("method", "activity")),), "level": (rng.choice("123"),), "licence": ("CC-BY-SA-4.0",),
                "lab": (f"lab{rng.randint(1, 40)}",), "language": ("fr",),
            },
            intervals={"minutes": (low, low * 3), "people": (3, rng.choice((12, 30, None)))},
            sorts={"short": f"{low:07}{low * 3:07}{title[:40]}", "title": fold(title)[:60], "updated": f"{pk:013}"},
        )  # fmt: skip


def pairs(entries, rng):
    """Two of the rarer words of each document: words that do meet somewhere."""
    return [" ".join(rng.sample(sorted(set(entry.body.split()), key=len)[-40:], 2)) for entry in entries]


def timed(asks, questions):
    """Of each way of asking: (p50, p95) on the clock, then of CPU, in ms. They take turns, and who comes first does too: the
    second finds in memory what the first has read."""
    spent = [([], []) for _ask in asks]
    for n, question in enumerate(questions):
        for ask, (clock, cpu) in list(zip(asks, spent, strict=True))[:: 1 if n % 2 else -1]:
            begin = time.perf_counter(), time.process_time()
            ask(question)
            clock.append((time.perf_counter() - begin[0]) * 1000)
            cpu.append((time.process_time() - begin[1]) * 1000)
    return [[one for times in both for one in (statistics.median(times), percentile(times))] for both in spent]


def percentile(times):
    return sorted(times)[int(len(times) * 0.95)]


def passes(entry) -> bool:
    """Whether it is found under the two filters of the questions, by this reader."""
    is_open = entry.access != "lab" or entry.lab == 3
    return is_open and entry.intervals["minutes"][0] <= 45 and entry.facets["phase"] == ("focus",)


class Inventing:
    """Documents as they are asked for, and the seconds that inventing them takes: those are not the engine's."""

    def __init__(self, found):
        self.found, self.seconds = found, 0.0

    def __iter__(self):
        while True:
            begin = time.perf_counter()
            entry = next(self.found, None)
            self.seconds += time.perf_counter() - begin
            if entry is None:
                return
            yield entry


def raw(engine):
    """The least that tantivy can do for the same question: stems, rights, the filters, twenty hits, and each facet counted under
    the choices of the others, in one reading."""
    tool = registry.kind("tool")
    query = SearchQuery(tool, spans={"minutes": (None, 45)}, chosen={"temps": ("focus",)})
    counts = {facet.field: {"terms": {"field": f"f_{facet.field}", "size": 50}} for facet in tool.facets}
    aggs = {"phase": counts.pop("phase"), "others": {"filter": "f_phase:focus", "aggs": counts}}

    def ask(text):
        searcher = engine.index().searcher()
        words = [
            tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Should, tantivy.Query.term_query(schema(), f"{name}_fr", stem(fold(word), "fr"), "freq"))
                    for name in ("title", "names", "summary", "keywords", "body")
                ]
            )
            for word in text.split()
        ]
        within = all_of(scope("tool", READER), *words)
        hits = searcher.search(all_of(within, *narrowed(query)), 20, count=True).hits
        searcher.aggregate(all_of(within, *narrowed(query.without("temps"))), aggs)
        return searcher.fast_field_values("pk", [address for _score, address in hits])

    return ask


def asked_meanwhile(node, questions, over, told):
    """In a process of its own: twenty questions a second to the index that answers, until `over`. [clock in ms, or None]."""
    engine, begin, out = cluster(node), time.perf_counter(), []
    for n in range(10**6):
        time.sleep(max(0.0, begin + n / 20 - time.perf_counter()))
        if over.is_set():
            break
        asked = time.perf_counter()
        try:
            engine.search(SearchQuery(registry.kind("tool"), text=questions[n % len(questions)]), READER, 0, 20)
            out.append((time.perf_counter() - asked) * 1000)
        except EngineAwayError:
            out.append(None)
    told.put((out, time.perf_counter() - begin))


def rebuilt_while_asked(engine, node, entries, questions):
    """Everything once more, from the same process, while another asks."""
    over, told = multiprocessing.Event(), multiprocessing.Queue()
    asker = multiprocessing.Process(target=asked_meanwhile, args=(node, questions, over, told))
    asker.start()
    begin = time.perf_counter()
    engine.rebuild(entries)
    took = time.perf_counter() - begin - entries.seconds
    over.set()
    (times, seconds), _end = told.get(), asker.join()
    good = sorted(one for one in times if one is not None)
    lost = len(times) - len(good)
    print(
        f"built again in {took:.0f} s while {len(times) / seconds:.0f} questions a second were asked of the old index: "
        f"{statistics.median(good):.1f} / {good[int(len(good) * 0.95)]:.1f} ms, {lost} of {len(times)} unanswered"
    )


def weight(engine) -> str:
    if engine.name == "embedded":
        return f"{sum(path.stat().st_size for path in engine.folder.rglob('*') if path.is_file()) / 1e6:.0f} MB"
    told = engine.client.indices.stats(index=engine.alias)["_all"]["primaries"]["store"]["size_in_bytes"]
    heap = [node["jvm"]["mem"]["heap_used_in_bytes"] for node in engine.client.nodes.stats(metric="jvm")["nodes"].values()]
    return f"{told / 1e6:.0f} MB, {sum(heap) / 1e6:.0f} MB of heap in use"


def misspelt(rng, word):
    at = rng.randrange(1, max(2, len(word) - 1))
    return word[:at] + rng.choice("aeiournst") + word[at + 1 :]


def raw_cluster(engine):
    """The same question as one request written by hand: words, rights, filters, twenty hits, each facet under the others."""
    tool = registry.kind("tool")
    fields = [f"{name}_fr" for name in ("title", "names", "summary", "keywords", "body")]
    filters = [
        {"term": {"kind": "tool"}}, {"term": {"shown_in": "fr"}}, {"terms": {"readers": list(READER.readings)}},
        {"range": {"minutes_low": {"lte": 45}}},
    ]  # fmt: skip
    chosen = {"term": {"f_phase": "focus"}}
    counts = {facet.field: {"terms": {"field": f"f_{facet.field}", "size": 50}} for facet in tool.facets}
    aggs = {"phase": counts.pop("phase"), "others": {"filter": chosen, "aggs": counts}}

    def ask(text):
        words = [{"multi_match": {"query": word, "fields": fields, "type": "most_fields"}} for word in text.split()]
        return engine.client.search(
            index=engine.alias, query={"bool": {"must": words, "filter": filters}}, post_filter=chosen, aggs=aggs, size=20,
            track_total_hits=True, source=False, docvalue_fields=["pk"],
        )  # fmt: skip

    return ask


def cluster(node):
    from search.engines.elastic import ElasticEngine
    from search.engines.elastic.cluster import Cluster

    return ElasticEngine(Cluster([node], prefix="benchmark"))


def main(number, node, alone):
    rng = random.Random(42)  # noqa: S311  (the same documents at each run)
    roots, weights = vocabulary(rng)
    engines = [] if alone else [(EmbeddedEngine(Path(tempfile.mkdtemp()) / "index"), raw)]
    engines += [(cluster(node), raw_cluster)] if node else []
    state = rng.getstate()
    for engine, plain in engines:
        rng.setstate(state)
        print(f"\n{engine.name}", flush=True)
        measure(engine, plain(engine), number, rng, roots, weights)
    if node:
        rng.setstate(state)
        questions = pairs(documents(300, rng, roots, weights), rng)
        rng.setstate(state)
        rebuilt_while_asked(engines[-1][0], node, Inventing(documents(number, rng, roots, weights)), questions)
        client = engines[-1][0].client
        client.indices.delete(index=",".join(client.indices.get(index="benchmark-*")))


def measure(engine, plain, number, rng, roots, weights):
    tool = registry.kind("tool")
    begun = rng.getstate()
    first = list(documents(6_000, rng, roots, weights))  # of those to come: their words do meet
    rng.setstate(begun)
    begin, entries = time.perf_counter(), Inventing(documents(number, rng, roots, weights))
    count = engine.rebuild(entries)
    took = time.perf_counter() - begin - entries.seconds
    print(f"{count} documents, built in {took:.0f} s ({entries.seconds:.0f} s more to invent them), {weight(engine)}", flush=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    rare = pairs([entry for entry in first if passes(entry)][:300], rng)
    vain = pairs([entry for entry in first if entry.intervals["minutes"][0] > 45][:300], rng)
    common = [" ".join(rng.sample(roots[:200], 2)) for _ in range(300)]

    def ours(text):
        query = SearchQuery(tool, text=text, spans={"minutes": (None, 45)}, chosen={"temps": ("focus",)})
        return engine.search(query, READER, 0, 20)

    def suggest(text):
        return engine.suggest("tool", text, READER, 8)

    rows = [
        ("two words, two filters, every facet, top 20: rare", ours, rare, plain),
        ("the same, common words", ours, common, plain),
        ("rare words that meet only in longer ones", ours, vain, plain),
        ("one word misspelt", ours, [misspelt(rng, fold(rng.choice(roots[:2000]))) for _ in range(300)], None),
        ("suggestions", suggest, [root[:4] for root in rng.sample(roots, 300)], None),
        ("everything, no word", ours, [""] * 100, None),
    ]
    inside = engine.name == "embedded"  # its work is this process's; a cluster's is seen on the clock alone
    for name, ask, questions, reference in rows:
        asks = [ask, reference] if reference else [ask]
        timed(asks, questions[:20])
        (p50, p95, c50, c95), *told = timed(asks, questions)
        line = f"{name:52} {p50:6.1f} / {p95:6.1f}   CPU {c50:6.1f} / {c95:6.1f}"
        if told:
            r50, r95 = told[0][2:] if inside else told[0][:2]
            mine = (c50, c95) if inside else (p50, p95)
            line += f"   raw {r50:6.1f} / {r95:6.1f}   ratio {mine[0] / r50:.2f} / {mine[1] / r95:.2f}"
        print(line, flush=True)
    entry = next(iter(documents(1, rng, roots, weights)))
    begin = time.perf_counter()
    engine.write([entry])
    print(f"one change written in {(time.perf_counter() - begin) * 1000:.0f} ms")
    if inside:
        print(f"memory above the build: {(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024:.0f} MiB")


def rows_of_hits():
    """Rights asked again and cards fetched, of twenty hits among 5,000 real tools."""
    import listing
    import pages

    with tempfile.TemporaryDirectory() as one:
        folder, settings = pages.portal(Path(one))
        pages.run(pages.ROOT, folder, settings, "-c", listing.GROW)
        p50, p95 = json.loads(pages.run(folder, folder, settings, "-P", str(HERE / "_cards.py")).splitlines()[-1])
    print(f"{'rights and cards of twenty hits, real rows: CPU':52} {p50:6.1f} / {p95:6.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--elasticsearch", metavar="NODE", default="", help="http://127.0.0.1:9200: the cluster too")
    parser.add_argument("--alone", action="store_true", help="the cluster alone")
    told = parser.parse_args()
    main(told.documents, told.elasticsearch, told.alone)
    if not told.alone:
        rows_of_hits()
