"""When the level of a file may change: whatever is published, saved, moved or deleted."""

from functools import cache

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from modelcluster.fields import ParentalKey
from wagtail.models import COMMENTS_RELATION_NAME, Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from . import levels
from .models import FileUse, PortalImage, PortalRendition
from .renditions import remake

# What saving a draft writes on a page: none of it is shown, and an editor's autosave must stay cheap.
BOOKKEEPING = {
    COMMENTS_RELATION_NAME,
    "draft_title",
    "expire_at",
    "go_live_at",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
}


@receiver([page_published, page_unpublished])
def page_changed(instance, **kwargs):
    levels.recompute_page(instance)


@receiver(post_page_move)
def page_moved(instance, **kwargs):
    for pk in Page.objects.descendant_of(instance, inclusive=True).filter(live=True).values_list("pk", flat=True):
        levels.recompute_page(pk)


@receiver(post_save)
def saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """Saved directly, without a publication; the children of a page come after it, each with its own signal."""
    if raw:
        return
    if isinstance(instance, Page):
        if not (update_fields and BOOKKEEPING.issuperset(update_fields)) or moved_on(instance):
            levels.recompute_page(instance)
    elif levels.is_always_public(sender):
        levels.recompute_setting(sender._meta.label_lower, instance.pk)
    else:
        child_changed(instance)


@receiver(post_delete)
def deleted(sender, instance, origin=None, **kwargs):
    if levels.is_always_public(sender):
        levels.recompute_setting(sender._meta.label_lower, instance.pk)
    elif not began_with(origin, Page):  # a page that goes takes its children along: it must not be looked at again
        child_changed(instance)


@receiver(post_delete, sender=FileUse)
def use_deleted(instance, origin=None, **kwargs):
    """Also when a page goes and takes its rows along. When the file itself goes there is nothing left to settle."""
    if not began_with(origin, *levels.MODELS.values()):
        levels.recompute_files({levels.file_of(instance)})


def began_with(origin, *models) -> bool:
    """Whether a deletion, of an object or of a queryset, began with one of these models."""
    return issubclass(getattr(origin, "model", type(origin)), models)


def moved_on(page) -> bool:
    """Whether access or owner of a page or its translations is no longer what its rows say (a silent `update()`)."""
    if not hasattr(page, "access"):
        return False
    twins = type(page)._base_manager.filter(translation_key=page.translation_key, live=True)
    now = {pk: facts for pk, *facts in twins.values_list("pk", "access", "owner_lab_id")}
    rows = FileUse.objects.filter(page__in=now).values_list("page_id", "access", "lab_id").distinct()
    return any(facts != now[pk] for pk, *facts in rows)


def child_changed(child):
    """An attachment, or any other child that names files, has been saved in or taken off its page."""
    if name := parent_of(type(child)):
        levels.recompute_page(getattr(child, name))


@cache
def parent_of(model) -> str:
    """The column that leads to the page, of a model whose rows are children of a page and name files; else empty."""
    fields = [field for field in model._meta.get_fields() if not field.auto_created]
    parents = [f.attname for f in fields if isinstance(f, ParentalKey) and issubclass(f.related_model, Page)]
    return parents[0] if parents and any(map(names_files, fields)) else ""


def names_files(field) -> bool:
    return hasattr(field, "extract_references") or field.is_relation and field.related_model in levels.MODELS.values()


@receiver(post_save, sender=PortalImage)
def image_added(instance, created, raw=False, **kwargs):
    if created and not raw:
        remake(instance.pk)


@receiver(post_delete, sender=PortalRendition)
def rendition_deleted(instance, **kwargs):
    """At once, not when the worker comes round to it: its address may be known."""
    storage, name = instance.file.storage, instance.file.name
    transaction.on_commit(lambda: storage.delete(name), robust=True)
