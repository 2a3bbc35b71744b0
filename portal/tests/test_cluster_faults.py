"""Bad days of a cluster: readers get the spare index and a line, nothing is lost, nothing comes twice."""

import subprocess
import time
from contextlib import suppress
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from portal.management.clock import catch_up
from search import indexing
from search.engines import EmbeddedEngine, EngineAwayError, Reader, elastic, engines
from search.engines.elastic import cluster as elastic_cluster
from search.engines.elastic.cluster import Cluster
from search.models import LateChange

from . import contract
from .cluster import NODE
from .faulty import door

pytestmark = pytest.mark.elasticsearch
ANYONE = Reader("fr", ("public",))
SPARE = "L’index de secours du site répond"


@pytest.fixture
def site(w, cluster, settings, tmp_path, monkeypatch):
    """The small site on a cluster behind a door, with its spare index, a tool in both; `site.door.mode` makes the day bad."""
    monkeypatch.setattr(elastic_cluster, "PAUSE", 0)
    settings.SEARCH_INDEX = tmp_path / "index"
    with door(NODE) as opened:
        prefix = f"{cluster.prefix}-{tmp_path.name[-8:].replace('_', '')}".lower()
        settings.SEARCH_CLUSTER = {"nodes": [opened.url], "prefix": prefix}
        w.door, w.node = opened, elastic.ElasticEngine(replace(cluster, prefix=prefix))
        w.tool("Vote par gommettes")
        indexing.rebuild()
        warm(w.node)
        yield w


def warm(engine):
    """The first question to a new index may take longer than a reader waits."""
    for _ in range(10):
        with suppress(EngineAwayError):
            found(engine)
            break


def titles(response):
    return [tool.title for tool, _bar in response.context["rows"]]


def found(engine, text="outil"):
    from search import registry
    from search.query import SearchQuery

    return engine.search(SearchQuery(registry.kind("tool"), text=text), ANYONE, 0, 20).total


def changed(w, title):
    """A tool published while the day is what it is."""
    page = w.tool(title)
    indexing.refresh.call("tool", page.pk)
    return page


def test_a_good_day(site, client):
    answer = client.get("/outils/?q=gomettes")
    assert titles(answer) == ["Vote par gommettes"] and SPARE not in answer.content.decode()
    assert any("_search" in path for path in site.door.asked)
    assert client.get("/recherche/suggestions/tool/?q=vot").json() == {"suggestions": ["Vote par gommettes"]}


@pytest.mark.parametrize("mode", ["slow", "busy", "ill", "closed", "old", "foreign"])
def test_readers_get_the_spare_index_and_a_line(site, client, mode):
    site.door.close() if mode == "closed" else setattr(site.door, "mode", mode)
    begin = time.monotonic()
    answer = client.get("/outils/?q=gomettes")
    assert titles(answer) == ["Vote par gommettes"] and SPARE in answer.content.decode()
    assert answer["Cache-Control"] == "no-store" and time.monotonic() - begin < 5
    assert client.get("/sante/pret").json()["search"] == "spare"
    site.door.mode = ""
    if mode != "closed":
        assert SPARE not in client.get("/outils/?q=gomettes").content.decode()
        assert client.get("/sante/pret").json()["search"] == "up"


def test_half_an_answer_is_none(site, client, caplog):
    """A typo is asked about together with its counts."""
    site.door.mode = "partial"
    answer = client.get("/outils/?q=gomettes")
    assert titles(answer) == ["Vote par gommettes"] and SPARE in answer.content.decode()
    assert any("_msearch" in path for path in site.door.asked) and "one question of several: queue" in caplog.text


def test_who_waited_for_nothing_is_not_followed_by_who_waits(site, client, monkeypatch):
    monkeypatch.setattr(elastic_cluster, "PAUSE", 60)
    site.door.mode = "slow"
    client.get("/outils/?q=gomettes")
    asked = len(site.door.asked)
    begin = time.monotonic()
    assert SPARE in client.get("/outils/?q=vote").content.decode()
    assert len(site.door.asked) == asked and time.monotonic() - begin < 0.5
    engines()[0].gate.shut_until = 0.0


def test_neither_cluster_nor_spare_index_is_the_plain_listing(site, client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "nothing"
    site.door.mode = "ill"
    answer = client.get("/outils/?q=gommettes")
    assert answer.context["is_plain"] and titles(answer) == ["Vote par gommettes"]
    assert client.get("/sante/pret").json()["search"] == "plain"


@pytest.mark.parametrize("mode", ["slow", "busy", "ill", "old"])
def test_what_comes_meanwhile_is_told_once_it_is_back(site, monkeypatch, mode):
    monkeypatch.setattr(elastic_cluster, "WORK", 0.5)
    monkeypatch.setattr("search.engines.elastic.engine.WORK", 0.5)
    monkeypatch.setattr("search.engines.elastic.engine.RETRIES", 0)
    site.door.mode = mode
    vars(engines()[0]).pop("worker", None)
    page = changed(site, "Outil du lendemain")
    assert LateChange.objects.count() >= 1 and found(engines()[1]) == 1  # the spare index has it
    catch_up()
    assert LateChange.objects.exists()  # still away: nothing is lost
    site.door.mode = ""
    catch_up()
    assert not LateChange.objects.exists() and found(site.node) == 1
    page.title = "Outil renommé"
    site.door.mode = mode
    page.save_revision().publish()
    indexing.refresh.call("tool", page.pk)
    page.unpublish()
    indexing.refresh.call("tool", page.pk)
    site.door.mode = ""
    catch_up()
    assert found(site.node) == 0 and not LateChange.objects.exists()
    assert not any(indexing.drift(site.node).values())


@pytest.mark.parametrize("block", ["read_only", "read_only_allow_delete"])  # by hand; by a disk at its last watermark
def test_a_cluster_that_only_reads_answers_and_catches_up(site, client, monkeypatch, block):
    monkeypatch.setattr("search.engines.elastic.engine.RETRIES", 0)
    index = site.node.client.indices.get_alias(name=site.node.alias).body
    (name,) = index
    site.node.client.indices.put_settings(index=name, settings={f"index.blocks.{block}": True})
    changed(site, "Outil du lendemain")
    assert LateChange.objects.exists() and SPARE not in client.get("/outils/?q=gomettes").content.decode()
    site.node.client.indices.put_settings(index=name, settings={f"index.blocks.{block}": None})
    catch_up()
    assert found(site.node) == 1 and not LateChange.objects.exists()


def test_half_a_bulk_that_fails_is_a_bulk_to_tell_again(site):
    site.door.mode = "half"
    changed(site, "Outil un")
    page = site.tool("Outil deux")
    site.english(page, title="Tool two")
    indexing.refresh.call("tool", page.pk)
    assert LateChange.objects.exists()
    site.door.mode = ""
    catch_up()
    assert not any(indexing.drift(site.node).values()) and not LateChange.objects.exists()


def test_a_cluster_that_is_busy_is_asked_again_a_little_later(site):
    site.door.mode = "tired"
    changed(site, "Outil patient")
    assert not LateChange.objects.exists() and found(site.node) == 1


def test_an_index_of_another_form_is_not_asked(site, client, monkeypatch):
    monkeypatch.setattr(elastic.engine.schema, "version", lambda: "deadbeef")
    assert SPARE in client.get("/outils/?q=gomettes").content.decode()
    assert [one.name for one in indexing.in_need()] == ["elasticsearch"]
    call_command("rebuild_search", if_needed=True, verbosity=0)
    assert SPARE not in client.get("/outils/?q=gomettes").content.decode() and found(site.node, "gommettes") == 1


def test_a_rebuild_leaves_no_moment_without_answer_and_one_index(site):
    seen = set()

    def slowly():
        for entry in indexing.everything():
            seen.add(found(site.node, "gommettes"))
            yield entry

    site.node.rebuild(slowly())
    assert seen == {1} and len(site.node.client.indices.get(index=f"{site.node.alias}*").body) == 1


def pieces(node) -> int:
    """Segments of the index that answers."""
    told = node.client.indices.segments(index=node.alias).body["indices"].values()
    return sum(len(copy["segments"]) for index in told for shard in index["shards"].values() for copy in shard)


@pytest.mark.parametrize(("mode", "is_one"), [("", True), ("short", False)])
def test_a_rebuild_leaves_an_index_in_one_piece_or_says_that_it_could_not(site, monkeypatch, caplog, mode, is_one):
    monkeypatch.setattr("search.engines.elastic.engine.PART", 1)
    entries = list(contract.corpus(60))
    site.door.mode = mode
    engine = elastic.ElasticEngine(replace(site.node.cluster, nodes=[site.door.url]))
    engine.rebuild(entries)
    assert engine.check() == 60 and (pieces(engine) == 1 or not is_one) and ("stays in pieces" in caplog.text) != is_one


def test_what_is_published_and_withdrawn_during_a_rebuild_wins(site):
    gone, kept = changed(site, "Zéphyr"), site.tool("Outil d’avant", slug="avant")
    entries = list(indexing.everything())  # read before

    def late():
        yield from entries[:1]
        gone.unpublish()
        indexing.refresh.call("tool", gone.pk)
        kept.title = "Machin nouveau"
        kept.save_revision().publish()
        indexing.refresh.call("tool", kept.pk)
        yield from entries

    site.node.rebuild(late())
    assert not any(indexing.drift(site.node).values())
    assert found(site.node, "machin") == 1 and found(site.node, "zephyr") == 0


def test_a_rebuild_that_dies_changes_nothing_and_the_next_one_sweeps(site):
    def broken():
        yield from list(indexing.everything())[:1]
        raise KeyboardInterrupt

    before = site.node.digests()
    with pytest.raises(KeyboardInterrupt):
        site.node.rebuild(broken())
    assert site.node.digests() == before
    assert len(site.node.client.indices.get(index=f"{site.node.alias}*").body) == 1


def test_no_clock_decides_what_is_newer(site, monkeypatch):
    monkeypatch.setattr("search.engines.elastic.engine.time.time_ns", lambda: 1)  # a machine that lives in 1970
    page = changed(site, "Outil d’hier")
    site.node.rebuild(indexing.everything())
    page.unpublish()
    indexing.refresh.call("tool", page.pk)
    assert found(site.node) == 0 and not any(indexing.drift(site.node).values())


def test_the_doctor_looks_at_both(site, capsys):
    call_command("search_doctor")
    assert "elasticsearch, absentes : aucune" in (said := capsys.readouterr().out) and "embedded, absentes : aucune" in said
    site.node.write([], [next(iter(site.node.digests()))])
    with pytest.raises(CommandError, match="L'index de elasticsearch diffère"):
        call_command("search_doctor", verbosity=0)
    call_command("search_doctor", repair=True, verbosity=0)
    call_command("search_doctor", verbosity=0)


def test_without_a_spare_index_the_listing_is_plain(site, client, settings):
    settings.SEARCH_CLUSTER = settings.SEARCH_CLUSTER | {"standby": False}
    assert [one.name for one in engines()] == ["elasticsearch"]
    site.door.mode = "ill"
    assert client.get("/outils/?q=gommettes").context["is_plain"]


def test_the_next_node_is_asked_when_the_first_is_away(site, client, settings):
    with door(NODE) as second:
        settings.SEARCH_CLUSTER = settings.SEARCH_CLUSTER | {"nodes": [second.url, site.door.url]}
        second.close()
        for _try in range(3):
            assert SPARE not in client.get("/outils/?q=gomettes").content.decode()


def test_faults_of_the_spare_index_still_try_the_task_again(site, monkeypatch):
    monkeypatch.setattr(EmbeddedEngine, "write", lambda *args: (_ for _ in ()).throw(EngineAwayError("disk")))
    with pytest.raises(EngineAwayError):
        changed(site, "Outil du lendemain")


@pytest.fixture
def own_node(cluster):
    """A node of this test alone, which it may stop."""
    port = 9201

    def run(verb):
        subprocess.run(["bin/elasticsearch", verb, str(port)], cwd=django_settings.BASE_DIR, check=True, capture_output=True)

    run("start")
    engine = elastic.ElasticEngine(Cluster([f"http://127.0.0.1:{port}"], "own"))
    if left := [*engine.client.indices.get(index="own-*").body]:  # by a run of before
        engine.client.indices.delete(index=",".join(left))
    yield SimpleNamespace(engine=engine, run=run)
    run("stop")


def test_a_node_restarted_in_the_middle_of_a_rebuild_keeps_the_index_it_had(w, own_node):
    w.tool("Vote par gommettes")
    engine, corpus = own_node.engine, contract.corpus(3_000)
    engine.rebuild(indexing.everything())
    before = engine.digests()

    def cut():
        yield from corpus[:1_500]
        own_node.run("stop")
        yield from corpus[1_500:]

    with pytest.raises(EngineAwayError):
        engine.rebuild(cut())
    own_node.run("start")
    assert engine.digests() == before and found(engine, "gommettes") == 1
    assert engine.rebuild(iter(corpus)) == 3_000 == engine.check()
    assert len(engine.client.indices.get(index="own-*").body) == 1  # what was left half made is swept
