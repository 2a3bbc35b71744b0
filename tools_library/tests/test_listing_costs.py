"""The listing costs the same queries whatever the number of tools, on both engines."""

import pytest

from tools_library.models import ToolPage


def standing(monkeypatch, index):
    """An index made once: no query of its making is counted."""
    from search import engines, listing

    index()
    monkeypatch.setattr(listing, "engines", engines.engines)


@pytest.mark.parametrize("n", [1, 3, 24])
def test_an_empty_result_costs_the_same_queries_at_any_number(client, count, some, n, index, each_engine, monkeypatch):
    some(n)
    ToolPage.objects.update(duration_min=30, duration_max=40, people_min=5, people_max=12)
    if each_engine == "embedded":
        standing(monkeypatch, index)
    client.get("/outils/")
    with count({"plain": 23, "embedded": 5}[each_engine]):  # four criteria: what each could become is asked one by one
        response = client.get("/outils/?q=outil&max=10&de=8&temps=focus")
    assert response.context["relaxations"][0].count == n


@pytest.mark.parametrize("n", [1, 3, 24])
def test_listing_costs_the_same_queries_at_any_number(client, count, some, n, index, each_engine, monkeypatch):
    some(n)
    if each_engine == "embedded":
        standing(monkeypatch, index)
    client.get("/outils/")
    with count({"plain": 10, "embedded": 5}[each_engine]):
        response = client.get("/outils/?max=45&de=10")
    assert response.context["total"] == n
