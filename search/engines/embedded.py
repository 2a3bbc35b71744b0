"""The engine inside the process (tantivy): nothing to install, an index in the data folder, one writer at a time."""

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import contextmanager
from pathlib import Path

import tantivy
from tantivy import FieldType, Occur, Order, Query

from ..query import SearchQuery
from ..text import parse, tokens
from .base import EngineAwayError, Found, Reader, Ref
from .questions import Asking, all_of, any_of, begun, in_fields
from .schema import FIRST, FIRST_PROPOSED, NO_LIMIT, document, register, schema, version

logger = logging.getLogger("search")

HEAP = 15_000_000  # bytes of the writer
HEAP_OF_ALL = 64_000_000  # of a rebuild: it writes fewer, larger pieces, and merges less; half of the time
BATCH = 20_000  # entries between two commits of a rebuild
MOST_VALUES = 300  # of a facet
FAULTS = (OSError, ValueError, RuntimeError, KeyError)  # what tantivy raises for a file that is missing, cut or foreign


@contextmanager
def away():
    """Whatever breaks in the files of the index is one fault to those who ask."""
    try:
        yield
    except FAULTS as error:
        if not isinstance(error, FileNotFoundError | NotADirectoryError):  # not made yet; the others must be seen
            logger.warning("The index does not answer", exc_info=True)
        raise EngineAwayError(str(error)) from error


class EmbeddedEngine:
    """folder/current names the folder of the index that answers; a rebuild writes another and renames."""

    name = "embedded"

    def __init__(self, folder: Path):
        self.folder, self._open = Path(folder), ("", None, None)

    def exists(self) -> bool:
        return (self.folder / "current").exists()

    def check(self) -> int:
        """How many entries it has. Raises EngineAwayError when it cannot answer."""
        searcher = self.index().searcher()
        with away():
            return searcher.search(Query.all_query(), 1).count

    # --- asking

    def index(self) -> tantivy.Index:
        """The index that answers now, with all that has been committed, by whichever process."""
        with away():
            name = (self.folder / "current").read_text()
            if not name.startswith(f"{version()}-"):
                raise EngineAwayError(f"the index {name} has another form")
            form = stamp(self.folder / name / "meta.json")  # before what it names is read
            opened, index, seen = self._open
            if name != opened:
                index, seen = register(tantivy.Index.open(str(self.folder / name))), None
            if form != seen:
                index.reload()
                self._open = (name, index, form)
            return index

    def search(self, query: SearchQuery, reader: Reader, start: int, size: int, *, count: bool = True) -> Found:
        searcher = self.index().searcher()
        with away():
            within, asking = scope(query.kind.code, reader), asking_of(query, reader, searcher)
            asked = asking.all_words()
            refs, total = self.slice(searcher, all_of(within, asked.query, *narrowed(query)), query, start, size)
            if not total and asking.said and not asking.count([asked.query]):  # not for want of minutes, but of words
                asked = asking.otherwise()
                refs, total = self.slice(searcher, all_of(within, asked.query, *narrowed(query)), query, start, size)
            facets = counts(searcher, all_of(within, asked.needed), query) if count else {}
            return Found(refs, total, facets, asked.corrected, frozenset(asked.stems))

    def slice(self, searcher, whole, query, start, size) -> tuple[list[Ref], int]:
        """Hits `start` to `start + size`, and how many there are. Those that fit whole may come first."""
        order, kind = query.kind.order(query), query.kind.code
        if order is None:
            return ranked(searcher, kind, whole, "", start, size)
        if not order.whole or order.whole not in query.spans:
            return ranked(searcher, kind, whole, order.key, start, size)
        most = query.spans[order.whole][1]
        fits = at_most(f"{order.whole}_high", most)
        first, n = ranked(searcher, kind, all_of(whole, fits), order.key, start, size)
        rest = Query.boolean_query([(Occur.Must, whole), (Occur.MustNot, fits)])
        then, m = ranked(searcher, kind, rest, order.key, max(0, start - n), max(0, size - len(first)))
        return first + then, n + m

    def edges(
        self, query: SearchQuery, reader: Reader, interval: str, *, over: int = 0, under: int = 0, most: int = 1
    ) -> list[int]:
        query = query.without(interval)
        searcher = self.index().searcher()
        with away():
            asking = asking_of(query, reader, searcher)
            asked = asking.all_words()
            if asking.said and not asking.count([asked.query]):
                asked = asking.otherwise()
            found = all_of(asking.within, asked.query, *narrowed(query))
            name = f"{interval}_low" if over else f"{interval}_high"
            limit = at_least(name, over + 1) if over else at_most(name, under - 1)
            agg = {"v": {"terms": {"field": name, "size": most, "order": {"_key": "asc" if over else "desc"}}}}
            buckets = searcher.aggregate(all_of(found, limit), agg)["v"]["buckets"]
            return [int(bucket["key"]) for bucket in buckets if bucket["key"] < NO_LIMIT]

    def suggest(self, kind: str, prefix: str, reader: Reader, most: int) -> list[Ref]:
        said = tokens(prefix)
        if not said or len(said[-1]) < 2:
            return []
        searcher = self.index().searcher()
        with away():
            parts = [any_of(in_fields((token,)), begun(token)) for token in said[:-1]]
            last = Query.fuzzy_term_query(schema(), "called", said[-1], distance=0, prefix=True)
            whole = [(Occur.Must, all_of(scope(kind, reader), *parts, last)), (Occur.Should, stands_alone())]
            return ranked(searcher, kind, Query.boolean_query(whole), "", 0, most)[0]

    # --- writing

    def write(self, entries: Iterable, gone: Iterable[str] = ()) -> dict[str, str]:
        with self.writing(), away():
            searcher = self.index().searcher()
            entries = [entry for entry in entries if held(searcher, entry.id) != entry.digest]
            gone = [id_ for id_ in gone if held(searcher, id_)]
            if not entries and not gone:
                return {}  # said twice, or undone meanwhile
            writer = self.index().writer(HEAP, 1)
            for id_ in [*gone, *(entry.id for entry in entries)]:
                writer.delete_documents_by_term("id", id_)
            for entry in entries:
                writer.add_document(document(entry))
            writer.commit()
            writer.wait_merging_threads()
        return {}

    def rebuild(self, entries: Iterable) -> int:
        """Changes that come meanwhile wait for the lock, then go to the new index."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.writing():
            path = Path(tempfile.mkdtemp(prefix=f"{version()}-", dir=self.folder))
            try:
                number = self.fill(path, entries)
                self.point_to(path.name)
            except BaseException:
                shutil.rmtree(path, ignore_errors=True)
                raise
            self.sweep(path.name)
        return number

    def fill(self, path, entries) -> int:
        index, number = register(tantivy.Index(schema(), str(path))), 0
        writer = index.writer(HEAP_OF_ALL, 1)
        for number, entry in enumerate(entries, 1):
            writer.add_document(document(entry))
            if number % BATCH == 0:
                writer.commit()
        writer.commit()
        writer.wait_merging_threads()
        return number

    def point_to(self, name: str) -> None:
        handle, temporary = tempfile.mkstemp(dir=self.folder)
        with os.fdopen(handle, "w") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(self.folder / "current")

    def sweep(self, kept: str) -> None:
        """Older indexes, and what a rebuild that was killed has left. A process that still reads one keeps its open files."""
        for path in self.folder.iterdir():
            if path.name not in (kept, "current", "lock"):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    @contextmanager
    def writing(self):
        """One writer at a time, whichever process: the lock ends with the process that holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def digests(self) -> dict[str, str]:
        searcher = self.index().searcher()
        with away():
            hits = searcher.search(Query.all_query(), max(1, searcher.num_docs)).hits
            documents = (searcher.doc(address) for _score, address in hits)
            return {one["id"][0]: one["digest"][0] for one in documents}


def stamp(path: Path) -> tuple[int, int, int]:
    """Changes with each commit and each merge, which put another file in its place. A hundredth of the time of a reload."""
    try:
        told = path.stat()
    except FileNotFoundError as error:  # it was named: whoever runs the site must read that it is gone
        raise ValueError(f"{path.parent.name} is gone") from error
    return told.st_ino, told.st_mtime_ns, told.st_size


def asking_of(query: SearchQuery, reader: Reader, searcher) -> Asking:
    """In the words of the listing's language, and of the first one, which stands in for what is not translated."""
    languages = tuple(dict.fromkeys([reader.language, FIRST]))
    return Asking(parse(query.text), searcher, scope(query.kind.code, reader), languages, query.groups)


def held(searcher, id_: str) -> str:
    """The digest of an entry as the index has it; empty when it has none."""
    hits = searcher.search(Query.term_query(schema(), "id", id_, "basic"), 1).hits
    return searcher.doc(hits[0][1])["digest"][0] if hits else ""


def scope(kind: str, reader: Reader) -> Query:
    """What this reader may find at all: of a kind, or of every one."""
    of = [one_of("kind", [kind])] if kind else []
    return all_of(*of, one_of("shown_in", [reader.language]), one_of("readers", reader.readings))


def stands_alone() -> Query:
    """Lifts what is proposed above the files that belong to it."""
    beside = Query.term_query(schema(), "beside", "1", "basic")
    all_others = Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, beside)])
    return Query.const_score_query(all_others, FIRST_PROPOSED)


def one_of(name: str, values: Iterable[str]) -> Query:
    """One of these values. As terms: a set of terms reads all its documents, at each question, before it skips any."""
    terms = [Query.term_query(schema(), name, value, "basic") for value in values]
    return Query.const_score_query(terms[0] if len(terms) == 1 else any_of(*terms), 0.0)


def at_most(name: str, value: int) -> Query:
    found = Query.range_query(schema(), name, FieldType.Integer, upper_bound=min(value, NO_LIMIT))
    return Query.const_score_query(found, 0.0)


def at_least(name: str, value: int) -> Query:
    return Query.const_score_query(Query.range_query(schema(), name, FieldType.Integer, lower_bound=value), 0.0)


def narrowed(query: SearchQuery, but: str = "") -> list[Query]:
    """The intervals and the facets of a query, that facet apart."""
    out = spans(query)
    for name, codes in query.chosen.items():
        if name != but:
            out.append(one_of(f"f_{query.kind.facet(name).field}", codes))
    return out


def spans(query: SearchQuery) -> list[Query]:
    """Minutes meet: shortest <= b and longest >= a. People are covered: smallest <= a and largest >= b."""
    out = []
    for name, (low, high) in query.spans.items():
        covers = query.kind.interval(name).covers
        out.append(at_most(f"{name}_low", low if covers else high))
        if covers or low is not None:
            out.append(at_least(f"{name}_high", high if covers else low))
    return out


def counts(searcher, base: Query, query: SearchQuery) -> dict[str, dict[str, int]]:
    """Each facet under the other criteria. One reading of the index for all: reading costs more than counting."""
    kind, chosen = query.kind, query.chosen
    groups = {name: [kind.facet(name)] for name in chosen}
    groups[""] = [facet for facet in kind.facets if facet.name not in chosen]
    aggs: dict[str, dict] = {}
    for group, facets in groups.items():
        others = [said(f"f_{kind.facet(name).field}", codes) for name, codes in chosen.items() if name != group]
        terms = {facet.name: {"terms": {"field": f"f_{facet.field}", "size": MOST_VALUES}} for facet in facets}
        # no facet has a name with a star
        aggs |= {f"*{group}": {"filter": " AND ".join(others), "aggs": terms}} if others and terms else terms
    found = searcher.aggregate(all_of(base, *spans(query)), aggs)
    for group in [name for name in found if name.startswith("*")]:
        found |= {name: row for name, row in found.pop(group).items() if isinstance(row, dict)}
    return {name: {bucket["key"]: bucket["doc_count"] for bucket in row["buckets"]} for name, row in found.items()}


def said(field: str, codes: Iterable[str]) -> str:
    """One of these codes, in the language of tantivy, which a filter of counts asks for: quoted, they are nothing else."""
    quoted = ['"{}"'.format(code.replace("\\", "\\\\").replace('"', '\\"')) for code in codes]
    return f"{field}:({' OR '.join(quoted)})"


def ranked(searcher, kind: str, query: Query, key: str, start: int, size: int) -> tuple[list[Ref], int]:
    options = {"order_by_field": f"s_{key}", "order": Order.Asc} if key else {}
    found = searcher.search(query, max(size, 1), count=True, offset=start, **options)
    hits = [address for _score, address in found.hits[:size]]
    if kind:
        return [(kind, int(pk)) for pk in searcher.fast_field_values("pk", hits)], found.count
    ids = (searcher.doc(address)["id"][0].rpartition(":") for address in hits)
    return [(code, int(pk)) for code, _colon, pk in ids], found.count
