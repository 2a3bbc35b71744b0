"""Elasticsearch behind the interface of every engine. Index names: PREFIX-FORM.iSTAMP; PREFIX-FORM is the alias that answers."""

import logging
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from itertools import islice

from elasticsearch import ApiError, NotFoundError, TransportError
from elasticsearch.dsl import A, Q, Search
from elasticsearch.helpers import scan, streaming_bulk

from ...query import SearchQuery
from ...text import parse, tokens
from ..base import EngineAwayError, Found, Reader, Ref
from ..questions import TOLD
from ..schema import FIRST, FIRST_PROPOSED, NO_LIMIT
from . import schema
from .cluster import WORK, Cluster, Gate, reason
from .questions import Asking, any_of, begun, in_fields

logger = logging.getLogger("search")
ONLY_IDS = {"_source": False, "docvalue_fields": ["kind", "pk"]}
BESIDE = "beside"  # no facet has this name
MOST_VALUES = 300  # of a facet
COPIED, LIVE = 1, 2  # versions: what is written live is never undone by what a rebuild copies
TOMBSTONES = "2h"  # how long a deletion is remembered, for the same reason: longer than a rebuild
FOR_GOOD = (400, 413)  # an entry that the index cannot hold as it is: to send it again changes nothing
LANES, PART = 2, 100  # of a rebuild: parts sent at once, entries of each (a file may hold a long text)
MERGE = 3600  # seconds at most, of the segments of an index: ten for 100,000 entries
RETRIES = 5  # of a part of a bulk that the cluster is too busy to take, each after twice the pause of the one before


class ElasticEngine:
    name = "elasticsearch"

    def __init__(self, cluster: Cluster):
        self.cluster, self.gate = cluster, Gate()

    @cached_property
    def client(self):
        return self.cluster.client()

    @cached_property
    def worker(self):
        """The same client, for what nobody waits for."""
        return self.client.options(request_timeout=WORK)

    @property
    def alias(self) -> str:
        return f"{self.cluster.prefix}-{schema.version()}"

    def exists(self) -> bool:
        with self.gate.open():
            return bool(self.client.indices.exists_alias(name=self.alias))

    def check(self) -> int:
        """How many entries it has. Raises EngineAwayError when it cannot answer."""
        with self.gate.open(pauses=False):
            return self.client.count(index=self.alias)["count"]

    # --- asking

    def of(self, reader: Reader, kind: str) -> list:
        """The filters of what this reader may find at all: of a kind, or of every one."""
        of = [Q("term", kind=kind)] if kind else []
        return [*of, Q("term", shown_in=reader.language), Q("terms", readers=list(reader.readings))]

    def ask(self, search: Search) -> dict:
        """One request. `search` says all but the index."""
        return self.client.search(index=self.alias, **search.to_dict()).body

    def ask_all(self, searches: list[Search]) -> list[dict]:
        """At once: the cluster answers them side by side."""
        if len(searches) == 1:
            return [self.ask(searches[0])]
        lines = [line for search in searches for line in ({}, search.to_dict())]
        answers = self.client.msearch(index=self.alias, searches=lines)["responses"]
        if wrong := next((answer for answer in answers if "error" in answer), None):
            logger.warning("The cluster answers one question of several: %s", why(wrong["error"]))
            raise EngineAwayError(why(wrong["error"]))
        return answers

    def search(self, query: SearchQuery, reader: Reader, start: int, size: int, *, count: bool = True) -> Found:
        with self.gate.open():
            asking = self.asking(query, reader)
            answer = self.answer(query, reader, asked := asking.all_words(), start, size, count, asking.doubts())
            if asking.settle(beside(answer)):
                answer = self.answer(query, reader, asked := asking.all_words(), start, size, count)
            if not met(answer, query) and asking.said and (asking.look_up() or asking.wants_words):
                asked = asking.loosely() if asking.wants_words else asking.all_words()  # not for want of minutes, but of words
                answer = self.answer(query, reader, asked, start, size, count)
            hits = answer["hits"]
            facets = counted(answer, query) if count else {}
            return Found(refs(hits), hits["total"]["value"], facets, asked.corrected, asked.stems)

    def answer(self, query, reader, asked, start, size, count, doubts=()) -> dict:
        """Hits under every criterion; the count of each facet under the others. doubts: counted beside, of all within reach."""
        within, chosen = self.of(reader, query.kind.code), facet_filters(query)
        whole = Q("bool", must=[asked.query], filter=[*within, *spans(query)])
        search = Search().extra(from_=start, size=size, track_total_hits=True, **ONLY_IDS)
        search = in_order(search, query, whole)
        if chosen:
            search = search.post_filter(Q("bool", filter=list(chosen.values())))
        if doubts:
            everything = search.aggs.bucket(BESIDE, "global").bucket("within", "filter", filter=Q("bool", filter=within))
            everything.bucket("n", "filters", filters={str(n): one for n, one in enumerate(doubts)})
        if count:
            count_facets(search, query, chosen)
        return self.ask(search)

    def edges(
        self, query: SearchQuery, reader: Reader, interval: str, *, over: int = 0, under: int = 0, most: int = 1
    ) -> list[int]:
        query = query.without(interval)
        name = f"{interval}_low" if over else f"{interval}_high"
        limit = {"gt": over} if over else {"lt": under}
        with self.gate.open():
            asking = self.asking(query, reader)
            if asking.said:
                asking.look_up()
            asked = asking.loosely() if asking.said and asking.wants_words else asking.all_words()
            filters = [
                *self.of(reader, query.kind.code),
                *spans(query),
                *facet_filters(query).values(),
                Q("range", **{name: limit}),
            ]
            search = Search().query("bool", must=[asked.query], filter=filters).extra(size=0)
            search.aggs.bucket("v", A("terms", field=name, size=most, order={"_key": "asc" if over else "desc"}))
            buckets = self.ask(search)["aggregations"]["v"]["buckets"]
            return [int(bucket["key"]) for bucket in buckets if bucket["key"] < NO_LIMIT]

    def suggest(self, kind: str, prefix: str, reader: Reader, most: int) -> list[Ref]:
        said = tokens(prefix)
        if not said or len(said[-1]) < 2:
            return []
        parts = [any_of(in_fields((token,)), begun(token)) for token in said[:-1]]
        beside = Q("bool", must_not=[Q("term", beside="1")])
        alone = Q("constant_score", filter=beside, boost=FIRST_PROPOSED)  # what it belongs to comes before a file
        whole = Q("bool", must=[*parts, Q("prefix", called=said[-1])], should=[alone], filter=self.of(reader, kind))
        search = Search().query(whole).extra(size=most, **ONLY_IDS).sort("_score", "pk")
        with self.gate.open():
            return refs(self.ask(search)["hits"])

    def asking(self, query: SearchQuery, reader: Reader) -> Asking:
        within = self.of(reader, query.kind.code)

        def counting(queries) -> Search:
            search = Search().query("bool", filter=within).extra(size=0)
            search.aggs.bucket("n", "filters", filters={str(n): one for n, one in enumerate(queries)})
            return search

        def telling(one) -> Search:
            return Search().query("bool", must=[one], filter=within).extra(size=TOLD).source(["told"]).sort("pk")

        languages = tuple(dict.fromkeys([reader.language, FIRST]))
        return Asking(parse(query.text), languages, query.groups, counting, telling, self.ask_all)

    # --- writing

    def targets(self) -> list[str]:
        """The alias that answers, and those of indexes that are being built."""
        try:
            found = self.worker.indices.get_alias(name=f"{self.alias},{self.alias}.b*").body
        except NotFoundError as error:
            found = (
                {k: v for k, v in error.body.items() if isinstance(v, dict) and "aliases" in v}
                if isinstance(error.body, dict)
                else {}
            )
        return sorted({name for index in found.values() for name in index["aliases"]})

    def write(self, entries: Iterable, gone: Iterable[str] = ()) -> dict[str, str]:
        entries, gone = list(entries), list(gone)
        refused: dict[str, str] = {}
        with self.gate.open(pauses=False):
            targets = self.targets()
            if self.alias not in targets:
                raise EngineAwayError("there is no index yet")
            for target in targets:
                self.send([*(put(entry, LIVE) for entry in entries), *(drop(id_) for id_ in gone)], target, refused)
            self.worker.indices.refresh(index=self.alias)
        return refused

    def send(self, actions: Iterable[dict], target: str, refused: dict[str, str]) -> int:
        """In bulks of a size that the cluster takes, tried again when it is busy. What a newer version holds is left alone;
        what it refuses for good goes to `refused`, {id: why}. How many are done."""
        done = 0
        sent = streaming_bulk(
            self.worker, actions, index=target, require_alias=True, raise_on_error=False, chunk_size=500,
            max_chunk_bytes=5_000_000, max_retries=RETRIES, initial_backoff=0.5, max_backoff=8,
        )  # fmt: skip
        for is_done, answer in sent:
            ((_verb, told),) = answer.items()
            if told["status"] in FOR_GOOD:
                refused[told["_id"]] = why(told["error"])
            elif not is_done and told["status"] not in (404, 409):  # already gone; newer there
                raise EngineAwayError(why(told.get("error")))
            done += is_done
        return done

    def send_all(self, actions: Iterable[dict], target: str, refused: dict[str, str]) -> int:
        """The same, of very many: some are on their way while the next are made."""
        done, sent, actions = 0, deque(), iter(actions)
        with ThreadPoolExecutor(LANES) as lanes:
            while part := list(islice(actions, PART)):
                sent.append(lanes.submit(self.send, part, target, refused))
                while len(sent) > LANES:
                    done += sent.popleft().result()
            return done + sum(one.result() for one in sent)

    def rebuild(self, entries: Iterable) -> int:
        """Changes that come meanwhile are written to both indexes, and win over what is copied."""
        stamp = f"{time.time_ns():x}"
        index, building = f"{self.alias}.i{stamp}", f"{self.alias}.b{stamp}"
        settings = schema.settings() | {"refresh_interval": "-1", "gc_deletes": TOMBSTONES, "translog.durability": "async"}
        with self.gate.open(pauses=False):
            self.sweep()
            indices = self.worker.indices
            indices.create(index=index, mappings=schema.mappings(), settings=settings, aliases={building: {}})
            try:
                refused: dict[str, str] = {}
                number = self.send_all((put(entry, COPIED) for entry in entries), building, refused)
                for id_, reason in refused.items():
                    logger.error("The cluster refuses %s: %s", id_, reason)
                settings = {"index.refresh_interval": "1s", "index.translog.durability": "request"}
                indices.put_settings(index=index, settings=settings)
                self.in_one_piece(index)
                indices.refresh(index=index)
                self.point_to(index, building)
            except BaseException:
                indices.delete(index=index, ignore_unavailable=True)
                raise
            self.sweep()
        return number

    def in_one_piece(self, index: str) -> None:
        """Its segments merged, and on the disk, before it answers: half the time of a question, half the room."""
        try:
            self.client.options(request_timeout=MERGE).indices.forcemerge(index=index, max_num_segments=1)
        except (ApiError, TransportError) as error:  # a door between us that waits less, a right that is not ours: it serves so
            logger.warning("The index stays in pieces, and answers more slowly: %s", reason(error)[:300])
        self.worker.indices.flush(index=index, force=True)  # the segments of before are let go

    def point_to(self, index: str, building: str) -> None:
        """All at once: nobody finds the alias without an index."""
        before = (
            []
            if not self.worker.indices.exists_alias(name=self.alias)
            else [{"remove": {"index": f"{self.alias}.i*", "alias": self.alias}}]
        )
        actions = [*before, {"add": {"index": index, "alias": self.alias}}, {"remove": {"index": index, "alias": building}}]
        self.worker.indices.update_aliases(actions=actions)

    def sweep(self) -> None:
        """Indexes of this form that do not answer: of before, or left by a rebuild that was killed."""
        found = self.worker.indices.get_alias(index=f"{self.alias}.i*", ignore_unavailable=True, allow_no_indices=True).body
        old = [index for index, told in found.items() if self.alias not in told["aliases"]]
        if old:
            self.worker.indices.delete(index=",".join(old), ignore_unavailable=True)

    def digests(self) -> dict[str, str]:
        return dict(self.pairs())

    def pairs(self) -> Iterator[tuple[str, str]]:
        with self.gate.open(pauses=False):
            query = {"query": {"match_all": {}}, "_source": ["digest"]}
            for hit in scan(self.worker, query=query, index=self.alias, size=1_000):
                yield hit["_id"], hit["_source"]["digest"]


def why(error) -> str:
    """Of one part of a bulk: its reason, which names the field, without the text that it quotes; and the cause below it."""
    if not isinstance(error, dict):
        return str(error)[:200]
    reasons = [one.get("reason", "") for one in (error, error.get("caused_by") or {})]
    return " ; ".join(reason.split(" Preview of ")[0] for reason in reasons if reason)[:200] or str(error)[:200]


def refs(hits: dict) -> list[Ref]:
    return [(hit["fields"]["kind"][0], hit["fields"]["pk"][0]) for hit in hits["hits"]]


def put(entry, version: int) -> dict:
    about = {"_op_type": "index", "_id": entry.id, "version": version, "version_type": "external_gte"}
    return about | {"_source": schema.document(entry)}


def drop(id_: str) -> dict:
    return {"_op_type": "delete", "_id": id_, "version": LIVE, "version_type": "external_gte"}


def in_order(search: Search, query: SearchQuery, whole) -> Search:
    """Best first; or an order of the kind, after those that fit whole when it says so."""
    order = query.kind.order(query)
    if order is None:
        return search.query(whole).sort("_score", "pk")
    usual = [{f"s_{order.key}": {"order": "asc", "missing": "_last"}}, "pk"]
    if not order.whole or order.whole not in query.spans:
        return search.query("bool", filter=[whole]).sort(*usual)
    fits = Q("range", **{f"{order.whole}_high": {"lte": query.spans[order.whole][1]}})
    return search.query("bool", filter=[whole], should=[Q("constant_score", filter=fits)]).sort("_score", *usual)


def facet_filters(query: SearchQuery) -> dict:
    """{facet: its filter}, of those that are chosen."""
    return {name: Q("terms", **{f"f_{query.kind.facet(name).field}": list(codes)}) for name, codes in query.chosen.items()}


def spans(query: SearchQuery) -> list:
    """Minutes meet: shortest <= b and longest >= a. People are covered: smallest <= a and largest >= b."""
    out = []
    for name, (low, high) in query.spans.items():
        covers = query.kind.interval(name).covers
        out.append(Q("range", **{f"{name}_low": {"lte": low if covers else high}}))
        if covers or low is not None:
            out.append(Q("range", **{f"{name}_high": {"gte": high if covers else low}}))
    return out


def count_facets(search: Search, query: SearchQuery, chosen: dict) -> None:
    """Those that nothing narrows under one filter; each of the others under the choices of the rest."""
    kind = query.kind
    groups = {name: [kind.facet(name)] for name in chosen} | {"": [one for one in kind.facets if one.name not in chosen]}
    for group, facets in groups.items():
        others = [one for name, one in chosen.items() if name != group]
        place = search.aggs.bucket(f"*{group}", "filter", filter=Q("bool", filter=others)) if others and facets else search.aggs
        for facet in facets:
            place.bucket(facet.name, values_of(facet.field))


@cache
def values_of(field: str):
    return A("terms", field=f"f_{field}", size=MOST_VALUES)


def beside(answer: dict) -> list[int]:
    found = answer.get("aggregations", {}).get(BESIDE)
    buckets = found["within"]["n"]["buckets"] if found else {}
    return [buckets[str(n)]["doc_count"] for n in range(len(buckets))]


def met(answer: dict, query: SearchQuery) -> bool:
    """Whether something has the words, be it under fewer choices than those made."""
    return bool(answer["hits"]["total"]["value"] or any(counted(answer, query).values()))


def counted(answer: dict, query: SearchQuery) -> dict[str, dict[str, int]]:
    found = dict(answer.get("aggregations", {}))
    for group in [name for name in found if name.startswith("*")]:
        found |= found.pop(group)
    names = [facet.name for facet in query.kind.facets]
    return {name: {bucket["key"]: bucket["doc_count"] for bucket in found[name]["buckets"]} for name in names if name in found}
