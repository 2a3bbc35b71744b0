"""Progress kept in an account: what is read of it, and the verbs that write it. A GET never writes."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..models import Enrolment, LearnerNote, LessonPage, LessonProgress
from .plan import Plan

LONGEST_NOTE = 20_000  # characters kept; a box takes 4,000, and several devices may have written in it


@dataclass(frozen=True)
class Kept:
    """What an account holds of one guide. `notes`: {(lesson, block): text}."""

    enrolment: Enrolment | None = None
    done: dict = field(default_factory=dict)  # {lesson: when}

    @property
    def last(self):
        return self.enrolment and self.enrolment.last_lesson_key


def of(user, guide_key) -> Kept:
    """Two queries; none for somebody without an account."""
    if not user.is_authenticated:
        return Kept()
    enrolment = Enrolment.objects.filter(user=user, guide_key=guide_key).first()
    if enrolment is None:
        return Kept()
    rows = enrolment.lessons.exclude(completed_at=None).values_list("lesson_key", "completed_at")
    return Kept(enrolment, dict(rows))


def kept_in(enrolment) -> Kept:
    """The same, of an enrolment whose lessons have been read."""
    return Kept(enrolment, {row.lesson_key: row.completed_at for row in enrolment.lessons.all() if row.completed_at})


def notes_of(enrolment, lesson_key) -> dict[str, str]:
    """{block: text} of a lesson."""
    if enrolment is None:
        return {}
    rows = enrolment.notes.filter(lesson_key=lesson_key).values_list("block_id", "text")
    return {str(block): text for block, text in rows}


def blocks_of(lesson) -> set[UUID]:
    """The questions of « Mon carnet » in a lesson."""
    return {UUID(block.id) for block in lesson.body if block.block_type == "notebook" and block.id}


def enrol(user, lesson) -> Enrolment:
    return Enrolment.objects.get_or_create(user=user, guide_key=lesson.guide.translation_key)[0]


@transaction.atomic
def finish(user, lesson, how: str = "") -> None:
    """The lesson is done; done again, its first date stays."""
    enrolment = enrol(user, lesson)
    row, _made = LessonProgress.objects.get_or_create(enrolment=enrolment, lesson_key=lesson.translation_key)
    if row.completed_at is None:
        row.completed_at, row.how = timezone.now(), how or lesson.completion
        row.save()
    go_on(enrolment, lesson)
    settle(enrolment, lesson.guide)


def undo(user, lesson) -> None:
    """Not done after all. A guide once completed stays completed."""
    rows = LessonProgress.objects.filter(enrolment__user=user, enrolment__guide_key=lesson.guide.translation_key)
    rows.filter(lesson_key=lesson.translation_key).update(completed_at=None, how="")


@transaction.atomic
def open_(user, lesson) -> None:
    """Only for who follows the guide already: to have opened a page is not to follow."""
    enrolment = Enrolment.objects.filter(user=user, guide_key=lesson.guide.translation_key).first()
    if enrolment:
        LessonProgress.objects.get_or_create(enrolment=enrolment, lesson_key=lesson.translation_key)
        go_on(enrolment, lesson)


def go_on(enrolment, lesson) -> None:
    if enrolment.last_lesson_key != lesson.translation_key:
        enrolment.last_lesson_key = lesson.translation_key
        enrolment.save(update_fields=["last_lesson_key"])


def settle(enrolment, guide) -> None:
    """Completed once, when all that is required has been done: for good."""
    if enrolment.completed_at:
        return
    done = dict(enrolment.lessons.exclude(completed_at=None).values_list("lesson_key", "completed_at"))
    required = Plan(guide, enrolment.user).required
    if required and required <= done.keys():
        enrolment.completed_at = max(done[key] for key in required)
        enrolment.save(update_fields=["completed_at"])


def tidy(text: str) -> str:
    """As a note is kept: lines end alike whatever the browser, without half characters or NUL, which databases refuse."""
    whole = text.encode("utf-8", "ignore").decode().replace("\0", "")
    return whole.replace("\r\n", "\n").replace("\r", "\n").strip()


@transaction.atomic
def write_note(user, lesson, block: UUID, text: str) -> bool:
    """Keep a text, or forget it when it is empty; whole or not at all. False: too long, or the lesson has no such question."""
    text = tidy(text)
    if block not in blocks_of(lesson) or len(text) > LONGEST_NOTE:
        return False
    enrolment, place = enrol(user, lesson), {"lesson_key": lesson.translation_key, "block_id": block}
    if text:
        LearnerNote.objects.update_or_create(enrolment=enrolment, **place, defaults={"text": text})
    else:
        enrolment.notes.filter(**place).delete()
    return True


def leave(user, guide_key) -> None:
    """All that is kept of a guide goes."""
    Enrolment.objects.filter(user=user, guide_key=guide_key).delete()


def lesson_for(user, key) -> LessonPage | None:
    """The lesson of this key that `user` may read, in whatever language."""
    return LessonPage.objects.visible_to(user).filter(translation_key=key).order_by("locale", "pk").first()
