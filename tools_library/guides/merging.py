"""What a device has kept, added to an account: the union, the earliest dates, nothing that is not known here."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ..models import Enrolment, GuidePage, LearnerNote, LessonPage, LessonProgress
from . import progress

MOST_BYTES, MOST_GUIDES = 200_000, 100
OLDEST = datetime(2020, 1, 1, tzinfo=UTC)  # no device has kept anything before


def read(text: str) -> dict:
    """{guide: what is kept of it}, of keys that could be; {} for anything else."""
    if len(text) > MOST_BYTES:
        return {}
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    kept = ((key_of(key), value) for key, value in data.items()) if isinstance(data, dict) else ()
    return dict([(key, value) for key, value in kept if key and isinstance(value, dict)][:MOST_GUIDES])


def key_of(text) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None


def moment(value):
    """Milliseconds since 1970 as a moment that can have been; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 10**14:
        return None
    told = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=value)
    return min(max(told, OLDEST), timezone.now())


def part(kept, name) -> dict:
    value = kept.get(name)
    return value if isinstance(value, dict) else {}


@transaction.atomic
def merge(user, text: str) -> dict[str, dict[str, list[str]]]:
    """Add to the account. What it took, as the device names it: {guide: {"l": lessons, "n": notes}}.

    Done twice, it changes nothing more.
    """
    kept = read(text)
    guides = GuidePage.objects.visible_to(user).filter(translation_key__in=kept)
    known: dict = {}
    for guide in guides.order_by("locale", "pk"):
        known.setdefault(guide.translation_key, []).append(guide)
    return {str(key): of_guide(user, key, pages, kept[key]) for key, pages in known.items()}


def is_whole(text: str, taken) -> bool:
    """Whether the device has nothing that was not taken."""
    kept = read(text)
    missed = (len(part(value, name)) > len(taken.get(str(key), {}).get(name, ())) for key, value in kept.items() for name in "ln")
    return bool(kept) and len(kept) == len(taken) and not any(missed)


def of_guide(user, key, guides, kept) -> dict[str, list[str]]:
    taken: dict = {"l": [], "n": []}
    lessons: dict = {}
    for guide in guides:
        for lesson in LessonPage.objects.visible_to(user).descendant_of(guide):
            lessons.setdefault(lesson.translation_key, lesson)
    enrolment, _made = Enrolment.objects.get_or_create(user=user, guide_key=key)
    rows = {row.lesson_key: row for row in enrolment.lessons.all()}
    for name, value in part(kept, "l").items():
        lesson = lessons.get(key_of(name))
        if lesson and isinstance(value, dict):
            finish(enrolment, rows.get(lesson.translation_key), lesson, value)
            taken["l"].append(name)
    taken["n"] = [name for name, value in part(kept, "n").items() if note(enrolment, lessons, name, value)]
    last = key_of(kept.get("last"))
    if enrolment.last_lesson_key is None and last in lessons:
        enrolment.last_lesson_key = last
    firsts = enrolment.lessons.order_by("opened_at").values_list("opened_at", flat=True)[:1]
    enrolment.started_at = min([enrolment.started_at, *firsts])
    enrolment.save()
    progress.settle(enrolment, guides[0])
    return taken


def finish(enrolment, row, lesson, value) -> None:
    opened, done = moment(value.get("ts")), moment(value.get("d"))
    if not (opened or done):
        return
    row = row or LessonProgress(enrolment=enrolment, lesson_key=lesson.translation_key, opened_at=opened or done)
    row.opened_at = min(filter(None, (row.opened_at, opened, done)))
    if done and not (row.completed_at and row.completed_at <= done):
        row.completed_at, row.how = done, row.how or lesson.completion
    row.save()


def note(enrolment, lessons, name, text) -> bool:
    """A text of the device goes under the one of the account, unless it is in it already: no word is lost.

    Whether the device may forget it: not when there is no place for the whole.
    """
    lesson_key, _colon, block = str(name).partition(":")
    lesson, block = lessons.get(key_of(lesson_key)), key_of(block)
    if lesson is None or block not in progress.blocks_of(lesson):
        return False
    text = progress.tidy(text) if isinstance(text, str) else ""
    place = {"enrolment": enrolment, "lesson_key": lesson.translation_key, "block_id": block}
    row = LearnerNote.objects.filter(**place).first() or LearnerNote(**place)
    had = progress.tidy(row.text)
    if text in had:
        return True
    row.text = text if had in text else f"{had}\n\n{text}"
    if len(row.text) > progress.LONGEST_NOTE:
        return False
    row.save()
    return True
