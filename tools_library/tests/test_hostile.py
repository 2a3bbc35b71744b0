"""What an editor types is text, wherever it is shown; links lead to the web and nowhere else."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.fields import RichTextField

from portal.tests.world import fresh
from tools_library.models import Material, ToolLink, ToolMaterial, ToolPage, ToolStep
from tools_library.models.tools import FEATURES

NASTY = """<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{ 7|add:7 }}</script>"""
# What a crafted request would send in place of the editor of rich text.
BLOCK = {"key": "a", "type": "unstyled", "text": NASTY, "depth": 0, "inlineStyleRanges": [], "data": {"onclick": "x()"}}
LINK = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "javascript:alert(3)", "onclick": "x()"}}
SENT = {"blocks": [BLOCK | {"entityRanges": [{"offset": 0, "length": 9, "key": 0}]}], "entityMap": {"0": LINK}}
RICH = ContentstateConverter(FEATURES).to_database_format(json.dumps(SENT))
ADDRESSES = ("javascript:alert(1)", "data:text/html,<script>", "//evil.example", "ftp://x y")


def nasty(field):
    return RICH if isinstance(field, RichTextField) else NASTY[: getattr(field, "max_length", None) or 300]


@pytest.fixture
def poisoned(w):
    """A live tool with the worst in every free text, its rows included."""
    free = (models.CharField, models.TextField)
    kept = {"slug", "draft_title", "url_path", "path", "reference", "search_text", "licence", "locked", "translation_key"}
    texts = {
        f.name: nasty(f)
        for f in ToolPage._meta.get_fields()
        if isinstance(f, free) and not f.choices and f.name not in kept and not isinstance(f, models.URLField)
    }
    tool = w.tool(**texts | {"title": NASTY[:120]}, slug="poison")
    draft = tool.get_latest_revision_as_object()
    worst = {"title": NASTY[:80], "say": NASTY, "do": NASTY, "output": NASTY}
    draft.steps = [ToolStep(minutes=9, participation="plenary", **worst)]
    thing = Material.objects.create(code="x", name_fr=NASTY[:80], category="game")
    draft.materials = [ToolMaterial(material=thing, note=NASTY[:120])]
    draft.links = [ToolLink(url="https://x.example/?a=%22%3E", title=NASTY)]
    draft.save_revision().publish()
    return fresh(tool)


def harmless(html):
    bare = re.sub(
        r'<script src="[^"]+"( data-libraries="[^"]+")? defer></script>|<script type="application/ld\+json">.*?</script>',
        "",
        html,
        flags=re.S,
    )
    attributes = re.findall(r"<[a-z][^>]*>", bare)
    assert "<script" not in bare and "<img src=x" not in bare
    assert not [tag for tag in attributes if re.search(r"\son\w+\s*=|javascript:", re.sub(r'"[^"]*"', '""', tag))]
    assert "javascript:" not in html and "14</script>" not in html


@pytest.mark.parametrize("address", ["/outils/poison/", "/outils/", "/outils/?q=script", "/plan-du-site/", "/composants/", "/"])
def test_no_text_of_a_tool_becomes_markup(poisoned, people, client, address):
    response = client.get(address)
    assert response.status_code == 200
    harmless(response.content.decode())
    client.force_login(people.member)  # who reads the notes too
    harmless(client.get(address).content.decode())


def test_the_answers_for_machines_hold_text(poisoned, client):
    data = client.get("/api/tools/OUT-001.json")
    assert data["Content-Type"].startswith("application/json") and data.json()["title"] == NASTY[:120]
    assert "<script>" not in client.get("/sitemap.xml").content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_leads_to_the_web(w, address):
    with pytest.raises(ValidationError):
        ToolLink(url=address, title="x").full_clean(exclude=["page"])
    with pytest.raises(ValidationError):
        ToolPage(source_url=address).clean_fields(exclude=[f.name for f in ToolPage._meta.fields if f.name != "source_url"])


@pytest.mark.parametrize("text", [NASTY, '"><script>alert(1)</script>', "' onfocus=alert(1) autofocus='"])
@pytest.mark.parametrize("address", ["/outils/", "/rien/", "/compte/connexion/", "/composants/"])
def test_what_an_address_says_is_text(w, client, address, text):
    html = client.get(address, {"q": text, "next": text, "tri": text, "temps": text}).content.decode()
    harmless(html)


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\thttps://e.example"]
)
def test_sign_in_leads_nowhere_else(w, people, client, there):
    answer = {"login": "editrice@example.org", "password": "mot-de-passe-de-test", "next": there}
    assert client.post("/compte/connexion/", answer).url == "/admin/"
