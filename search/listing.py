"""Every listing of the site: a search with a fixed kind. Facets with counts, chips, orders, pages, what to loosen."""

from dataclasses import dataclass, replace
from itertools import combinations

from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .engines import EngineAwayError, PlainEngine, Reader, engines, plain
from .entries import readings
from .hits import Hit, hit
from .marking import marks
from .metrics import timed
from .outputs import OUTPUT
from .promotions import promoted, speaks
from .query import SearchQuery
from .registry import Kind
from .signals import nothing_found
from .text import words

PER_PAGE = 12
ORPHANS = 1  # a last page of one would be turned for nothing
CRITERIA = "criteres"  # in the address
NEAR = 4  # objects shown for each way to loosen
MOST_WAYS = 4


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many objects it would leave, whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class ShownFacet:
    """`more`: whether it has values that are not shown."""

    name: str
    label: str
    choices: list[Choice]
    more: bool


@dataclass(frozen=True)
class Chip:
    """A criterion in force, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Way:
    """One criterion loosened: what comes, and how many."""

    label: str
    count: int
    address: str
    first: tuple  # the first objects, NEAR at most


class Listing:
    """What a reader gets of a kind, for an address."""

    per_page, orphans = PER_PAGE, ORPHANS

    def __init__(self, kind: Kind, request, language: str, data=None):
        """data: what is asked, where it is not what the address says."""
        data = request.GET if data is None else data
        self.kind, self.user, self.language = kind, request.user, language
        self.query = SearchQuery.read(data, kind)
        self.reader = Reader(language, readings(request.user))
        self.found = kind.found(request.user, language)
        self.engines = [*engines(), plain(kind, self.found)]
        self.is_degraded = False
        self.shows_all = data.get(CRITERIA) == "tous"  # every criterion, every value, and no row

    def ask(self, method: str, *args, **options):
        """The answer of the first engine that gives one: it is asked for all the rest of this page."""
        while True:
            try:
                with timed(self.engines[0].name):
                    return getattr(self.engines[0], method)(*args, **options)
            except EngineAwayError:
                self.is_degraded = True
                del self.engines[0]  # the plain one is never away

    @property
    def is_plain(self) -> bool:
        return self.engines[0].name == PlainEngine.name

    def slice(self, query, start, size, **options):
        return self.ask("search", query, self.reader, start, size, **options)

    # --- a page of it

    @cached_property
    def answer(self):
        """The slice of the page asked for, or of the last one."""
        found = self.slice(self.query, (self.query.page - 1) * self.per_page, self.per_page + self.orphans)
        last = Paginator(range(found.total), self.per_page, self.orphans).num_pages
        if self.query.page > last:
            self.query = replace(self.query, page=last)
            found = self.slice(self.query, (last - 1) * self.per_page, self.per_page + self.orphans)
        return found

    @cached_property
    def page(self):
        return Paginator(range(self.answer.total), self.per_page, self.orphans).page(self.query.page)

    @property
    def wanted(self) -> list:
        """The hits of the page, as the index has them."""
        return self.answer.refs[: self.per_page + self.orphans if not self.page.has_next() else self.per_page]

    @cached_property
    def firsts(self) -> dict:
        """{(kind, id): what is said with it} of the results that editors put first here, whoever may read them."""
        if not self.answer or self.is_plain:  # asked first: only then is it known which engine answers, and which page
            return {}
        return {first.ref: first.said for first in promoted(self.query, self.language)}

    @cached_property
    def fetched(self) -> dict:
        """{(kind, id): (kind, object)} of all that the page shows. Asked of the database again, in one reading a kind: neither
        the index nor an editor is the authority on who may read what."""
        refs = dict.fromkeys([*self.firsts, *self.wanted])
        return {(kind.code, page.pk): (kind, page) for kind, page in self.pairs(list(refs))}

    @cached_property
    def promoted(self) -> list[Hit]:
        shown = [(*self.fetched[ref], said) for ref, said in self.firsts.items() if ref in self.fetched]
        return [
            hit(kind, page, self.marks, said=said, is_first=True)
            for kind, page, said in shown
            if speaks(kind, page, self.language)
        ]

    @property
    def below(self) -> list:
        """(kind, object) of the hits that do not stand first already."""
        above = [hit.page for hit in self.promoted]
        return [self.fetched[ref] for ref in self.wanted if ref in self.fetched and self.fetched[ref][1] not in above]

    @cached_property
    def rows(self) -> list:
        return [page for _kind, page in self.below]

    @cached_property
    def marks(self):
        return marks(self.query.text, self.answer.stems)

    def cards(self, refs) -> list:
        return [page for _kind, page in self.pairs(refs)]

    def pairs(self, refs) -> list:
        return [(self.kind, page) for page in self.kind.cards(self.found, [pk for _kind, pk in refs])]

    def all_rows(self, most: int) -> list:
        return self.cards(self.slice(self.query, 0, most, count=False).refs)

    def latest(self, most: int) -> list:
        query = replace(self.query, sort=self.kind.latest)
        return self.cards(self.slice(query, 0, most, count=False).refs)

    def said(self) -> str:
        return ", ".join(str(chip.label) for chip in self.chips())

    # --- addresses

    def address(self, query: SearchQuery, **changes) -> str:
        """The end of the address of this listing for `query`: "" or "?max=45&de=20"."""
        return query.address(**changes)

    def output(self, form: str, name: str = OUTPUT) -> str:
        return with_value(self.address(self.query, page=1), name, form)

    def pages(self) -> list[dict]:
        return [
            {"number": n, "address": self.address(self.query, page=n), "current": n == self.query.page}
            for n in self.page.paginator.get_elided_page_range(self.query.page, on_each_side=1, on_ends=1)
            if isinstance(n, int)
        ]

    def sorts(self) -> list[dict]:
        """The first is relevance when there are words, else the usual order of the kind."""
        first = _("Relevance") if self.query.text and not self.is_plain else self.kind.sorts[0].label
        return [
            {"label": label, "address": self.address(self.query, sort=code, page=1) or "?", "current": self.query.sort == code}
            for code, label in [("", first), *((sort.code, sort.label) for sort in self.kind.sorts if sort.code)]
        ]

    def facets(self) -> list[ShownFacet]:
        """Values that would leave nothing are hidden, chosen ones never; so is a facet of one value that all have."""
        out = []
        for facet in self.kind.facets:
            if not (facet.is_open or self.shows_all or facet.name in self.query.chosen):
                continue
            counts, chosen = self.answer.facets.get(facet.name, {}), self.query.chosen.get(facet.name, ())
            known = facet.values()
            choices = [
                Choice(code, label, counts.get(code, 0), code in chosen)
                for code, label in known.items()
                if counts.get(code) or code in chosen
            ]
            choices += [Choice(code, code, 0, True) for code in chosen if code not in known]
            if len(choices) == 1 and not chosen and choices[0].count == self.answer.total:
                continue
            first = [choice for n, choice in enumerate(choices) if self.shows_all or n < facet.shown or choice.chosen]
            out.append(ShownFacet(facet.name, facet.label, first, len(choices) > len(first)))
        return out

    def others(self) -> list:
        """The facets that are not shown, those that would narrow nothing apart."""
        if self.shows_all or self.is_plain:
            return []
        counts = self.answer.facets
        hidden = [facet for facet in self.kind.facets if not facet.is_open and facet.name not in self.query.chosen]
        return [facet for facet in hidden if any(n < self.answer.total for n in counts.get(facet.name, {}).values())]

    def chips(self) -> list[Chip]:
        query = self.query
        out = [Chip(quoted(query.text), self.address(query.without("text")))] if query.text else []
        for name, span in query.spans.items():
            out.append(Chip(self.kind.interval(name).words(*span), self.address(query.without(name))))
        for name, codes in query.chosen.items():
            known = self.kind.facet(name).values()
            out += [Chip(known.get(code, code), self.address(query.without_code(name, code))) for code in codes]
        return out

    # --- when nothing is found

    @cached_property
    def ways(self) -> list[Way]:
        """One criterion loosened as little as finds something, the gentlest first; two when one is not enough."""
        drops = self.drops()
        single = [way for name in self.query.spans for way in self.loosened(name)]
        single += [(self.query.without(name), label) for name, label in drops if len(drops) > 1 or name not in self.query.spans]
        pairs = [
            (self.query.without(one, two), f"{first}, {second[0].lower()}{second[1:]}")
            for (one, first), (two, second) in combinations(drops, 2)
        ]
        return self.first_of(single) or self.first_of(pairs)

    def first_of(self, tries) -> list[Way]:
        """The first tries, (query, label) each, that leave something; no two with the same address."""
        out: dict[str, Way] = {}
        for query, label in tries:
            address = self.address(query)
            if address in out or len(out) == MOST_WAYS:
                continue
            found = self.slice(query, 0, NEAR, count=False)
            if found.total:
                out[address] = Way(label, found.total, address, tuple(self.named(found.refs)))
        return list(out.values())

    def named(self, refs) -> list:
        """The title and the quantities of some objects: enough to say or draw them."""
        ids = [pk for _kind, pk in refs]
        columns = [column for interval in self.kind.intervals for column in interval.columns]
        rows = self.found.only("title", *columns).in_bulk(ids)
        return [rows[pk] for pk in ids if pk in rows]

    def drops(self) -> list[tuple[str, str]]:
        """Every criterion in force, and how to say that it is given up; quantities last."""
        query = self.query
        out = [("text", _("Search without “%(text)s”") % {"text": query.text})] if query.text else []
        for name, codes in query.chosen.items():
            known = self.kind.facet(name).values()
            named = ", ".join(known.get(code, code) for code in codes)
            out.append((name, _("Any choice rather than: %(named)s") % {"named": named}))
        return out + [(name, str(self.kind.interval(name).drop)) for name in reversed(query.spans)]

    def loosened(self, name: str):
        """The next quantities at which something becomes possible: (query, label) each."""
        interval, (low, high) = self.kind.interval(name), self.query.spans[name]
        if interval.covers:
            bounds = [(False, value) for value in self.edges(name, under=high)] + [
                (True, value) for value in self.edges(name, over=low)
            ]
            spans = [(value, value) for _more, value in bounds]
        else:
            bounds = [(True, value) for value in self.edges(name, over=high, most=2)]
            bounds += [(False, value) for value in (self.edges(name, under=low) if low is not None else [])]
            spans = [(low, value) if more else (value, high) for more, value in bounds]
        for (more, value), span in zip(bounds, spans, strict=True):
            yield self.query.spanning(name, *span), interval.way(more, value, (low, high))

    def edges(self, name, **options) -> list[int]:
        return self.ask("edges", self.query, self.reader, name, **options)

    def tell_fruitless(self) -> None:
        """Words that find nothing by themselves: somebody should write that sheet, or give it that name."""
        alone = replace(self.query, spans={}, chosen={}, page=1)
        if alone == replace(self.query, page=1) or not self.slice(alone, 0, 1, count=False).total:
            text = " ".join(words(self.query.text))
            nothing_found.send(sender=None, kind=self.kind.code, language=self.language, text=text)

    # --- all of it

    def context(self) -> dict:
        """What the template of a listing needs."""
        answer = self.answer
        is_empty = answer.total == 0 and self.query.asks
        if is_empty and self.query.text and not self.is_plain:
            self.tell_fruitless()
        return {
            "query": self.query,
            "rows": self.rows,
            "promoted": self.promoted,
            "total": answer.total,
            "chips": self.chips(),
            "facets": self.facets(),
            "other_facets": self.others(),
            "criteria": self.output("tous", CRITERIA),
            "shows_all": self.shows_all,
            "back": self.address(self.query) or "?",
            "pages": self.pages(),
            "next": self.address(self.query, page=self.query.page + 1) if self.page.has_next() else "",
            "sorts": self.sorts(),
            "is_empty": is_empty,
            "relaxations": self.ways if is_empty else [],
            "atom": self.output("atom"),
            "csv": self.output("csv"),
            "choose": "",  # where the kind can be put in a selection
            "is_plain": self.is_plain,
            "is_standby": self.is_degraded and not self.is_plain,
            "marks": self.marks,
            "corrected": [(typed, quoted(word)) for typed, word in answer.corrected.items()],
        }


def with_value(address: str, name: str, value: str) -> str:
    return f"{address}{'&' if address else '?'}{name}={value}"


def quoted(text: str) -> str:
    return f"«\u202f{text}\u202f»" if get_language() == "fr" else f"“{text}”"
