"""The read API: its description is true, it shows what everybody reads, and nothing makes it fail."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from network.tests.factories import NOON, event, lab_page

CHECKS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance")


@pytest.fixture
def content(w):
    lab_page(w)
    lab_page(w, "Lab caché", access="network")
    event(w, "Étape", w.a, starts=NOON)
    event(w, "Étape cachée", w.a, starts=NOON, access="clip")
    w.tool("Outil montré")
    w.case("Cas montré")
    w.case("Cas caché", access="clip")
    w.guide("Guide montré")
    w.guide("Guide caché", access="network")
    w.tool("Outil caché", access="lab")
    return w


@pytest.fixture
def application(db):
    """The site as a server calls it, on the connection of the test: Django's own client keeps it open in the same way."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.long
def test_every_answer_is_as_described(content, application):
    """Whatever is asked: the addresses, their parameters and the shapes of answers come from the description itself."""
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)
    checks = [getattr(schemathesis.checks, name) for name in CHECKS]
    seen = set()
    for result in schema.get_all_operations():
        operation = result.ok()
        seen.add(operation.path)

        @given(case=operation.as_strategy())
        @settings(
            max_examples=15, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True
        )
        def ask(case):
            case.call_and_validate(checks=checks, headers={"Accept-Encoding": "identity"})

        ask()
    assert {"/api/tools", "/api/labs", "/api/labs/{code}", "/api/events", "/api/cases", "/api/guides", "/api/figures"} <= seen


def test_lists_hold_what_everybody_reads_and_nothing_else(content, client, people):
    client.force_login(people.national)  # whoever asks
    for path, shown in (
        ("/api/labs", "Lab de Rennes"),
        ("/api/events", "Étape"),
        ("/api/tools", "Outil montré"),
        ("/api/cases", "Cas montré"),
        ("/api/guides", "Guide montré"),
    ):
        told = client.get(path).json()
        assert [row["title"] for row in told["results"]] == [shown] and told["count"] == 1 and told["next"] is None


def test_a_list_is_read_page_by_page(content, client):
    for n in range(4):
        content.tool(f"Outil {n}")
    first = client.get("/api/tools?limit=3").json()
    assert first["count"] == 5 and len(first["results"]) == 3
    rest = client.get(first["next"]).json()
    assert len(rest["results"]) == 2 and rest["next"] is None


def test_labs_and_events_are_narrowed(content, client):
    assert client.get("/api/labs?region=53").json()["count"] == 1 and client.get("/api/labs?region=06").json()["count"] == 0
    assert client.get("/api/events?since=2026-11-28&until=2026-12-31").json()["count"] == 1
    assert client.get("/api/events?since=2026-11-29").json()["count"] == 0
    lab = client.get("/api/labs/lab-de-rennes").json()
    assert (lab["longitude"], lab["latitude"], lab["presence"]) == (-1.68, 48.11, ["physical"])
    assert client.get("/api/labs/lab-cach%C3%A9").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["labs?region=", "events?lab=", "cases?theme=", "labs/", "cases/", "tools/{}.json"],
    ids=lambda path: path.split("?")[0],
)
def test_a_nul_is_refused(client, db, path):
    """PostgreSQL would raise: it keeps none, and does not look for one."""
    assert client.get(f"/api/{path.format('%00') if '{' in path else path + '%00'}").status_code == 422


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_list_asks_as_few_queries_for_one_as_for_many(w, client, count, n):
    for i in range(n):
        lab_page(w, f"Lab {i}")
        event(w, f"Étape {i}", w.a, starts=NOON)
    for path, queries in (("/api/labs?limit=100", 3), ("/api/events?limit=100", 2)):
        client.get(path)
        with count(queries):
            assert client.get(f"{path}&z=1").json()["count"] == n
