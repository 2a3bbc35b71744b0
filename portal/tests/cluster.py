"""The node of bin/elasticsearch, where there is one: indexes of this process alone, taken away at the end."""

import os
import urllib.error
import urllib.request
from types import SimpleNamespace
from uuid import uuid4

import pytest

NODE = os.environ.get("ESSAIM_TEST_SEARCH", "http://127.0.0.1:9200")


def is_there() -> bool:
    try:
        return urllib.request.urlopen(f"{NODE}/_cluster/health", timeout=2).status == 200
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def cluster():
    """Indexes of this process alone on the node of bin/elasticsearch; taken away at the end."""
    if not is_there():
        if os.environ.get("CI"):
            pytest.fail(f"no Elasticsearch at {NODE}")
        pytest.skip("no Elasticsearch here: bin/elasticsearch start")
    from search.engines.elastic.cluster import Cluster  # settings are ready only now

    made = Cluster([NODE], prefix=f"test-{uuid4().hex[:8]}")
    yield made
    names = ",".join(made.client().indices.get(index=f"{made.prefix}-*"))
    if names:
        made.client().indices.delete(index=names)


@pytest.fixture(params=["plain", "embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def answers(request, settings, tmp_path):
    """Who answers, by name; ready() once the content is there."""
    from search import indexing  # settings are ready only now

    settings.SEARCH_INDEX = tmp_path / "index"
    if request.param == "elasticsearch":
        prefix = request.getfixturevalue("cluster").prefix
        settings.SEARCH_CLUSTER = {"nodes": [NODE], "prefix": f"{prefix}-leaks", "standby": False}
    return SimpleNamespace(name=request.param, ready=lambda: request.param != "plain" and indexing.rebuild())
