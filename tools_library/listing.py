"""The listing « Outils » in plain SQL: filters, facets with counts, chips, the nearest relaxations."""

from dataclasses import dataclass, replace
from itertools import combinations

from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, Value, When
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import pictures
from portal.durations import duration
from search.text import words

from .query import FACETS, ToolQuery
from .vocabularies import terms

PER_PAGE = 12
ORPHANS = 1  # a last page of one tool would be turned for nothing
NEAR = 4  # tools drawn around a request that nothing meets
MOST_WAYS = 4  # relaxations offered
DRAWN = ("title", "duration_min", "duration_max", "people_min", "people_max")


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many tools it would leave, whether it is chosen."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: list[Choice]


@dataclass(frozen=True)
class Chip:
    """A criterion in force, and the address without it."""

    label: str
    address: str


@dataclass(frozen=True)
class Relaxation:
    """One criterion loosened: what comes, and how many."""

    label: str
    count: int
    address: str
    first: tuple  # the first tools, NEAR at most


def interval(query: ToolQuery) -> Q:
    """Minutes a to b: shortest <= b and longest >= a. People a to b: smallest <= a and largest >= b (none: no limit)."""
    condition = Q()
    if query.minutes_to is not None:
        condition &= Q(duration_min__lte=query.minutes_to)
    if query.minutes_from is not None:
        condition &= Q(duration_max__gte=query.minutes_from)
    if query.people_from is not None:
        condition &= Q(people_min__lte=query.people_from)
        condition &= Q(people_max__gte=query.people_to) | Q(people_max=None)
    return condition


def filtered(tools, query: ToolQuery, but: str = ""):
    """`tools` under every criterion of the query, except the facet named `but`."""
    tools = tools.filter(interval(query))
    for word in words(query.text):
        tools = tools.filter(search_text__contains=word)
    for name, codes in query.chosen.items():
        if name != but:
            field = FACETS[name][1]
            matching = tools.model.objects.filter(**{f"{field}__code__in": codes}).values("pk")
            tools = tools.filter(pk__in=matching)
    return tools


def ordered(tools, query: ToolQuery):
    """Those that fit whole in the time come first, then the shortest."""
    if query.sort == "az":
        return tools.order_by("title", "pk")
    if query.sort == "maj":
        return tools.order_by("-last_published_at", "pk")
    shortest = ("duration_min", "duration_max", "title", "pk")
    if query.minutes_to is None or query.sort == "court":
        return tools.order_by(*shortest)
    whole = Case(When(duration_max__lte=query.minutes_to, then=Value(0)), default=Value(1))
    return tools.order_by(whole, *shortest)


def facets(tools, query: ToolQuery) -> list[Facet]:
    """Each facet counted under the other criteria; values that would leave nothing are hidden, chosen ones never."""
    labels = {"temps": _("Time of the session"), "objectif": _("Goal"), "format": _("Delivery")}
    out = []
    for name, (vocabulary, field) in FACETS.items():
        rows = filtered(tools, query, but=name).order_by().values(f"{field}__code").annotate(n=Count("pk", distinct=True))
        counts = {row[f"{field}__code"]: row["n"] for row in rows}
        chosen = query.chosen.get(name, ())
        choices = [
            Choice(term.code, term.short, counts.get(term.code, 0), term.code in chosen)
            for term in terms().get(vocabulary, [])
            if counts.get(term.code) or term.code in chosen
        ]
        out.append(Facet(name, labels[name], choices))
    return out


def minutes_words(query: ToolQuery) -> str:
    if query.minutes_from is None:
        return _("%(duration)s at most") % {"duration": duration(query.minutes_to)}
    return _("%(low)s to %(high)s") % {"low": duration(query.minutes_from), "high": duration(query.minutes_to)}


def people_words(query: ToolQuery) -> str:
    if query.people_from == query.people_to:
        return _("%(n)s people") % {"n": query.people_from}
    return _("%(low)s to %(high)s people") % {"low": query.people_from, "high": query.people_to}


def chips(query: ToolQuery) -> list[Chip]:
    out = []
    if query.text:
        out.append(Chip(f"« {query.text} »" if get_language() == "fr" else f"“{query.text}”", query.without("text").address()))
    if query.minutes_to is not None:
        out.append(Chip(minutes_words(query), query.without("minutes").address()))
    if query.people_from is not None:
        out.append(Chip(people_words(query), query.without("people").address()))
    for name, codes in query.chosen.items():
        known = {term.code: term.short for term in terms().get(FACETS[name][0], [])}
        out += [Chip(known.get(code, code), query.without_code(name, code).address()) for code in codes]
    return out


def relaxations(tools, query: ToolQuery) -> list[Relaxation]:
    """One criterion loosened as little as finds something, the gentlest first; two when one is not enough; at most four."""
    drops = _drops(query)
    single = [*_longer(tools, query), *_shorter(tools, query), *_other_groups(tools, query)]
    single += [(query.without(name), label) for name, label in drops if len(drops) > 1 or name not in ("minutes", "people")]
    if found := _found(tools, single):
        return found
    pairs = [
        (query.without(one, two), f"{first}, {second[0].lower()}{second[1:]}")
        for (one, first), (two, second) in combinations(drops, 2)
    ]
    return _found(tools, pairs)


def _found(tools, tries) -> list[Relaxation]:
    """The first tries, (query, label) each, that leave at least one tool; no two with the same address."""
    out: dict[str, Relaxation] = {}
    for loosened, label in tries:
        address, rows = loosened.address(), ordered(filtered(tools, loosened), loosened)
        if address not in out and (count := rows.count()):
            out[address] = Relaxation(label, count, address, tuple(rows.only(*DRAWN)[:NEAR]))
        if len(out) == MOST_WAYS:
            break
    return list(out.values())


def _drops(query: ToolQuery) -> list[tuple[str, str]]:
    """Every criterion in force, and how to say that it is given up."""
    out = [("text", _("Search without “%(text)s”") % {"text": query.text})] if query.text else []
    for name, codes in query.chosen.items():
        known = {term.code: term.short for term in terms().get(FACETS[name][0], [])}
        named = ", ".join(known.get(code, code) for code in codes)
        out.append((name, _("Any choice rather than: %(named)s") % {"named": named}))
    out += [("people", _("Whatever the group"))] if query.people_from is not None else []
    return [*out, ("minutes", _("Whatever the time"))] if query.minutes_to is not None else out


def _longer(tools, query):
    """The two next durations at which something becomes possible."""
    if query.minutes_to is None:
        return
    longer = filtered(tools, query.without("minutes")).filter(duration_min__gt=query.minutes_to)
    for minutes in sorted(set(longer.values_list("duration_min", flat=True)))[:2]:
        more = duration(minutes - query.minutes_to)
        yield replace(query, minutes_to=minutes, page=1), _("Take %(more)s more") % {"more": more}


def _shorter(tools, query):
    """The longest tool under the least of minutes asked."""
    if query.minutes_from is None:
        return
    shorter = filtered(tools, query.without("minutes")).filter(duration_max__lt=query.minutes_from)
    most = shorter.order_by("-duration_max").values_list("duration_max", flat=True).first()
    if most:
        yield replace(query, minutes_from=most, page=1), _("Be satisfied with %(time)s") % {"time": duration(most)}


def _other_groups(tools, query):
    """The largest group, under the one asked, for which something exists; else the smallest above it."""
    if query.people_from is None:
        return
    others = filtered(tools, query.without("people"))
    fewer = others.filter(people_max__lt=query.people_to).order_by("-people_max").values_list("people_max", flat=True).first()
    if fewer:
        words_ = _("Come %(n)s at most, or split the room") % {"n": fewer}
        yield replace(query, people_from=fewer, people_to=fewer, page=1), words_
    more = others.filter(people_min__gt=query.people_from).order_by("people_min").values_list("people_min", flat=True).first()
    if more:
        yield replace(query, people_from=more, people_to=more, page=1), _("Come %(n)s at least") % {"n": more}


def near(query: ToolQuery, ways: list[Relaxation]) -> str:
    """The request and the first tools of each relaxation, drawn; nothing to draw without minutes and people."""
    if query.minutes_to is None or query.people_from is None:
        return ""
    farthest = max(query.minutes_to * 4, query.minutes_to + 60)
    close = {tool.pk: tool for way in ways for tool in way.first if tool.duration_min <= farthest}
    drawn = [tuple(getattr(tool, name) for name in DRAWN) for tool in close.values()][:NEAR]
    return pictures.near_miss(query.minutes_to, query.people_from, drawn, lang=get_language() or "fr") if drawn else ""


def listing(shelf, request) -> dict:
    """The context of the listing's template."""
    query = ToolQuery.read(request.GET)
    tools = shelf.tools(request.user)
    found = ordered(filtered(tools, query), query)
    page = Paginator(found.for_cards(), PER_PAGE, orphans=ORPHANS).get_page(query.page)
    query = replace(query, page=page.number)
    rows = list(page.object_list)
    want = (query.minutes_from, query.minutes_to) if query.minutes_to is not None else None
    drawn = pictures.duration_axis([(t.duration_min, t.duration_max) for t in rows], want, lang=get_language() or "fr")
    total = page.paginator.count
    empty = total == 0 and query.asks
    ways = relaxations(tools, query) if empty else []
    return {
        "query": query,
        "page_of_tools": page,
        "rows": list(zip(rows, drawn.rows, strict=True)),
        "axis": drawn.axis,
        "total": total,
        "chips": chips(query),
        "facets": facets(tools, query),
        "pages": [
            {"number": n, "address": query.address(page=n), "current": n == page.number}
            for n in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
            if isinstance(n, int)
        ],
        "next": query.address(page=page.next_page_number()) if page.has_next() else "",
        "sorts": [
            {"label": label, "address": query.address(sort=code, page=1) or "?", "current": query.sort == code}
            for code, label in (("", _("Best fit")), ("court", _("Shortest")), ("az", "A–Z"), ("maj", _("Updated")))
        ],
        "is_empty": empty,
        "relaxations": ways,
        "near": near(query, ways),
        "asked": " ".join(
            part
            for part in (
                query.minutes_to is not None and _("in %(minutes)s") % {"minutes": duration(query.minutes_to)},
                query.people_from is not None and _("for %(people)s") % {"people": people_words(query)},
            )
            if part
        ),
    }
