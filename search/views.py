"""Suggestions as one types: names that go on from the letters typed."""

from django.http import Http404, JsonResponse
from django.utils.translation import get_language

from .engines import EngineAwayError, PlainEngine, Reader, engines
from .entries import readings
from .registry import kinds
from .text import clean

MOST = 8


def suggest(request, code):
    """{"suggestions": [names]}: of what this reader may find."""
    kind = next((kind for kind in kinds() if kind.code == code), None)
    if kind is None:
        raise Http404
    language, typed = get_language(), clean(request.GET.get("q", ""))
    found = kind.found(request.user, language)
    reader = Reader(language, readings(request.user))
    for one in (*engines(), PlainEngine(found)):
        try:
            ids = one.suggest(code, typed, reader, MOST)
            break
        except EngineAwayError:
            continue
    titles = dict(found.filter(pk__in=ids).values_list("pk", "title")) if ids else {}
    told = {"suggestions": [titles[pk] for pk in ids if pk in titles]}
    return JsonResponse(told, headers={"Cache-Control": "private, max-age=60"})
