"""What the pages of a guide show: contexts of the templates."""

from django.db.models import prefetch_related_objects
from django.utils.translation import get_language
from wagtail.rich_text import RichText

from portal.rights.links import read_ahead

from ..models.choices import LICENCES, Licence
from . import minutes, named, progress
from .plan import Plan


def planned(guide, request) -> tuple[Plan, progress.Kept]:
    kept = progress.of(request.user, guide.translation_key)
    return Plan(guide, request.user, kept.done), kept


def of_guide(guide, request) -> dict:
    plan, kept = planned(guide, request)
    if guide.cover:
        prefetch_related_objects([guide.cover], "renditions")
    return {
        "guide": guide,
        "plan": plan,
        "kept": kept,
        "resume": plan.next_to_do(kept.last) if kept.enrolment else None,
        "way": plan.way(language=get_language() or "fr"),
        "tools": related_tools(guide, request.user),
        "prerequisites": prerequisites(guide, request.user),
        "licence": licence(guide),
    }


def of_module(module, request) -> dict:
    plan, kept = planned(module.guide, request)
    own = [chapter for chapter in plan.chapters if chapter.module and chapter.module.translation_key == module.translation_key]
    return {"guide": module.guide, "plan": plan, "kept": kept, "own": own[0] if own else None}


def of_lesson(lesson, request) -> dict:
    """One query a kind of page, of link and of picture that the body names, whatever their number."""
    plan, kept = planned(lesson.guide, request)
    here = plan.at(lesson.translation_key)
    before, after = plan.beside(here) if here else (None, None)
    read_ahead(request, texts_of(lesson.body))
    images = [block.value for block in lesson.body if block.block_type == "image" and block.value]
    prefetch_related_objects(images, "renditions")
    return {
        "guide": lesson.guide,
        "plan": plan,
        "kept": kept,
        "spot": here,
        "practice": 0 if lesson.minutes_override else minutes.practice_minutes(lesson.body),
        "before": before,
        "after": after,
        "way": plan.way(here, get_language() or "fr"),
        "is_done": lesson.translation_key in kept.done,
        "notes": progress.notes_of(kept.enrolment, lesson.translation_key),
        "named": named.readable(lesson.body, request.user),
    }


def texts_of(value) -> list[str]:
    """The rich texts of a body, as they are kept."""
    if isinstance(value, RichText):
        return [value.source]
    if hasattr(value, "bound_blocks"):  # a structure
        bound = value.bound_blocks
        return [text for child in (bound.values() if hasattr(bound, "values") else bound) for text in texts_of(child.value)]
    if hasattr(value, "stream_block"):
        return [text for block in value for text in texts_of(block.value)]
    return []


def related_tools(guide, user) -> list:
    """Those that the source names, as rows show them."""
    from ..models import ToolPage

    rows = (guide.source or guide).related_tools.exclude(tool=None).select_related("tool")
    return ToolPage.objects.for_references([row.tool for row in rows], user) if rows else []


def prerequisites(guide, user) -> list[tuple[str, object]]:
    """(strength, guide) of those that `user` may read."""
    rows = list((guide.source or guide).prerequisites.exclude(guide=None).select_related("guide"))
    if not rows:
        return []
    keys = {row.guide.translation_key: row.get_strength_display() for row in rows}
    found = type(guide).objects.visible_to(user).filter(translation_key__in=keys).in_language(get_language())
    return [(keys[page.translation_key], page) for page in found.select_related("locale")]


def licence(guide) -> dict:
    if not guide.licence:
        return {}
    allows, url = LICENCES[Licence(guide.licence)]
    return {"name": guide.get_licence_display(), "allows": allows, "url": url}
