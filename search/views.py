"""The page « Rechercher »; suggestions as one types: names that go on from the letters typed."""

from django.http import Http404, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from . import outputs
from .engines import EngineAwayError, Reader, engines, plain
from .entries import readings
from .everything import COLUMNS, Shelf
from .need import Need
from .registry import ALL, all_kinds, kinds
from .text import clean

MOST = 8


@require_safe
def everything(request):
    """Every kind at once, or the one that is chosen; as a feed, or as a table. Or where to begin, for a need in plain words."""
    shelf, need = Shelf(), Need(request)
    if need.text and not request.GET.get("q"):
        return outputs.page(TemplateResponse(request, "search/need.html", shelf.context(need)))
    told = outputs.serve(shelf, request, COLUMNS)
    return told or outputs.page(TemplateResponse(request, "search/everything.html", shelf.context(shelf.listing(request))))


@require_safe
def suggest(request, code=ALL):
    """{"suggestions": [names]}: of what this reader may find."""
    kind = next((kind for kind in [*kinds(), all_kinds()] if kind.code == code), None)
    if kind is None:
        raise Http404
    language, typed = get_language(), clean(request.GET.get("q", ""))
    found = kind.found(request.user, language)
    reader = Reader(language, readings(request.user))
    most = MOST * 2 if kind.parts else MOST  # a name that several kinds have is said once
    for one in (*engines(), plain(kind, found)):
        try:
            refs = one.suggest(code, typed, reader, most)
            break
        except EngineAwayError:
            continue
    names = titles(found if kind.parts else {code: found}, refs)
    told = {"suggestions": list(dict.fromkeys(names[ref] for ref in refs if ref in names))[:MOST]}
    return JsonResponse(told, headers={"Cache-Control": "private, max-age=60"})


def titles(found, refs) -> dict:
    """{(kind, id): title} of those that this reader may find: one query a kind."""
    out = {}
    for code in dict.fromkeys(code for code, _pk in refs):
        rows = found[code].filter(pk__in=[pk for one, pk in refs if one == code])
        out |= {(code, pk): title for pk, title in rows.values_list("pk", "title")}
    return out
