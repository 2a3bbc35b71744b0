"""What the entries of pages share: their languages, their translations, their texts."""

import re
from datetime import date
from html import unescape

from django.conf import settings

from search.entries import NEVER
from search.text import fold

from .content_version import cached

_TAG = re.compile(r"<[^>]+>")


def plain(html: str) -> str:
    """The text of rich text."""
    return unescape(_TAG.sub(" ", html or ""))


def sort_text(page) -> str:
    """Sorts as its title reads, accents or not; two of the same title, in the order they came."""
    return f"{fold(page.title)[:80]} {page.pk:010}"


def updated(page) -> str:
    """The last published first."""
    moment = int(page.last_published_at.timestamp() * 1000) if page.last_published_at else 0
    return f"{NEVER - moment:016}{page.pk:010}"


def newest(page, day: date | None) -> str:
    """The latest day first; on the same day, the last made."""
    return f"{10**8 - (int(day.strftime('%Y%m%d')) if day else 0):08}{10**8 - page.pk:010}"


def live(model, pks=None):
    """The rows that entries are made of: every live page, or those of these ids."""
    rows = model.objects.filter(live=True).select_related("locale", "owner_lab")
    return rows if pks is None else rows.filter(pk__in=pks)


def common(page, shown, code: str) -> dict:
    """What the entry of every page says. `shown`: languages_of(its model)."""
    return {
        "kind": code,
        "pk": page.pk,
        "language": page.locale.language_code,
        "shown_in": shown(page),
        "access": page.access,
        "lab": page.owner_lab_id,
        "title": page.title,
        "summary": getattr(page, "summary", "") or page.search_description,
        "dated": page.last_published_at,
    }


def languages_of(model):
    """shown(page): the languages whose listings show it; a source stands in for the translations that it lacks."""
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    published = model.objects.published().filter(locale__language_code__in=others)
    translated = set(published.values_list("translation_key", "locale__language_code"))

    def shown(page) -> tuple[str, ...]:
        language = page.locale.language_code
        if language != settings.LANGUAGE_CODE:
            return (language,)
        return (language, *(code for code in others if (page.translation_key, code) not in translated))

    return shown


def translations(model, pk: int, key: str = "") -> list[int]:
    """The ids of the pages of the same translation key; when the page is gone, its key is all that is left."""
    keys = [key] if key else model.objects.filter(pk=pk).values("translation_key")
    return list(model.objects.filter(translation_key__in=keys).values_list("pk", flat=True))


def in_chunks(rows, size: int = 200):
    """All of them, so many at a time: what a queryset fetches beside its rows, it fetches for each chunk; iterator() does not."""
    chunk, rows = [None] * size, rows.order_by("pk")
    while len(chunk) == size:
        chunk = list(rows.filter(pk__gt=chunk[-1].pk if chunk[-1] else 0)[:size])
        yield from chunk


def in_order(rows, pks) -> list:
    """The objects of `rows` with these ids, in their order; those that are not there are skipped."""
    found = {row.pk: row for row in rows.filter(pk__in=pks)} if pks else {}
    return [found[pk] for pk in pks if pk in found]


def shelf_of(model):
    """shelf(language): the address of the shelf of this type that everybody reads; "" where there is none."""

    def address(language) -> str:
        shelf = model.objects.visible_to(None).in_language(language).order_by("path").first()
        return shelf.url if shelf else ""

    return lambda language: cached(f"shelf:{model.__name__}:{language}", lambda: address(language), here=True)
