"""The kinds of objects that can be found. Each content package registers its own, from its `search_entries.py`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from .entries import SearchEntry
from .facets import Facet, Interval, Sort


@dataclass(frozen=True)
class Kind:
    """A kind: what narrows it, how its objects become entries, how a page of them is fetched for a reader.

    entries(pks): the entries of these objects and of their translations, or of all (None); none for what nobody may find.
    found(user, language): the queryset of what a reader may find, for the plain listing and to check hits again.
    cards(found, pks): those of `found`, as rows show them.
    related(pk, key): the ids of its translations, whose entries change with it; when it is gone, only its key is known.
    """

    code: str
    label: str
    model: type
    entries: Callable[[Iterable[int] | None], Iterator[SearchEntry]]
    found: Callable[[object, str], object]
    cards: Callable[[object, Sequence[int]], list]
    related: Callable[[int, str], Iterable[int]]
    facets: tuple[Facet, ...] = ()
    intervals: tuple[Interval, ...] = ()
    sorts: tuple[Sort, ...] = ()  # the first is the one of a listing without words
    text_column: str = ""  # folded words, for the plain listing
    latest: str = ""  # the order of its feed

    def facet(self, name: str) -> Facet:
        return next(facet for facet in self.facets if facet.name == name)

    def interval(self, name: str) -> Interval:
        return next(interval for interval in self.intervals if interval.name == name)

    def order(self, query) -> Sort | None:
        """The order asked for; None when there are words and the best answers come first."""
        if query.text and not query.sort:
            return None
        return next((sort for sort in self.sorts if sort.code == query.sort), None)


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    _KINDS[kind.code] = kind
    return kind


def kinds() -> list[Kind]:
    return list(_KINDS.values())


def kind(code: str) -> Kind:
    return _KINDS[code]


def kind_of(model: type) -> Kind | None:
    return next((kind for kind in _KINDS.values() if kind.model is model), None)
