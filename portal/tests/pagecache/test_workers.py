"""Two processes on one site: what one publishes, the other never hides behind an older page."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest
from django.conf import settings
from django.db import connection

SETTINGS = """
from portal.settings.test import *
from portal.settings.base import file_cache, file_storages, sqlite
from pathlib import Path
PORTAL_DATA_DIR = Path({folder!r})
SEARCH_INDEX = PORTAL_DATA_DIR / "index"
DATABASES, CACHES, STORAGES = sqlite(PORTAL_DATA_DIR), file_cache(PORTAL_DATA_DIR), file_storages(PORTAL_DATA_DIR)
"""
START = """
import sys, time
from pathlib import Path
import django
django.setup()
from django.test import Client
from portal.models import NewsIndexPage
from portal.tests.world import world
folder = Path({folder!r})
ask = lambda: Client().get("/actualites/").content.decode()
def wait(name):
    for _ in range(600):
        if (folder / name).exists():
            return
        time.sleep(0.05)
    sys.exit("never " + name)
"""
# Writes the news down, and is slow to answer: meanwhile the other publishes.
SLOW = """
stock = NewsIndexPage.serve
def slow(self, *args, **kwargs):
    response = stock(self, *args, **kwargs).render()
    (folder / "reading").touch()
    wait("published")
    return response
NewsIndexPage.serve = slow
old = ask()
NewsIndexPage.serve = stock
(folder / "done").touch()
print("Pièce neuve" in old, "Pièce neuve" in ask(), "Pièce neuve" in ask())
"""
PUBLISHER = """
wait("reading")
world().piece("Pièce neuve")
(folder / "published").touch()
wait("done")
print("Pièce neuve" in ask(), "Pièce neuve" in ask())
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the database file")
def test_a_page_begun_before_a_publication_is_never_served_after_it(db, tmp_path):
    with (
        closing(sqlite3.connect(settings.DATABASES["default"]["TEST"]["NAME"])) as site,
        closing(sqlite3.connect(tmp_path / "db.sqlite3")) as copy,
    ):
        site.backup(copy)
    (tmp_path / "two_settings.py").write_text(SETTINGS.format(folder=str(tmp_path)))
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "two_settings", "PYTHONPATH": f"{tmp_path}:{settings.BASE_DIR}"}
    subprocess.run([sys.executable, "manage.py", "rebuild_search"], cwd=settings.BASE_DIR, env=environment, check=True)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", START.format(folder=str(tmp_path)) + script], cwd=settings.BASE_DIR, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for script in (SLOW, PUBLISHER)
    ]  # fmt: skip
    end = time.monotonic() + 60
    (slow, faults), (publisher, others) = (process.communicate(timeout=end - time.monotonic()) for process in processes)
    assert slow.split() == ["False", "True", "True"], faults
    assert publisher.split() == ["True", "True"], others
    assert list((tmp_path / "cache" / "pages").glob("*.djcache"))
