"""The cache on disk as a lock and as a counter: the limits of the sign-in and of prints, and codes that serve once."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from portal.caching import FileCache

MANY, ROUNDS = 8, 25


@pytest.fixture
def cache(tmp_path):
    return FileCache(str(tmp_path), {})


def together(act):
    """What `act(round)` answers to MANY threads that ask at the same moment, a list a round."""
    gate = Barrier(MANY)

    def rounds():
        return [(gate.wait(), act(n))[1] for n in range(ROUNDS)]

    with ThreadPoolExecutor(MANY) as pool:
        return list(zip(*[task.result() for task in [pool.submit(rounds) for _ in range(MANY)]], strict=True))


def test_of_many_who_add_at_once_one_alone_has_added(tmp_path):
    """allauth takes `add` for a lock: without it, as many passwords are tried at once as there are threads."""
    answers = together(lambda n: FileCache(str(tmp_path), {}).add(f"code:{n}", "used", 30))
    assert [told.count(True) for told in answers] == [1] * ROUNDS


def test_what_many_count_at_once_is_all_counted(tmp_path, cache):
    cache.set("asked", 0, 60)
    together(lambda n: FileCache(str(tmp_path), {}).incr("asked"))
    assert cache.get("asked") == MANY * ROUNDS


def test_a_count_ends_when_it_was_to_end(cache, monkeypatch):
    """Stock gives it a day from each count: the minute of yesterday was still full."""
    cache.set("minute", 1, 120)
    assert cache.incr("minute") == 2
    later = time.time() + 121
    monkeypatch.setattr(time, "time", lambda: later)
    assert cache.get("minute") is None


def test_what_is_not_counted_is_said_to_be_missing(cache):
    with pytest.raises(ValueError):
        cache.incr("nothing")
    cache.set("for-ever", 1, None)
    assert cache.incr("for-ever", 2) == 3
