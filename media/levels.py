"""The level of a file: the widest of the live pages that show it, recomputed when they change.

A page is known here by what it has: `live`, `access`, `owner_lab_id`. What it shows is read from its row in the
database, so that a draft never counts.
"""

from django.apps import apps
from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published, page_unpublished

from portal.accounts.access import Access

from .signals import file_level_changed

# Models outside the page tree whose images everyone sees: {model label: field}.
PUBLIC_FIELDS: dict[str, str] = {}
ORDER = list(Access)


def always_public(label: str, field: str) -> None:
    """Say that the image of `field` is public wherever the object stands (a site's logo). Called when the apps are ready."""
    PUBLIC_FIELDS[label] = field
    post_save.connect(_setting_saved, sender=apps.get_model(label), dispatch_uid=f"public-{label}")


def _setting_saved(sender, instance, **kwargs):
    image = getattr(instance, PUBLIC_FIELDS[sender._meta.label])
    stale = _models()["image"].objects.filter(level=Access.PUBLIC, uses=None)
    for file in {*stale, *([image] if image else [])}:
        recompute_file(file)


def _models():
    return {"image": apps.get_model("media.PortalImage"), "document": apps.get_model("media.PortalDocument")}


def _uses():
    return apps.get_model("media.FileUse").objects


def shown_by(page) -> set[tuple[str, int]]:
    """("image" or "document", id) of every file that the page's own row shows: fields, blocks, rich text, children."""
    from django.contrib.contenttypes.models import ContentType

    kinds = {ContentType.objects.get_for_model(model).pk: name for name, model in _models().items()}
    found = ReferenceIndex._extract_references_from_object(page)
    return {(kinds[ct], int(pk)) for ct, pk, *_paths in found if ct in kinds}


def recompute_page(page) -> None:
    """Rewrite what the page shows, then the level of every file concerned, before and after."""
    model = page.specific_class
    fresh = model.objects.filter(pk=page.pk).first() if model else None
    before = {(use.image_id, use.document_id) for use in _uses().filter(page_id=page.pk)}
    after = shown_by(fresh) if fresh and fresh.live and hasattr(fresh, "access") else set()
    with transaction.atomic():
        _uses().filter(page_id=page.pk).delete()
        for kind, pk in sorted(after):
            if _models()[kind].objects.filter(pk=pk).exists():
                _uses().create(page_id=page.pk, access=fresh.access, lab_id=fresh.owner_lab_id, **{f"{kind}_id": pk})
        was = {("image", i) if i else ("document", d) for i, d in before}
        for kind, pk in sorted(was | after):
            if file := _models()[kind].objects.filter(pk=pk).first():
                recompute_file(file)


def level_of(file) -> tuple[str, set[int]]:
    """(level, ids of the labs when the level is "lab") from the pages that show the file."""
    uses = list(file.uses.values_list("access", "lab_id"))
    for label, field in PUBLIC_FIELDS.items():
        model = apps.get_model(label)
        if isinstance(file, model._meta.get_field(field).related_model) and model.objects.filter(**{field: file.pk}).exists():
            uses.append((Access.PUBLIC, None))
    if not uses:
        return "", set()
    widest = min((access for access, _lab in uses), key=ORDER.index)
    return widest, {lab for access, lab in uses if access == Access.LAB and lab} if widest == Access.LAB else set()


def recompute_file(file) -> bool:
    """Store the file's level. True, and a signal, when it has changed."""
    level, labs = level_of(file)
    if file.level == level and set(file.level_labs.values_list("pk", flat=True)) == labs:
        return False
    type(file).objects.filter(pk=file.pk).update(level=level)
    file.level = level
    file.level_labs.set(labs)
    file_level_changed.send(sender=type(file), file=file)
    return True


@receiver([page_published, page_unpublished])
def page_changed(instance, **kwargs):
    recompute_page(instance)


@receiver(post_save)
def live_page_saved(sender, instance, raw=False, update_fields=None, **kwargs):
    """A live page saved without a publication: by a command, or its facts by its source."""
    if not raw and issubclass(sender, Page) and hasattr(instance, "access") and instance.live:
        recompute_page(instance)


@receiver(pre_delete)
def page_goes(sender, instance, **kwargs):
    if issubclass(sender, Page) and hasattr(instance, "access"):
        instance._shown_files = [(use.image_id, use.document_id) for use in _uses().filter(page_id=instance.pk)]


@receiver(post_delete)
def page_gone(sender, instance, **kwargs):
    for image, document in getattr(instance, "_shown_files", ()):
        _uses().filter(page_id=instance.page_ptr_id or instance.pk).delete()
        kind, pk = ("image", image) if image else ("document", document)
        if file := _models()[kind].objects.filter(pk=pk).first():
            recompute_file(file)
