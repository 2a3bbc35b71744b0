"""The frame: settings that make it another network's, blocks with their examples, languages complete."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import override
from django.utils.translation.template import templatize

from portal.blocks import body_blocks
from portal.models import HomePage
from portal.tests.world import fresh


def test_another_network_makes_the_site_its_own(w, client):
    from portal.models import SiteSettings, SocialLink

    client.get("/")
    site = SiteSettings.objects.get()
    site.name, site.tagline_fr, site.contact_email = "Ruche", "Essayez.", "x@ruche.example"
    site.social_links = [SocialLink(name="Mastodon", url="https://social.example/@ruche")]
    site.save()
    cache.clear()
    html = client.get("/").content.decode()
    assert "<title>Ruche – " in html and "Essayez." in html and 'href="https://social.example/@ruche"' in html


@pytest.mark.django_db(transaction=False)
def test_a_change_shows_at_the_next_request(w, client, django_capture_on_commit_callbacks):
    assert "Boîte" not in client.get("/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        shelf = fresh(w.tools)
        shelf.title = "Boîte à outils"
        shelf.save_revision().publish()
    assert "Boîte à outils</a>" in client.get("/").content.decode()


def test_the_footer_says_what_the_law_asks(w, client):
    from wagtail.models import Page

    from portal.models import LegalPage

    page = LegalPage(title="Accessibilité", slug="accessibilite", kind="accessibility", summary="État.")
    Page.objects.get(pk=w.home.pk).add_child(instance=page)
    page.save_revision().publish()
    cache.clear()
    html = client.get("/").content.decode()
    assert re.search(r'<a href="/accessibilite/">Accessibilité\u00a0: non conforme</a>', html)
    assert "Plan du site" in html and "Flux des actualités" in html


def test_the_page_of_components_shows_every_block(w, client):
    html = client.get("/composants/").content.decode()
    assert all(f'id="bloc-{name}"' in html for name, _block in body_blocks())


def test_the_french_catalogue_is_complete():
    text = (Path(settings.BASE_DIR) / "portal/locale/fr/LC_MESSAGES/django.po").read_text()
    entries = text.split("\n\n")[1:]
    empty = [e for e in entries if re.search(r'^msgstr(\[\d\])? ""$(?!\n")', e, re.M) or "#, fuzzy" in e]
    assert empty == []


GETTEXT = re.compile(
    r"""(?<!\w)(?:n|p|np)?gettext\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)|(?<!\w)_\((?:'[^']*'|"[^"]*")\)"""
)


def calls_of(path):
    """The calls of gettext in a Python file or in a template, as makemessages reads it."""
    text = path.read_text(encoding="utf-8")
    calls = GETTEXT.findall(templatize(text)) if path.suffix == ".html" else [text]
    trees = [ast.parse(code) for code in calls]
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id.removesuffix("_lazy")
            if name in ("_", "gettext", "ngettext", "pgettext", "npgettext") and isinstance(node.args[0], ast.Constant):
                yield name, [a.value for a in node.args if isinstance(a, ast.Constant)]


def test_every_text_of_the_code_is_in_the_french_catalogue():
    """The compiled one, which readers get: a text forgotten in it would show in English."""
    import gettext

    with (settings.BASE_DIR / "portal/locale/fr/LC_MESSAGES/django.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    known = {key[0] if isinstance(key, tuple) else key for key in catalogue}
    packages = ("portal", "media", "network", "search", "tools_library")
    files = [p for name in packages for ext in ("py", "html") for p in (settings.BASE_DIR / name).rglob(f"*.{ext}")]
    seen, missing = 0, []
    for path in files:
        for name, words in calls_of(path) if "tests" not in path.parts and "migrations" not in path.parts else ():
            key = f"{words[0]}\x04{words[1]}" if "p" in name else words[0]
            seen += 1
            missing += [] if key in known else [(str(path), key)]
    assert seen > 600 and missing == []


def test_dates_are_written_in_full():
    from datetime import date

    from portal.templatetags.portal_tags import day, size

    with override("fr"):
        assert day(date(2026, 11, 25)) == "25 novembre 2026" and size(1_400_000) == "1,4\u00a0Mo"
    with override("en"):
        assert day(date(2026, 11, 25)) == "25 November 2026" and size(999) == "999\u00a0B"


def test_the_interface_speaks_english_under_en(w, client):
    w.english(w.tool("Fiche"), title="Sheet", slug="sheet")
    html = client.get("/en/outils/sheet/").content.decode()
    assert '<html lang="en"' in html and "Step by step" in html and "Le déroulé" not in html


@pytest.mark.parametrize("address", ["compte/connexion/", "compte/mot-de-passe/oublie/", "plan-du-site/"])
def test_pages_outside_the_tree_lead_to_themselves_in_the_other_language(w, client, address):
    w.english(w.home, title="Home", slug="home")
    french, english = (client.get(f"{prefix}/{address}").content.decode() for prefix in ("", "/en"))
    assert '<html lang="fr"' in french and f'<a href="/en/{address}" lang="en"' in french
    assert '<html lang="en"' in english and f'<a href="/{address}" lang="fr"' in english


def test_the_language_switch_keeps_the_question(w, client):
    w.english(w.tools)
    html = client.get("/outils/?max=45&de=20").content.decode()
    assert '<a href="/en/outils/?max=45&amp;de=20" lang="en"' in html


def test_a_page_without_translation_leads_to_the_home_page_of_the_other_language(w, client):
    w.english(w.home, title="Home", slug="home")
    html = client.get(w.tool("Fiche").url).content.decode()
    assert '<a href="/en/" lang="en" hreflang="en" aria-label="EN, English home page: this page is not translated">' in html
    for hidden in ({"live": False}, {"live": True, "access": "network"}):
        HomePage.objects.filter(locale=w.en).update(**hidden)
        cache.clear()
        assert 'lang="en"' not in client.get("/rien/").content.decode()


def test_a_french_page_of_the_english_footer_says_so(w, client):
    from wagtail.models import Page

    from portal.models import LegalPage

    w.english(w.home, title="Home", slug="home")
    Page.objects.get(pk=w.home.pk).add_child(
        instance=LegalPage(title="Cookies", slug="cookies", kind="cookies", summary="Aucun.")
    )
    cache.clear()
    html = client.get("/en/").content.decode()
    assert '<a href="/cookies/" hreflang="fr">Cookies: none</a> (in French)' in html


def test_a_draft_is_previewed_in_the_admin(w, people, client):
    tool = w.tool("Brouillon", live=False, duration_min=None, people_min=None, steps=0)
    client.force_login(people.editor)
    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[tool.pk]))
    assert response.status_code == 200 and "Brouillon" in response.content.decode()


def test_an_empty_library_says_so(w, client):
    html = client.get("/outils/").content.decode()
    assert "Pas encore d’outil" in html
    assert "Pas encore d’actualité" in client.get("/actualites/").content.decode()
    assert client.get("/").status_code == 200


def test_gettext_is_called_by_a_name_that_makemessages_knows():
    """Under another name its strings would be in no catalogue, and nobody would be told."""
    known = {"gettext": {"_", "gettext"}, "gettext_lazy": {"_", "gettext_lazy"}, "pgettext": {"pgettext"}}
    known |= {"ngettext": {"ngettext"}, "ngettext_lazy": {"ngettext_lazy"}, "pgettext_lazy": {"pgettext_lazy"}}
    strange = []
    for path in settings.BASE_DIR.glob("[a-z]*/**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                names = [(alias.name, alias.asname or alias.name) for alias in node.names if alias.name in known]
                strange += [(str(path), alias) for name, alias in names if alias not in known[name]]
    assert strange == []
