"""Five thousand tools cost the queries that one does."""

import pytest

from portal.tests.crowd import counted, many_pages
from search.registry import kind
from tools_library.models import ToolPage


@pytest.mark.parametrize("n", [2, 24, pytest.param(5_000, marks=pytest.mark.long)])
def test_a_listing_costs_the_same_queries_at_any_number(w, client, count, index, n):
    tool = w.tool("Canari", duration_min=20, duration_max=30)
    if n:
        many_pages(ToolPage, tool, n, [w.a, w.b])
        counted()
    index()
    for address, total in (("/outils/", n + 1), ("/outils/?q=canari", 1), ("/outils/?max=25&lab=a&q=copie", n // 2)):
        client.get(address)
        with count(5):
            response = client.get(address)
        assert (response.context["total"], response.context["is_plain"]) == (total, False), address
        assert len(response.context["rows"]) == min(total, 12)


@pytest.mark.parametrize("n", [1, 3, 24])
def test_news_cost_the_same_queries_at_any_number(client, count, some, index, n):
    some(n)
    index()
    client.get("/actualites/?q=nouvelle")
    with count(4):
        assert client.get("/actualites/?q=nouvelle").context["total"] == n


@pytest.mark.parametrize("n", [1, 3, 24])
def test_entries_of_tools_are_made_with_the_same_queries_at_any_number(w, count, n):
    tool = w.tool("Canari")
    if n > 1:
        many_pages(ToolPage, tool, n - 1, [w.a, w.b])
    with count(7):
        assert len(list(kind("tool").entries(None))) == n
