"""What a reader asks of a listing: an address turned into a frozen value, and back into an address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from .registry import Kind
from .synonyms import Groups, kept
from .text import clean, typed

MOST_VALUES = 30  # of a facet, in an address
Span = tuple[int | None, int]


@dataclass(frozen=True)
class SearchQuery:
    """spans: {interval: (low or None, high)}. chosen: {facet: codes}. sort: a code of the kind, or "" (its best).

    synonyms: others than those of the site, to see what they would change.
    """

    kind: Kind
    text: str = ""
    spans: Mapping[str, Span] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    synonyms: Groups | None = field(default=None, compare=False, repr=False)

    @classmethod
    def read(cls, data, kind: Kind) -> "SearchQuery":
        """From a QueryDict. Whatever is not a number, or is absurd, is as if it had not been asked."""
        spans = {interval.name: span for interval in kind.intervals if (span := _span(data, interval))}
        chosen = {}
        for facet in kind.facets:
            codes = dict.fromkeys(clean(value)[:40] for value in data.getlist(facet.name)[:MOST_VALUES] if value.strip())
            if codes := tuple(code for code in codes if code):
                chosen[facet.name] = codes
        return cls(
            kind=kind,
            text=typed(data.get("q", "")),
            spans=spans,
            chosen=chosen,
            sort=data.get("tri", "") if data.get("tri") in [sort.code for sort in kind.sorts] else "",
            page=number(data, "page", 10_000) or 1,
        )

    @property
    def groups(self) -> Groups:
        return kept() if self.synonyms is None else self.synonyms

    @property
    def asks(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text or self.chosen or self.spans)

    def without(self, *names: str) -> "SearchQuery":
        """The same query with criteria dropped: “text”, or the name of an interval or of a facet."""
        return replace(
            self,
            text="" if "text" in names else self.text,
            spans={name: span for name, span in self.spans.items() if name not in names},
            chosen={name: codes for name, codes in self.chosen.items() if name not in names},
            page=1,
        )

    def without_code(self, facet: str, code: str) -> "SearchQuery":
        codes = tuple(c for c in self.chosen.get(facet, ()) if c != code)
        others = {name: (codes if name == facet else kept) for name, kept in self.chosen.items()}
        return replace(self, chosen={name: kept for name, kept in others.items() if kept}, page=1)

    def spanning(self, name: str, low: int | None, high: int) -> "SearchQuery":
        return replace(self, spans={**self.spans, name: (low, high)}, page=1)

    def pairs(self) -> list[tuple[str, object]]:
        out: list[tuple[str, object]] = [("q", self.text)] if self.text else []
        for interval in self.kind.intervals:
            if interval.name in self.spans:
                low, high = self.spans[interval.name]
                out += [(interval.low, low)] if low is not None else []
                out += [(interval.high, high)] if not (interval.exact and low == high) else []
        out += [(facet.name, code) for facet in self.kind.facets for code in self.chosen.get(facet.name, ())]
        out += [("tri", self.sort)] if self.sort else []
        return out + ([("page", self.page)] if self.page > 1 else [])

    def address(self, **changes) -> str:
        """The end of an address, "" or "?max=45&de=20"; the same state always gives the same address."""
        pairs = (replace(self, **changes) if changes else self).pairs()
        return "?" + urlencode(pairs) if pairs else ""


def number(data, name: str, most: int) -> int | None:
    """A positive whole number, held to `most`; None when absent or not one."""
    text = clean(data.get(name, "")).replace(" ", "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return min(int(text), most) or None


def _span(data, interval) -> Span | None:
    """Two numbers in order, whichever way they were typed; one alone means what its interval says."""
    low, high = (number(data, name, interval.most) for name in (interval.low, interval.high))
    if low is None and high is None:
        return None
    if interval.exact:
        low, high = low or high, high or low
    elif high is None:
        low, high = None, low
    return (high, low) if low is not None and low > high else (low, high)
