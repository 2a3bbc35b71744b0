"""Rights per lab, the first depth: an editor writes for her lab; the lab's manager, or a trusted lab, publishes."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone


@pytest.mark.parametrize(
    ("who", "own", "other"),
    [("editor", (True, False), (False, False)), ("manager", (True, True), (False, False)),
     ("neighbour", (False, False), (True, False)), ("national", (True, True), (True, True)),
     ("member", (False, False), (False, False)), ("peer", (False, False), (False, False))],
)  # fmt: skip
def test_who_may_edit_and_publish(w, people, who, own, other):
    mine, theirs = w.tool("À nous", w.a), w.tool("À eux", w.b)
    user = getattr(people, who)
    rights = [(t.can_edit(), t.can_publish()) for t in (p.permissions_for_user(user) for p in (mine, theirs))]
    assert rights == [own, other]


def test_an_editor_of_a_trusted_lab_publishes(w, people):
    tool = w.tool("À nous", w.a)
    w.a.is_trusted = True
    w.a.save()
    editor = type(people.editor).objects.get(pk=people.editor.pk)
    assert tool.permissions_for_user(editor).can_publish()


def test_a_neighbours_draft_is_closed_in_the_admin(w, people, client):
    theirs = w.tool("Canari voisin", w.b, live=False)
    client.force_login(people.editor)
    for name in ("edit", "history", "usage", "copy", "delete", "view_draft"):
        response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[theirs.pk]), follow=True)
        assert "Canari voisin" not in response.content.decode(), name
    for url in (reverse("tools:index"), reverse("wagtailadmin_explore", args=[w.tools.pk])):
        assert "Canari voisin" not in client.get(url).content.decode()


def test_the_flat_list_of_tools_shows_one_s_own(w, people, client):
    w.tool("À nous", w.a, live=False)
    client.force_login(people.editor)
    assert "À nous" in client.get(reverse("tools:index")).content.decode()


@pytest.mark.parametrize("who", ["member", "peer"])
def test_those_who_only_read_have_no_admin(w, people, client, who):
    client.force_login(getattr(people, who))
    answer = client.get("/admin/", follow=True)
    assert answer.status_code == 403 and "Pas avec ce compte" in answer.content.decode()


def test_the_night_takes_the_rights_of_a_membership_that_ended(w, people, capsys):
    today = timezone.localdate()
    people.editor.memberships.update(since=today - timedelta(9), until=today - timedelta(1))  # nobody saved it: the day came
    people.neighbour.memberships.update(until=today)  # the last day is worked
    call_command("sync_memberships")
    assert capsys.readouterr().out == "editrice@example.org : droits mis à jour\n"
    assert [p.groups.filter(name__startswith="lab:").exists() for p in (people.editor, people.neighbour)] == [False, True]
    call_command("sync_memberships")
    assert capsys.readouterr().out == "Rien à changer.\n"


@pytest.mark.parametrize("text", ['"', "'", "%", "\0", "\u2028", "é" * 500, 'a b"c'])
@pytest.mark.parametrize("box", ["tools:index", "wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index"])
def test_any_text_in_the_admins_search_boxes(w, people, client, text, box):
    client.force_login(people.national)
    assert client.get(reverse(box), {"q": text}).status_code == 200


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/", "/admin/"])
def test_every_door_leads_to_the_one(w, client, door):
    assert client.get(door).url.startswith("/compte/connexion/")


def test_sign_in_by_e_mail_whatever_its_case(w, people, client):
    answer = {"login": "EDITRICE@example.org", "password": "mot-de-passe-de-test"}
    assert client.post("/compte/connexion/", answer).url == "/admin/"
    client.logout()  # nobody signs up alone
    assert "Les comptes sont ouverts par les labs" in client.get("/compte/ferme/").content.decode()


def test_a_wrong_password_says_so_in_french_and_keeps_the_address(w, people, client):
    html = client.post("/compte/connexion/", {"login": "editrice@example.org", "password": "non"}).content.decode()
    assert "Une réponse à corriger" in html and "editrice@example.org" in html and "<title>Erreur" in html
