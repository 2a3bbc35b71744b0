"""The kinds of objects that can be found. Each content package registers its own, from its `search_entries.py`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from .entries import SearchEntry
from .facets import Facet, Interval, Sort
from .text import parse


@dataclass(frozen=True)
class Kind:
    """A kind: what narrows it, how its objects become entries, how a page of them is fetched for a reader.

    entries(pks): the entries of these objects and of their translations, or of all (None); none for what nobody may find.
    found(user, language): the queryset of what a reader may find, for the plain listing and to check hits again.
    cards(found, pks): those of `found`, as rows show them.
    related(pk, key): the ids of its translations, whose entries change with it; when it is gone, only its key is known.

    For the page of every kind: told(object): what it is, in a word or two, and what is worth knowing of it.
    passages(objects, marks): where the words are inside each: its address there, in words, an extract.
    shelf(language): the address of the listing of its own. dated: the column of its date. parts: what « every kind » is made of.
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
    told: Callable[[object], tuple[str, str]] | None = None
    shelf: Callable[[str], str] | None = None
    dated: str = "last_published_at"
    spoken: str = "locale__language_code"  # the column of its language; "" when it has none, as files
    passages: Callable[[list, object], list] | None = None
    hue: str = "neutre"  # the colour of its section
    place: int = 99  # among the others
    leads: tuple[str, int] = ("", 0)  # in which group of « where to begin », and how many the group shows
    parts: tuple["Kind", ...] = ()

    def facet(self, name: str) -> Facet:
        return next(facet for facet in self.facets if facet.name == name)

    def interval(self, name: str) -> Interval:
        return next(interval for interval in self.intervals if interval.name == name)

    def order(self, query) -> Sort | None:
        """The order asked for; None when there are words and the best answers come first. No word answers signs better."""
        asked = parse(query.text)
        if (asked.words or asked.phrases) and not query.sort:
            return None
        return next((sort for sort in self.sorts if sort.code == query.sort), None)


_KINDS: dict[str, Kind] = {}


ALL = ""  # the code of every kind at once
KIND, LANGUAGE = "sorte", "langue"  # what narrows all of them, as addresses say it


def register(kind: Kind) -> Kind:
    _KINDS[kind.code] = kind
    all_kinds.cache_clear()
    return kind


def kinds() -> list[Kind]:
    return list(_KINDS.values())


def kind(code: str) -> Kind:
    return _KINDS[code] if code else all_kinds()


def kind_of(model: type) -> Kind | None:
    return next((kind for kind in _KINDS.values() if kind.model is model), None)


def languages() -> dict[str, str]:
    return {code: str(_(name)).capitalize() for code, name in settings.LANGUAGES}


@cache
def all_kinds() -> Kind:
    """Every kind as one, with what they have in common. Its `found` is {kind: queryset}; its cards are asked by (kind, id)."""
    parts, newest = tuple(sorted(_KINDS.values(), key=lambda kind: kind.place)), pgettext_lazy("search", "Newest")
    return Kind(
        code=ALL,
        label=pgettext_lazy("search", "Everything"),
        model=object,
        entries=lambda pks: iter(()),
        found=lambda user, language: {part.code: part.found(user, language) for part in parts},
        cards=cards_of_all,
        related=lambda pk, key: (),
        facets=(
            Facet(KIND, pgettext_lazy("search", "Kind"), "kind", "", lambda: {part.code: str(part.label) for part in parts}),
            Facet(LANGUAGE, gettext_lazy("Language"), "language", "locale__language_code", languages, is_open=True),
        ),
        sorts=(Sort("", newest, (), "dated"), Sort("recent", newest, (), "dated")),
        latest="recent",
        parts=parts,
    )


def cards_of_all(found, refs) -> list[tuple[Kind, object]]:
    """Each with its kind, in their order: one query a kind that is there, and what its rows need."""
    rows = {}
    for code in dict.fromkeys(code for code, _pk in refs):
        of = _KINDS[code]
        rows |= {(code, row.pk): (of, row) for row in of.cards(found[code], [pk for one, pk in refs if one == code])}
    return [rows[ref] for ref in refs if ref in rows]
