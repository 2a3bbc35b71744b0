"""Parts of pages, and the page of what is missing: written once for every reader without an account, and never for another."""

import pytest
from django.core.cache import caches
from django.test import Client

from portal.tests.pagecache.conftest import publish
from portal.tests.pagecache.test_pages import CHANGES

PASSING = {"cookie": "csrftoken=x"}  # passes by the cache of whole pages
TOOL = "/outils/fiche/"


def parts_kept():
    return caches["parts"]._list_cache_files()


def test_a_tool_whose_parts_are_known_costs_two_queries_and_gives_the_same_bytes(scene, client, count):
    whole = client.get(TOOL, headers=PASSING)
    assert len(parts_kept()) == 1
    with count(2):  # that it is there, and that this reader may read it
        again = Client().get(TOOL, headers=PASSING)
    assert again.content == whole.content and 'class="step"' in whole.content.decode()


@pytest.mark.parametrize("kind", [kind for kind, (address, *_rest) in CHANGES.items() if address == TOOL])
def test_a_change_shows_at_the_next_request_past_the_cache_of_pages(scene, client, committing, kind):
    _address, change, expected = CHANGES[kind]
    before = [client.get(TOOL, headers=PASSING).content.decode() for _ in range(2)][1]
    assert parts_kept()
    with committing():
        change(scene)
    after = client.get(TOOL, headers=PASSING)
    assert after.status_code == expected if isinstance(expected, int) else expected in after.content.decode()
    assert str(expected) not in before


def test_rights_are_asked_even_when_parts_are_known(scene, client):
    """In a transaction without an end: the version does not move, and the database alone knows."""
    client.get(TOOL, headers=PASSING)
    publish(scene.tool, access="lab", tagline="Canari du labo")
    for cookie in ("csrftoken=x", "messages=x", "csrftoken=x"):
        hidden = client.get(TOOL, headers={"cookie": cookie})
        assert parts_kept() and hidden.status_code == 404
        assert 'class="step"' not in hidden.content.decode() and "<title>Fiche" not in hidden.content.decode()


def test_members_neither_get_nor_feed_the_parts(scene, people, client, committing):
    with committing():
        publish(scene.tool, facilitator_notes="<p>Canari des notes</p>")
    plain = client.get(TOOL, headers=PASSING).content.decode()
    number = len(parts_kept())
    reader = Client()
    reader.force_login(people.member)
    for _ in range(2):
        hers = reader.get(TOOL).content.decode()
        assert "Canari des notes" in hers and "Mon compte" in hers
    assert len(parts_kept()) == number and "Canari des notes" not in plain
    assert client.get(TOOL, headers=PASSING).content.decode() == plain


def test_languages_hosts_and_schemes_do_not_share_parts(scene, client, settings, committing):
    settings.ALLOWED_HOSTS = ["testserver", "autre.example"]
    with committing():
        scene.w.english(scene.tool, title="Sheet", slug="sheet")
    texts = [
        client.get(TOOL, headers=PASSING).content.decode(),
        client.get("/en/outils/sheet/", headers=PASSING).content.decode(),
        client.get(TOOL, headers=PASSING | {"host": "autre.example"}).content.decode(),
        client.get(TOOL, headers=PASSING, secure=True).content.decode(),
    ]
    assert len(parts_kept()) == len(set(texts)) == 4 and "autre.example" not in texts[0] + texts[1] + texts[3]
    assert 'lang="en"' in texts[1] and "Sheet" in texts[1] and "Sheet" not in texts[0]


def test_the_query_goes_to_the_other_language_and_not_into_the_parts(scene, client, committing):
    with committing():
        scene.w.english(scene.tool, title="Sheet", slug="sheet")
    for query in ("?utm_source=canari", "?utm_source=autre", ""):
        html = client.get(f"{TOOL}{query}", headers=PASSING).content.decode()
        assert ("canari" in html) == ("canari" in query) and f"/sheet/{query}" in html
    assert len(parts_kept()) == 1


def test_a_draft_in_preview_neither_gets_nor_feeds_the_parts(scene, client):
    client.get(TOOL, headers=PASSING)
    number = len(parts_kept())
    draft = scene.tool.get_latest_revision_as_object()
    draft.tagline = "Canari d'un brouillon"
    assert "Canari" in draft.make_preview_request().content.decode() and len(parts_kept()) == number
    assert "Canari" not in client.get(TOOL, headers=PASSING).content.decode()


def test_a_page_begun_before_a_change_leaves_no_parts_to_those_who_come_after(scene, client, committing, monkeypatch):
    from tools_library.models import ToolPage

    stock = ToolPage.get_context

    def slow(self, *args, **kwargs):
        read = stock(self, *args, **kwargs)
        with committing():
            publish(scene.tool, tagline="Phrase neuve.")
        return read

    with monkeypatch.context() as patched:
        patched.setattr(ToolPage, "get_context", slow)
        assert "Phrase neuve." not in client.get(TOOL, headers=PASSING).content.decode()
    assert "Phrase neuve." in client.get(TOOL, headers=PASSING).content.decode()


def test_parts_that_cannot_be_kept_stop_no_page(scene, client, settings):
    settings.CACHES = {name: cache for name, cache in settings.CACHES.items() if name != "parts"}
    assert client.get(TOOL, headers=PASSING).status_code == 200


# --- the page of what is missing


def test_a_missing_page_says_what_was_asked_escaped_and_set(w, client):
    for _ in range(2):
        html = client.get("/a<b>'c/carte_d-empathie/").content.decode()
        assert "<b>/a&lt;b&gt;’c/carte_d-empathie/</b>" in html and 'value="carte d empathie"' in html
        assert "?next=/a%3Cb%3E%27c/carte_d-empathie/" in html and "missing-" not in html


def test_nobody_sees_in_a_missing_page_what_another_asked_for(w, client):
    for path in ("/missing-next-here/", "/canari/", "/missing-words-here-missing-path-here/", "/autre/"):
        html = client.get(path).content.decode()
        assert f"<b>{path}</b>" in html and ("canari" in html) == (path == "/canari/")


def test_a_missing_page_changes_with_the_menu_and_speaks_each_language(w, client, committing):
    w.english(w.tools)
    assert "Rubrique neuve" not in client.get("/rien/").content.decode()
    assert 'lang="en"' in client.get("/en/rien/").content.decode()
    with committing():
        w.content("Rubrique neuve", show_in_menus=True)
    html = client.get("/rien/").content.decode()
    assert "Rubrique neuve" in html and '<html lang="fr"' in html and "Se connecter" in html


def test_a_missing_page_of_a_member_is_hers(w, people, client):
    client.get("/rien/")
    reader = Client()
    reader.force_login(people.member)
    assert "Mon compte" in reader.get("/rien/").content.decode() and "Mon compte" not in client.get("/rien/").content.decode()


def test_a_hidden_page_and_a_missing_one_are_the_same_bytes(w, client):
    w.tool("Secret", access="lab", slug="aaaaaa")
    hidden, missing = (client.get(f"/outils/{slug}/").content.decode() for slug in ("aaaaaa", "bbbbbb"))
    assert hidden.replace("aaaaaa", "bbbbbb") == missing


# --- what a process remembers


def test_what_a_process_remembers_is_of_this_version(db, django_capture_on_commit_callbacks):
    from portal.content_version import cached, new_version

    assert [cached("essai", lambda n=n: n, here=True) for n in (1, 2)] == [1, 1]
    with django_capture_on_commit_callbacks(execute=True):
        new_version()
    assert cached("essai", lambda: 3, here=True) == 3


def test_a_request_reads_the_version_once_and_anew_after_its_own_change(db, monkeypatch):
    from portal import content_version as module

    reads, stock = [], module.cache.get_or_set
    monkeypatch.setattr(module.cache, "get_or_set", lambda key, *args: reads.append(key) or stock(key, *args))
    with module.one_version():
        first = [module.content_version() for _ in range(3)]
        assert len(set(first)) == len(reads) == 1
        module.move()
        assert module.content_version() != first[0]
    module.content_version()
    module.content_version()
    assert len(reads) == 4  # outside a request, each time


def test_what_a_process_remembers_is_bounded(db):
    from portal.content_version import HERE, MOST_HERE, cached

    for n in range(MOST_HERE * 3):
        cached(f"essai-{n}", lambda n=n: n, here=True)
        assert len(HERE) <= MOST_HERE
    assert cached(f"essai-{n}", lambda: None, here=True) == n
