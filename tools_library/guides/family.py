"""A guide and what is under it: one lab, one access, one duration, whatever the route by which they change."""

from django.apps import apps
from django.db.models import Count, OuterRef, Subquery, Sum, Value
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from media.receivers import BOOKKEEPING
from portal.accounts.access import Access
from search import indexing

TAKEN = ("access", "owner_lab")
OF_DRAFTS = {*BOOKKEEPING, "path", "depth", "url_path"}  # what saving a draft, or a move, writes of a page


def model(name):
    return apps.get_model("tools_library", name)


def take_after(part, guide, module=None) -> bool:
    """Give a module or a lesson the lab and the access of its guide, in memory. Under a draft, guide or module: its lab alone.

    Whether that changes anything.
    """
    shown = guide.live and (module is None or module.live)
    wanted = guide.access if shown else Access.LAB, guide.owner_lab_id
    if (part.access, part.owner_lab_id) == wanted:
        return False
    part.access, part.owner_lab_id = wanted
    return True


def follow(guide) -> None:
    """What is under a guide takes its lab and access, as the guide's row has them now."""
    row = type(guide).objects.get(pk=guide.pk)  # an instance may be older than what was added under it
    modules = {module.path: module for module in model("ModulePage").objects.descendant_of(row)}
    for part in [*modules.values(), *model("LessonPage").objects.descendant_of(row)]:
        if take_after(part, row, modules.get(part.path[: -Page.steplen])):
            part.guide = row
            part.save(update_fields=[*TAKEN], clean=False)


def lesson_saved(lesson) -> None:
    """The rows of the tools it names are those of what readers read; its guide's duration follows."""
    if lesson.live:
        name_tools(lesson)
    count_minutes(lesson.path)


def name_tools(lesson) -> None:
    from .named import numbers

    rows = model("LessonTool").objects.filter(lesson=lesson)
    wanted = numbers(lesson.body)["tool"]
    keys = set(Page.objects.filter(pk__in=wanted).values_list("translation_key", flat=True)) if wanted else set()
    known = set(rows.values_list("tool_key", flat=True))
    if gone := known - keys:
        rows.filter(tool_key__in=gone).delete()
    model("LessonTool").objects.bulk_create(
        [model("LessonTool")(lesson=lesson, tool_key=key) for key in keys - known], ignore_conflicts=True
    )


def count_minutes(path) -> None:
    """The duration of the guide at or above `path`: the minutes of its lessons that readers see."""
    guides = model("GuidePage").objects
    found = guides.filter(path=path[: depth() * Page.steplen]).first()
    if found is None:
        return
    lessons = model("LessonPage").objects.descendant_of(found).filter(live=True).of_live_guides()
    total = lessons.aggregate(total=Sum("minutes"))["total"] or 0
    if total != found.duration_minutes:
        found.duration_minutes = total
        found.save(update_fields=["duration_minutes"], clean=False)  # its entry of the index follows


def depth() -> int:
    from ..models.guides import GUIDE_DEPTH

    return GUIDE_DEPTH


def count_of_lessons():
    """For a query on guides: the lessons that readers see, theirs."""
    lessons = model("LessonPage").objects.filter(live=True, path__startswith=OuterRef("path")).of_live_guides()
    return Subquery(lessons.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n"))


@receiver([page_published, page_unpublished])
def published(sender, instance, **kwargs):
    """What is under it is read from now on, or is not any more: the index follows."""
    if issubclass(sender, (model("GuidePage"), model("ModulePage"))):
        count_minutes(instance.path)
        for pk in model("LessonPage").objects.descendant_of(instance).filter(live=True).values_list("pk", flat=True):
            indexing.after_commit("lesson", pk)


@receiver(post_delete)
def deleted(sender, instance, **kwargs):
    if issubclass(sender, Page) and sender is model("LessonPage"):
        count_minutes(instance.path)


@receiver(post_page_move)
def moved(sender, instance, url_path_before=None, parent_page_before=None, **kwargs):
    """Under another guide: another lab perhaps, another duration."""
    if not issubclass(sender, (model("ModulePage"), model("LessonPage"))):
        return
    for name in ("ModulePage", "LessonPage"):
        for part in model(name).objects.descendant_of(instance, inclusive=True):
            part.save(update_fields=[*TAKEN], clean=False)
    count_minutes(instance.path)
    count_minutes(parent_page_before.path)
