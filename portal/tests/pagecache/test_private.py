"""What the page cache must not keep nor give, how it is bounded, and what a browser that has the page is told."""

import shutil

import pytest
from django.core.cache import caches
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.utils.cache import patch_vary_headers

from portal.pagecache import CHECK_AGAIN, LONGEST, PageCacheMiddleware, ValidatorMiddleware
from portal.tests.pagecache.conftest import GZIP, pages_of, publish

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
    caches["parts"].clear()
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


def test_twelve_hundred_addresses_do_not_fill_the_room_of_a_hundred(pages, settings, w):
    settings.CACHES = settings.CACHES | {"pages": settings.CACHES["pages"] | {"OPTIONS": {"MAX_ENTRIES": 100}}}
    layer, most = PageCacheMiddleware(lambda request: HttpResponse("x")), 0
    for n in range(1_200):
        layer(RequestFactory().get(f"/outils/?q={n}"))
        most = max(most, len(pages())) if n % 20 == 0 else most
    assert 50 < most <= 100 and len(pages()) <= 100


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


def test_without_its_counters_the_door_stays_shut(pages, tmp_path, settings, w, people, client):
    """Attempts to sign in are counted in the cache: one that forgets would let anybody try for ever."""
    settings.ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip"}
    client.raise_request_exception = False
    page = "/compte/connexion/"
    asked = {"login": "editrice@example.org", "password": "mot-de-passe-de-test"}
    assert Client().post(page, asked).status_code == 302
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert client.get(page).status_code == 200 and caches["default"].get("anything", "default") == "default"
    assert client.post(page, asked).status_code == 500 and "sessionid" not in client.cookies
    with pytest.raises(OSError):
        caches["default"].add("a code that serves once", True)


def test_the_cache_comes_first_and_the_tags_under_the_compression(settings):
    names = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    assert names[0] == "PageCacheMiddleware"
    assert names.index("AnonymousGZipMiddleware") + 1 == names.index("ValidatorMiddleware")


def test_a_page_with_a_picture_that_could_not_be_made_is_for_its_reader_alone(rf):
    """The next one may see the picture: nothing announces that it is there."""
    for text, told in (('<img src="/media/not-found">', "no-store"), ("<p>Texte</p>", CHECK_AGAIN)):
        assert ValidatorMiddleware(lambda _request, text=text: HttpResponse(text))(rf.get("/"))["Cache-Control"] == told


def test_pages_of_another_release_are_not_served(pages, w, client, monkeypatch):
    client.get("/outils/")
    w.tool("Outil neuf")
    assert "Outil neuf" not in client.get("/outils/").content.decode()
    for module in ("pagecache", "parts"):
        monkeypatch.setattr(f"portal.{module}.release", lambda: "next")
    assert "Outil neuf" in client.get("/outils/").content.decode()


def test_the_release_changes_with_the_code_and_with_the_static_files(settings, tmp_path):
    from portal.release import release

    settings.STATIC_ROOT, seen = tmp_path, set()
    for content in ("{}", "{ }", "{  }"):
        (tmp_path / "staticfiles.json").write_text(content)
        release.cache_clear()
        seen.add(release())
        assert release() in seen
    release.cache_clear()
    assert len(seen) == 3
