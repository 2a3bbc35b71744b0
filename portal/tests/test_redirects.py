"""An address that changes leads to the new one, in both languages, and tells nobody what she may not read."""

import pytest
from django.urls import reverse

from portal.models import ContentPage
from portal.tests.world import fresh


def rename(page, slug):
    draft = page.get_latest_revision_as_object()
    draft.slug = slug
    draft.save_revision().publish()
    return fresh(page)


def test_a_changed_address_leads_to_the_new_one_at_once(w, client, django_capture_on_commit_callbacks):
    tool = w.tool("Fiche", slug="avant")
    assert client.get("/outils/apres/").status_code == 404  # the list of redirects is cached from now on
    with django_capture_on_commit_callbacks(execute=True):
        rename(tool, "apres")
    answer = client.get("/outils/avant/")
    assert (answer.status_code, answer.url) == (301, "/outils/apres/")
    assert client.get(answer.url).status_code == 200


def test_every_former_address_leads_to_the_last_one(w, client, django_capture_on_commit_callbacks):
    tool = w.tool("Fiche", slug="un")
    for slug in ("deux", "trois"):
        with django_capture_on_commit_callbacks(execute=True):
            tool = rename(tool, slug)
    assert [client.get(f"/outils/{slug}/").url for slug in ("un", "deux")] == ["/outils/trois/"] * 2
    with django_capture_on_commit_callbacks(execute=True):
        rename(tool, "un")  # back again: no circle
    assert client.get("/outils/un/").status_code == 200 and client.get("/outils/trois/").url == "/outils/un/"


def test_the_english_address_too(w, client, django_capture_on_commit_callbacks):
    english = w.english(w.tool("Fiche"), title="Sheet", slug="sheet")
    old = english.url
    with django_capture_on_commit_callbacks(execute=True):
        rename(english, "card")
    answer = client.get(old)
    assert (answer.status_code, answer.url) == (301, old.replace("/sheet/", "/card/"))
    assert old.startswith("/en/")


def test_a_page_that_moves_takes_its_own_pages_along(w, people, client, django_capture_on_commit_callbacks):
    shelf, child = w.content("Rayon"), ContentPage(title="Page", slug="page", summary="Un résumé.", live=True)
    shelf.add_child(instance=child)
    other = w.content("Autre")
    client.force_login(people.national)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:move_confirm", args=[shelf.pk, other.pk]), {})
    client.logout()
    assert fresh(shelf).url == "/autre/rayon/"
    assert client.get("/rayon/").url == "/autre/rayon/" and client.get("/rayon/page/").url == "/autre/rayon/page/"


@pytest.mark.parametrize("hidden", [{"live": False}, {"access": "network"}, {"access": "lab"}])
def test_an_old_address_does_not_tell_the_new_one_of_a_page_that_one_may_not_read(
    w, people, client, hidden, django_capture_on_commit_callbacks
):
    tool = w.tool("Fiche", slug="avant")
    with django_capture_on_commit_callbacks(execute=True):
        rename(tool, "canari-secret")
    type(tool).objects.filter(pk=tool.pk).update(**hidden)
    answer, missing = client.get("/outils/avant/"), client.get("/outils/jamais/")
    assert answer.status_code == 404 and b"canari" not in answer.content and "Location" not in answer
    assert answer.content.replace(b"avant", b"") == missing.content.replace(b"jamais", b"")
    client.force_login(people.member)
    assert client.get("/outils/avant/").status_code == (301 if "access" in hidden else 404)


def test_an_old_address_costs_few_queries(w, client, count, django_capture_on_commit_callbacks):
    tool = w.tool("Fiche", slug="avant")
    with django_capture_on_commit_callbacks(execute=True):
        rename(tool, "apres")
    client.get("/outils/avant/")
    with count(5):  # the page that is not there, the redirect, the page it names, its type, where sites begin
        client.get("/outils/avant/")
