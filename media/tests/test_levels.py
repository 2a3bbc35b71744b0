"""A file has the widest level of the live pages that show it, by every route that changes a page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from media.levels import recompute_page
from portal.tests.world import fresh
from tools_library.models import ToolAttachment

from .conftest import CANARY

READERS = ("nobody", "peer", "member", "editor", "neighbour", "national")
READS = {
    "public": set(READERS),
    "clip": set(READERS) - {"nobody"},
    "network": {"member", "editor", "neighbour", "national"},
    "lab": {"member", "editor", "national"},
    "": {"editor", "national"},
}


def attach(tool, *documents, publish=True):
    draft = tool.get_latest_revision_as_object()
    draft.attachments = [ToolAttachment(document=d, kind="canvas", title=d.title) for d in documents]
    revision = draft.save_revision()
    if publish:
        revision.publish()
    return fresh(tool)


def cover(tool, image):
    draft = tool.get_latest_revision_as_object()
    draft.cover, draft.cover_decorative = image, True
    draft.save_revision().publish()
    return fresh(tool)


def got(client, url):
    response = client.get(url)
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("level", READS)
@pytest.mark.parametrize("reader", READERS)
def test_every_door_of_a_file_follows_its_level(w, people, client, document, image, level, reader):
    doc, photo = document(), image()
    if level:
        tool = w.tool(access=level)
        cover(attach(tool, doc), photo)
    doc.refresh_from_db()
    photo.refresh_from_db()
    assert doc.level == photo.level == level
    size = photo.get_rendition("width-400|format-webp")
    assert size.file.name.startswith("public/" if level == "public" else "private/")
    if reader != "nobody":
        client.force_login(getattr(people, reader))
    expected = 200 if reader in READS[level] else 404
    for url in (doc.url, photo.url, size.url):
        assert client.get(url).status_code == expected, url
    assert (CANARY in got(client, doc.url)) == (expected == 200)
    assert client.get(f"/documents/{doc.pk}/x.pdf").status_code == (302 if expected == 200 else 404)


def test_a_draft_does_not_count(w, document):
    doc = document()
    attach(w.tool(live=False), doc, publish=False)
    attach(w.tool("Autre"), doc, publish=False)
    doc.refresh_from_db()
    assert doc.level == ""


def test_unpublishing_closes_and_publishing_opens(w, document):
    doc = document()
    tool = attach(w.tool(), doc)
    doc.refresh_from_db()
    assert doc.level == "public"
    tool.unpublish()
    doc.refresh_from_db()
    assert doc.level == ""


def test_expiry_closes(w, document):
    doc = document()
    tool = attach(w.tool(), doc)
    type(tool).objects.filter(pk=tool.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    doc.refresh_from_db()
    assert doc.level == ""


def test_deletion_closes(w, document):
    doc = document()
    attach(w.tool(), doc).delete()
    doc.refresh_from_db()
    assert doc.level == ""


def test_moving_keeps_the_level(w, people, document):
    doc = document()
    tool = attach(w.tool(), doc)
    tool.move(w.tools, pos="last-child")
    doc.refresh_from_db()
    assert doc.level == "public"


def test_a_change_of_access_follows(w, document):
    doc = document()
    tool = attach(w.tool(), doc)
    draft = tool.get_latest_revision_as_object()
    draft.access = "clip"
    draft.save_revision().publish()
    doc.refresh_from_db()
    assert doc.level == "clip"


def test_taking_the_file_off_the_page_closes_it(w, document):
    doc = document()
    tool = attach(w.tool(), doc)
    attach(tool)
    doc.refresh_from_db()
    assert doc.level == ""


def test_the_widest_of_two_pages_wins_and_labs_add_up(w, document):
    doc = document()
    narrow = attach(w.tool("Un", w.a, access="lab"), doc)
    other = attach(w.tool("Deux", w.b, access="lab"), doc)
    doc.refresh_from_db()
    assert doc.level == "lab" and set(doc.level_labs.all()) == {w.a, w.b}
    wide = attach(w.tool("Trois", access="network"), doc)
    doc.refresh_from_db()
    assert doc.level == "network" and not doc.level_labs.exists()
    wide.unpublish()
    other.unpublish()
    doc.refresh_from_db()
    assert doc.level == "lab" and set(doc.level_labs.all()) == {narrow.owner_lab}


def test_a_transfer_to_another_lab_moves_the_right_to_read(w, document):
    doc = document()
    tool = attach(w.tool(access="lab"), doc)
    type(tool).objects.filter(pk=tool.pk).update(owner_lab=w.b)
    recompute_page(tool)
    assert set(doc.level_labs.all()) == {w.b}


def test_a_file_linked_in_rich_text_or_in_a_block_counts(w, document, image):
    doc, photo = document(), image()
    text = f'<p><a linktype="document" id="{doc.pk}">Ici</a></p>'
    body = [{"type": "text", "value": text}, {"type": "image", "value": {"image": photo.pk, "decorative": True}}]
    page = w.content(body=body)
    doc.refresh_from_db()
    photo.refresh_from_db()
    assert doc.level == photo.level == "public" and page.live


def test_closing_an_image_removes_its_public_bytes(w, image, stores):
    photo = image()
    tool = cover(w.tool(), photo)
    photo.refresh_from_db()
    public = stores / "renditions" / photo.get_rendition("width-400|format-webp").file.name
    assert public.exists()
    tool.unpublish()
    assert not public.exists() and not photo.renditions.filter(file__startswith="public/").exists()


def test_renditions_are_made_ahead(w, image, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        photo = image()
    assert photo.renditions.count() == 3


def test_a_logo_is_public(w, image):
    from portal.models import SiteSettings

    photo, site = image(), SiteSettings.objects.get()
    site.logo = photo
    site.save()
    photo.refresh_from_db()
    assert photo.level == "public"
    site.logo = None
    site.save()
    photo.refresh_from_db()
    assert photo.level == ""


def test_the_command_tells_drift_then_mends_it(w, document, capsys):
    doc = document()
    attach(w.tool(), doc)
    type(doc).objects.update(level="")
    call_command("recompute_file_levels", check=True)
    assert "1 fichier(s) à corriger" in capsys.readouterr().out
    doc.refresh_from_db()
    assert doc.level == ""
    call_command("recompute_file_levels")
    doc.refresh_from_db()
    assert doc.level == "public"


def test_a_missing_original_does_not_break_a_page(w, client, image):
    photo = image()
    tool = cover(w.tool(), photo)
    photo.renditions.all().delete()
    photo.file.storage.delete(photo.file.name)
    assert client.get(tool.url).status_code == 200
    assert client.get(photo.url).status_code == 404
