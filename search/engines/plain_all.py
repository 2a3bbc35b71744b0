"""The plain search over every kind: each asked in SQL, together, for when the index is away."""

from functools import reduce

from django.db.models import Count, F, Value

from ..query import SearchQuery
from ..registry import KIND, LANGUAGE
from .base import Found, Ref
from .plain import PlainEngine, holding
from .schema import FIRST


class PlainOverAll:
    """Of one reader: `found` is what she may find, {kind: queryset}. Two queries, whatever the number of kinds."""

    name = PlainEngine.name

    def __init__(self, found):
        self.found = found

    def search(self, query: SearchQuery, reader, start: int, size: int, *, count: bool = True) -> Found:
        if not query.kind.parts:
            return PlainEngine(self.found[query.kind.code]).search(query, reader, start, size, count=count)
        parts = [(kind, holding(self.found[kind.code], kind, query.text)) for kind in query.kind.parts]
        numbers, kinds, languages = numbers_of(parts), query.chosen.get(KIND, ()), query.chosen.get(LANGUAGE, ())
        by_kind = added(numbers, 0, lambda row: not languages or row[1] in languages)
        by_language = added(numbers, 1, lambda row: not kinds or row[0] in kinds)
        total = sum(n for code, n in by_kind.items() if not kinds or code in kinds)
        if languages:
            parts = [
                (kind, rows.filter(**{f"{kind.spoken}__in": languages} if kind.spoken else {}))
                for kind, rows in parts
                if spoken(kind, languages)
            ]
        refs = newest([(kind, rows) for kind, rows in parts if not kinds or kind.code in kinds], start, size) if total else []
        return Found(refs, total, {KIND: by_kind, LANGUAGE: by_language} if count else {})

    def edges(self, query, reader, interval, **limits) -> list[int]:
        return []  # no quantity is common to all

    def suggest(self, kind: str, prefix: str, reader, most: int) -> list[Ref]:
        said = prefix.strip()
        rows = [rows.filter(title__icontains=said).order_by() for rows in self.found.values()] if said else []
        parts = [
            part.annotate(of=Value(code)).values_list("of", "pk", "title") for code, part in zip(self.found, rows, strict=False)
        ]
        return [(code, pk) for code, pk, _title in together(parts).order_by("title", "pk")[:most]] if parts else []


def spoken(kind, languages) -> bool:
    return bool(kind.spoken) or FIRST in languages


def together(parts):
    return reduce(lambda one, other: one.union(other, all=True), parts)


def numbers_of(parts) -> list[tuple[str, str, int]]:
    """(kind, language, how many) each."""
    rows = [
        found.order_by().values(of=Value(kind.code), said=F(kind.spoken) if kind.spoken else Value(FIRST)).annotate(n=Count("pk"))
        for kind, found in parts
    ]
    return list(together(part.values_list("of", "said", "n") for part in rows))


def added(numbers, column: int, keeps) -> dict[str, int]:
    out: dict[str, int] = {}
    for row in filter(keeps, numbers):
        out[row[column]] = out.get(row[column], 0) + row[2]
    return out


def newest(parts, start: int, size: int) -> list[Ref]:
    rows = [
        found.order_by().annotate(of=Value(kind.code), day=F(kind.dated)).values_list("of", "pk", "day") for kind, found in parts
    ]
    return [(code, pk) for code, pk, _day in together(rows).order_by("-day", "pk")[start : start + size]]
