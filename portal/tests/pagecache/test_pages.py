"""Whole pages kept for readers without an account: fresh at once, the same for all, nobody's own, and bounded."""

import gzip

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from media.models import PortalDocument
from media.tests.conftest import attach, stores  # noqa: F401  (files of a test in a folder of its own)
from portal.models import SiteSettings
from portal.pagecache import takes_gzip
from portal.tests.pagecache.conftest import GZIP, is_kept, publish
from portal.tests.world import fresh, term
from tools_library.models import Material, ToolPage

# --- a page that is kept


@pytest.mark.parametrize("address", ["/", "/outils/", "/outils/fiche/", "/actualites/", "/flux/", "/sitemap.xml", "/robots.txt",
                                     "/api/tools/OUT-001.json", "/plan-du-site/", "/recherche/", "/en/flux/", "/outils/?max=45&de=20"])  # fmt: skip
def test_the_second_reader_costs_no_query_and_gets_the_same_answer(pages, w, client, count, address):
    w.tool("Fiche")
    first = client.get(address)
    second = is_kept(Client(), count, address)
    assert first.status_code == second.status_code == 200 and second.content == first.content
    assert dict(second.items()) == dict(first.items()) and "Content-Security-Policy" in second
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate" and not first.cookies


def test_the_page_is_kept_compressed_and_never_given_compressed_to_who_does_not_take_it(pages, w, client, count, monkeypatch):
    plain, packed = client.get("/outils/"), client.get("/outils/", headers=GZIP)
    assert packed["Content-Encoding"] == "gzip" and gzip.decompress(packed.content) == plain.content
    monkeypatch.setattr("django.middleware.gzip.compress_string", lambda *a, **k: 1 / 0)  # a hit compresses nothing
    assert is_kept(client, count, "/outils/", **GZIP).content == packed.content
    for header in ("", "br", "identity", "gzip;q=0", "gzip; q=0.000, br", "x-gzippy", "*"):
        answer = is_kept(client, count, "/outils/", **{"accept-encoding": header})
        assert not answer.has_header("Content-Encoding") and answer.content == plain.content, header
    assert "Accept-Encoding" in plain["Vary"] and "Accept-Encoding" in packed["Vary"] and len(pages()) == 2


@pytest.mark.parametrize(
    ("header", "takes"), [("gzip", True), ("br, GZIP;q=0.5", True), ("gzip;q=0", False), ("gzip ; q=0.0", False), ("", False)]
)
def test_the_weight_of_gzip_is_read(header, takes):
    assert takes_gzip(RequestFactory().get("/", headers={"accept-encoding": header})) == takes


def test_the_order_of_a_query_does_not_matter_and_its_values_do(pages, w, client, count):
    w.tool("Fiche")
    client.get("/outils/?max=45&de=20")
    is_kept(client, count, "/outils/?de=20&max=45")
    is_kept(client, count, "/outils/?de=20&max=4%35")
    assert len(pages()) == 1
    for other in ("/outils/?de=20&max=46", "/outils/?max=45", "/outils/?de=20&max=45&max=30", "/outils/?de=20&max=30&max=45"):
        client.get(other)
    assert len(pages()) == 5


def test_head_is_answered_from_the_page_and_keeps_nothing(pages, w, client, count):
    assert client.head("/outils/").status_code == 200 and not pages()
    whole = client.get("/outils/")
    with count(0):
        head = client.head("/outils/")
    assert head.status_code == 200 and head["ETag"] == whole["ETag"] and head.content == b""


def test_neither_language_nor_foreign_cookies_of_the_browser_change_a_byte(pages, w, client, settings):
    settings.CACHES = settings.CACHES | {"pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    w.english(w.tools)
    w.tool("Fiche")
    w.piece()
    for address in ("/outils/", "/en/outils/", "/rien/", "/api/tools/OUT-001.json", "/flux/"):
        plain = client.get(address).content
        for headers in ({"accept-language": "en"}, {"accept-language": "de, fr;q=0.1"}, {"cookie": "django_language=en; _pk_id=7"},
                        {"user-agent": "x", "referer": "https://x.example/"}, {"x-forwarded-for": "203.0.113.7"}):  # fmt: skip
            assert Client().get(address, headers=headers).content == plain, (address, headers)


def test_hosts_and_schemes_do_not_share_a_page(pages, w, client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "autre.example"]
    w.tool("Fiche")
    first = client.get("/outils/fiche/").content.decode()
    other = client.get("/outils/fiche/", headers={"host": "autre.example"}).content.decode()
    secure = client.get("/outils/fiche/", secure=True)
    assert "http://testserver/" in first and "http://autre.example/" in other and "testserver" not in other
    assert b"https://testserver/" in secure.content and "Strict-Transport-Security" not in client.get("/outils/fiche/")
    assert client.get("/outils/", headers={"host": "inconnu.example"}).status_code == 400 and len(pages()) == 3


# --- fresh at the next request


def replace_file(s):
    document = PortalDocument.objects.get()
    document.title, document.file = "Autre", ContentFile(b"%PDF-1.7 " + b"x" * 5000, name="autre.pdf")
    document._set_document_file_metadata()
    document.save()


def another_setting(s):
    site = SiteSettings.objects.get()
    site.contact_email, site.name = "x@ruche.example", "Ruche"
    site.save()


def another_menu(s):
    s.w.content("Rubrique neuve", show_in_menus=True)


def another_word(s):
    word = term("phase", "focus")
    word.label_fr = word.short_fr = "Mot neuf"
    word.save()


def another_lab(s):
    s.w.a.name = "Lab renommé"
    s.w.a.save()


def another_material(s):
    Material.objects.update_or_create(code="pens", defaults={"name_fr": "Feutres neufs"})


# what happens: (address, what happens, then what the page says, or its status)
CHANGES = {
    "publish": ("/outils/", lambda s: s.w.tool("Outil neuf"), "Outil neuf"),
    "publish again": ("/outils/fiche/", lambda s: publish(s.tool, tagline="Phrase neuve."), "Phrase neuve."),
    "unpublish": ("/outils/fiche/", lambda s: s.tool.unpublish(), 404),
    "unpublish, on its shelf": ("/outils/", lambda s: s.tool.unpublish(), "!Fiche"),
    "move": ("/page/", lambda s: s.page.move(s.shelf, "last-child"), 301),
    "access": ("/outils/fiche/", lambda s: publish(s.tool, access="lab"), 404),
    "access, on its shelf": ("/outils/", lambda s: publish(s.tool, access="network"), "!Fiche"),
    "access, by a script": ("/outils/fiche/", lambda s: (setattr(s.tool, "access", "lab"), s.tool.save()), 404),
    "withdrawn by a script": ("/outils/fiche/", lambda s: (setattr(s.tool, "live", False), s.tool.save()), 404),
    "slug": ("/outils/fiche/", lambda s: publish(s.tool, slug="autre"), 301),
    "slug, on its shelf": ("/outils/", lambda s: publish(s.tool, slug="autre"), "/outils/autre/"),
    "menu": ("/actualites/", another_menu, "Rubrique neuve"),
    "setting": ("/outils/fiche/", another_setting, "Ruche"),
    "redirect": ("/outils/", lambda s: Redirect.add_redirect("/outils", s.tool), "Fiche"),
    "lab renamed": ("/outils/fiche/", another_lab, "Lab renommé"),
    "word of a vocabulary": ("/", another_word, "Mot neuf"),
    "material": ("/outils/fiche/", another_material, "Feutres neufs"),
    "deletion": ("/outils/fiche/", lambda s: s.tool.delete(), 404),
    "deletion, in the feed": ("/flux/", lambda s: s.piece.delete(), "!Nouvelle"),
    "deletion, for machines": ("/sitemap.xml", lambda s: s.tool.delete(), "!fiche"),
    "file replaced": ("/outils/fiche/", replace_file, "autre.pdf"),
    "shown elsewhere": ("/api/tools/OUT-001.json", lambda s: publish(s.tool, title="Titre neuf"), "Titre neuf"),
    "translation": ("/outils/fiche/", lambda s: s.w.english(s.tool, title="Sheet", slug="sheet"), 'hreflang="en"'),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_shows_at_the_next_request(scene, client, count, committing, kind):
    address, change, expected = CHANGES[kind]
    before = client.get(address)
    assert before.status_code == 200
    is_kept(client, count, address)
    with committing():
        change(scene)
    after = client.get(address)
    if isinstance(expected, int):
        assert after.status_code == expected
    elif expected.startswith("!"):
        assert expected[1:] in before.content.decode() and expected[1:] not in after.content.decode()
    elif kind != "redirect":
        assert expected not in before.content.decode() and expected in after.content.decode()


def test_the_index_that_has_taken_a_change_in_makes_pages_fresh(pages, w, client, committing):
    from search.signals import index_changed

    client.get("/outils/")
    ToolPage.objects.update(title="x")
    with committing():
        index_changed.send(sender=None)
    w.tool("Outil neuf")
    assert "Outil neuf" in client.get("/outils/").content.decode()


def test_a_file_that_changes_level_makes_pages_fresh(scene, client, committing):
    client.get("/")
    was = set(caches["default"]._list_cache_files()), caches["default"].get("content-version")
    with committing():
        publish(scene.tool, access="lab")
    assert caches["default"].get("content-version") != was[1]


def test_the_owner_changed_in_a_form_shows_at_the_next_request(scene, people, client, committing):
    """At once, though the rest is a draft: by an update() that nobody announces."""
    editor = Client()
    editor.force_login(people.national)
    assert "Lab a" in client.get(scene.piece.url).content.decode()
    draft = nested_form_data({"title": "Nouvelle", "slug": "nouvelle", "summary": "Un résumé.", "body": streamfield([]), "kind": "article",
                              "access": "public", "published_on": "2026-11-25", "owner_lab": scene.w.b.pk, "comments": inline_formset([])})  # fmt: skip
    with committing():
        editor.post(reverse("wagtailadmin_pages:edit", args=[scene.piece.pk]), draft)
    assert fresh(scene.piece).owner_lab == scene.w.b
    assert "Lab b" in client.get(scene.piece.url).content.decode()


def test_the_saving_of_a_draft_empties_nothing(scene, client, count, committing):
    client.get("/outils/fiche/")
    with committing():
        draft = scene.tool.get_latest_revision_as_object()
        draft.tagline = "Canari d'un brouillon"
        draft.save_revision()
    assert "Canari" not in is_kept(client, count, "/outils/fiche/").content.decode()


def test_a_change_that_is_taken_back_moves_nothing(pages, w, client, count):
    from django.db import transaction

    client.get("/")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        w.tool("Jamais")
        1 / 0
    is_kept(client, count, "/")


def test_a_slow_page_begun_before_a_change_is_not_served_after_it(pages, w, client, committing, monkeypatch):
    from portal.models import NewsIndexPage

    stock = NewsIndexPage.serve

    def slow(self, request, *args, **kwargs):
        response = stock(self, request, *args, **kwargs).render()  # read and written now; the piece comes after
        with committing():
            w.piece("Pièce neuve")
        return response

    with monkeypatch.context() as patched:
        patched.setattr(NewsIndexPage, "serve", slow)
        assert "Pièce neuve" not in client.get("/actualites/").content.decode()
    assert "Pièce neuve" in client.get("/actualites/").content.decode()
