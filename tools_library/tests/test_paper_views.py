"""What one takes away, asked for over HTTP: headers, conditions, bounds; the selection; the reader's level everywhere."""

import json
import re
from io import BytesIO

import pytest
from django.conf import settings
from django.core.cache import cache
from pypdf import PdfReader

from portal import limits
from portal.tests.fixtures import once
from portal.tests.test_budgets import elements
from portal.tests.world import fresh
from tools_library.paper import selection, shelf, views

pytestmark = pytest.mark.usefixtures("own_folder")
CARD = ["pdf", "docx", "odt", "html"]
LISTS = ["livret.pdf", "cartes-a6.pdf", "kit.zip"]


def text(response):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def body(response):
    return b"".join(response) if response.streaming else response.content


def asked(*tools):
    return {"o": [getattr(tool, "reference", tool) for tool in tools]}


@pytest.mark.parametrize(
    ("path", "kind", "inline"),
    [
        (".pdf", "application/pdf", True),
        ("/a6.pdf", "application/pdf", True),
        ("/a3.pdf", "application/pdf", True),
        (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
        (".odt", "application/vnd.oasis.opendocument.text", False),
        (".html", "text/html; charset=utf-8", False),
        (".zip", "application/zip", False),
    ],
)
def test_a_file_says_its_type_its_name_its_language_and_how_long_to_keep_it(w, client, path, kind, inline):
    w.tool("Été à l'usine", structuring_question="Quoi ?")
    response = client.get(f"/fiches/OUT-001{path}")
    assert response.status_code == 200 and response["Content-Type"] == kind
    assert response["Content-Disposition"].startswith("inline" if inline else "attachment")
    assert "OUT-001%20%C3%89t%C3%A9%20%C3%A0%20l%27usine" in response["Content-Disposition"]
    assert response["Content-Language"] == "fr" and response["Cache-Control"] == "public, max-age=300"
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["OUT-001.exe", "OUT-001.", "OUT-001/a2.pdf", "OUT-001/a3.pdf", "OUT-999.pdf", "x.pdf", "OUT-001.pdf/"]
)
def test_other_addresses_are_missing(w, client, path):
    w.tool("Outil")  # without a question: no poster
    assert client.get(f"/fiches/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/fiches/OUT-001.pdf", "/fiches/OUT-001.zip", "/outils/selection/livret.pdf?o=OUT-001"])
def test_an_unchanged_file_is_not_sent_again_and_a_changed_one_is(w, client, path):
    tool = w.tool("Outil")
    tag = client.get(path)["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304 and not again.content and again["ETag"] == tag
    tool = fresh(tool)
    tool.tagline = "Autre."
    tool.save_revision().publish()
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_nothing_is_said_unchanged_to_whom_may_not_read(w, client, people):
    w.tool("Outil", access="network")
    client.force_login(people.member)
    response = client.get("/fiches/OUT-001.pdf")
    assert response["Cache-Control"] == "private, no-store"
    client.logout()
    assert client.get("/fiches/OUT-001.pdf", headers={"If-None-Match": response["ETag"]}).status_code == 404


def test_a_member_s_own_pdf_has_the_notes_and_nothing_else_has(w, client, people, own_folder):
    w.tool("Outil", facilitator_notes="<p>CANARI</p>")
    client.force_login(people.member)
    response = client.get("/fiches/OUT-001.pdf")
    assert "CANARI" in text(response) and response["Cache-Control"] == "private, no-store"
    assert not list(own_folder.glob("*/*"))  # no trace on the disk
    for path in ("/fiches/OUT-001.html", "/outils/selection/?o=OUT-001", "/o/OUT-001/22222"):
        assert "CANARI" not in client.get(path).content.decode()
    assert "CANARI" not in text(client.get("/outils/selection/livret.pdf", asked("OUT-001")))
    for reader in (people.peer, None):
        client.force_login(reader) if reader else client.logout()
        assert "CANARI" not in text(client.get("/fiches/OUT-001.pdf"))


@once
def hidden_once(w):
    w.tool("Visible")
    return {level: w.tool("Canari", lab=w.b, access=level) for level in ("clip", "network", "lab")}


@pytest.mark.parametrize("level", ["clip", "network", "lab"])
@pytest.mark.parametrize("path", ["/outils/selection/", *(f"/outils/selection/{name}" for name in LISTS)])
def test_a_list_never_names_a_tool_that_its_reader_may_not_read(hidden_once, client, people, level, path):
    shown, hidden = "OUT-001", fresh(hidden_once[level])
    response = client.get(path, asked(hidden, shown))
    told = text(response) if path.endswith("pdf") else body(response).decode("latin-1")
    assert "Canari" not in told and "canari" not in told
    assert client.get(path, asked(hidden)).status_code == (200 if path.endswith("/") else 404)
    client.force_login(people.neighbour)
    response = client.get(path, asked(hidden, shown))
    told = text(response) if path.endswith("pdf") else body(response).decode("latin-1")
    assert "Canari" in told or "canari" in told


def test_the_selection_keeps_its_state_in_its_address(w, client):
    one, two = w.tool("Un"), w.tool("Deux")
    html = client.get("/outils/selection/", asked(two, one)).content.decode()
    assert html.index(two.url) < html.index(one.url)  # in the order asked
    assert f'href="/outils/selection/?o={one.reference}"' in html  # remove “Deux”, as a plain link
    assert f'href="/outils/selection/livret.pdf?o={two.reference}&amp;o={one.reference}"' in html
    assert html.count('type="hidden" name="o"') == 2  # the form adds to it
    alone = client.get("/outils/selection/", asked(one)).content.decode()
    assert 'href="/outils/selection/" data-remove' in alone


def test_references_typed_together_are_read_and_those_that_name_nothing_are_told(w, client):
    tool = w.tool("Un")
    html = client.get("/outils/selection/", {"o": f"{tool.reference.lower()}, OUT-404 <script>"}).content.decode()
    assert tool.url in html and "OUT-404, &lt;SCRIPT&gt;" in html and "<SCRIPT>" not in html


def test_an_empty_selection_says_what_to_do_and_offers_no_file(w, client):
    html = client.get("/outils/selection/").content.decode()
    assert "livret.pdf" not in html and 'name="o"' in html
    for name in LISTS:
        assert client.get(f"/outils/selection/{name}").status_code == 404


def test_a_selection_holds_thirty_tools(w, client):
    tools = [w.tool(f"Outil {n}", steps=0) for n in range(32)]
    html = client.get("/outils/selection/", asked(*tools)).content.decode()
    assert html.count("data-remove=") == selection.MOST == 30 and tools[30].url not in html
    assert elements(html) <= 300


@pytest.mark.parametrize("query", ["o=%00", "o=" + "A-1," * 3000, "&".join("o=OUT-001" for _ in range(900)), "o=OUT-99999999999"])
def test_a_selection_reads_any_address(w, client, query):
    w.tool("Outil")
    assert client.get(f"/outils/selection/?{query}").status_code == 200


def test_a_tool_called_selection_gets_another_address(w, client):
    tool = w.tool("Sélection")
    assert tool.slug == "selection-2" and client.get(tool.url).status_code == 200


def test_in_english_a_tool_that_is_not_translated_comes_in_french(w, client):
    w.english(w.tool("Outil"), title="Tool", slug="tool")
    w.tool("Autre")
    one, two = (client.get(f"/en/fiches/{reference}.pdf") for reference in ("OUT-001", "OUT-002"))
    assert (one["Content-Language"], two["Content-Language"]) == ("en", "fr")
    pages = PdfReader(BytesIO(client.get("/en/outils/selection/livret.pdf", asked("OUT-001", "OUT-002")).content))
    assert pages.trailer["/Root"]["/Lang"] == "en" and len(pages.pages) == 5


def test_the_page_of_a_tool_offers_all_of_it(w, client):
    tool = w.tool("Outil", structuring_question="Quoi ?")
    html = client.get(tool.url).content.decode()
    links = set(re.findall(r'href="(/fiches/[^"]+|/outils/selection/[^"]*)"', html))
    assert links == {*(f"/fiches/OUT-001{end}" for end in (".pdf", ".docx", ".odt", ".zip", "/a6.pdf", "/a3.pdf")),
                     "/outils/selection/?o=OUT-001"}  # fmt: skip
    for link in links:
        assert client.get(link).status_code == 200


def test_the_page_that_a_browser_prints_names_its_version_and_a_draft_names_none(w, client, people):
    from tools_library.paper import prints

    tool = w.tool("Outil")
    address = prints.path_of(tool, prints.code_of(tool))
    assert address.count("/") == 3 and f"testserver{address}</p>" in client.get(tool.url).content.decode()
    client.force_login(people.editor)
    html = client.get(f"/admin/pages/{tool.pk}/view_draft/").content.decode()
    assert "Outil" in html and address not in html


def test_a_draft_offers_nothing_to_take_away(w, client, people):
    tool = w.tool("Brouillon", live=False)
    client.force_login(people.editor)
    html = client.get(f"/admin/pages/{tool.pk}/view_draft/").content.decode()
    assert "Brouillon" in html and "/fiches/" not in html
    assert client.get(f"/fiches/{tool.reference}.pdf").status_code == 404


# --- cost and bounds


@pytest.mark.parametrize("n", [1, 3, 24])
def test_lists_cost_the_same_queries_at_any_number(w, client, count, n):
    from tools_library.models import Material, ToolMaterial

    material = Material.objects.create(code="pens", name_fr="Stylos", category="stationery")
    tools = []
    for i in range(n):
        tools.append(w.tool(f"Outil {i}", materials=[ToolMaterial(sort_order=0, material=material)]))
    client.get("/outils/selection/", asked(*tools))
    for path, queries in (("", 6), ("livret.pdf", 6), ("cartes-a6.pdf", 6), ("kit.zip", 6)):
        with count(queries):
            response = client.get(f"/outils/selection/{path}", asked(*tools))
            assert response.status_code == 200 and body(response)


@pytest.mark.parametrize("n", [1, 3])
def test_translations_cost_one_query_more_at_any_number(w, client, count, n):
    tools = [w.english(w.tool(f"Outil {i}"), title=f"Tool {i}", slug=f"tool-{i}") for i in range(n)]
    client.get("/en/outils/selection/", asked(*tools))
    with count(7):
        client.get("/en/outils/selection/livret.pdf", asked(*tools))


def test_a_file_is_made_once(w, client, monkeypatch):
    from tools_library.paper import files

    made, stock = [], files.MAKERS["pdf"]
    monkeypatch.setitem(files.MAKERS, "pdf", lambda sheet: made.append(sheet["title"]) or stock(sheet))
    tool = w.tool("Outil")
    one, two = client.get("/fiches/OUT-001.pdf"), client.get("/fiches/OUT-001.pdf")
    assert made == ["Outil"] and one.content == two.content
    tool.title = "Nouveau"
    tool.save_revision().publish()
    assert "Nouveau" in text(client.get("/fiches/OUT-001.pdf")) and made == ["Outil", "Nouveau"]


def test_a_renamed_material_makes_another_sheet(w, client):
    from tools_library.models import Material, ToolMaterial

    material = Material.objects.create(code="pens", name_fr="Stylos", category="stationery")
    draft = w.tool("Outil").get_latest_revision_as_object()
    draft.materials = [ToolMaterial(sort_order=0, material=material)]
    draft.save_revision().publish()
    assert "Stylos" in text(client.get("/fiches/OUT-001.pdf"))
    material.name_fr = "Crayons"
    material.save()
    assert "Crayons" in text(client.get("/fiches/OUT-001.pdf"))


@pytest.mark.parametrize(("path", "most"), [("/outils/selection/kit.zip?o=OUT-001", views.LISTS_A_MINUTE)])
def test_who_asks_too_often_waits_and_others_do_not(w, client, path, most):
    w.tool("Outil")
    answers = [client.get(path) for _ in range(most + 2)]
    assert [answer.status_code for answer in answers] == [200] * most + [429] * 2
    assert answers[-1]["Retry-After"] == "60"
    assert client.get(path, REMOTE_ADDR="10.0.0.9").status_code == 200


def test_behind_a_proxy_each_reader_has_a_count_of_her_own(w, client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    w.tool("Outil")
    path = "/outils/selection/kit.zip?o=OUT-001"
    seen = [client.get(path, headers={"X-Forwarded-For": "192.0.2.1"}).status_code for _ in range(views.LISTS_A_MINUTE + 1)]
    assert seen[-1] == 429
    assert client.get(path, headers={"X-Forwarded-For": "192.0.2.2"}).status_code == 200


def test_what_is_kept_stays_within_its_bounds(own_folder):
    import os

    for n in range(6):
        shelf.put(own_folder / "ab" / f"file{n}", b"x" * 100)
        os.utime(own_folder / "ab" / f"file{n}", (n, n))
    shelf.tidy(bound=350)
    assert sorted(path.name for path in own_folder.glob("*/*")) == ["file3", "file4", "file5"]
    shelf.tidy(crowd=1)
    assert [path.name for path in own_folder.glob("*/*")] == ["file5"]


def test_a_full_disk_refuses_no_sheet(w, client, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shelf, "put", full)
    w.tool("Outil")
    assert client.get("/fiches/OUT-001.pdf").status_code == 200


def test_no_template_of_these_pages_is_heavier_than_the_others(w, client):
    w.tool("Outil")
    for path in ("/outils/selection/?o=OUT-001", "/o/OUT-001/22222"):
        html = client.get(path).content.decode()
        assert len(html) <= 10_000 and html.count('rel="stylesheet"') == 3


def test_the_schema_of_the_manifest_is_written(w, client):
    import zipfile

    w.tool("Outil")
    told = json.loads(zipfile.ZipFile(BytesIO(body(client.get("/fiches/OUT-001.zip")))).read("manifest.json"))
    assert set(told) == {"schema", "language", "licence", "tools", "files", "missing"}
    assert told["language"] == settings.LANGUAGE_CODE


def test_a_network_of_addresses_counts_as_one_reader(rf):
    """Whoever has one IPv6 address has 2^64 of them: as the sign-in counts."""
    cache.clear()
    asked = [rf.get("/", REMOTE_ADDR=f"2001:db8::{n:x}") for n in range(4)]
    assert [limits.too_many(request, "list", 2) for request in asked] == [False, False, True, True]
    assert not limits.too_many(rf.get("/", REMOTE_ADDR="2001:db8:0:1::1"), "list", 2)
    assert not limits.too_many(rf.get("/", REMOTE_ADDR="192.0.2.1"), "list", 2)
