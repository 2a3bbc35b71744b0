"""Acts on several objects: they say what they will do, do it where one may, and name nothing of another lab."""

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page

from media.models import PortalDocument, PortalImage
from portal.rights.collections import lab_collection
from portal.tests.neighbour import CANARY, state
from portal.tests.test_lists import document_of, image_of
from portal.tests.world import fresh
from tools_library.models import ToolPage


def act(action, *things, model="wagtailcore.page", following="/admin/tools/", every=False):
    app, name = model.split(".")
    ids = "id=all" if every else "&".join(f"id={thing.pk}" for thing in things)
    return f"{reverse('wagtail_bulk_action', args=[app, name, action])}?{ids}&next={following}"


def every_action():
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            yield from ((f"{app}.{model}", action) for action in actions)


FILLED = {"access": "lab", "licence": "CC0-1.0", "last_reviewed_on": "2026-01-01", "tags": "x", "role": 1, "mark_as_active": True}


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_no_bulk_action_names_or_changes_what_is_a_neighbours(w, b, people, client, who):
    things = {
        "wagtailcore.page": [b.draft, b.review, b.live, b.news, b.locked],
        "media.portalimage": [b.image], "media.portaldocument": [b.document], "accounts.user": [b.person],
    }  # fmt: skip
    client.force_login(getattr(people, who))
    client.raise_request_exception = False
    before, tried = state(b), set()
    mine = {"collection": lab_collection(w.a).pk, "chooser": w.tools.pk}
    for model, action in every_action():
        if model not in things:
            continue
        for following in ("/admin/tools/", "/admin/images/", "/admin/documents/", "/admin/news/?state=draft"):
            for url in (
                act(action, *things[model], model=model, following=following),
                act(action, model=model, following=following, every=True),
            ):
                for answer in (client.get(url), client.post(url, FILLED | mine)):
                    assert CANARY not in answer.content.decode(), url
                    assert answer.status_code != 500, url
        tried.add(action)
    assert state(b) == before
    assert {"access", "licence", "reading", "publish", "unpublish", "delete", "add_tags", "add_to_collection"} <= tried


def test_the_access_changes_where_one_may_and_the_page_says_so_first(w, people, client):
    done, waits = w.tool("Prête"), w.tool("Attend")
    waits.save_revision()
    ToolPage.objects.filter(pk=waits.pk).update(has_unpublished_changes=True)
    english = w.english(w.tool("Source"), title="Translated", slug="translated")
    theirs = w.tool("Canari", w.b)
    client.force_login(people.manager)
    url = act("access", done, waits, english, theirs)
    html = client.get(url).content.decode()
    assert (
        "1 page change tout de suite" in html and "1 page change en brouillon" in html and "elle suit sa page française" in html
    )
    assert "Canari" not in html and "Modifier 2 pages" in html
    answer = client.post(url, {"access": "network"}, follow=True)
    assert "2 pages sont modifiées" in answer.content.decode()
    assert [fresh(page).access for page in (done, waits, english, theirs)] == ["network", "public", "public", "public"]
    assert fresh(waits).get_latest_revision_as_object().access == "network"
    assert done.get_latest_revision().user is None and fresh(done).get_latest_revision().user == people.manager


def test_an_editor_changes_drafts_and_never_what_readers_see(w, people, client):
    live, draft = w.tool("Publiée"), w.tool("Brouillon", live=False)
    client.force_login(people.editor)
    client.post(act("licence", live, draft), {"licence": "CC0-1.0"})
    assert (fresh(live).licence, fresh(draft).licence) == ("CC-BY-SA-4.0", "CC0-1.0")
    assert fresh(live).get_latest_revision_as_object().licence == "CC0-1.0"


def test_news_have_no_licence_and_the_page_says_so(w, people, client):
    client.force_login(people.manager)
    html = client.get(act("licence", w.piece("Nouvelle"))).content.decode()
    assert "n’a pas cette information" in html and "Rien ici ne peut changer" in html


def test_a_licence_that_the_parent_forbids_is_refused_alone(w, people, client):
    parent = w.tool("Mère")
    child, other = w.tool("Fille", based_on=parent), w.tool("Autre")
    client.force_login(people.manager)
    html = client.post(act("licence", child, other), {"licence": "CC0-1.0"}, follow=True).content.decode()
    assert [fresh(page).licence for page in (child, other)] == ["CC-BY-SA-4.0", "CC0-1.0"]
    assert "Fille" in html and "1 page est modifiée" in html


def test_a_reading_is_dated_not_in_advance(w, people, client):
    tool, today = w.tool("Fiche"), timezone.localdate()
    client.force_login(people.manager)
    client.post(act("reading", tool), {"last_reviewed_on": today.replace(year=today.year + 1).isoformat()})
    assert fresh(tool).last_reviewed_on is None
    client.post(act("reading", tool), {"last_reviewed_on": today.isoformat()})
    assert fresh(tool).last_reviewed_on == today


def test_a_locked_page_stays(w, people, client):
    tool = w.tool("Fiche")
    ToolPage.objects.filter(pk=tool.pk).update(locked=True, locked_by=people.national)
    client.force_login(people.manager)
    assert "Verrouillée" in client.get(act("access", tool)).content.decode()
    client.post(act("access", tool), {"access": "lab"})
    assert fresh(tool).access == "public"


def test_all_means_what_the_list_shows_and_no_more(w, people, client):
    shown, other, news = w.tool("À dépublier"), w.tool("Canari", licence="CC0-1.0"), w.piece("Canari")
    client.force_login(people.national)
    url = act("unpublish", following="/admin/tools/%3Flicence%3DCC-BY-SA-4.0", every=True)
    html = client.get(url).content.decode()
    assert "À dépublier" in html and "Canari" not in html
    client.post(url)
    assert [fresh(page).live for page in (shown, other, news)] == [False, True, True]


def undo_of(answer):
    html = answer.content.decode()
    return html[html.index("/admin/annuler/") :].split('"')[0]


@pytest.mark.parametrize("alone", [True, False])
def test_a_withdrawal_is_undone_with_the_version_that_readers_had(w, people, client, alone):
    tool = w.tool("Fiche", tagline="Ce que lisent les lecteurs.")
    draft = tool.get_latest_revision_as_object()
    draft.tagline = "Pas encore."
    draft.save_revision()
    client.force_login(people.manager)
    url = reverse("wagtailadmin_pages:unpublish", args=[tool.pk]) if alone else act("unpublish", tool)
    answer = client.post(url, follow=True)
    assert not fresh(tool).live
    undo = undo_of(answer)
    assert "redevient visible" in client.get(undo).content.decode() and not fresh(tool).live  # a link writes nothing
    assert "annulé pour 1 page" in client.post(undo, follow=True).content.decode()
    assert fresh(tool).live and fresh(tool).tagline == "Ce que lisent les lecteurs."
    assert fresh(tool).get_latest_revision_as_object().tagline == "Pas encore."
    assert client.post(undo).status_code == 404


def test_a_change_of_several_pages_is_undone(w, people, client):
    tools = [w.tool(f"Fiche {n}", licence=licence) for n, licence in enumerate(("CC-BY-4.0", "etalab-2.0"))]
    was = [tool.licence for tool in tools]
    client.force_login(people.manager)
    undo = undo_of(client.post(act("licence", *tools), {"licence": "CC0-1.0"}, follow=True))
    assert {fresh(tool).licence for tool in tools} == {"CC0-1.0"}
    client.post(undo)
    assert [fresh(tool).licence for tool in tools] == was


def test_an_undo_is_one_s_own_and_needs_the_right_still(w, people, client):
    tool = w.tool("Fiche")
    client.force_login(people.manager)
    undo = undo_of(client.post(act("unpublish", tool), follow=True))
    people.manager.memberships.update(role="editor")
    client.post(undo)
    assert not fresh(tool).live
    client.force_login(people.national)
    assert client.get(undo).status_code == 404


def test_one_page_refused_does_not_stop_the_others(w, people, client):
    good, bad = w.tool("Bonne", live=False), w.tool("Incomplète", live=False)
    ToolPage.objects.filter(pk=bad.pk).update(duration_min=None)
    for page in (good, bad):
        fresh(page).save_revision(clean=False)
    client.force_login(people.manager)
    html = client.post(act("publish", good, bad), follow=True).content.decode()
    assert (fresh(good).live, fresh(bad).live) == (True, False) and "Incomplète" in html


def test_files_change_lab_with_their_collection(w, people, client):
    image, document = image_of(w.a), document_of(w.a)
    client.force_login(people.national)
    for thing, model in ((image, "media.portalimage"), (document, "media.portaldocument")):
        client.post(act("add_to_collection", thing, model=model), {"collection": lab_collection(w.b).pk})
    for model, thing in ((PortalImage, image), (PortalDocument, document)):
        moved = model.objects.get(pk=thing.pk)
        assert (moved.owner_lab, moved.collection) == (w.b, lab_collection(w.b))


def test_an_editor_of_one_lab_gives_no_file_to_another(w, people, client):
    image = image_of(w.a)
    client.force_login(people.editor)
    client.post(act("add_to_collection", image, model="media.portalimage"), {"collection": lab_collection(w.b).pk})
    assert PortalImage.objects.get(pk=image.pk).owner_lab == w.a


@pytest.mark.parametrize("n", [2, 30])
def test_what_an_act_will_do_is_told_in_the_same_queries(w, people, client, count, n):
    tools = [w.tool(f"Fiche {i}") for i in range(n)]
    client.force_login(people.manager)
    client.get(act("access", *tools))
    with count(19):
        client.get(act("access", *tools))


@pytest.mark.parametrize("ids", ["id=x", "id=99999999999999999999", "id=", "", "id=-1"])
def test_an_act_on_nothing_is_a_missing_page(w, people, client, ids):
    client.force_login(people.national)
    assert client.get(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?{ids}").status_code == 404


def test_the_creator_of_a_page_that_left_her_lab_deletes_it_no_more(w, people, client):
    page = w.tool("Canari", w.b, live=False)
    Page.objects.filter(pk=page.pk).update(owner=people.editor)
    client.force_login(people.editor)
    client.post(act("delete", page))
    assert Page.objects.filter(pk=page.pk).exists()
