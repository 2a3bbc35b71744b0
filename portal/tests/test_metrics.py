"""The measures of the site: for who holds the token alone, readable by what watches, true."""

import pytest
from django.test import Client
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from portal import tally
from search import indexing
from search.models import LateChange

TOKEN = "jeton-de-mesure-canari-0123"


def read(client, token=TOKEN):
    answer = client.get("/sante/mesures", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200 and answer["Content-Type"].startswith("application/openmetrics-text")
    assert "no-store" in answer["Cache-Control"]
    samples = [one for family in text_string_to_metric_families(answer.content.decode()) for one in family.samples]
    return {(one.name, *sorted(one.labels.values())): one.value for one in samples}


@pytest.mark.parametrize(("held", "sent"), [("", ""), ("", TOKEN), (TOKEN, ""), (TOKEN, "autre"), (TOKEN, TOKEN[:-1])])
def test_without_the_token_there_is_no_such_page(w, people, client, settings, held, sent):
    settings.METRICS_TOKEN = held
    for reader in (client, Client()):
        assert reader.get("/sante/mesures", headers={"authorization": f"Bearer {sent}"}).status_code == 404
        reader.force_login(people.national)  # a role opens nothing here
    assert client.get("/sante/mesures").status_code == 404


def test_what_the_engine_answers_is_counted_by_steps(w, client, settings, index, tmp_path):
    settings.METRICS_TOKEN, settings.PORTAL_DATA_DIR = TOKEN, tmp_path
    w.tool("Vote par gommettes")
    index()
    for words in ("vote", "gommettes", "rien du tout"):
        client.get(f"/outils/?q={words}")
    assert ("essaim_search_seconds_count", "embedded") not in read(client)
    tally.collect()
    told = read(client)
    buckets = [value for key, value in told.items() if key[0] == "essaim_search_seconds_bucket"]
    assert buckets == sorted(buckets) and buckets[-1] >= 3
    assert told["essaim_search_up", "embedded"] == 1 and told["essaim_search_entries", "embedded"] >= 1


def test_what_waits_and_what_differs_is_told(w, client, settings, index):
    settings.METRICS_TOKEN = TOKEN
    index()
    LateChange.objects.create(kind="tool", pk_of=1)
    w.tool("Canari")
    indexing.drift()
    told = read(client)
    assert told["essaim_search_late_changes",] == 1 and told["essaim_search_drift", "embedded"] == 1


def test_an_engine_that_is_away_is_down_and_the_page_answers(w, client, settings, tmp_path):
    settings.METRICS_TOKEN, settings.SEARCH_INDEX = TOKEN, tmp_path / "nothing"
    assert read(client)["essaim_search_up", "embedded"] == 0
