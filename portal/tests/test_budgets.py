"""Budgets: literal queries at 1, 3 and 24 items; elements, bytes and requests of each kind of page."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

STATIC = Path(settings.BASE_DIR) / "portal" / "static"


def elements(html):
    """How many elements a browser would count; the ones that a parser adds are written in our pages."""
    return len(re.findall(r"<[a-z][a-z0-9]*[\s>/]", html))


@pytest.mark.parametrize("n", [1, 3, 24])
def test_home_costs_the_same_queries_at_any_number(w, client, count, some, n):
    from portal.models import NewsPage
    from portal.models.home import HomeTool
    from portal.tests.world import fresh

    tools, pieces = some(n)
    NewsPage.objects.filter(pk__in=[piece.pk for piece in pieces]).update(published_on=timezone.localdate())
    home = fresh(w.home)
    home.tools = [HomeTool(sort_order=i, tool=tool, line="Une phrase.") for i, tool in enumerate(tools[:5])]
    home.save_revision().publish()
    client.get("/")
    with count(7):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_tool_costs_the_same_queries_at_any_number(w, client, count, some, n):
    from tools_library.models import Material, ToolMaterial, ToolRelation, ToolStep

    others, _news = some(n)
    tool = w.tool("Fiche")
    material = Material.objects.create(code="pens", name_fr="Stylos", category="stationery")
    draft = tool.get_latest_revision_as_object()
    draft.steps = [ToolStep(sort_order=i, title=f"É{i}", minutes=1, participation="solo", say="Dites.") for i in range(n)]
    draft.materials = [ToolMaterial(sort_order=i, material=material) for i in range(n)]
    draft.relations = [ToolRelation(sort_order=i, target=other, relation="after") for i, other in enumerate(others)]
    draft.save_revision().publish()
    client.get(tool.url)
    with count(12):
        html = client.get(tool.url).content.decode()
    assert html.count('class="step"') == n and all(other.url in html for other in others)


def test_a_tool_with_a_picture_and_a_plan_stays_in_the_same_budget(w, client, count):
    from media.models import PortalImage
    from media.tests.conftest import png

    picture, plan = (
        PortalImage.objects.create(title=name, file=ContentFile(png(), name=f"{name}.png"), owner_lab=w.a)
        for name in ("mur", "plan")
    )
    tool = w.tool("Fiche", cover=picture, cover_alt="Un mur de notes", space_image=plan, space_image_alt="Quatre tables")
    client.get(tool.url)
    with count(12):
        html = client.get(tool.url).content.decode()
    assert 'alt="Un mur de notes"' in html and 'alt="Quatre tables"' in html


@pytest.mark.parametrize("n", [1, 3, 24])
def test_news_cost_the_same_queries_at_any_number(client, count, some, n):
    some(n)
    client.get("/actualites/")
    with count(9):  # four facets and the total: the plain listing; the index, below, counts them itself
        assert client.get("/actualites/").status_code == 200


def test_a_missing_page_costs_one_query(w, client, count):
    client.get("/rien/")
    with count(1):
        assert client.get("/rien/").status_code == 404


def test_stylesheets_and_script_hold_their_weight():
    size = {path.name: path.stat().st_size for path in [*STATIC.glob("css/*.css"), *STATIC.glob("js/*.js")]}
    assert size["site.css"] <= 16_000 and size["enhance.js"] <= 2_000
    kinds = {name: n for name, n in size.items() if name not in ("site.css", "tokens.css", "enhance.js")}
    assert {name: n for name, n in kinds.items() if n > 8_000} == {}


@pytest.mark.parametrize("address", ["/", "/outils/", "/outils/fiche/", "/actualites/", "/rien/", "/recherche/?q=fiche"])
def test_a_page_asks_for_three_stylesheets_at_most_and_nothing_elsewhere(w, client, address):
    w.tool("Fiche")
    html = client.get(address).content.decode()
    assert html.count('rel="stylesheet"') == 3
    loaded = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', html)
    assert not [url for url in loaded if "//" in url and not url.startswith("http://testserver")]
