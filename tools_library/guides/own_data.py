"""Progress and notes are personal: they go with the copy of one's data, and with the account."""

from portal.accounts import personal

from ..models import Enrolment, GuidePage


def data(person) -> list[dict]:
    rows = list(Enrolment.objects.filter(user=person).prefetch_related("lessons", "notes"))
    guides = GuidePage.objects.filter(translation_key__in=[row.guide_key for row in rows], locale__language_code="fr")
    titles = dict(guides.values_list("translation_key", "title"))
    return [
        {
            "guide": titles.get(row.guide_key, ""),
            "guide_key": row.guide_key,
            "started": row.started_at,
            "completed": row.completed_at,
            "last_lesson": row.last_lesson_key,
            "lessons": told(row.lessons.all(), "lesson_key", "opened_at", "completed_at", "how"),
            "notebook": told(row.notes.all(), "lesson_key", "block_id", "text", "changed_at"),
        }
        for row in rows
    ]


def told(rows, *names) -> list[dict]:
    return [{name: getattr(row, name) for name in names} for row in rows]


def forget(person) -> None:
    Enrolment.objects.filter(user=person).delete()


personal.register("guides", data, forget)
