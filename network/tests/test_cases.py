"""A case study as readers get it: what its page shows, what it hides, what it costs."""

import pytest
from django.core.files.base import ContentFile

from media.models import PortalDocument
from network.models import (
    CaseActor,
    CaseAttachment,
    CaseChallenge,
    CaseFigure,
    CaseInspiration,
    CaseMilestone,
    CaseQuote,
    CaseRelated,
    CaseReplication,
    CaseStage,
    CaseTool,
    KeyFigure,
    KeyFigureValue,
    LabPage,
)
from portal.models import Territory
from portal.tests.test_budgets import elements
from portal.tests.world import fresh, term


def page_of(client, case):
    return client.get(case.url).content.decode()


def lab_page(w, lab, title="Lab", territory="bretagne", **fields):
    from network.models import LabIndexPage

    shelf = LabIndexPage.objects.first() or w.home.add_child(instance=LabIndexPage(title="Labs", slug="labs"))
    given = {"summary": "Un lab.", "verified_on": "2026-11-01", "territory": Territory.objects.get(slug=territory)} | fields
    page = LabPage(title=title, owner_lab=lab, live=False, **given)
    LabIndexPage.objects.get(pk=shelf.pk).add_child(instance=page)
    page.save_revision().publish()
    return fresh(page)


def rows(n, w=None, tools=(), cases=(), document=None):
    """n rows of each kind."""
    figures = [KeyFigure(key=f"f-{i}", label_fr=f"Chiffre {i}", scope="case") for i in range(n)]
    for figure in figures:
        figure.values = [KeyFigureValue(value=7, as_of="2018-12-31", source_label="Presse")]
        figure.save()
    return {
        "stages": [CaseStage(sort_order=i, title=f"Étape {i}", text="Faire.") for i in range(n)],
        "actors": [CaseActor(sort_order=i, organisation=f"Acteur {i}", role="partner") for i in range(n)],
        "milestones": [CaseMilestone(sort_order=i, date="2018-01-01", precision="year", label=f"Date {i}") for i in range(n)],
        "challenges": [CaseChallenge(sort_order=i, figure=str(i), title=f"Échec {i}", text="Raté.") for i in range(n)],
        "quotes": [CaseQuote(sort_order=i, text=f"Parole {i}", who="Conseillère") for i in range(n)],
        "tools": [CaseTool(sort_order=i, tool=tool, note="Là.") for i, tool in enumerate(tools)],
        "inspirations": [CaseInspiration(sort_order=i, case=case) for i, case in enumerate(cases)],
        "replications": [
            CaseReplication(sort_order=i, organisation=f"Reprise {i}", kind="adapted", year=2022, lab=w and w.b) for i in range(n)
        ],
        "figures": [CaseFigure(sort_order=i, figure=figure) for i, figure in enumerate(figures)],
        "attachments": [CaseAttachment(sort_order=i, document=document, title=f"Pièce {i}") for i in range(n if document else 0)],
        "related_rows": [CaseRelated(sort_order=i, target=case) for i, case in enumerate(cases)],
    }


@pytest.fixture
def document(w):
    made = PortalDocument(title="Bilan", owner_lab=w.a)
    made.file.save("bilan.pdf", ContentFile(b"%PDF-1.4 bilan"))
    return made


def test_the_page_says_what_failed_and_names_its_tools(w, client):
    tool = w.tool("Carte d'empathie")
    html = page_of(client, w.case("Agence de demain", tools=[tool]))
    assert "maquettes écartées" in html and "Par courriel." in html
    assert tool.url in html and "Usage 0" in html


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_case_costs_the_same_queries_at_any_number(w, client, count, document, n):
    tools, cases = [w.tool(f"Outil {i}") for i in range(n)], [w.case(f"Source {i}") for i in range(n)]
    lab_page(w, w.b, "Lab voisin")
    news = w.piece("À lire aussi")
    many = rows(n, w, tools, cases, document)
    many["related_rows"] += [CaseRelated(sort_order=99, target=news)]
    case = w.case("Cas", rows=many, started_on="2015-01-01", deployment_done=100, deployment_target=940)
    case.services = [term("service", "sprint")]
    case.other_labs = [w.b]
    case.save_revision().publish()
    client.get(case.url)
    client.cookies["x"] = "1"
    with count(12):
        html = client.get(case.url, {"x": "y"}).content.decode()
    for told in (f"Étape {n - 1}", f"Échec {n - 1}", f"Parole {n - 1}", f"Reprise {n - 1}", f"Chiffre {n - 1}", f"Pièce {n - 1}"):
        assert told in html
    assert tools[-1].url in html and cases[-1].url in html and news.url in html and "Lab voisin" not in html


def test_an_ordinary_case_is_light(w, client, document):
    tools, cases = [w.tool(f"Outil {i}") for i in range(4)], [w.case(f"Source {i}") for i in range(3)]
    html = client.get(w.case("Cas", rows=rows(4, w, tools, cases, document)).url).content
    assert elements(html.decode()) <= 300 and len(html) <= 25_000
