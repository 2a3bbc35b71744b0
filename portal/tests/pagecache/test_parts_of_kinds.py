"""Every kind of page keeps its parts: the same bytes in two queries, the rights asked each time, and never what is of one moment."""

import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from network.models import EventPage, LabPage
from network.tests.factories import event, lab_page
from portal.parts import Parts
from portal.tests.pagecache.test_parts import PASSING, parts_kept
from tools_library.models import GuidePage, LessonPage, ModulePage

QUERIES = {
    "/": 2, "/outils/": 2, "/outils/?max=45": 2, "/outils/fiche/": 2, "/actualites/": 2, "/actualites/nouvelle/": 2, "/page/": 2,
    "/labs/": 2, "/labs/?etat=open": 2, "/labs/lab-mobile/": 2, "/labs/regions/bretagne/": 0, "/agenda/": 2, "/agenda/quimper/": 2,
    "/etudes-de-cas/": 2, "/etudes-de-cas/cas/": 2, "/guides/": 2, "/guides/guide/": 2, "/guides/guide/module/": 2,
    "/guides/guide/module/lecon/": 2,
}  # fmt: skip


@pytest.fixture
def kinds(scene, w):
    """A page of each kind, beside those of the scene; every shelf has one."""
    lab = lab_page(w, "Lab mobile", w.a, presence=("mobile",))
    stop = event(w, "Quimper", w.a, starts=timezone.now() - timedelta(hours=1))
    w.case("Cas", w.a)
    guide = w.guide("Guide", w.a)
    module = w.module(guide, "Module")
    lesson = w.lesson(module, "Leçon", slug="lecon")
    caches["default"].clear()
    caches["parts"].clear()
    return {"lab": lab, "stop": stop, "guide": guide, "module": module, "lesson": lesson}


def asked(address, **options):
    return Client().get(address, headers=PASSING, **options)


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_whose_parts_are_known_gives_the_same_bytes_in_two_queries(kinds, count, address):
    whole = asked(address)
    assert whole.status_code == 200 and len(parts_kept()) == 1
    with count(QUERIES[address]):  # that it is there, and that this reader may read it
        again = asked(address)
    assert again.content == whole.content and dict(again.items()) == dict(whole.items())


def test_the_links_to_skip_are_among_the_parts(kinds):
    for address, anchor in (("/labs/lab-mobile/", "#etapes"), ("/etudes-de-cas/cas/", "#rate")):
        assert [f'class="skip" href="{anchor}"' in asked(address).content.decode() for _ in range(2)] == [True, True]


def test_the_other_language_is_linked_when_parts_are_known(kinds, w, committing):
    with committing():
        w.english(kinds["lab"], title="Mobile lab", slug="mobile-lab")
        w.english(w.tools, slug="tools")
    for address, twin in (("/labs/lab-mobile/", "/en/labs/mobile-lab/"), ("/outils/?max=45", "/en/tools/?max=45")):
        assert [f'<a href="{twin}" lang="en"' in asked(address).content.decode() for _ in range(2)] == [True, True]


def test_languages_hosts_and_schemes_share_nothing_of_a_shelf_nor_of_a_region(kinds, settings):
    settings.ALLOWED_HOSTS = ["testserver", "autre.example"]
    for address in ("/labs/", "/labs/regions/bretagne/"):
        caches["parts"].clear()
        texts = [
            asked(address).content,
            Client().get(address, headers=PASSING | {"host": "autre.example"}).content,
            asked(address, secure=True).content,
        ]
        assert len(parts_kept()) == 3 and texts == [
            asked(address).content,
            Client().get(address, headers=PASSING | {"host": "autre.example"}).content,
            asked(address, secure=True).content,
        ]
    assert '<html lang="en"' in asked("/en/labs/regions/bretagne/").content.decode()


@pytest.mark.parametrize(
    "address, model",
    [
        ("/labs/lab-mobile/", LabPage),
        ("/agenda/quimper/", EventPage),
        ("/guides/guide/", GuidePage),
        ("/guides/guide/module/", ModulePage),
        ("/guides/guide/module/lecon/", LessonPage),
    ],
)
def test_rights_are_asked_of_the_database_though_parts_are_known(kinds, address, model):
    """Written past every signal: the version does not move, and the database alone knows."""
    assert asked(address).status_code == 200
    model.objects.update(access="lab")
    assert parts_kept() and asked(address).status_code == 404
    model.objects.update(access="public")
    assert asked(address).status_code == 200


@pytest.mark.parametrize("model", [GuidePage, ModulePage])
def test_nothing_is_kept_of_a_lesson_whose_guide_or_module_is_withdrawn(kinds, model):
    assert asked("/guides/guide/module/lecon/").status_code == 200
    model.objects.update(live=False)
    assert asked("/guides/guide/module/lecon/").status_code == 404


def test_each_query_of_a_shelf_has_its_own_parts_whatever_its_order(kinds):
    for _ in range(2):
        long, short = (asked(f"/outils/?max={most}").content.decode() for most in (45, 5))
        assert "Rien ne tient" in short and "Rien ne tient" not in long and len(parts_kept()) == 2
    asked("/outils/?utm=x&max=45")
    asked("/outils/?max=45&utm=x")
    assert len(parts_kept()) == 3


def test_an_endless_address_leaves_nothing(kinds):
    asked(f"/outils/?q={'x' * 300}")
    assert parts_kept() == []
    asked(f"/outils/fiche/?gclid={'x' * 300}")  # says nothing of the query
    assert len(parts_kept()) == 1


def test_what_is_not_a_page_is_never_answered_from_parts(kinds):
    """A page that does not depend on the query has its calendar at the same address."""
    asked("/agenda/quimper/")
    for _ in range(2):
        assert asked("/agenda/quimper/?sortie=ics")["Content-Type"].startswith("text/calendar")
    assert len(parts_kept()) == 1


def test_an_answer_that_is_no_template_leaves_nothing(kinds, monkeypatch):
    """As a page rendered before its parts could be asked for, or one of another program."""
    stock = LabPage.serve
    for answer in (lambda *args: HttpResponse("autre"), lambda *args: stock(*args).render()):
        monkeypatch.setattr(LabPage, "serve", answer)
        assert [asked("/labs/lab-mobile/").status_code for _ in range(2)] == [200, 200] and parts_kept() == []


@pytest.mark.parametrize("told", ["no-store", "no-cache", "private"])
def test_an_answer_of_this_moment_leaves_no_parts(kinds, monkeypatch, told):
    def page(answer):
        answer["Cache-Control"] = told
        return answer

    monkeypatch.setattr("search.outputs.page", page)
    assert asked("/outils/").status_code == 200 and parts_kept() == []


@pytest.mark.parametrize(
    "text, status, expected",
    [
        ("<p>Texte</p>", 200, 1),
        ("<p>Texte</p>", 404, 0),
        ('<input type="hidden" name="csrfmiddlewaretoken" value="x">', 200, 0),
        ('<img src="/media/not-found" alt="">', 200, 0),
    ],
)
def test_the_secret_of_a_form_and_a_picture_that_could_not_be_made_are_never_kept(pages, text, status, expected):
    parts = Parts("cle")
    parts.made["main"] = text
    parts.keep(HttpResponse(status=status))
    assert len(parts_kept()) == expected


def test_members_neither_get_nor_feed_the_parts_of_any_kind(kinds, w, people):
    event(w, "Réunion du réseau", w.a, starts=timezone.now() + timedelta(days=1), access="network")
    caches["parts"].clear()
    reader = Client()
    reader.force_login(people.member)
    for address in QUERIES:
        assert reader.get(address).status_code == 200
    assert parts_kept() == []
    plain = {address: asked(address).content.decode() for address in QUERIES}
    hers = {address: reader.get(address).content.decode() for address in QUERIES}
    for address in ("/labs/lab-mobile/", "/agenda/", "/labs/regions/bretagne/"):
        assert "Réunion du réseau" in hers[address] and "Réunion du réseau" not in plain[address]
    lesson = "/guides/guide/module/lecon/"
    assert "csrfmiddlewaretoken" in hers[lesson] and "csrfmiddlewaretoken" not in plain[lesson]
    assert {address: asked(address).content.decode() for address in QUERIES} == plain


def test_what_the_hour_changes_is_made_again_five_minutes_later(kinds, monkeypatch):
    """The sentence of a mobile lab, once its stop is over; nothing announces it."""
    assert "Quimper" in asked("/labs/lab-mobile/").content.decode()
    later, soon = timezone.now() + timedelta(days=3), time.time() + 301
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert "Quimper" in asked("/labs/lab-mobile/").content.decode()
    monkeypatch.setattr("django.core.cache.backends.filebased.time.time", lambda: soon)
    assert "Quimper" not in asked("/labs/lab-mobile/").content.decode()
