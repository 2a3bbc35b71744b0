"""The listing of case studies: what narrows it, on each engine; its outputs; what it costs."""

import csv
import io
from datetime import date
from xml.etree import ElementTree

import pytest

from network.models import CaseChallenge, CaseStudyPage
from portal.tests.fixtures import once
from portal.tests.test_budgets import elements
from portal.tests.world import fresh, term

from .factories import lab_page


def titles(client, query=""):
    return {row.title for row in client.get(f"/etudes-de-cas/{query}").context["rows"]}


@pytest.fixture
def some_cases(w):
    """Three cases that differ by everything, and what must never be listed."""
    empathy, vote = w.tool("Carte d'empathie"), w.tool("Vote")
    lab_page(w, "Lab de Bretagne", w.a, region="bretagne")
    lab_page(w, "Lab de Mayotte", w.b, region="mayotte")
    hr, offer = term("theme", "hr"), term("theme", "service_offer")
    proposing = term("case_phase", "proposing")
    failed = [CaseChallenge(sort_order=0, figure="3", title="modules abandonnés", text="Le prestataire est parti.")]
    w.case("Refonte", theme=hr, phase=proposing, started_on=date(2017, 1, 1), tools=[vote], rows={"challenges": failed})
    w.case("Agence", theme=offer, started_on=date(2015, 1, 1), tools=[empathy, vote], acronym="ADD")
    w.case("Lagon", w.b, theme=offer, started_on=date(2015, 3, 1))
    for access in ("clip", "network", "lab"):
        w.case("Canari", theme=offer, started_on=date(2015, 1, 1), tools=[empathy], access=access)
    w.case("Canari", live=False)
    return empathy


CRITERIA = {
    "": {"Refonte", "Agence", "Lagon"}, "?theme=hr": {"Refonte"}, "?theme=service_offer": {"Agence", "Lagon"},
    "?phase=proposing": {"Refonte"}, "?outil=OUT-001": {"Agence"}, "?outil=OUT-002": {"Refonte", "Agence"},
    "?lab=b": {"Lagon"}, "?region=bretagne": {"Refonte", "Agence"}, "?region=mayotte": {"Lagon"},
    "?annee=2015": {"Agence", "Lagon"}, "?annee=2015&theme=service_offer&outil=OUT-001": {"Agence"},
    "?q=prestataire": {"Refonte"}, "?q=modules+abandonnes": {"Refonte"}, "?q=ADD": {"Agence"}, "?annee=1999": set(), "?annee=abc": set(),
}  # fmt: skip


def test_each_criterion_finds_its_cases(some_cases, each_engine, client):
    assert {query: titles(client, query) for query in CRITERIA} == CRITERIA


def test_facets_count_what_one_may_read(some_cases, each_engine, client, people):
    def counts(name):
        facets = client.get("/etudes-de-cas/?criteres=tous").context["facets"]
        return {choice.code: choice.count for facet in facets if facet.name == name for choice in facet.choices if choice.count}

    assert counts("theme") == {"hr": 1, "service_offer": 2}
    if each_engine == "embedded":  # the plain listing counts the facets that are open or chosen
        assert counts("annee") == {"2017": 1, "2015": 2} and counts("region") == {"bretagne": 2, "mayotte": 1}
    client.force_login(people.member)
    assert counts("theme") == {"hr": 1, "service_offer": 5}


def test_a_tool_that_not_everybody_reads_narrows_nothing(w, client, each_engine):
    w.case("Cas", tools=[w.tool("Canari", access="lab"), w.tool("Outil")])
    html = client.get("/etudes-de-cas/").content.decode()
    assert "Outil" in html and "Canari" not in html


def test_a_row_says_what_failed(some_cases, client):
    html = client.get("/etudes-de-cas/").content.decode()
    assert "3 modules abandonnés" in html and "Canari" not in html


def test_the_feed_and_the_table_hold_the_same_as_the_list(some_cases, client):
    feed = ElementTree.fromstring(client.get("/etudes-de-cas/?theme=service_offer&sortie=atom").content)
    assert {entry[0].text for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")} == {"Agence", "Lagon"}
    text = client.get("/etudes-de-cas/?theme=hr&sortie=csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert row["Title" if "Title" in row else "Titre"] == "Refonte" and "3 modules abandonnés" in row.values()


def test_a_formula_in_a_table_is_text(w, client):
    w.case("=1+1")
    text = client.get("/etudes-de-cas/?sortie=csv").content.decode("utf-8-sig")
    assert ";=1+1" not in text and "=1+1" in text


def test_english_readers_find_french_cases_until_they_are_translated(w, client):
    w.english(w.cases, title="Case studies", slug="case-studies")
    case = w.case("Agence")
    rows = client.get("/en/case-studies/").context["rows"]
    assert [row.pk for row in rows] == [case.pk]
    english = w.english(case, title="Agency", slug="agency")
    assert [row.pk for row in client.get("/en/case-studies/").context["rows"]] == [english.pk]


@once
def many(w):
    return [w.case(f"Cas {i}", started_on=date(2000 + i, 1, 1)) for i in range(24)]


@pytest.mark.parametrize("n", [1, 3, 24])
def test_the_listing_costs_the_same_queries_at_any_number(many, w, client, count, n):
    CaseStudyPage.objects.filter(pk__in=[case.pk for case in many[n:]]).update(live=False)
    client.get("/etudes-de-cas/")
    with count(10):
        response = client.get("/etudes-de-cas/")
    html = response.content.decode()
    assert response.context["total"] == n and elements(html) <= 355 and len(response.content) <= 40_000


def test_two_thousand_cases_cost_the_same_queries(many, w, client, count, people):
    """Rows copied in the database: what a page needs to be listed."""
    from portal.tests.crowd import many_pages

    many_pages(CaseStudyPage, fresh(many[0]), 2_000, [w.a.pk, w.b.pk])
    client.get("/etudes-de-cas/")
    with count(10):
        assert client.get("/etudes-de-cas/").context["total"] == 2_024
