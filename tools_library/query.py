"""What a reader asks of the listing: a form turned into a frozen value, and back into an address."""

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from search.text import clean

MAX_MINUTES, MAX_PEOPLE = 100_000, 10_000
SORTS = ("court", "az", "maj")
# Name of a facet in the address, vocabulary of its terms, field of ToolPage.
FACETS = {"temps": ("phase", "phases"), "objectif": ("goal", "goals"), "format": ("delivery", "delivery")}


@dataclass(frozen=True)
class ToolQuery:
    """Minutes and people are intervals (architecture of tools: one number is a maximum of minutes, an exact group).

    minutes_from, minutes_to, people_from, people_to: None when not asked. chosen: {facet: codes}, AND across
    facets, OR within. sort: one of SORTS or "" (fits whole first, then the shortest).
    """

    text: str = ""
    minutes_from: int | None = None
    minutes_to: int | None = None
    people_from: int | None = None
    people_to: int | None = None
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, data) -> "ToolQuery":
        """From a QueryDict. Whatever is not a number, or is absurd, is as if it had not been asked."""
        low, high = pair(data, "min", "max", MAX_MINUTES)
        if low is not None and high is None:
            low, high = None, low  # one number is a maximum
        few, many = pair(data, "de", "a", MAX_PEOPLE)
        few, many = (few or many, many or few)
        chosen = {name: tuple(dict.fromkeys(clean(v)[:40] for v in data.getlist(name) if v.strip())) for name in FACETS}
        return cls(
            text=clean(data.get("q", "")),
            minutes_from=low,
            minutes_to=high,
            people_from=few,
            people_to=many,
            chosen={name: codes for name, codes in chosen.items() if codes},
            sort=data.get("tri", "") if data.get("tri") in SORTS else "",
            page=number(data, "page", 10_000) or 1,
        )

    @property
    def asks(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.text or self.chosen or self.minutes_to is not None or self.people_from is not None)

    def without(self, *names) -> "ToolQuery":
        """The same query with criteria dropped: text, minutes, people, or the name of a facet."""
        changes: dict = {"page": 1}
        if "text" in names:
            changes["text"] = ""
        if "minutes" in names:
            changes |= {"minutes_from": None, "minutes_to": None}
        if "people" in names:
            changes |= {"people_from": None, "people_to": None}
        changes["chosen"] = {name: codes for name, codes in self.chosen.items() if name not in names}
        return replace(self, **changes)

    def without_code(self, facet, code) -> "ToolQuery":
        codes = tuple(c for c in self.chosen.get(facet, ()) if c != code)
        others = {name: kept for name, kept in self.chosen.items() if name != facet}
        return replace(self, chosen=others | ({facet: codes} if codes else {}), page=1)

    def address(self, **changes) -> str:
        """The query as the end of an address, "" or "?max=45&de=20"; the same state always gives the same address."""
        query = replace(self, **changes) if changes else self
        pairs = [("q", query.text)] if query.text else []
        pairs += [("min", query.minutes_from)] if query.minutes_from is not None else []
        pairs += [("max", query.minutes_to)] if query.minutes_to is not None else []
        pairs += [("de", query.people_from)] if query.people_from is not None else []
        pairs += [("a", query.people_to)] if query.people_to not in (None, query.people_from) else []
        pairs += [(name, code) for name in FACETS for code in query.chosen.get(name, ())]
        pairs += [("tri", query.sort)] if query.sort else []
        pairs += [("page", query.page)] if query.page > 1 else []
        return "?" + urlencode(pairs) if pairs else ""


def number(data, name, most) -> int | None:
    """A positive whole number, held to `most`; None when absent or not one."""
    text = clean(data.get(name, "")).replace(" ", "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return min(int(text), most) or None


def pair(data, low, high, most) -> tuple[int | None, int | None]:
    """Two numbers in order, whichever way they were typed."""
    a, b = number(data, low, most), number(data, high, most)
    return (b, a) if a is not None and b is not None and a > b else (a, b)
