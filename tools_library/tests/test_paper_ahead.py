"""Cards made before anybody asks are those that readers get."""

import pytest
from django.core.cache import cache
from django.core.management import call_command

from portal.tests.world import fresh
from tools_library.paper import ahead, pdf, shelf


@pytest.fixture(autouse=True)
def of_this_site(settings, tmp_path):
    settings.PORTAL_DATA_DIR, settings.WAGTAILADMIN_BASE_URL = tmp_path, "http://testserver"


def made(folder="paper"):
    return sorted(path.name for path, _info in shelf.stored())


def test_a_reader_gets_the_card_that_was_made(w, client, monkeypatch):
    tool = w.tool("Fiche", structuring_question="Et alors ?")
    assert ahead.make_ahead() == 1
    monkeypatch.setattr(pdf, "render", lambda *args, **kwargs: pytest.fail("made again"))
    answer = client.get(f"/fiches/{tool.reference}.pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")


def test_only_what_was_published_since_is_made(w):
    tool, other = w.tool("Une"), w.tool("Deux")
    assert (ahead.make_ahead(), ahead.make_ahead()) == (2, 0)
    draft = tool.get_latest_revision_as_object()
    draft.tagline = "Autre phrase."
    draft.save_revision().publish()
    assert ahead.make_ahead() == 1 and fresh(other).live


def test_what_not_everybody_reads_leaves_nothing_on_the_disk(w):
    for level in ("clip", "network", "lab"):
        w.tool("Canari", access=level)
    w.tool("Brouillon", live=False)
    call_command("make_cards", verbosity=0)
    assert made() == []


def test_a_new_way_of_making_cards_makes_them_all_again(w, monkeypatch):
    w.tool("Une")
    assert (ahead.make_ahead(), ahead.make_ahead()) == (1, 0)
    monkeypatch.setattr(shelf, "template_version", lambda: "another")
    assert ahead.make_ahead() == 1


def test_a_cache_that_was_emptied_makes_nothing_twice(w):
    w.tool("Une")
    assert ahead.make_ahead() == 1
    cache.clear()
    assert ahead.make_ahead() == 0
