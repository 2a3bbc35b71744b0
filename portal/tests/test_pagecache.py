"""Whole pages kept for readers without an account: fresh at once, the same for all, nobody's own, and bounded."""

import gzip
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from wagtail.contrib.redirects.models import Redirect
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from media.models import PortalDocument
from media.tests.conftest import attach, stores  # noqa: F401  (files of a test in a folder of its own)
from portal.models import SiteSettings
from portal.pagecache import LONGEST, PageCacheMiddleware, takes_gzip
from portal.settings.caches import file_cache
from portal.tests.world import fresh, term
from tools_library.models import Material, ToolMaterial, ToolPage

GZIP = {"accept-encoding": "gzip, br"}


@pytest.fixture
def pages(settings, tmp_path, w):
    """The caches of one machine, on disk, empty. How many pages they hold: len(pages())."""
    settings.CACHES = file_cache(tmp_path)
    folder = tmp_path / "cache" / "pages"
    return lambda: list(folder.glob("*.djcache"))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def is_kept(client, count, address, **headers):
    """Whether the answer comes without a query, and the same: literally from the cache."""
    with count(0):
        return client.get(address, headers=headers)


# --- a page that is kept


@pytest.mark.parametrize("address", ["/", "/outils/", "/outils/fiche/", "/actualites/", "/flux/", "/sitemap.xml", "/robots.txt",
                                     "/api/tools/OUT-001.json", "/plan-du-site/", "/en/flux/", "/outils/?max=45&de=20"])  # fmt: skip
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


def publish(page, **values):
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()


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


@pytest.fixture
def scene(pages, w, committing):
    """A tool with a file and a material, a piece of news, a page and a shelf."""
    document = PortalDocument(title="canevas", owner_lab=w.a)
    document.file.save("canevas.pdf", ContentFile(b"%PDF-1.7 x"), save=False)
    document._set_document_file_metadata()
    with committing():
        document.save()
        material = Material.objects.create(code="pens", name_fr="Stylos", category="stationery")
        tool = attach(w.tool("Fiche"), document)
        draft = tool.get_latest_revision_as_object()
        draft.materials = [ToolMaterial(sort_order=0, material=material)]
        draft.save_revision().publish()
        made = {"piece": w.piece(), "page": w.content("Page"), "shelf": w.content("Rayon")}
    return SimpleNamespace(w=w, tool=fresh(tool), **made)


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

    stock = NewsIndexPage.get_context

    def slow(self, request, *args, **kwargs):
        context = stock(self, request, *args, **kwargs)
        list(context["news"])  # read now; the piece comes after
        with committing():
            w.piece("Pièce neuve")
        return context

    with monkeypatch.context() as patched:
        patched.setattr(NewsIndexPage, "get_context", slow)
        assert "Pièce neuve" not in client.get("/actualites/").content.decode()
    assert "Pièce neuve" in client.get("/actualites/").content.decode()


# --- nobody's own


def test_a_signed_in_reader_neither_gets_nor_feeds_it(scene, people, client):
    w = scene.w
    publish(scene.tool, **{"field_notes" if hasattr(scene.tool, "field_notes") else "tagline": "Canari des notes"})
    w.tool("Canari du réseau", access="network")
    people.member.first_name = "Canaria"
    people.member.save()
    anonymous = client.get("/outils/")  # kept, without what she may read
    assert "Canari du réseau" not in anonymous.content.decode()
    reader = Client()
    reader.force_login(people.member)
    hers = reader.get("/outils/")
    assert "Canari du réseau" in hers.content.decode() and hers["Cache-Control"] == "private, no-store"
    assert not hers.has_header("ETag") and "Mon compte" in hers.content.decode()
    number = len(pages_of())
    for address in (
        "/",
        "/outils/",
        "/outils/fiche/",
        "/compte/",
        "/actualites/",
        "/api/tools/OUT-001.json",
        "/flux/",
        "/robots.txt",
    ):
        reader.get(address)
    assert len(pages_of()) == number
    assert client.get("/outils/").content == anonymous.content
    for address in ("/", "/outils/fiche/"):
        page = client.get(address).content.decode()
        assert "Canari du réseau" not in page and "Canaria" not in page and "Mon compte" not in page


def pages_of():
    return caches["pages"]._list_cache_files()


def test_her_conditional_request_is_answered_in_full(pages, w, people, client):
    tag = client.get("/outils/")["ETag"]
    client.force_login(people.member)
    hers = client.get("/outils/", headers={"if-none-match": tag})
    assert hers.status_code == 200 and not hers.has_header("ETag") and "Mon compte" in hers.content.decode()


@pytest.mark.parametrize("cookie", ["sessionid=x", "csrftoken=x", "messages=x"])
def test_a_cookie_of_ours_passes_by_the_cache(pages, w, client, cookie):
    client.get("/outils/")
    number = len(pages())
    w.tool("Outil neuf")  # in a transaction that has no end: the version does not move, a page that is kept does not change
    assert "Outil neuf" not in client.get("/outils/").content.decode()
    assert "Outil neuf" in Client().get("/outils/", headers={"cookie": cookie}).content.decode()
    assert len(pages()) == number and not Client().get("/outils/", headers={"cookie": cookie}).has_header("ETag")


def test_so_does_an_authorization(pages, w, client):
    client.get("/outils/", headers={"authorization": "Basic eDp4"})
    assert not pages()


@pytest.mark.parametrize(
    "address", ["/compte/connexion/", "/compte/mot-de-passe/oublie/", "/rien/", "/sante/pret", "/o/OUT-001", "/favicon.ico"]
)
def test_forms_errors_and_redirects_are_not_kept(scene, client, address):
    assert client.get(address).status_code in (200, 302, 404) and not pages_of()


def test_a_hidden_page_and_a_missing_one_stay_alike(pages, w, client):
    w.tool("Secret", access="lab", slug="aaaaaa")
    told = [
        {k: v for k, v in client.get(f"/outils/{slug}/").items() if k != "Content-Length"} for slug in ("aaaaaa", "bbbbbb") * 2
    ]
    assert told == [told[0]] * 4 and "ETag" not in told[0] and not pages()


def test_a_preview_without_a_reader_feeds_nothing(scene, client):
    """Wagtail plays the page at its public address, without a cookie when no request is at hand."""
    draft = scene.tool.get_latest_revision_as_object()
    draft.tagline = "Canari d'un brouillon"
    client.get("/outils/fiche/")
    number = len(pages_of())
    preview = draft.make_preview_request()
    assert "Canari" in preview.content.decode() and len(pages_of()) == number
    assert "Canari" not in client.get("/outils/fiche/").content.decode()


def answered(made, **headers):
    """What the middleware does with an answer of this kind: how many pages are kept of it."""
    layer = PageCacheMiddleware(lambda request: made)
    layer(RequestFactory().get("/x/", headers=headers))
    return len(pages_of())


def with_headers(**headers):
    response = HttpResponse("x")
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def with_cookie():
    response = HttpResponse("x")
    response.set_cookie("essai", "1")
    return response


def varying(*names):
    response = HttpResponse("x")
    patch_vary_headers(response, names)
    return response


@pytest.mark.parametrize(
    ("make", "kept"),
    [
        (lambda: HttpResponse("x"), 1),
        (lambda: varying("Cookie", "Accept-Language", "Accept-Encoding"), 1),
        (with_cookie, 0),
        (lambda: with_headers(Set_Cookie="a=b"), 0),
        (lambda: with_headers(Cache_Control="private"), 0),
        (lambda: with_headers(Cache_Control="max-age=5, No-Store"), 0),
        (lambda: with_headers(Cache_Control="no-cache"), 0),
        (lambda: varying("*"), 0),
        (lambda: varying("Cookie", "X-Forwarded-For"), 0),
        (lambda: StreamingHttpResponse(["x"]), 0),
        (lambda: HttpResponse("x" * 1_000_001), 0),
        *[(lambda status=status: HttpResponse("x", status=status), 0) for status in (201, 206, 301, 302, 304, 403, 404, 410, 500, 503)],
    ],
)  # fmt: skip
def test_only_whole_answers_for_all_are_kept(pages, make, kept):
    assert answered(make()) == kept


def test_a_post_is_not_kept_nor_answered(pages, w, client):
    client.get("/outils/")
    number = len(pages())
    assert client.post("/outils/").status_code in (200, 405) and len(pages()) == number


# --- conditional requests


@pytest.mark.parametrize("address", ["/outils/", "/outils/fiche/", "/api/tools/OUT-001.json", "/flux/", "/sitemap.xml"])
@pytest.mark.parametrize("packed", [True, False])
def test_who_has_the_page_already_gets_304(scene, client, count, address, packed, committing):
    headers = GZIP if packed else {}
    first = client.get(address, headers=headers)
    assert not first.has_header("Last-Modified")
    asked = headers | {"if-none-match": first["ETag"]}
    answer = client.get(address, headers=asked)
    assert answer.status_code == 304 and answer.content == b"" and answer["ETag"] == first["ETag"]
    assert answer["Cache-Control"] == first["Cache-Control"] and "Cookie" in answer["Vary"]
    assert client.get(address, headers=headers | {"if-none-match": '"autre"'}).status_code == 200
    with committing():
        publish(scene.tool, title="Titre neuf", slug="fiche")
        scene.piece.unpublish()
    assert client.get(address, headers=asked).status_code == 200


def test_a_304_is_given_without_a_cache_too(w, client, count):
    tag = client.get("/outils/", headers=GZIP)["ETag"]
    assert client.get("/outils/", headers=GZIP | {"if-none-match": tag}).status_code == 304


def test_the_tag_of_a_public_page_tells_nothing_of_what_is_hidden(scene, client, committing):
    tags = [client.get(address)["ETag"] for address in ("/", "/outils/", "/flux/")]
    version = caches["default"].get("content-version")
    with committing():
        scene.w.tool("Secret", access="lab")
        scene.w.piece("Secret", access="network")
    assert caches["default"].get("content-version") != version
    assert [client.get(address)["ETag"] for address in ("/", "/outils/", "/flux/")] == tags


# --- bounded, and never in the way


def test_ten_thousand_addresses_do_not_fill_the_disk(pages, settings, w):
    settings.CACHES = settings.CACHES | {"pages": settings.CACHES["pages"] | {"OPTIONS": {"MAX_ENTRIES": 200}}}
    layer, most = PageCacheMiddleware(lambda request: HttpResponse("x")), 0
    for n in range(10_000):
        layer(RequestFactory().get(f"/outils/?q={n}"))
        most = max(most, len(pages())) if n % 100 == 0 else most
    assert 100 < most <= 200 and len(pages()) <= 200


def test_long_addresses_are_answered_and_not_kept(pages, w, client):
    assert client.get("/outils/", {"q": "a" * LONGEST}).status_code == 200 and not pages()
    assert client.get(f"/{'a' * LONGEST}/").status_code == 404 and not pages()


@pytest.mark.parametrize("which", ["cache/pages", "cache"])
def test_a_folder_that_cannot_be_used_stops_no_page(pages, settings, tmp_path, w, client, committing, caplog, which):
    w.tool("Fiche")
    (tmp_path / which).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / which).write_text("a file where a folder should be")
    for address in ("/", "/outils/", "/outils/fiche/", "/flux/", "/sitemap.xml", "/rien/"):
        for _ in range(2):
            assert client.get(address).status_code == (404 if address == "/rien/" else 200)
    with committing():
        w.tool("Outil neuf")
    assert "Outil neuf" in client.get("/outils/").content.decode()


@pytest.mark.parametrize("damage", [b"", b"\x80", b"nothing that was pickled", b"\x80\x04N."])
def test_a_damaged_entry_is_a_page_to_make_again(pages, w, client, damage):
    whole = client.get("/outils/").content
    for path in pages():
        path.write_bytes(damage)
    assert client.get("/outils/").content == whole


def test_a_version_that_cannot_be_written_is_dropped(pages, w, client, committing, monkeypatch):
    """A full disk: old files can be read and deleted, none can be written."""
    client.get("/outils/")

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.cache.backends.filebased.tempfile.mkstemp", full)
    with committing():
        w.tool("Outil neuf")
    assert "Outil neuf" in client.get("/outils/").content.decode()


def test_a_cache_that_is_away_altogether_stops_no_page(settings, w, client):
    settings.CACHES = {"default": settings.CACHES["default"]}
    assert client.get("/outils/").status_code == 200


def test_without_its_counters_the_door_stays_shut(pages, tmp_path, settings):
    cache = caches["default"]
    cache.clear()
    (tmp_path / "cache").rename(tmp_path / "away") if (tmp_path / "cache").exists() else None
    (tmp_path / "cache").write_text("x")
    assert cache.get("anything", "default") == "default"
    with pytest.raises(OSError):
        cache.get("allauth:rl:login:ip:x")


def test_the_cache_comes_first_and_the_tags_under_the_compression(settings):
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert names[0] == "PageCacheMiddleware"
    assert names.index("AnonymousGZipMiddleware") + 1 == names.index("ValidatorMiddleware")


def test_pages_of_another_release_are_not_served(pages, w, client, monkeypatch):
    client.get("/outils/")
    w.tool("Outil neuf")
    assert "Outil neuf" not in client.get("/outils/").content.decode()
    monkeypatch.setattr("portal.pagecache.release", lambda: "next")
    assert "Outil neuf" in client.get("/outils/").content.decode()
