"""The demo content, loaded: every page answers, every link leads somewhere, every paper is PDF/UA-1."""

import re
from itertools import pairwise

import pytest

from portal.tests import verapdf
from portal.tests.test_demo_content import PRINTABLES


def test_the_demo_answers_the_vectors_of_the_listing(demo, client):
    for host in ("localhost",):
        client.defaults["HTTP_HOST"] = host
    at_most = client.get("/outils/?max=45&de=20")
    assert at_most.context["total"] == 13
    first = [tool for tool, _bar in at_most.context["rows"]]
    whole = [tool.duration_max <= 45 for tool in first]
    assert whole == sorted(whole, reverse=True)  # those that fit whole come first
    titles = [tool.title for tool in first]
    assert titles.index("1-2-4-Tous") < titles.index("Carte d'empathie")
    assert client.get("/outils/?min=15&max=60&de=12&a=25").context["total"] == 14
    assert client.get("/outils/").context["total"] == client.get("/en/tools/").context["total"] == 27


def test_every_tool_of_the_demo_carries_its_printable(demo):
    from pypdf import PdfReader

    from tools_library.models import ToolAttachment

    rows = ToolAttachment.objects.filter(page__locale__language_code="fr").select_related("page", "document")
    files = {row.page.reference: row for row in rows}
    assert len(rows) == len(files) == 27
    for printable in PRINTABLES.values():
        row = files[printable["tool"]]
        with row.document.file.open() as file:
            pages = PdfReader(file).pages
            box = pages[0].mediabox
            shape = "landscape" if box.width > box.height else "portrait"
            assert (row.page_count, row.orientation) == (len(pages), shape), printable["title"]
        assert (row.kind, row.print_copies_per) == (printable["kind"], printable["copies"])
        assert row.document.filename.endswith(".pdf") and row.document.file_size > 10_000


def test_every_page_of_the_demo_answers_and_holds_its_budget(demo, client):
    from portal.views import visible_pages

    client.defaults["HTTP_HOST"] = "localhost"
    heavy = {}
    for page in visible_pages(None):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        html = response.content.decode()
        elements = len(re.findall(r"<[a-z][a-z0-9]*[\s>/]", html))
        listing = page.sheet == "listing" or getattr(page, "is_shelf", False)
        most = 40_000 if listing else 30_000 if page.sheet == "home" else 25_000
        if elements > (355 if listing else 300) or len(response.content) > most:
            heavy[page.url] = (elements, len(response.content))
    assert heavy == {}


def test_the_first_version_of_a_demo_page_can_be_restored(demo, client):
    from django.urls import reverse

    from portal.accounts.models import User
    from portal.models import NewsPage
    from tools_library.models import ToolPage

    client.force_login(User.objects.create_superuser("racine@essaim.example", "x"))
    for kind in (ToolPage, NewsPage):
        page = kind.objects.live().first()
        page.save_revision()
        history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        assert reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, page.live_revision_id]) in history, kind


def test_links_of_the_demo_lead_somewhere(demo, client):
    from portal.views import visible_pages

    client.defaults["HTTP_HOST"] = "localhost"
    links = set()
    for page in visible_pages(None):
        html = client.get(page.url).content.decode()
        links |= {url.split("#")[0] for url in re.findall(r'<a[^>]+href="(/[^"]*)"', html)}
        ids = set(re.findall(r'id="([^"]+)"', html))
        assert set(re.findall(r'href="#([^"]+)"', html)) <= ids, page.url
        levels = [int(n) for n in re.findall(r"<h([1-6])", html)]
        assert levels[0] == 1 and levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels)), page.url
    links = {url for url in links if "/fiches/" not in url}  # made on demand: the last test opens them all
    broken = {url: code for url in links if (code := client.get(url.replace("&amp;", "&")).status_code) not in (200, 302)}
    assert broken == {}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_tools_of_the_demo_are_exported_and_come_back_unchanged(demo, form):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from portal.accounts.models import NATIONAL_TEAM
    from portal.tests.world import person
    from tools_library.models import ToolPage
    from tools_library.sheets import planning, tables
    from tools_library.sheets.exporting import export

    reader = person("exports@example.org", group=NATIONAL_TEAM)
    table = tables.table(SimpleUploadedFile(f"outils.{form}", export(reader, ToolPage.objects.all(), form)))
    lines = planning.plan(reader, table)
    assert [(line.outcome, line.changes, line.faults) for line in lines] == [("same", [], [])] * 27
    assert (table.ignored, table.strays) == ([], [])
    assert sum(len(row.steps) for row in table.rows) > 27 * 4 and all(row.materials is not None for row in table.rows)


@pytest.mark.verapdf
@pytest.mark.long
def test_every_paper_of_every_tool_is_pdf_ua(demo, client, settings, tmp_path):
    """The card, the small one, the poster of each; a booklet and small cards of several; in both languages."""
    verapdf.need()
    from tools_library.models import ToolPage

    settings.PORTAL_DATA_DIR = tmp_path
    client.defaults["HTTP_HOST"] = "localhost"
    references = sorted(set(ToolPage.objects.filter(live=True).values_list("reference", flat=True)))
    addresses = [f"/fiches/{reference}{form}.pdf" for reference in references for form in ("", "/a6", "/a3")]
    chosen = "&".join(f"o={reference}" for reference in references[:5])
    addresses += [f"{prefix}/outils/selection/{name}.pdf?{chosen}" for prefix in ("", "/en") for name in ("livret", "cartes-a6")]
    addresses += ["/en/fiches/OUT-010.pdf"]
    settings.ACCOUNT_RATE_LIMITS = False
    found, number = {}, 0
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 404 and address.endswith("/a3.pdf"):
            continue  # a tool that asks no question
        assert answer.status_code == 200, address
        number += 1
        if faults := verapdf.faults(answer.content):
            found[address] = faults[:3]
    assert found == {} and number > 60


def test_the_case_studies_of_the_demo_are_told_whole_and_linked(demo, client):
    from network.models import CaseStudyPage
    from portal.demo import cases

    files = {data["reference"]: data for data in map(cases.read, sorted(cases.CASES.glob("*.yaml")))}
    pages = {page.reference: page for page in CaseStudyPage.objects.filter(live=True, locale__language_code="fr")}
    assert set(pages) == set(files) and len(files) >= 6
    assert {reference: page.completeness for reference, page in pages.items() if page.completeness < 80} == {}
    for reference, page in pages.items():
        assert page.challenges.count() == len(files[reference]["challenges"]), reference
        assert page.tools.count() == len(files[reference]["tools"]), reference
    english = CaseStudyPage.objects.filter(live=True, locale__language_code="en")
    assert english and all(page.challenges.filter(to_translate=False).count() for page in english)


def test_the_figures_of_the_demo_are_dated_sourced_and_equal_to_the_directory(demo):
    from network.figures import counts
    from network.models import KeyFigure

    counted = counts()
    assert {code: counted[code] for code in ("labs.open.physical", "labs.open.mobile", "labs.planned", "labs.agency")} == {
        "labs.open.physical": 8, "labs.open.mobile": 14, "labs.planned": 3, "labs.agency": 1,
    }  # fmt: skip
    assert (counted["territories.open"], counted["territories.both"], counted["tools.public"]) == (16, 4, 27)
    for figure in KeyFigure.objects.with_values():
        assert all(value.source_label and value.as_of for value in figure.values.all()), figure.key
        assert figure.values.all() or figure.computed_from, figure.key
