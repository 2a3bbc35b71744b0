"""The level of a file: the widest access of the live pages that show it.

The rows of FileUse say which page, or which setting, shows which file to whom. They are rewritten from the database,
never from memory: an instance may carry a draft. The level of a file is read from its rows, and from nothing else.
`receivers.py` says when; whoever writes with `queryset.update()` calls `recompute_page` afterwards.
"""

from collections import defaultdict

from django.apps import apps
from django.db import transaction
from wagtail.models import Page, ReferenceIndex

from portal.accounts.access import Access

from .models import FileUse, PortalDocument, PortalImage
from .models.images import new_key
from .renditions import remake
from .signals import file_level_changed

File = tuple[str, int]  # (column of FileUse, id)
Uses = dict[File, tuple[str, int | None]]  # {file: (access, id of the lab)}

MODELS = {"image_id": PortalImage, "document_id": PortalDocument}
_always_public: dict[str, set[str]] = defaultdict(set)


def always_public(model_label: str, field: str) -> None:
    """Declare that everybody sees the image or document named by a field of a model that is not a page.

    Called in the `ready()` of the app that owns the model: `always_public("portal.SiteSettings", "logo")`.
    """
    _always_public[model_label.lower()].add(field)


# --- what shows which file


def files_shown(page) -> set[File]:
    """The files that a page, fresh from the database, shows: in its fields, blocks, rich text and children."""
    columns = {ReferenceIndex._get_base_content_type(model).id: column for column, model in MODELS.items()}
    found = ReferenceIndex._extract_references_from_object(page)
    return existing({(columns[kind], int(pk)) for kind, pk, *_paths in found if kind in columns})


def existing(files):
    """Rich text and blocks may name a file that has been deleted since."""
    kept = set()
    for column, model in MODELS.items():
        wanted = [pk for named, pk in files if named == column]
        kept |= {(column, pk) for pk in model.objects.filter(pk__in=wanted).values_list("pk", flat=True)} if wanted else set()
    return kept


def uses_of_page(page) -> Uses:
    """{file: (access, lab)} of a page, specific and fresh. Nothing if it is not live: a draft shows its files to nobody."""
    if page is None or not page.live or not hasattr(page, "access"):
        return {}
    return dict.fromkeys(files_shown(page), (page.access, page.owner_lab_id))


def uses_of_setting(label: str, pk) -> Uses:
    """The same for an object of a model declared by `always_public`."""
    model, files = apps.get_model(label), set()
    for field in map(model._meta.get_field, _always_public.get(label, ())):
        column = next(column for column, of in MODELS.items() if issubclass(field.related_model, of))
        files |= {(column, value) for value in model.objects.filter(pk=pk).values_list(field.attname, flat=True) if value}
    return dict.fromkeys(files, (Access.PUBLIC, None))


def is_always_public(model) -> bool:
    """Of the models themselves, not of what a migration calls by the same name."""
    return model._meta.label_lower in _always_public and model._meta.apps is apps


def settings_that_show() -> list[tuple[str, object]]:
    """(label, pk) of every object of the models declared."""
    return [(label, pk) for label in _always_public for pk in apps.get_model(label).objects.values_list("pk", flat=True)]


# --- rewriting


def recompute_page(page) -> None:
    """Rewrite what a page (or its id) and its translations show, and the level of the files concerned."""
    pk = getattr(page, "pk", page)
    key = Page.objects.filter(pk=pk).values("translation_key")[:1]
    twins = Page.objects.filter(translation_key=key, live=True).exclude(pk=pk)
    with transaction.atomic():
        for one in [pk, *twins.values_list("pk", flat=True)]:
            page = Page.objects.filter(pk=one, live=True).first()
            rewrite({"page_id": one}, uses_of_page(page and page.specific))


def recompute_setting(label: str, pk) -> None:
    """The same for an object of a model declared by `always_public`."""
    with transaction.atomic():
        rewrite({"shown_by": f"{label}:{pk}"}, uses_of_setting(label, pk))


def rewrite(place: dict, wanted: Uses) -> None:
    """Make the rows of a place those that are wanted. Rows deleted tell their files by a signal (receivers.py)."""
    rows = {file_of(row): row for row in FileUse.objects.filter(**place)}
    changed = {file for file, use in wanted.items() if file not in rows or (rows[file].access, rows[file].lab_id) != use}
    for file in changed:
        access, lab = wanted[file]
        FileUse.objects.update_or_create(**place, **dict([file]), defaults={"access": access, "lab_id": lab})
    FileUse.objects.filter(pk__in=[row.pk for file, row in rows.items() if file not in wanted]).delete()
    recompute_files(changed)


def file_of(row) -> File:
    return ("image_id", row.image_id) if row.image_id else ("document_id", row.document_id)


def recompute_files(files) -> None:
    """Give files, (column, id) pairs, the level that their rows say. Locked in one order: no two writers cross."""
    with transaction.atomic():
        for column, model in MODELS.items():
            wanted = [pk for named, pk in files if named == column]
            for file in model.objects.select_for_update().filter(pk__in=wanted).order_by("pk") if wanted else ():
                settle(file)


def widest(uses) -> tuple[str, set[int]]:
    """(level, labs) of (access, lab) pairs; labs only for the level `lab`. Nothing shows it: the empty level."""
    levels = {access for access, _lab in uses}
    level = next((access for access in Access.values if access in levels), "")
    return level, {lab for _access, lab in uses if lab} if level == Access.LAB else set()


def settle(file) -> None:
    """Store the level of a file; say so, and move its renditions, only if it has changed."""
    level, labs = widest(list(file.uses.values_list("access", "lab_id")))
    if (level, labs) == (file.level, set(file.level_labs.values_list("pk", flat=True))):
        return
    was_public, file.level = file.is_public, level
    type(file).objects.filter(pk=file.pk).update(level=level)
    file.level_labs.set(labs)
    if isinstance(file, PortalImage) and file.is_public != was_public:
        forget_renditions(file)
    file_level_changed.send(sender=type(file), file=file)


def forget_renditions(image) -> None:
    """Drop the renditions of an image: rows now, files when this is certain; the worker makes others elsewhere."""
    image.renditions.all().delete()
    image.renditions_key = new_key()
    PortalImage.objects.filter(pk=image.pk).update(renditions_key=image.renditions_key)
    remake(image.pk)
