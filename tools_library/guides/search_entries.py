"""How guides and lessons are found."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.durations import duration, hours
from portal.entries import common, in_chunks, in_order, languages_of, live, plain, shelf_of, sort_text, translations, updated
from portal.facet_values import labs, of_choices, of_minutes
from search.entries import SearchEntry
from search.facets import Facet, Sort
from search.registry import Kind, languages, register

from ..models import GuideIndexPage, GuidePage, LessonPage
from ..models.guide_choices import GuideKind, GuideLevel


def told(guide) -> tuple[str, str]:
    """« Guide », « 1 h 30, découverte »."""
    about = [hours(guide.duration_minutes)] if guide.duration_minutes else []
    return _("Guide"), ", ".join([*about, str(guide.get_level_display()).lower()])


def told_of_lesson(lesson) -> tuple[str, str]:
    """« Leçon », « 12 min, Préparer une session »."""
    return _("Lesson"), f"{duration(lesson.minutes)}, {lesson.guide_title}"


BRIEFEST = ("duration_minutes", "title", "pk")
GUIDES = Kind(
    code="guide",
    label=gettext_lazy("Guides"),
    model=GuidePage,
    facets=(
        Facet(
            "niveau", gettext_lazy("Level"), "guide_level", "level",
            of_choices(GuideLevel), is_open=True,
        ),
        Facet(
            "genre", gettext_lazy("Kind"), "guide_kind", "kind",
            of_choices(GuideKind), is_open=True,
        ),
        Facet("lab", gettext_lazy("Lab"), "lab", "owner_lab__code", labs),
        Facet("langue", gettext_lazy("Language"), "language", "locale__language_code", languages),
    ),
    intervals=(of_minutes("duration_minutes", "duration_minutes"),),
    sorts=(
        Sort("", "A–Z", ("title", "pk"), "title"),
        Sort("court", gettext_lazy("Shortest"), BRIEFEST, "short"),
        Sort("maj", gettext_lazy("Updated"), ("-last_published_at", "pk"), "updated"),
    ),
    entries=lambda pks: guide_entries(pks),
    found=lambda user, language: GuidePage.objects.visible_to(user).in_language(language),
    cards=lambda found, pks: in_order(found.for_cards(), pks),
    related=lambda pk, key: translations(GuidePage, pk, key),
    text_column="search_text",
    latest="maj",
    told=told,
    shelf=shelf_of(GuideIndexPage),
    hue=GuidePage.hue,
    place=4,
    leads=("guides", 1),
)  # fmt: skip
register(GUIDES)

LESSONS = Kind(
    code="lesson",
    label=pgettext_lazy("search", "Lessons"),
    model=LessonPage,
    entries=lambda pks: lesson_entries(pks),
    found=lambda user, language: LessonPage.objects.visible_to(user).in_language(language),
    cards=lambda found, pks: in_order(found.for_cards(), pks),
    related=lambda pk, key: translations(LessonPage, pk, key),
    text_column="search_text",
    told=told_of_lesson,
    hue=LessonPage.hue,
    place=5,
)
register(LESSONS)


def guide_entries(pks=None):
    shown = languages_of(GuidePage)
    for guide in in_chunks(live(GuidePage, pks)):
        yield SearchEntry(
            **common(guide, shown, GUIDES.code),
            keywords=" ".join(guide.lines_of("objectives")),
            body=f"{guide.audience}\n{guide.deliverable}",
            facets={
                "guide_level": (guide.level,),
                "guide_kind": (guide.kind,),
                "lab": (guide.owner_lab.code,) if guide.owner_lab else (),
            },
            intervals={"minutes": (guide.duration_minutes, guide.duration_minutes)},
            sorts={
                "title": sort_text(guide),
                "short": f"{guide.duration_minutes:07}{sort_text(guide)}",
                "updated": updated(guide),
            },
        )


def lesson_entries(pks=None):
    shown = languages_of(LessonPage)
    for lesson in in_chunks(live(LessonPage, pks).of_live_guides()):
        said = "\n".join(map(str, lesson.body.stream_block.get_searchable_content(lesson.body)))
        yield SearchEntry(**common(lesson, shown, LESSONS.code), body=plain(said), sorts={"title": sort_text(lesson)})
