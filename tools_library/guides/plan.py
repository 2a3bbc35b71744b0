"""The plan of a guide: its modules and lessons as one reader sees them, in her language where they are translated."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q

from portal import pictures

from ..models import GuidePage, LessonPage, ModulePage


@dataclass
class Entry:
    """A lesson of the plan. `number` from 1."""

    page: object
    number: int
    is_done: bool = False


@dataclass
class Chapter:
    """A module and its lessons; lessons that stand right under the guide have none."""

    module: object = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(entry.page.minutes for entry in self.entries)


class Plan:
    """`done`: the keys of the lessons that this reader has finished; nothing without an account. `parts`: parts_of(guides)."""

    def __init__(self, guide, user, done=(), parts=None):
        self.guide, self.done = guide, set(done)
        self.chapters = chapters(guide, parts_of([guide], user) if parts is None else parts)
        self.entries = [entry for chapter in self.chapters for entry in chapter.entries]
        for number, entry in enumerate(self.entries, 1):
            entry.number, entry.is_done = number, entry.page.translation_key in self.done

    @property
    def required(self) -> set:
        """The keys that count: the required lessons, or all of them when none is."""
        keys = {entry.page.translation_key for entry in self.entries if entry.page.required}
        return keys or {entry.page.translation_key for entry in self.entries}

    @property
    def done_count(self) -> int:
        return sum(entry.is_done for entry in self.entries)

    @property
    def percent(self) -> int:
        """Finished lessons among those required today: never above 100, whatever was added since."""
        return round(100 * len(self.done & self.required) / len(self.required)) if self.required else 0

    @property
    def minutes(self) -> int:
        return sum(entry.page.minutes for entry in self.entries)

    def at(self, key) -> Entry | None:
        return next((entry for entry in self.entries if entry.page.translation_key == key), None)

    def beside(self, entry) -> tuple[Entry | None, Entry | None]:
        """The lessons before and after."""
        place = self.entries.index(entry)
        return (self.entries[place - 1] if place else None), (self.entries[place + 1] if place + 1 < len(self.entries) else None)

    def next_to_do(self, last=None) -> Entry | None:
        """Where to go on: the first lesson not finished from the last one opened on, else of all; else the first."""
        after = self.entries[self.at(last).number - 1 :] if self.at(last) else []
        return next((e for e in [*after, *self.entries] if not e.is_done), self.entries[0] if self.entries else None)

    def way(self, here=None, language="fr") -> str:
        """The picture of it; nothing for a guide of one lesson."""
        if len(self.entries) < 2:
            return ""
        return pictures.way([entry.is_done for entry in self.entries], here.number - 1 if here else None, lang=language)


def parts_of(guides, user) -> list:
    """The modules and lessons that `user` may read, theirs and those of their sources, in the order of the tree.

    Two queries, three where there are translations, whatever the number of guides.
    """
    read_sources(guides)
    under = Q(pk=None)
    for path in {one.path for guide in guides for one in (guide, guide.source) if one}:
        under |= Q(path__startswith=path)
    pages = list(ModulePage.objects.visible_to(user).filter(under).select_related("locale"))
    pages += LessonPage.objects.visible_to(user).filter(under).select_related("locale").defer("body", "search_text")
    return sorted(pages, key=lambda page: page.path)


def read_sources(guides) -> None:
    """The sources of translations, in one query."""
    wanted = [guide for guide in guides if guide.locale.language_code != settings.LANGUAGE_CODE and "source" not in vars(guide)]
    keys = [guide.translation_key for guide in wanted]
    found = GuidePage.objects.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE) if keys else ()
    by_key = {source.translation_key: source for source in found}
    for guide in wanted:
        guide.source = by_key.get(guide.translation_key)


def chapters(guide, pages) -> list[Chapter]:
    """Of `pages`, those of a guide; what a translation lacks comes from its source."""
    source = guide.source
    own = {page.translation_key: page for page in pages if page.path.startswith(guide.path)}
    order = [page for page in pages if source and page.path.startswith(source.path)]
    known = {page.translation_key for page in order}
    order += [page for page in own.values() if page.translation_key not in known]
    return grouped([(page, own.get(page.translation_key, page)) for page in order], guide.depth)


def grouped(placed, depth) -> list[Chapter]:
    """`placed`: (the page that gives the place, the page that is shown), in the order of the tree."""
    out: list[Chapter] = []
    for place, page in placed:
        if isinstance(page, ModulePage):
            out.append(Chapter(page))
            continue
        if not out or (place.depth == depth + 1 and out[-1].module):
            out.append(Chapter())
        out[-1].entries.append(Entry(page, 0))
    return [chapter for chapter in out if chapter.entries]
