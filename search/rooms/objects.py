"""Naming a result in a form, without a script: some of its title, or its address; then one among those that answer."""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from .. import promotions
from ..engines import EngineAwayError, Reader, engines, plain
from ..entries import readings
from ..hits import told
from ..registry import all_kinds
from ..text import clean, fold

MOST = 8  # proposed
Ref = tuple[str, int]


def code_of(ref: Ref) -> str:
    """« tool:12 », as a form says it."""
    return f"{ref[0]}:{ref[1]}"


def ref_of(code: str) -> Ref | None:
    kind, _colon, pk = code.partition(":")
    return (kind, int(pk)) if pk.isascii() and pk.isdigit() and len(pk) < 16 else None


class Finder:
    """What `user` may put first in a language: published, hers to read, of that language."""

    def __init__(self, user, language: str):
        self.kind = all_kinds()
        self.found = promotions.of_language(self.kind, user, language)
        self.reader = Reader(language, readings(user))

    def labels(self, refs) -> dict[Ref, str]:
        """{(kind, id): « Carte des acteurs (Outil, Faire émerger) »} of those that she may put first."""
        pairs = self.kind.cards(self.found, [ref for ref in refs if ref[0] in self.found])
        return {(kind.code, page.pk): f"{page.title} ({told(kind, page)[0]})" for kind, page in pairs}

    def named(self, text: str) -> tuple[Ref | None, dict[Ref, str]]:
        """The one that has this very title or address, if one alone has; and all those that may be meant."""
        if text.startswith(("/", "http://", "https://")):
            meant = self.at(path_of(text))
            return (meant[0] if meant else None), self.labels(meant)
        found = self.labels(self.proposed(text))
        very = [ref for ref, title in self.titles(found).items() if fold(title) == fold(clean(text))]
        return (very[0] if len(very) == 1 else None), found

    def titles(self, refs) -> dict[Ref, str]:
        from ..views import titles

        return titles(self.found, refs)

    def proposed(self, text: str) -> list[Ref]:
        """As one types on the site; with those that the index has not yet, whole titles first."""
        for one in (*engines(), plain(self.kind, self.found)):
            try:
                refs = one.suggest(self.kind.code, clean(text), self.reader, MOST)
                break
            except EngineAwayError:
                continue
        written = plain(self.kind, self.found).suggest(self.kind.code, clean(text), self.reader, MOST)
        return list(dict.fromkeys([*refs, *written]))[:MOST]

    def at(self, path: str) -> list[Ref]:
        """The page whose address this is."""
        slug = path.strip("/").rpartition("/")[2]
        rows = [(code, rows) for code, rows in self.found.items() if hasattr(rows.model, "slug")]
        pages = [(code, page) for code, found in rows for page in found.filter(slug=slug)]
        return [(code, page.pk) for code, page in pages if path and path_of(page.url or "") == path]


def path_of(address: str) -> str:
    """Empty for what is no address."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def no_result(text: str) -> str:
    return _("No published result has “%(text)s” in its title or for its address. Try one word of its title.") % {"text": text}
