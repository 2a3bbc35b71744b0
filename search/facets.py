"""What a listing is narrowed by: how it reads from an address, how it is said, where the index and the database keep it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Facet:
    """A choice of values. AND across facets, OR within.

    name: in the address. field: in the index. lookup: of the model, for the plain listing. values(): {code: words}, in order.
    shown: values before « plus ». is_open: whether its values are seen at once.
    """

    name: str
    label: str
    field: str
    lookup: str
    values: Callable[[], Mapping[str, str]]
    shown: int = 5
    is_open: bool = False


@dataclass(frozen=True)
class Interval:
    """A quantity that each object has from … to …, and of which the reader gives one number or two.

    low, high: in the address. columns: of the model, (least, most); a most of None has no limit.
    covers: the object must suit the least and the most asked (people); else they must only meet (minutes).
    exact: one number alone is both (people); else it is the most (minutes).
    words(low, high): how it is said. way(more, value, span): how a loosened one is proposed. drop: how it is given up.
    """

    name: str
    low: str
    high: str
    columns: tuple[str, str]
    most: int
    words: Callable[[int | None, int], str]
    way: Callable[[bool, int, tuple], str]
    drop: str
    covers: bool = False
    exact: bool = False


@dataclass(frozen=True)
class Sort:
    """An order. columns: of the model, for the plain listing. whole: the interval whose objects that fit whole come first."""

    code: str
    label: str
    columns: tuple[str, ...]
    key: str
    whole: str = ""
