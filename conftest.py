"""Fixtures of every package."""

import pytest
from django.core.cache import cache
from django.utils import translation

pytest_plugins = ["portal.tests.fixtures", "portal.tests.cluster"]
LONG = ("portal/tests/browser/*.py", "portal/tests/test_[adl]*.py")  # Chromium; the addresses of the admin, desk, leaks, lists


def pytest_configure(config):
    """One series at a time: two would share a database. Held by the process that leads, until it ends."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    from django.conf import settings

    from portal.management.locks import Lock

    config.series = Lock(settings.PORTAL_DATA_DIR / "tests.lock")
    if not config.series.take():
        pytest.exit("Une autre série d'essais tourne sur cette copie. Attendez qu'elle finisse, puis relancez.", returncode=1)


def pytest_collection_modifyitems(items):
    """The longest files first, so that no process is left alone with one at the end (bin/test hands files out in order)."""
    items.sort(key=lambda item: [not item.path.match(pattern) for pattern in LONG])


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test has cached must not answer another, nor the language that its last page was in."""
    cache.clear()
    translation.activate("fr")
