"""What every engine answers: the same questions, the same shape of result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ..entries import SearchEntry
from ..query import SearchQuery

Ref = tuple[str, int]  # the code of a kind, the id of an object of it


class EngineAwayError(Exception):
    """The engine cannot answer now; a plainer one may."""


@dataclass(frozen=True)
class Reader:
    """Who asks: the language of the listing, and what entries open to."""

    language: str
    readings: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A slice of the hits, (kind, id) each, in order; how many in all. facets: {name: {code: count under the other criteria}}.

    corrected: {what was typed: the word searched instead}. stems: what hits hold, to show it.
    """

    refs: Sequence[Ref]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrected: Mapping[str, str] = field(default_factory=dict)
    stems: frozenset[str] = frozenset()

    @property
    def ids(self) -> list[int]:
        """Of hits of one kind."""
        return [pk for _kind, pk in self.refs]


class Engine(Protocol):
    name: str

    def exists(self) -> bool:
        """Whether there is an index of the form that the code writes."""

    def check(self) -> int:
        """How many entries it has. Raises EngineAwayError when it cannot answer."""

    def search(self, query: SearchQuery, reader: Reader, start: int, size: int, *, count: bool = True) -> Found:
        """`count`: with the counts of the facets."""

    def edges(
        self, query: SearchQuery, reader: Reader, interval: str, *, over: int = 0, under: int = 0, most: int = 1
    ) -> list[int]:
        """Of what answers `query` without that interval: the `most` distinct least values over `over`, nearest first;
        or the greatest most values under `under`."""

    def suggest(self, kind: str, prefix: str, reader: Reader, most: int) -> list[Ref]:
        """Those whose name goes on from what is being typed; `kind` "": of every kind."""

    def write(self, entries: Iterable[SearchEntry], gone: Iterable[str] = ()) -> Mapping[str, str]:
        """These entries take the place of what the index had of them; the ids of `gone` leave it.

        {id: why} of those that the index will not have as they are, which keeps nothing else out.
        """

    def rebuild(self, entries: Iterable[SearchEntry]) -> int:
        """A new index beside the old one, then in its place at once. How many entries it has; what it will not have is logged."""

    def digests(self) -> dict[str, str]:
        """{id: digest} of all that it has."""
