"""The way to a cluster in production: TLS under an authority of its own, an API key, several nodes. The node is real."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from portal.settings.cluster import cluster as from_environment
from portal.settings.environment import Environment
from search import indexing
from search.engines import elastic
from search.engines.elastic import cluster as elastic_cluster

from .certificates import Authority
from .cluster import NODE
from .faulty import door
from .test_cluster_faults import SPARE, changed, found, titles

pytestmark = pytest.mark.elasticsearch
KEY = "a2V5LW9mLXRlc3RzOnNlY3JldA=="


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """An authority that signed nothing of ours."""
    return Authority(tmp_path_factory.mktemp("stranger"), "stranger")


@pytest.fixture
def safe(authority):
    with door(NODE, certificate=authority.certificate(), api_key=KEY) as opened:
        yield opened


@pytest.fixture
def told(settings, cluster, tmp_path, authority, monkeypatch):
    """Sets the cluster as production would, from an environment; what is not said is what works."""
    monkeypatch.setattr(elastic_cluster, "PAUSE", 0)
    settings.SEARCH_INDEX = tmp_path / "index"
    prefix = f"{cluster.prefix}-{tmp_path.name[-8:].replace('_', '')}".lower()

    def tell(*nodes, **changes):
        given = {"NODES": ",".join(nodes), "API_KEY": KEY, "CA": str(authority.file)} | changes
        env = Environment({f"ESSAIM_SEARCH_{name}": value for name, value in given.items()})
        settings.SEARCH_CLUSTER = from_environment(env) | {"prefix": prefix}
        env.done()

    tell.node = elastic.ElasticEngine(replace(cluster, prefix=prefix))  # by the other side: neither TLS nor key
    return tell


@pytest.fixture
def site(w, told, safe):
    """A tool in the cluster and in the spare index, both filled through TLS."""
    told(safe.url)
    w.tool("Vote par gommettes")
    indexing.rebuild()
    return w


def test_with_the_authority_and_the_key_the_cluster_answers(site, client, told, safe, capsys, tmp_path):
    (tmp_path / "key").write_text(f"{KEY}\n")
    told(safe.url, API_KEY="", API_KEY_FILE=str(tmp_path / "key"))
    answer = client.get("/outils/?q=gomettes")
    assert titles(answer) == ["Vote par gommettes"] and SPARE not in answer.content.decode()
    assert any("_search" in path for path in safe.asked) and client.get("/sante/pret").json()["search"] == "up"
    changed(site, "Outil du lendemain")
    assert found(told.node) == 1
    call_command("search_doctor")
    assert "elasticsearch, absentes : aucune" in capsys.readouterr().out


WRONG = {
    "another key": ({"API_KEY": "b3RoZXI6a2V5"}, "401"),
    "no key": ({"API_KEY": ""}, "401"),
    "the authorities of the system": ({"CA": ""}, "CERTIFICATE_VERIFY_FAILED"),
    "another authority": ({"CA": "stranger"}, "CERTIFICATE_VERIFY_FAILED"),
}


def without_empty(changes, stranger):
    return {name: str(stranger.file) if value == "stranger" else value for name, value in changes.items()}


@pytest.mark.parametrize("case", WRONG)
def test_with_the_wrong_ones_the_spare_index_answers_and_the_doctor_says_why(site, client, told, safe, stranger, case, caplog):
    changes, why = WRONG[case]
    told(safe.url, **without_empty(changes, stranger))
    answer = client.get("/outils/?q=gomettes")
    assert titles(answer) == ["Vote par gommettes"] and SPARE in answer.content.decode()
    assert client.get("/sante/pret").json()["search"] == "spare"
    with pytest.raises(CommandError, match=f"L'index de elasticsearch ne répond pas .*{why}") as said:
        call_command("search_doctor", verbosity=0)
    assert why in caplog.text
    assert not any(key in caplog.text + str(said.value) for key in (KEY, "b3RoZXI6a2V5"))


def test_a_certificate_of_another_address_is_refused(site, client, told, authority):
    with door(NODE, certificate=authority.certificate("127.0.0.2"), api_key=KEY) as other:
        told(other.url)
        assert SPARE in client.get("/outils/?q=gomettes").content.decode()
        assert not other.asked  # nothing was said to it, the key least of all
        with pytest.raises(CommandError, match="IP address mismatch|doesn't match"):
            call_command("search_doctor", verbosity=0)


def test_a_node_without_tls_is_not_told_the_key(site, client, told):
    with door(NODE) as plain:
        told(plain.url.replace("http:", "https:"))
        assert SPARE in client.get("/outils/?q=gomettes").content.decode() and not plain.asked


@pytest.mark.parametrize("fault", ["closed", "another authority"])
def test_one_bad_node_of_three_is_not_noticed(site, client, told, safe, stranger, authority, fault):
    signer = stranger if fault == "another authority" else authority
    second = door(NODE, certificate=authority.certificate(), api_key=KEY)
    with door(NODE, certificate=signer.certificate(), api_key=KEY) as bad, second as good:
        told(bad.url, safe.url, good.url)
        if fault == "closed":
            bad.close()
        for _try in range(6):
            answer = client.get("/outils/?q=gomettes")
            assert titles(answer) == ["Vote par gommettes"] and SPARE not in answer.content.decode()
        assert client.get("/sante/pret").json()["search"] == "up"


def test_what_was_missed_for_want_of_a_key_is_told_with_it(site, told, safe):
    told(safe.url, API_KEY="b3RoZXI6a2V5")
    changed(site, "Outil du lendemain")
    assert found(told.node) == 0
    told(safe.url)
    assert indexing.catch_up() >= 1 and found(told.node) == 1
