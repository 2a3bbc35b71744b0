"""A file has the widest level of the live pages that show it, by every route that changes a page."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page

from media.levels import recompute_page
from media.models import FileUse
from media.signals import file_level_changed
from portal.tests.world import fresh
from tools_library.models import ToolAttachment

from .conftest import attach, cover, levels


def republish(page, **fields):
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


def expire(page):
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")


def update_silently(page, **fields):
    type(page).objects.filter(pk=page.pk).update(**fields)
    recompute_page(page)


def save_directly(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save()


def autosave_after_a_silent_transfer(page, lab):
    type(page).objects.filter(pk=page.pk).update(owner_lab=lab)
    fresh(page).save_revision()


ROUTES = {
    "unpublish": (lambda w, page: page.unpublish(), ("", "")),
    "expiry": (lambda w, page: expire(page), ("", "")),
    "deletion": (lambda w, page: page.delete(), ("", "")),
    "deletion of the shelf": (lambda w, page: w.tools.delete(), ("", "")),
    "deletion in bulk": (lambda w, page: Page.objects.filter(pk=page.pk).delete(), ("", "")),
    "files taken off": (lambda w, page: republish(page, attachments=[], cover=None), ("", "")),
    "narrower access": (lambda w, page: republish(page, access="clip"), ("clip", "")),
    "access of a lab": (lambda w, page: republish(page, access="lab"), ("lab", "a")),
    "direct save": (lambda w, page: save_directly(page, access="network"), ("network", "")),
    "direct save as a draft": (lambda w, page: save_directly(page, live=False), ("", "")),
    "update() and a call": (lambda w, page: update_silently(page, access="lab", owner_lab=w.b), ("lab", "b")),
    "move": (lambda w, page: page.move(Page.objects.get(pk=w.tools.pk), pos="first-child"), ("public", "")),
    "move of the shelf": (lambda w, page: w.tools.move(Page.objects.get(pk=w.home.pk), pos="first-child"), ("public", "")),
    "draft of a narrower access": (
        lambda w, page: save_directly(page) or page.save_revision(),
        ("public", ""),
    ),
}


@pytest.mark.parametrize("route", ROUTES)
def test_a_level_follows_the_page_by_every_route(w, shown, route):
    files = shown()
    assert levels(files.document, files.image) == {("public", "")}
    act, expected = ROUTES[route]
    if route.startswith("move"):  # the access does not change: what a fault has left wrong is put right
        FileUse.objects.all().delete()
        assert levels(files.document, files.image) == {("", "")}
    act(w, fresh(files.page))
    assert levels(files.document, files.image) == {expected}


@pytest.mark.parametrize("access", ["public", "clip", "network", "lab"])
def test_publication_opens_to_the_access_of_the_page(shown, access):
    files = shown(access=access)
    assert levels(files.document, files.image) == {(access, "a" if access == "lab" else "")}


def test_a_scheduled_publication_opens(w, document):
    doc, tool = document(), w.tool(live=False)
    draft = tool.get_latest_revision_as_object() if tool.latest_revision else tool
    draft.attachments = [ToolAttachment(document=doc, kind="canvas", title="x")]
    draft.go_live_at = timezone.now() - timedelta(minutes=1)
    draft.save_revision(approved_go_live_at=draft.go_live_at)
    assert levels(doc) == {("", "")}
    call_command("publish_scheduled")
    assert levels(doc) == {("public", "")}


def test_a_draft_never_counts(w, document, image):
    doc, photo, other = document(), image(), document("Autre")
    attach(w.tool("Jamais publié", live=False), doc, publish=False)
    live = cover(attach(w.tool("Publié"), other), photo, publish=False)
    attach(live, doc, publish=False)
    assert levels(doc, photo) == {("", "")} and levels(other) == {("public", "")}
    draft = live.get_latest_revision_as_object()
    draft.access = "lab"
    draft.save_revision()
    assert levels(other) == {("public", "")}


def test_the_widest_of_two_pages_wins_and_labs_add_up(w, document):
    doc = document()
    attach(w.tool("Un", w.a, access="lab"), doc)
    other = attach(w.tool("Deux", w.b, access="lab"), doc)
    assert levels(doc) == {("lab", "ab")}
    network = attach(w.tool("Trois", access="network"), doc)
    clip = attach(w.tool("Quatre", access="clip"), doc)
    public = attach(w.tool("Cinq"), doc)
    assert levels(doc) == {("public", "")}
    for page, left in ((public, ("clip", "")), (clip, ("network", "")), (network, ("lab", "ab")), (other, ("lab", "a"))):
        page.unpublish()
        assert levels(doc) == {left}


def test_a_transfer_hidden_in_an_update_is_seen_at_the_next_autosave(w, document):
    doc, tool = document(), w.tool(access="lab")
    autosave_after_a_silent_transfer(attach(tool, doc), w.b)
    assert levels(doc) == {("lab", "b")}


def test_an_autosave_of_a_draft_looks_once_at_the_rows(w, shown, django_assert_max_num_queries):
    page = fresh(shown().page)
    revision = page.save_revision()
    with django_assert_max_num_queries(1000) as queries:
        page.save_revision(overwrite_revision=revision)
    assert len([query for query in queries.captured_queries if '"media_fileuse' in query["sql"]]) == 1


def test_the_translation_of_a_page_counts_and_follows_its_source(w, shown):
    files = shown()
    w.english(files.page, title="Tool", slug="tool")
    files.page.unpublish()
    assert levels(files.image) == {("public", "")}
    english = FileUse.objects.get(image=files.image).page.specific
    type(english).objects.filter(translation_key=english.translation_key).update(access="network")
    recompute_page(files.page)
    assert levels(files.image) == {("network", "")}


def test_a_file_in_rich_text_or_in_a_block_counts(w, document, image):
    doc, photo = document(), image()
    text = f'<p><a linktype="document" id="{doc.pk}">Ici</a> <a linktype="document" id="9999">perdu</a></p>'
    blocks = [
        {"type": "text", "value": text},
        {"type": "image", "value": {"image": photo.pk, "decorative": True}},
    ]
    page = w.content(body=blocks)
    assert levels(doc, photo) == {("public", "")}
    republish(page, body=[])
    assert levels(doc, photo) == {("", "")}


def test_a_child_saved_or_deleted_alone_counts(w, document):
    doc, tool = document(), w.tool()
    child = ToolAttachment.objects.create(page=tool, document=doc, kind="canvas", title="x")
    assert levels(doc) == {("public", "")}
    child.delete()
    assert levels(doc) == {("", "")}


@pytest.mark.parametrize(("live", "expected"), [(False, ""), (True, "public")])
def test_a_copy_counts_only_if_it_is_live(shown, live, expected):
    files = shown()
    fresh(files.page).copy(update_attrs={"slug": "copie"}, keep_live=live)
    fresh(files.page).unpublish()
    assert levels(files.document, files.image) == {(expected, "")}


def test_a_logo_is_public_and_the_former_one_is_not(w, image):
    from portal.models import SiteSettings

    old, new, site = image(), image(), SiteSettings.objects.get()
    for logo in (old, new):
        site.logo = logo
        site.save()
        assert levels(logo) == {("public", "")}
    assert levels(old) == {("", "")}
    site.delete()
    assert levels(new) == {("", "")}


def test_a_change_is_announced_once_and_only_a_change(w, document, image):
    heard = []

    def listen(file, **kwargs):
        heard.append((type(file).__name__, file.level))

    file_level_changed.connect(listen)
    try:
        tool = cover(attach(w.tool(), document()), image())
        assert sorted(heard) == [("PortalDocument", "public"), ("PortalImage", "public")]
        republish(tool)
        fresh(tool).save()
        assert len(heard) == 2
        fresh(tool).unpublish()
        assert sorted(heard[2:]) == [("PortalDocument", ""), ("PortalImage", "")]
    finally:
        file_level_changed.disconnect(listen)


def test_saving_a_file_read_before_a_change_does_not_bring_its_level_back(shown):
    files = shown()
    stale = fresh(files.image)
    fresh(files.page).unpublish()
    key = fresh(files.image).renditions_key
    stale.title = "Un autre titre"
    stale.save()
    assert fresh(stale).title == "Un autre titre" and levels(stale) == {("", "")} and fresh(stale).renditions_key == key


def test_deleting_the_file_itself_leaves_no_row(shown):
    files = shown()
    fresh(files.image).delete()
    assert not FileUse.objects.filter(image__isnull=False).exists()
    assert FileUse.objects.get().document == files.document
