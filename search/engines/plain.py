"""The plain listing: the same answers in SQL, without order of relevance, for when the index is away."""

from django.db.models import Case, Count, F, Q, Value, When

from ..query import SearchQuery
from ..text import words
from .base import Found, Ref

TITLE = "title"


class PlainEngine:
    """Of one reader: `found` is what she may find (a queryset)."""

    name = "plain"

    def __init__(self, found):
        self.found = found

    def search(self, query: SearchQuery, reader, start: int, size: int, *, count: bool = True) -> Found:
        rows = ordered(filtered(self.found, query), query)
        total = rows.count()
        ids = list(rows.values_list("pk", flat=True)[start : start + size]) if size else []
        return Found([(query.kind.code, pk) for pk in ids], total, self.counts(query) if count else {})

    def counts(self, query: SearchQuery) -> dict[str, dict[str, int]]:
        """Of the facets that are open or chosen: each is a query here."""
        out = {}
        for facet in query.kind.facets:
            if not facet.is_open and facet.name not in query.chosen:
                continue
            rows = filtered(self.found, query, but=facet.name).order_by().values(code=F(facet.lookup))
            counted = rows.annotate(n=Count("pk", distinct=True))
            out[facet.name] = {str(row["code"]): row["n"] for row in counted if row["code"] is not None}
        return out

    def edges(self, query: SearchQuery, reader, interval: str, *, over: int = 0, under: int = 0, most: int = 1) -> list[int]:
        low, high = query.kind.interval(interval).columns
        name, condition = (low, Q(**{f"{low}__gt": over})) if over else (high, Q(**{f"{high}__lt": under}))
        rows = filtered(self.found, query.without(interval)).filter(condition)
        return list(rows.order_by(name if over else f"-{name}").values_list(name, flat=True).distinct()[:most])

    def suggest(self, kind: str, prefix: str, reader, most: int) -> list[Ref]:
        rows = self.found.filter(title__icontains=prefix.strip()) if prefix.strip() else self.found.none()
        return [(kind, pk) for pk in rows.order_by("title").values_list("pk", flat=True)[:most]]


def filtered(rows, query: SearchQuery, but: str = ""):
    """`rows` under every criterion of the query, except the facet named `but`."""
    for name, (low, high) in query.spans.items():
        interval = query.kind.interval(name)
        least, most = interval.columns
        rows = rows.filter(**{f"{least}__lte": low if interval.covers else high})
        if interval.covers or low is not None:
            rows = rows.filter(Q(**{f"{most}__gte": high if interval.covers else low}) | Q(**{most: None}))
    rows = holding(rows, query.kind, query.text)
    for name, codes in query.chosen.items():
        if name != but:
            condition = {f"{query.kind.facet(name).lookup}__in": codes}
            try:
                if query.kind.facet(name).lookup in rows.query.annotations:  # no column of the model: of these rows alone
                    rows = rows.filter(**condition)
                else:
                    rows = rows.filter(pk__in=rows.model.objects.filter(**condition).values("pk"))
            except ValueError:  # a year that is no number
                return rows.none()
    return rows


def holding(rows, kind, text: str):
    """Those that hold every word: in their folded words or, where none are kept, in their title as it is written."""
    if kind.text_column != TITLE:
        return rows.filter(*(Q(**{f"{kind.text_column}__contains": word}) for word in words(text)))
    return rows.filter(*(Q(title__icontains=word) for word in words(text, str)))


def ordered(rows, query: SearchQuery):
    order = query.kind.order(query) or (query.kind.sorts[0] if query.kind.sorts else None)
    if order is None:
        return rows.order_by("pk")
    if order.whole not in query.spans:
        return rows.order_by(*order.columns)
    most = query.kind.interval(order.whole).columns[1]
    whole = Case(When(**{f"{most}__lte": query.spans[order.whole][1]}, then=Value(0)), default=Value(1))
    return rows.order_by(whole, *order.columns)
