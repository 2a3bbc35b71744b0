"""What somebody tried with an account of her own, and must not get."""

import json
import tracemalloc
import zlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted
from wagtail.test.utils.form_data import inline_formset
from wagtail.users.models import UserProfile

from media.models import PortalImage
from media.tagging import is_tagged
from media.tests.conftest import body, png
from portal.accounts.models import Membership, User
from portal.models import ContentPage
from portal.rights.collections import lab_collection
from portal.rights.forms import MOST_ROWS
from portal.tests.neighbour import CANARY, state
from portal.tests.test_bulk import act
from portal.tests.world import fresh
from tools_library.models import ToolPage
from tools_library.tests.test_publication import edit_url, form


def link(pk):
    """Rich text, as its editor posts it, with a link to a page."""
    entity = {"type": "LINK", "mutability": "MUTABLE", "data": {"id": pk, "url": "", "parentId": 1}}
    block = {"key": "a", "text": "But", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    return json.dumps({"blocks": [block | {"entityRanges": [{"offset": 0, "length": 3, "key": 0}]}], "entityMap": {"0": entity}})


def ended_yesterday(person, lab):
    held = Membership.objects.filter(user=person, lab=lab).first() or Membership.objects.create(
        user=person, lab=lab, role="editor"
    )
    today = timezone.localdate()
    Membership.objects.filter(pk=held.pk).update(since=today - timedelta(days=9), until=today - timedelta(days=1))


def test_a_file_of_the_neighbour_is_not_published_by_its_number(w, b, people, client):
    page = w.tool("À moi")
    client.force_login(people.manager)
    row = {
        "document": b.document.pk,
        "title": "x",
        "kind": "canvas",
        "language": "fr",
        "paper_size": "A4",
        "orientation": "portrait",
    }
    for posted in ({"attachments": inline_formset([row])}, {"cover": b.image.pk, "cover_alt": "x"}):
        answer = client.post(edit_url(page), form(**posted) | {"action-publish": "x"}, follow=True)
        assert CANARY not in answer.content.decode()
        preview = client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), form(**posted), follow=True)
        assert CANARY not in preview.content.decode()
    client.logout()
    assert client.get(b.document.url).status_code == 404
    assert client.get(reverse("image_original", args=[b.image.pk])).status_code == 404
    assert not ToolPage.objects.filter(cover=b.image).exists()


def test_files_of_one_s_lab_are_still_published(w, people, client):
    page = w.tool("À moi")
    image = PortalImage.objects.create(title="x", file=picture(), collection=lab_collection(w.a), owner_lab=w.a)
    client.force_login(people.manager)
    client.post(edit_url(page), form(cover=image.pk, cover_alt="Un mur", slug=page.slug) | {"action-publish": "x"})
    assert fresh(page).cover == image


def picture():
    from wagtail.images.tests.utils import get_test_image_file

    return get_test_image_file()


def test_a_number_in_a_preview_gives_no_title_nor_address(w, b, people, client):
    mine = w.tool("À moi", live=False)
    mine.save_revision(user=people.editor)
    client.force_login(people.editor)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[mine.pk])
    for theirs in (b.draft, b.inner):
        for posted in ({"based_on": theirs.pk}, {"purpose": link(theirs.pk)}):
            client.post(url, form(**posted))
            assert "canari" not in body(client.get(url + "?mode=")).decode().lower()


@pytest.mark.parametrize("which", ["draft", "inner"])
def test_a_live_page_names_no_hidden_page(w, b, people, client, which):
    page = w.tool("À moi")
    theirs = getattr(b, which)
    client.force_login(people.manager)
    data = form(based_on=theirs.pk, purpose=link(theirs.pk), slug=page.slug, tagline="Gardée.") | {"action-publish": "x"}
    answer = client.post(edit_url(page), data)
    assert "Gardée." in answer.content.decode()  # refused in words, nothing typed is lost
    client.logout()
    assert "canari" not in body(client.get(fresh(page).url)).decode().lower()


def test_a_tool_withdrawn_since_is_not_named_by_those_that_adapt_it(w, client):
    parent = w.tool("Canari parent")
    child = w.tool("Adaptation", based_on=parent)
    assert "Canari parent" in client.get(child.url).content.decode()
    parent.unpublish()
    assert "anari" not in client.get(child.url).content.decode()


def test_a_membership_that_ended_yesterday_opens_no_file(w, b, people, client):
    ended_yesterday(people.editor, w.b)
    client.force_login(User.objects.get(pk=people.editor.pk))
    before = state(b)
    assert f"{CANARY} document" not in client.get("/admin/documents/").content.decode()
    client.post(f"/admin/documents/edit/{b.document.pk}/", {"title": "volé", "collection": lab_collection(w.a).pk, "tags": ""})
    client.post(act("add_to_collection", b.image, model="media.portalimage"), {"collection": lab_collection(w.a).pk})
    after = state(b)
    assert (after["documents"], after["images"]) == (before["documents"], before["images"])


def test_a_pdf_does_not_unfold_into_gigabytes():
    data = b"%PDF-1.5 " + (b"<</Type/ObjStm>>stream\n" + zlib.compress(b"\0" * 4_000_000, 9)) * 30
    tracemalloc.start()
    assert is_tagged(data) is None
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000  # bytes


def test_wagtails_own_letters_are_silent():
    for signal in (task_submitted, workflow_approved, workflow_rejected, workflow_submitted):
        assert not [r for r in signal.receivers if "email_notification" in str(r[0][0])]


def test_who_left_gets_no_reason(w, b, people, mailoutbox, django_capture_on_commit_callbacks):
    ended_yesterday(people.neighbour, w.b)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        b.review.current_workflow_task_state.reject(user=people.national, comment="motif secret")
    assert not [m for m in mailoutbox if people.neighbour.email in m.to]


@pytest.mark.parametrize(
    "address", ["https://x.fr/compte/invitation/SECRET/", "https://SECRET:pw@x.fr/a", "https://x.fr/en/compte/SECRET"]
)
def test_a_csp_report_keeps_no_key(w, client, caplog, address):
    with caplog.at_level("WARNING", logger="portal.csp"):
        report = {"csp-report": {"document-uri": address, "blocked-uri": address}}
        assert client.post("/rapports/csp", json.dumps(report), content_type="application/csp-report").status_code == 204
    assert "x.fr" in caplog.text and "SECRET" not in caplog.text


def test_no_csp_report_breaks(w, client):
    client.raise_request_exception = False
    assert client.post("/rapports/csp", b"[" * 9000, content_type="application/csp-report").status_code == 400
    assert client.post("/rapports/csp", b"{}", content_type="application/json", CONTENT_LENGTH="abc").status_code < 500


def test_tags_of_the_neighbour_are_not_proposed(w, b, people, client):
    b.document.tags.add("canari-secret")
    client.force_login(people.editor)
    assert client.get("/admin/tag-autocomplete/?term=can").json() == []
    client.force_login(people.neighbour)
    assert client.get("/admin/tag-autocomplete/taggit/tag/?term=can").json() == ["canari-secret"]


@pytest.mark.parametrize("path", ["//[", "//[abc", "//[::1"])
def test_an_odd_path_is_no_fault(w, client, path):
    client.raise_request_exception = False
    assert client.generic("GET", "/", PATH_INFO=path).status_code < 500


DATES = ("0001-01-01", "01/01/0001", "9999-12-31", "31/12/9999", "2026-02-30", "0000-00-00")


@pytest.mark.parametrize(
    ("room", "name"),
    [("tools", "latest_revision_created_at"), ("news", "latest_revision_created_at"), ("images", "created_at"),
     ("documents", "created_at"), ("reports/workflow", "created_at"), ("reports/locked", "locked_at"),
     ("reports/site-history", "timestamp"), ("reports/aging-pages", "last_published_at"), ("audit", "at")],
)  # fmt: skip
def test_a_filter_by_the_first_or_the_last_day_of_all_answers(w, people, client, room, name):
    client.force_login(people.national)
    w.tool("Là")
    for day in DATES:
        for edge in ("from", "to"):
            assert client.get(f"/admin/{room}/", {f"{name}_{edge}": day}).status_code == 200, (day, edge)


def test_a_search_of_a_thousand_words_answers(w, people, client):
    client.force_login(people.editor)
    assert client.get("/admin/pages/search/?q=" + "a+" * 1500).status_code == 200


def test_all_of_a_list_of_images_is_no_page(w, people, client):
    """« id=all » with the address of another kind of list: ids are not of the same things."""
    mine = [w.tool(f"Outil {n}", live=False) for n in range(3)]
    client.force_login(people.national)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + "?id=all&next=/admin/images/"
    for n in range(3):
        PortalImage.objects.create(pk=mine[n].pk, title="x", file=picture(), collection=lab_collection(w.a), owner_lab=w.a)
    client.post(url)
    assert ToolPage.objects.filter(pk__in=[page.pk for page in mine]).count() == 3


# --- a second attack


@pytest.mark.parametrize("written", ["+%s", "%%20%s", "%s%%20", "0%s%%09"])
def test_a_number_written_otherwise_chooses_no_hidden_page(w, b, people, client, written):
    client.force_login(people.editor)
    for theirs in (b.draft, b.inner):
        answer = client.get(reverse("wagtailadmin_choose_page_chosen_multiple") + "?id=" + written % theirs.pk)
        assert answer.status_code in (403, 404) and b"canari" not in answer.content.lower()


@pytest.mark.parametrize("kind", ["wagtailadmin_choose_page_chosen_multiple", "wagtailimages_chooser:chosen_multiple",
                                  "wagtaildocs_chooser:chosen_multiple", "wagtailadmin_choose_page"])  # fmt: skip
def test_what_is_no_number_is_no_fault_of_a_chooser(w, people, client, kind):
    client.force_login(people.editor)
    client.raise_request_exception = False
    for odd in ("²", "9" * 30, "x", "%00", "1,2", ""):
        assert client.get(reverse(kind) + "?id=" + odd).status_code < 500, odd


@pytest.mark.parametrize("report", ["site_history", "workflow", "workflow_tasks", "locked_pages", "aging_pages"])
def test_reports_name_colleagues_only(w, b, people, client, report):
    ToolPage.objects.filter(pk=w.tool("À nous").pk).update(locked=True, locked_by=people.editor)
    client.force_login(people.manager)
    told = client.get(reverse(f"wagtailadmin_reports:{report}")).content.decode()
    assert people.manager.email in told  # her own menu, at least
    assert people.neighbour.email not in told
    if report == "locked_pages":
        assert people.editor.email in told


@pytest.fixture
def hidden_parent(w):
    """A page of one lab with, below it, a page for everybody."""
    parent = w.content("Canari parent", slug="parent", access="lab", owner_lab=w.b)
    parent.add_child(instance=ContentPage(title="Enfant", slug="enfant", summary="x", live=False))
    ContentPage.objects.get(slug="enfant").save_revision().publish()
    return parent


def test_crumbs_name_no_hidden_ancestor(w, client, hidden_parent):
    child = ContentPage.objects.get(slug="enfant")
    told = client.get(child.url)
    assert told.status_code == 200 and "Canari" not in told.content.decode()
    assert "Accueil" in told.content.decode()
    ContentPage.objects.filter(pk=hidden_parent.pk).update(access="public")
    fresh(hidden_parent).unpublish()
    assert "Canari" not in client.get(child.url).content.decode()


def test_a_section_lists_only_what_its_reader_reads(w, people, client):
    section = w.content("Rubrique", slug="rubrique")
    for title, access in (("Canari caché", "lab"), ("Ouverte", "public")):
        section.add_child(
            instance=ContentPage(title=title, summary="x", live=False, access=access, owner_lab=w.b, show_in_menus=True)
        )
        ContentPage.objects.get(title=title).save_revision().publish()
    told = client.get(fresh(section).url).content.decode()
    assert "Ouverte" in told and "Canari" not in told
    client.force_login(people.neighbour)
    assert "Canari" in client.get(section.url).content.decode()


def test_a_hidden_page_costs_what_a_missing_one_does(w, client, django_assert_max_num_queries):
    """Time tells too: nothing is fetched along with a page that one may not read."""
    hidden = w.tool("Canari", w.b, access="lab")
    client.get("/rien/")
    with django_assert_max_num_queries(2):
        assert client.get(hidden.url).status_code == 404


def test_what_the_browser_remembers_breaks_no_desk(w, people, client):
    client.force_login(people.editor)
    client.patch(reverse("wagtailadmin_dismissibles"), '{"first-visit": 3}', content_type="application/json")
    assert client.get("/admin/").status_code == 200
    client.post("/admin/desk/first-visit/", {"step": "tools"})
    assert client.get("/admin/").status_code == 200


def test_a_portrait_breaks_no_screen(w, people, client):
    """The store of private files has no public address for it: each list that named its author failed, whoever looked."""
    page = w.tool("À nous")
    page.save_revision(user=people.editor, log_action=True)
    client.force_login(people.editor)
    asked = {"locale-preferred_language": "fr", "locale-current_time_zone": "Europe/Paris", "theme-theme": "system"}
    asked |= {"theme-contrast": "system", "theme-density": "default", "avatar-avatar": SimpleUploadedFile("a.png", png())}
    assert "avatar-avatar" not in client.get("/admin/account/").content.decode()
    client.post("/admin/account/", asked)
    assert not UserProfile.get_for_user(people.editor).avatar
    UserProfile.objects.update(avatar="avatar_images/a.png")  # sent before
    history = reverse("wagtailadmin_pages:history", args=[page.pk])
    for person in (people.editor, people.manager, people.national):
        client.force_login(person)
        for address in ("/admin/", "/admin/account/", "/admin/reports/site-history/", history, edit_url(page)):
            assert client.get(address).status_code == 200, address


KEYS = ["[" * 90_000, '{"id": "x"}', "[]", '{"id": 3, "rawId": [], "response": []}', '{"response": {"userHandle": 3}}', "null"]


@pytest.mark.parametrize("sent", KEYS)
def test_an_answer_that_no_key_gives_is_no_fault(w, client, sent):
    client.raise_request_exception = False
    answer = client.post(reverse("mfa_login_webauthn"), {"credential": sent})
    assert (answer.status_code, answer.url) == (302, reverse("account_login"))


def test_an_answer_to_no_question_is_no_fault(w, people, client):
    """Well formed, of a person that there is, from a session that never asked."""
    from fido2.utils import websafe_encode

    client.raise_request_exception = False
    who = websafe_encode(str(people.editor.pk).encode())
    part = websafe_encode(b'{"type":"webauthn.get","challenge":"eA","origin":"http://testserver"}')
    told = {"userHandle": who, "clientDataJSON": part, "authenticatorData": websafe_encode(b"x" * 37), "signature": part}
    sent = json.dumps({"id": "eA", "rawId": "eA", "type": "public-key", "response": told})
    assert client.post(reverse("mfa_login_webauthn"), {"credential": sent}).status_code == 302
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("rows", ["steps", "links"])
def test_rows_announced_and_not_sent_are_not_made(w, people, client, monkeypatch, rows):
    """A number in a small request made two thousand forms: a minute of work."""
    page, most = w.tool("À moi"), 12
    assert MOST_ROWS <= 200
    monkeypatch.setattr("portal.rights.forms.MOST_ROWS", most)
    client.force_login(people.editor)
    told = client.post(edit_url(page), form(slug=page.slug) | {f"{rows}-TOTAL_FORMS": "1000000"}).content.decode()
    assert f'name="{rows}-{most - 1}-id"' in told and f'name="{rows}-{most}-id"' not in told


def test_a_refused_form_writes_no_address_of_a_hidden_page(w, b, people, client):
    """The editor of rich text is drawn again with what was posted: a number gave the end of an address, hence the title."""
    page = w.tool("À moi")
    client.force_login(people.editor)
    for theirs, told in ((b.draft, False), (b.inner, False), (b.live, True)):
        posted = form(purpose=link(theirs.pk), tagline="x" * 3000, slug=page.slug)  # refused, whatever it links
        answer = client.post(edit_url(page), posted).content.decode()
        assert "x" * 3000 in answer and (theirs.slug in answer) is told
    client.force_login(people.national)
    assert b.draft.slug in client.post(edit_url(page), form(purpose=link(b.draft.pk), tagline="x" * 3000)).content.decode()
