"""What is stored about files, against what the pages and the folders say. For the command, and for a nightly job."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from . import levels
from .models import FileUse, PortalRendition
from .storage import Renditions

YOUNG = timedelta(hours=1)  # a rendition being made has a file before it has a row


def stored_places():
    """{place: uses} of the rows of FileUse; a place is the id of a page, or “label:pk” of a setting."""
    places: dict = {}
    for row in FileUse.objects.all():
        places.setdefault(row.page_id or row.shown_by, {})[levels.file_of(row)] = (row.access, row.lab_id)
    return places


def true_places():
    """The same, read from the live pages and the settings themselves."""
    pages = Page.objects.filter(live=True).specific().iterator(chunk_size=100)
    places = {page.pk: levels.uses_of_page(page) for page in pages}
    places |= {f"{label}:{pk}": levels.uses_of_setting(label, pk) for label, pk in levels.settings_that_show()}
    return {place: uses for place, uses in places.items() if uses}


def wrong_places() -> list:
    stored, true = stored_places(), true_places()
    return [place for place in stored | true if stored.get(place) != true.get(place)]


def wrong_files() -> list[levels.File]:
    """Files whose level is not what their rows say."""
    found = []
    for column, model in levels.MODELS.items():
        for file in model.objects.prefetch_related("uses", "level_labs").iterator(chunk_size=500):
            said = levels.widest([(use.access, use.lab_id) for use in file.uses.all()])
            if said != (file.level, {lab.pk for lab in file.level_labs.all()}):
                found.append((column, file.pk))
    return found


def wrong_renditions() -> list[PortalRendition]:
    """Rows whose file is missing, or lies where the level of the image does not put it."""
    rows = PortalRendition.objects.select_related("image").iterator(chunk_size=500)
    return [row for row in rows if not well_placed(row)]


def well_placed(row) -> bool:
    folder = row.get_upload_to("x").removesuffix("x")
    return row.file.name.startswith(folder) and row.file.storage.exists(row.file.name)


def orphans() -> list[str]:
    """Files of renditions that no row knows: a public one would be served for ever."""
    storage = PortalRendition._meta.get_field("file").storage
    known = set(PortalRendition.objects.values_list("file", flat=True))
    return [name for name in sorted(files_in(storage)) if name not in known and is_old(storage, name)]


def files_in(storage):
    for top in (Renditions.PUBLIC, Renditions.PRIVATE):
        for key in storage.listdir(top)[0] if storage.exists(top) else ():
            yield from (f"{top}{key}/{name}" for name in storage.listdir(f"{top}{key}")[1])


def is_old(storage, name) -> bool:
    return storage.get_modified_time(name) < timezone.now() - YOUNG


def faults():
    """One line for each thing that is wrong."""
    yield from (f"uses of {place}" for place in wrong_places())
    yield from (f"level of {column.removesuffix('_id')} {pk}" for column, pk in wrong_files())
    yield from (f"rendition {row.file.name}" for row in wrong_renditions())
    yield from (f"file without a row {name}" for name in orphans())


def mend() -> int:
    """Put everything right. Returns how many faults there were; each kind is looked for once the former is mended."""
    for place in (places := wrong_places()):
        if isinstance(place, int):
            levels.recompute_page(place)
        else:
            levels.recompute_setting(*place.split(":", 1))
    levels.recompute_files(files := wrong_files())
    rows = wrong_renditions()
    for image in {row.image for row in rows}:
        levels.forget_renditions(image)
    storage = PortalRendition._meta.get_field("file").storage
    for name in (lost := orphans()):
        storage.delete(name)
    return len(places) + len(files) + len(rows) + len(lost)
