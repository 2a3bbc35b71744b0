"""The listing: intervals, facets, chips, relaxations, any text, and the same queries whatever the number of tools."""

import pytest
from django.http import QueryDict

from portal.tests.fixtures import once
from search import registry
from search.query import SearchQuery
from tools_library.models import ToolPage

pytestmark = pytest.mark.usefixtures("each_engine")


def titles(response):
    return [tool.title for tool, _bar in response.context["rows"]]


@once
def four_once(w):
    w.tool("Court", duration_min=5, duration_max=10, people_min=3, people_max=12, phases=["open"], goals=["meet"])
    w.tool("Moyen", duration_min=20, duration_max=60, people_min=3, people_max=30, delivery=["onsite", "remote"])
    w.tool("Long", duration_min=60, duration_max=240, people_min=12, people_max=200, phases=["scan", "focus"])
    w.tool("Sans limite", duration_min=15, duration_max=30, people_min=10, people_max=None, goals=["choose"])
    w.tool("Brouillon", live=False)
    w.tool("Canari du lab", access="lab")
    w.tool("Canari du réseau", access="network")


@pytest.fixture
def four(four_once, w):
    return w


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("", ["Court", "Sans limite", "Moyen", "Long"]),
        ("?max=10", ["Court"]),
        ("?max=45", ["Court", "Sans limite", "Moyen"]),  # whole first, then what begins in time
        ("?min=45", ["Court", "Sans limite", "Moyen"]),  # one number is a maximum
        ("?min=45&max=300", ["Moyen", "Long"]),
        ("?min=300&max=45", ["Moyen", "Long"]),  # typed the wrong way round
        ("?de=20", ["Sans limite", "Moyen", "Long"]),  # one number is the group, exactly
        ("?de=10&a=25", ["Sans limite", "Moyen"]),
        ("?a=250", ["Sans limite"]),  # no maximum is no limit
        ("?max=45&de=20", ["Sans limite", "Moyen"]),
        ("?temps=open&temps=scan", ["Court", "Long"]),  # OR within a facet
        ("?temps=focus&objectif=choose", ["Sans limite"]),  # AND across
        ("?format=remote", ["Moyen"]),
        ("?q=moyen", ["Moyen"]),
        ("?tri=az", ["Court", "Long", "Moyen", "Sans limite"]),
        ("?max=0&de=abc&page=-3&tri=x", ["Court", "Sans limite", "Moyen", "Long"]),
    ],
)
def test_listing_answers_by_intervals_and_facets(four, client, address, expected):
    assert titles(client.get(f"/outils/{address}")) == expected


def test_listing_never_shows_what_the_reader_may_not_read(four, client):
    people = four.people()
    html = client.get("/outils/").content.decode()
    assert "Canari" not in html and "Brouillon" not in html
    client.force_login(people.neighbour)
    html = client.get("/outils/").content.decode()
    assert "Canari du réseau" in html and "Canari du lab" not in html
    client.force_login(people.member)
    assert "Canari du lab" in client.get("/outils/").content.decode()


def test_facets_count_under_the_other_criteria(four, client):
    facets = {f.name: {c.code: c.count for c in f.choices} for f in client.get("/outils/?max=45&temps=open").context["facets"]}
    assert facets["temps"] == {"open": 1, "focus": 2}  # its own choice does not narrow it
    assert "objectif" not in facets  # its one value, « meet », is that of the one tool left: it narrows nothing
    facets = {f.name: {c.code: c.count for c in f.choices} for f in client.get("/outils/?max=45").context["facets"]}
    assert facets["objectif"] == {"meet": 1, "choose": 1, "ideate": 1}


def test_a_chosen_value_stays_shown_at_zero(four, client):
    facets = client.get("/outils/?temps=close&q=moyen").context["facets"]
    chosen = [choice for choice in facets[0].choices if choice.chosen]
    assert [(choice.code, choice.count) for choice in chosen] == [("close", 0)]


def test_chips_take_one_criterion_off(four, client):
    chips = client.get("/outils/?max=45&de=20&temps=focus&temps=scan").context["chips"]
    assert [chip.address for chip in chips] == [
        "?de=20&temps=focus&temps=scan",
        "?max=45&temps=focus&temps=scan",
        "?max=45&de=20&temps=scan",
        "?max=45&de=20&temps=focus",
    ]


def test_an_empty_result_offers_the_nearest_relaxations_with_counts(four, client):
    response = client.get("/outils/?max=4&de=20")
    assert response.context["total"] == 0 and response.status_code == 200
    ways = [(way.address, way.count) for way in response.context["relaxations"]]
    assert ways[0] == ("?max=15&de=20", 1) and ("?max=20&de=20", 2) in ways
    for address, n in ways:
        assert client.get(f"/outils/{address}").context["total"] == n
    assert "svg" in response.context["near"]


def test_a_request_for_very_long_tools_offers_the_longest(four, client):
    response = client.get("/outils/?min=9000&max=10000")
    way = response.context["relaxations"][0]
    assert (way.address, way.count) == ("?min=240&max=10000", 1) and "Outils</a>" in response.content.decode()


def test_two_criteria_are_loosened_when_one_is_not_enough(four, client):
    response = client.get("/outils/?q=zzzz&max=4&de=20")
    ways = response.context["relaxations"]
    assert ways and all(client.get(f"/outils/{way.address}").context["total"] == way.count > 0 for way in ways)
    assert "zzzz" in ways[0].label and "durée" in ways[0].label


def test_what_passes_near_is_what_the_relaxations_give(w, client):
    w.tool("Trop long", duration_min=30, duration_max=40, people_min=5, people_max=30)
    w.tool("Trop petit", duration_min=10, duration_max=15, people_min=2, people_max=6)
    w.tool("Hors de portée", duration_min=2000, duration_max=3000, people_min=2, people_max=3)
    near = client.get("/outils/?max=20&de=20").context["near"]
    assert "Trop long, Trop petit" in near and "Hors de portée" not in near


def test_what_a_listing_shows_goes_into_a_selection(four, client):
    html = client.get("/outils/?max=10").content.decode()
    assert 'href="?max=10&amp;sortie=selection"' in html and "Ajouter « Court » à ma sélection" in html.replace("\u202f", " ")
    response = client.get("/outils/?max=10&sortie=selection", follow=True)
    assert [row["tool"].title for row in response.context["rows"]] == ["Court"]


def test_sorts(four, client):
    assert titles(client.get("/outils/?max=25&tri=court")) == ["Court", "Sans limite", "Moyen"]
    ToolPage.objects.get(title="Moyen").save_revision().publish()
    assert titles(client.get("/outils/?tri=maj"))[0] == "Moyen"
    four.tool("Encore", duration_min=15, duration_max=20)
    assert titles(client.get("/outils/?max=25")) == ["Court", "Encore", "Sans limite", "Moyen"]  # fits whole first
    assert titles(client.get("/outils/?max=22&tri=court"))[-1] == "Moyen"


def test_a_state_of_the_listing_is_one_address():
    tool = registry.kind("tool")
    query = SearchQuery.read(QueryDict("temps=scan&de=20&max=45&q=+vote++gommettes&temps=open&temps=scan&page=1"), tool)
    assert query.address() == "?q=vote+gommettes&max=45&de=20&temps=scan&temps=open"
    assert SearchQuery.read(QueryDict(query.address()[1:]), tool) == query


@pytest.mark.parametrize(
    "text", ['"', "'", "%", "\0", "\u2028", " ", "x" * 10_000, "(", "*", "NEAR(", "\ud800", "é" * 300, "--", "<b>"]
)
def test_any_text_is_only_text(four, client, text):
    response = client.get("/outils/", {"q": text.encode("utf-8", "surrogatepass")})
    html = response.content.decode()
    assert response.status_code == 200 and '"<b>' not in html and ("&lt;b&gt;" in html) == (text == "<b>")


@pytest.mark.parametrize("text", ["creativite", "Créativité", "CRÉATIVITÉ", "la creativité"])
def test_text_is_found_without_accents_nor_case(w, client, text):
    w.tool("Jeu", tagline="Réveiller la créativité du groupe")
    assert titles(client.get("/outils/", {"q": text})) == ["Jeu"]


def test_pages_of_twelve(w, client):
    for n in range(14):
        w.tool(f"Outil {n:02}")
    first, second = client.get("/outils/?tri=az"), client.get("/outils/?tri=az&page=2")
    assert len(titles(first)) == 12 and titles(second) == ["Outil 12", "Outil 13"]
    assert titles(client.get("/outils/?page=99")) == titles(client.get("/outils/?page=2"))


def test_english_listing_shows_french_tools_with_a_badge(w, client):
    translated, alone = w.tool("Traduit"), w.tool("Seul en français")
    w.english(translated, title="Translated", slug="translated")
    response = client.get("/en/outils/")
    assert sorted(titles(response)) == ["Seul en français", "Translated"]
    html = response.content.decode()
    assert 'lang="fr">Seul en français</a> (in French)' in html
    assert alone.url == "/outils/seul-en-francais/" and f'href="{alone.url}"' in html
