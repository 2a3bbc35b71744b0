"""The caches as a lock and as a counter (limits of the sign-in and of prints, codes that serve once), on disk and in Redis."""

import os
import shutil
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from redis import Redis, RedisError

from portal.caching import FileCache, SharedCache
from portal.settings.caches import file_cache, shared_cache

MANY, ROUNDS = 8, 25


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A real Redis of this file alone, on a socket of its own."""
    if shutil.which("redis-server") is None:
        pytest.fail("no redis-server") if os.environ.get("CI") else pytest.skip("no redis-server here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    for _try in range(100):
        try:
            Redis.from_url(url).ping()
            break
        except RedisError:
            time.sleep(0.05)
    yield url
    process.terminate()
    process.wait(10)


@pytest.fixture(params=["disk", "redis"])
def make(request, tmp_path):
    """make() -> another client of the same cache, as another worker has."""
    if request.param == "disk":
        return lambda: FileCache(str(tmp_path), {})
    url = request.getfixturevalue("server")
    Redis.from_url(url).flushall()
    return lambda: SharedCache(url, {"KEY_PREFIX": "essaim-default"})


def together(act):
    """What `act(round)` answers to MANY threads that ask at the same moment, a list a round."""
    gate = Barrier(MANY)

    def rounds():
        return [(gate.wait(), act(n))[1] for n in range(ROUNDS)]

    with ThreadPoolExecutor(MANY) as pool:
        return list(zip(*[task.result() for task in [pool.submit(rounds) for _ in range(MANY)]], strict=True))


def test_of_many_who_add_at_once_one_alone_has_added(make):
    """allauth takes `add` for a lock: without it, as many passwords are tried at once as there are threads."""
    answers = together(lambda n: make().add(f"code:{n}", "used", 30))
    assert [told.count(True) for told in answers] == [1] * ROUNDS


def test_what_many_count_at_once_is_all_counted(make):
    make().set("asked", 0, 60)
    together(lambda n: make().incr("asked"))
    assert make().get("asked") == MANY * ROUNDS


def test_a_count_ends_when_it_was_to_end(make):
    """Stock gives it a day from each count: the minute of yesterday was still full."""
    make().set("minute", 1, 1)
    assert make().incr("minute") == 2
    time.sleep(1.1)
    assert make().get("minute") is None


def test_what_is_not_counted_is_said_to_be_missing(make):
    with pytest.raises(ValueError):
        make().incr("nothing")
    make().set("for-ever", 1, None)
    assert make().incr("for-ever", 2) == 3


def test_what_is_kept_comes_back_and_goes(make):
    cache = make()
    cache.set("page", {"body": b"x", "n": [1, None]}, 60)
    assert make().get("page") == {"body": b"x", "n": [1, None]} and make().get_or_set("page", "other") != "other"
    assert cache.delete("page") and make().get("page", "gone") == "gone"
    assert cache.get_or_set("page", lambda: "made") == make().get("page") == "made"


def test_emptying_one_leaves_the_others_and_the_neighbours(server):
    Redis.from_url(server).flushall()
    told = shared_cache(server)
    pages, default = (SharedCache(told[name]["LOCATION"], told[name]) for name in ("pages", "default"))
    pages.set("a", 1), default.set("a", 2), Redis.from_url(server).set("of somebody else", "x")
    pages.clear()
    assert pages.get("a") is None and default.get("a") == 2 and Redis.from_url(server).get("of somebody else") == b"x"


def test_a_server_that_is_away_makes_the_site_slower_and_keeps_doors_shut(caplog):
    cache = SharedCache("redis://127.0.0.1:9/0", {})
    cache.set("a", 1)
    assert cache.get("a", "none") == "none" and cache.get_or_set("a", lambda: 3) == 3 and not cache.delete("a")
    cache.clear()
    for act in (lambda: cache.add("code", 1), lambda: cache.incr("tries")):
        with pytest.raises(RedisError):
            act()


def test_both_kinds_of_caches_have_the_same_names(tmp_path):
    assert shared_cache("redis://x").keys() == file_cache(tmp_path).keys()


def test_the_site_on_redis_keeps_pages_and_follows_what_is_published(
    w, client, server, settings, index, django_capture_on_commit_callbacks
):
    Redis.from_url(server).flushall()
    settings.CACHES = shared_cache(server)
    tool = w.tool("Canari")
    index()
    client.get("/outils/")
    assert list(Redis.from_url(server).scan_iter("essaim-pages:*")) and "Canari" in client.get("/outils/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        tool.unpublish()
    assert "Canari" not in client.get("/outils/").content.decode()
