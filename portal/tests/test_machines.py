"""What machines read: site map, feeds, structured data, headers, health, logs."""

import json
import logging
import re
import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError

from portal.styleguide import ERRORS


def linked_data(html):
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1])


def test_the_site_map_lists_public_pages_with_their_languages(w, client):
    w.english(w.tool("Fiche"), title="Sheet", slug="sheet")
    xml = client.get("/sitemap.xml").content.decode()
    ET.fromstring(xml)
    assert "http://testserver/outils/fiche/" in xml and 'hreflang="en" href="http://testserver/en/outils/sheet/"' in xml


def test_a_tool_is_described_for_machines(w, client):
    tool = w.tool("Fiche </script>", tagline="Une phrase.", duration_max=90)
    html = client.get(tool.url).content.decode()
    data = linked_data(html)
    assert data["@type"] == ["HowTo", "LearningResource"] and data["name"] == "Fiche </script>"
    assert data["totalTime"] == "PT1H30M" and len(data["step"]) == 2 and data["identifier"] == "OUT-001"
    assert data["license"].startswith("https://creativecommons.org/")
    assert '<meta property="og:title"' in html and '<link rel="canonical" href="http://testserver/outils/' in html


def test_news_are_described_and_fed(w, client):
    piece = w.piece("Première")
    html = client.get(piece.url).content.decode()
    assert linked_data(html)["@type"] == "NewsArticle" and '<meta property="og:type" content="article">' in html
    feed = client.get("/flux/")
    assert feed["Content-Type"].startswith("application/atom+xml")
    titles = [e.text for e in ET.fromstring(feed.content).iter("{http://www.w3.org/2005/Atom}title")]
    assert "Première" in titles


def test_a_tool_as_json(w, client):
    w.tool("Fiche")
    data = client.get("/api/tools/OUT-001.json").json()
    assert data["schema"] == 1 and data["title"] == "Fiche" and len(data["steps"]) == 2 and "facilitator_notes" not in data
    assert client.get("/api/tools/OUT-999.json").status_code == 404


def test_hreflang_names_the_same_page(w, client):
    tool = w.tool("Fiche")
    english = w.english(tool, title="Sheet", slug="sheet")
    html = client.get(tool.url).content.decode()
    assert f'hreflang="en" href="http://testserver{english.url}"' in html
    assert f'<a href="{english.url}" lang="en" hreflang="en"' in html


def test_the_home_page_names_the_network(w, client):
    from portal.models import SiteSettings, SocialLink

    client.get("/")
    site = SiteSettings.objects.get()
    site.name, site.contact_email = "Ruche", "x@ruche.example"
    site.social_links = [SocialLink(name="Mastodon", url="https://social.example/@ruche")]
    site.save()
    cache.clear()
    html = client.get("/").content.decode()
    data = linked_data(html)
    assert data["@type"] == "WebSite" and data["name"] == "Ruche"
    assert data["publisher"]["@type"] == "Organization" and data["publisher"]["sameAs"] == ["https://social.example/@ruche"]
    assert '<meta property="og:title" content="Ruche">' in html
    picture = re.search(r'<meta property="og:image" content="http://testserver(/static/[^"]+\.png)">', html)[1]
    assert (settings.BASE_DIR / "portal" / picture.strip("/")).exists()


def test_a_tool_as_json_has_the_address_it_is_asked_at(w, client):
    w.tool("Fiche")
    data = client.get("/api/tools/OUT-001.json", SERVER_PORT="8300").json()
    assert data["url"] == "http://testserver:8300/outils/fiche/"


def test_a_browser_that_asks_for_an_icon_gets_the_mark(w, client):
    response = client.get("/favicon.ico")
    assert response.status_code == 302 and response["Location"].endswith("logo.svg")


def test_robots_and_security(w, client):
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: " in text and re.search(r"Expires: \d{4}-", text)


@pytest.mark.parametrize("address", ["/", "/outils/", "/compte/connexion/", "/rien/", "/robots.txt"])
def test_public_pages_hold_to_a_strict_policy(w, client, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff" and response["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ["/", "/outils/", "/actualites/", "/rien/"])
def test_an_anonymous_page_sets_no_cookie_and_is_the_same_for_all(w, client, address):
    first, second = client.get(address), client.get(address)
    assert not first.cookies and first.content == second.content and b"csrf" not in first.content


def test_health(w, client, monkeypatch):
    assert client.get("/sante/vivant").json() == {"state": "alive"}
    assert client.get("/sante/pret").json()["state"] == "ready"

    class Down:
        def cursor(self):
            raise ConnectionError

    monkeypatch.setattr("portal.views.connection", Down())
    assert client.get("/sante/pret").status_code == 503 and client.get("/sante/vivant").status_code == 200


def test_an_error_shows_no_stack_and_logs_one(w, client, monkeypatch, caplog):
    from portal.logs import JsonFormatter

    client.raise_request_exception = False
    monkeypatch.setattr("tools_library.listing.ToolListing.facets", lambda *a: 1 / 0)
    response = client.get("/outils/")
    html = response.content.decode()
    assert response.status_code == 500 and "Une panne, de notre côté" in html and "Traceback" not in html
    record = next(r for r in caplog.records if r.exc_info)
    line = json.loads(JsonFormatter().format(record))
    assert "ZeroDivisionError" in line["traceback"] and line["path"] == "/outils/" and line["level"] == "ERROR"


def failing(words):
    def fail(*args, **kwargs):
        raise OperationalError(words)

    return fail


def test_a_busy_database_is_a_pause_with_its_traceback_in_the_log(w, client, monkeypatch, caplog):
    client.raise_request_exception = False
    monkeypatch.setattr("tools_library.listing.ToolListing.facets", failing("database is locked"))
    response = client.get("/outils/")
    assert response.status_code == 503 and response["Retry-After"] == "30"
    assert any(record.exc_info and "locked" in str(record.exc_info[1]) for record in caplog.records)


def test_a_missing_table_is_a_fault_not_a_pause(w, client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("tools_library.listing.ToolListing.facets", failing("no such table: tools_library_toolpage"))
    assert client.get("/outils/").status_code == 500


@pytest.mark.parametrize("signed_in", [False, True])
def test_without_a_database_everybody_gets_a_pause_and_the_process_lives(w, people, client, monkeypatch, signed_in):
    if signed_in:
        client.force_login(people.national)
    client.raise_request_exception = False
    addresses = ["/sante/pret", "/outils/", *(["/compte/", "/admin/"] if signed_in else [])]
    with monkeypatch.context() as away:
        for name in ("execute", "executemany"):
            away.setattr(CursorWrapper, name, failing("unable to open database file"))
        assert client.get("/sante/vivant").status_code == 200
        assert {client.get(address).status_code for address in addresses} == {503}


def compressed(client, address):
    return client.get(address, headers={"accept-encoding": "gzip"}).get("Content-Encoding") == "gzip"


@pytest.mark.parametrize("prefix", ["", "__Host-"])  # as here, as in production
def test_only_pages_that_hold_nothing_of_a_reader_are_compressed(w, people, client, settings, prefix):
    settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME = f"{prefix}csrftoken", f"{prefix}sessionid"
    assert compressed(client, "/outils/") and not compressed(client, "/compte/connexion/")
    client.force_login(people.member)
    assert not compressed(client, "/outils/")


def test_a_withdrawn_address_is_gone(w, client):
    from wagtail.contrib.redirects.models import Redirect

    Redirect.objects.create(old_path="/vieux", redirect_link="/outils/")
    Redirect.objects.create(old_path="/retire", redirect_link="")
    cache.clear()
    assert client.get("/vieux/").status_code == 301
    response = client.get("/retire/")
    assert response.status_code == 410 and "Page retirée" in response.content.decode()


@pytest.mark.parametrize("code", ERRORS)
def test_every_error_has_a_page_of_ours(w, client, code):
    response = client.get(f"/composants/erreurs/{code}/")
    html = response.content.decode()
    assert "<h1" in html and 'lang="fr"' in html and code[:3] in html and 'content="noindex"' in html


def test_only_errors_of_ours_have_a_sample(w, client):
    assert client.get("/composants/erreurs/base/").status_code == 404


def test_logs_are_one_json_object_a_line():
    from portal.logs import JsonFormatter

    record = logging.LogRecord("x", logging.INFO, "f", 1, "deux\nlignes « é »", (), None)
    line = JsonFormatter().format(record)
    assert "\n" not in line and json.loads(line)["message"] == "deux\nlignes « é »"
