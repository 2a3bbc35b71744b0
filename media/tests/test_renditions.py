"""Sizes of images: where they lie, when they are made, what becomes of them when a level changes."""

import logging
from unittest import mock

import pytest
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import SourceImageIOError

from media.models import PortalImage, PortalRendition
from media.renditions import ADMIN_SPECS, LOGO, SPECS, make_renditions
from portal.models import SiteSettings
from portal.tests.world import fresh

from .conftest import SIZE, attach, body, cover


def on_disk(stores, folder):
    return sorted(path.name for path in (stores.renditions / folder).rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("access", "folder"), [("public", "public"), ("clip", "private"), ("network", "private"), ("lab", "private")]
)
def test_only_public_images_have_public_renditions(shown, stores, access, folder):
    image = shown(access=access).image
    assert {row.file.name.split("/")[0] for row in image.renditions.all()} == {folder}
    assert len(on_disk(stores, folder)) == len(SPECS) + len(ADMIN_SPECS) + 1
    assert on_disk(stores, "private" if folder == "public" else "public") == []


def test_an_image_shown_by_nothing_is_private(image, stores, committing):
    with committing():
        photo = image()
    assert len(on_disk(stores, "private")) == photo.renditions.count() == len(SPECS) + len(ADMIN_SPECS) + 1


def test_closing_takes_the_public_bytes_away_at_once(client, shown, stores, committing):
    files = shown()
    address = files.image.get_rendition(SIZE).url
    assert address.startswith("/media/") and client.get(address).status_code == 200
    with mock.patch("media.renditions.make_renditions") as task, committing():
        files.page.unpublish()
        assert not files.image.renditions.exists()  # rows: in the same transaction
        assert on_disk(stores, "public")  # bytes: once it is certain
    assert on_disk(stores, "public") == [] and client.get(address).status_code == 404
    assert not list((stores.renditions / "public").iterdir())
    task.enqueue.assert_called_once_with(files.image.pk)


def test_a_publication_undone_leaves_the_public_bytes(shown, stores):
    from django.db import transaction

    files, before = shown(), on_disk(stores, "public")
    with transaction.atomic():
        files.page.unpublish()
        transaction.set_rollback(True)
    assert on_disk(stores, "public") == before and files.image.renditions.exists()


def test_opening_makes_them_again_at_other_addresses(w, shown, committing):
    files = shown(access="network")
    private = files.image.get_rendition(SIZE).url
    with committing():
        draft = files.page.get_latest_revision_as_object()
        draft.access = "public"
        draft.save_revision().publish()
    public = fresh(files.image).get_rendition(SIZE).url
    assert private.startswith("/fichiers/apercu/") and public.startswith("/media/")
    assert private.split("/")[-2] != public.split("/")[-2]


def test_a_change_among_private_levels_moves_nothing(shown, committing):
    files = shown(access="network")
    before = {row.file.name for row in files.image.renditions.all()}
    with committing():
        draft = files.page.get_latest_revision_as_object()
        draft.access = "lab"
        draft.save_revision().publish()
    assert {row.file.name for row in files.image.renditions.all()} == before


def test_opened_closed_opened_again_serves_living_files(client, shown, committing):
    """What Wagtail keeps in its cache must not come back from the first time."""
    files, seen = shown(), set()
    for _turn in range(2):
        address = fresh(files.image).get_rendition(SIZE).url
        assert client.get(address).status_code == 200 and address not in seen
        seen.add(address)
        with committing():
            fresh(files.page).unpublish()
        assert fresh(files.image).get_rendition(SIZE).url.startswith("/fichiers/apercu/")
        with committing():
            fresh(files.page).get_latest_revision().publish()


def test_a_rendition_made_by_a_stale_reader_lands_where_the_level_says(shown, stores, committing):
    """A request that began while the image was public ends after it was closed."""
    files = shown()
    stale = fresh(files.image)
    with committing():
        files.page.unpublish()
    cache.clear()
    rendition = stale.get_rendition("width-321")
    assert rendition.file.name.startswith("private/") and on_disk(stores, "public") == []


def test_several_at_once_land_where_the_level_says(shown, committing):
    files = shown()
    stale = fresh(files.image)
    with committing():
        files.page.unpublish()
    found = stale.get_renditions("width-321", "width-322")
    assert [row.file.name.split("/")[0] for row in found.values()] == ["private", "private"]


def test_the_original_as_a_rendition_stays_behind_the_check(client, shown, stores):
    rendition = shown().image.get_rendition("original")
    assert rendition.file.name.startswith("private/") and rendition.url.startswith("/fichiers/apercu/")
    assert client.get(rendition.url).status_code == 200  # its image is public: everybody may read it


def test_addresses_follow_from_nothing_one_knows(image, committing):
    with committing():
        one, two = image(), image()
    keys = {photo.renditions_key for photo in (one, two)}
    assert len(keys) == 2 and all(len(key) == 16 for key in keys)
    assert all(photo.renditions_key in photo.get_rendition(SIZE).url for photo in (one, two))


def test_deleting_an_image_takes_its_public_bytes_away(shown, stores, committing):
    files = shown()
    with committing():
        fresh(files.image).delete()
    assert on_disk(stores, "public") == [] and not PortalRendition.objects.exists()


def test_deleting_gives_the_worker_what_it_can_keep_in_a_queue(shown, committing, monkeypatch):
    """Wagtail deletes originals by a task: its arguments must be plain values (a path was not)."""
    import json

    from wagtail.tasks import delete_file_from_storage_task

    asked = []
    monkeypatch.setattr(type(delete_file_from_storage_task), "enqueue", lambda self, *args, **kw: asked.append(args))
    files = shown()
    original, storage = files.image.file.name, files.image.file.storage
    asked.clear()
    with committing():
        fresh(files.image).delete()
    given = next(args for args in asked if original in args)
    assert json.loads(json.dumps(given))
    monkeypatch.undo()
    delete_file_from_storage_task.func(*given)
    assert not storage.exists(original)


def test_the_task_makes_what_is_missing_and_no_more(image, committing):
    photo = image()
    make_renditions.func(photo.pk)
    names = {row.file.name for row in photo.renditions.all()}
    assert {row.filter_spec for row in photo.renditions.all()} == {*SPECS, LOGO, *ADMIN_SPECS}
    photo.renditions.filter(filter_spec=SIZE).delete()
    cache.clear()
    make_renditions.func(photo.pk)
    assert len(names & {row.file.name for row in photo.renditions.all()}) == len(names) - 1


def test_the_task_survives_an_image_deleted_or_broken(image, caplog):
    make_renditions.func(987654)
    photo = image()
    photo.file.storage.delete(photo.file.name)
    with caplog.at_level(logging.WARNING):
        make_renditions.func(photo.pk)
    assert f"No renditions of image {photo.pk}" in caplog.text


def missing(photo):
    photo.file.storage.delete(photo.file.name)


def truncated(photo):
    path = photo.file.storage.path(photo.file.name)
    with open(path, "r+b") as file:
        file.truncate(60)


def nonsense(photo):
    with open(photo.file.storage.path(photo.file.name), "wb") as file:
        file.write(b"not an image at all")


@pytest.mark.parametrize("harm", [missing, truncated, nonsense])
def test_a_broken_source_breaks_no_page(w, client, image, harm):
    photo = image()
    tool = cover(w.tool(), photo)
    harm(photo)
    with pytest.raises(SourceImageIOError):
        fresh(photo).get_rendition("width-77")
    html = Template("{% load wagtailimages_tags %}{% image photo width-77 %}").render(Context({"photo": fresh(photo)}))
    assert "/media/not-found" in html and client.get("/media/not-found").status_code == 404
    assert client.get(tool.url).status_code == 200


@pytest.mark.parametrize("error", [OSError("disk"), TimeoutError("store"), RuntimeError("client of the store")])
def test_a_store_that_does_not_answer_breaks_no_page(image, error):
    photo = image()
    with mock.patch("media.storage.PrivateFiles._open", side_effect=error), pytest.raises(SourceImageIOError):
        fresh(photo).get_rendition("width-77")
    with mock.patch("media.storage.Renditions._save", side_effect=OSError("disk full")), pytest.raises(SourceImageIOError):
        fresh(photo).get_rendition("width-77")


def test_a_mistake_in_a_template_is_not_hidden(image):
    from wagtail.images.exceptions import InvalidFilterSpecError

    with pytest.raises(InvalidFilterSpecError):
        image().get_rendition("wdith-400")


def test_the_admin_shows_thumbnails_of_private_images(w, people, client, image, committing):
    from portal.rights.collections import lab_collection

    with committing():
        photo = image(collection=lab_collection(w.a))
    client.force_login(people.editor)
    address = photo.get_rendition("max-165x165").url
    for page in ("/admin/images/", "/admin/images/chooser/", f"/admin/images/{photo.pk}/"):
        assert photo.renditions_key in client.get(page).content.decode(), page
    assert body(client.get(address))[:4] == b"\x89PNG"
    client.force_login(people.neighbour)
    assert photo.renditions_key not in client.get("/admin/images/").content.decode()
    assert client.get(address).status_code == 404


def test_the_admins_lists_of_files_answer(w, people, client, shown):
    """Its interface for machines writes the address of the file itself."""
    files = shown()
    client.force_login(people.national)
    found = client.get(f"/admin/api/main/images/{files.image.pk}/").json()
    assert found["meta"]["download_url"].endswith(files.image.url)
    found = client.get(f"/admin/api/main/documents/{files.document.pk}/").json()
    assert found["meta"]["download_url"].endswith(files.document.url)


def test_two_requests_for_one_size_make_one_row(image):
    photo = image()
    rows = {fresh(photo).create_rendition(filter_of("width-55")).pk for _n in range(2)}
    assert len(rows) == 1


def filter_of(spec):
    from wagtail.images.models import Filter

    return Filter(spec)


def test_documents_and_images_are_found_by_those_who_may_read_them(people, shown):
    files = shown(access="lab")
    assert list(PortalImage.objects.visible_to(people.member)) == [files.image]
    assert list(PortalImage.objects.visible_to(None)) == []


def test_a_page_of_documents_gives_checked_addresses(w, client, document):
    doc = document()
    tool = attach(w.tool(), doc)
    html = client.get(tool.url).content.decode()
    assert f'href="/fichiers/{doc.pk}/' in html


def test_no_reader_waits_for_a_size(w, client, shown, image, committing, django_assert_num_queries):
    """The first visit after publication finds every size that the pages ask for: cover, plan, block, logo."""
    files = shown("Outil")
    plan, photo, logo = image("Plan"), image("Photo"), image("Logo")
    with committing():
        draft = files.page.get_latest_revision_as_object()
        draft.space_image, draft.space_image_alt = plan, "Quatre tables"
        draft.save_revision().publish()
        body = [("image", {"image": photo, "alt_text": "Un mur", "decorative": False})]
        piece = w.piece("Nouvelle", body=body)
        settings = SiteSettings.objects.get()
        settings.logo = logo
        settings.save()
    for page in (files.page, piece):
        with CaptureQueriesContext(connection) as queries:
            html = client.get(page.url).content.decode()
        assert html.count(".webp") >= (4 if page == files.page else 2) and "<img" in html
        assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []
