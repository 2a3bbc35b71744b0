"""Fixtures of every package."""

import gc

import pytest
from django.core.cache import cache
from django.utils import translation

pytest_plugins = ["portal.tests.fixtures", "portal.tests.cluster"]
# One process prepares the demo of Chromium, which takes a minute, while the other is at what needs none.
FIRST = ("browser/test_account.py", "portal/tests/test_admin_urls.py", "portal/tests/test_leaks.py")
LONG = (*FIRST, "browser/*.py", "portal/tests/test_[acdl]*.py")

# What asks every address as every reader, loads the demo, or starts nodes: bin/test --all, and CI.
WIDE = (
    *(f"portal/tests/test_{name}.py" for name in ("admin_urls", "attacks", "backup", "bulk", "cluster_*", "contract")),
    *(f"portal/tests/test_{name}.py" for name in ("demo_loaded", "leaks", "leaks_of_search", "queries")),
    "portal/tests/pagecache/test_workers.py", "network/tests/test_leaks_of_shelves.py", "media/tests/test_file_search.py",
    "search/tests/test_everything.py", "search/tests/test_promotions.py",
    "search/tests/test_promotion_rooms.py", "tools_library/tests/test_paper_pdf.py",
)  # fmt: skip


def pytest_configure(config):
    """One series at a time: two would share a database. Held by the process that leads, until it ends."""
    config.pluginmanager.register(Order(), "essaim-order")
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    from django.conf import settings

    from portal.management.locks import Lock

    config.series = Lock(settings.PORTAL_DATA_DIR / "tests.lock")
    if not config.series.take():
        pytest.exit("Une autre série d'essais tourne sur cette copie. Attendez qu'elle finisse, puis relancez.", returncode=1)


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items):
    for item in items:
        rows = item.callspec.params.get("n") if hasattr(item, "callspec") else 0
        if rows == 24 or any(item.path.match(pattern) for pattern in WIDE):
            item.add_marker("wide")
        if "loaded" in item.fixturenames:
            item.add_marker("demo")


class Order:
    """The longest files first, so that no process is left alone with one at the end (bin/test hands files out in order).

    In each, what needs a world made once comes last: its rows stay until the end of the file.
    """

    @pytest.hookimpl(trylast=True)  # pytest-django sorts too: what needs no database would come last, Chromium with it
    def pytest_collection_modifyitems(self, items):
        from portal.tests.fixtures import ONCE

        place = {path: n for n, path in enumerate(dict.fromkeys(item.path for item in items))}
        items.sort(key=lambda item: ([not item.path.match(pattern) for pattern in LONG], place[item.path], *once_of(item, ONCE)))


def once_of(item, names):
    found = sorted(names.intersection(item.fixturenames))
    if found and "db" not in item.fixturenames:
        raise pytest.UsageError(f"{item.nodeid}: {found[0]} without db: what it changes would stay for the tests that follow")
    return bool(found), found


def pytest_collection_finish():
    """What is imported stays: the collector, which walked through all of it again and again, took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test has cached must not answer another, nor the language that its last page was in."""
    cache.clear()
    translation.activate("fr")
