"""Fixtures shared by the tests of every package."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.utils import translation

ONCE = {"loaded"}  # the fixtures whose rows stay until the end of their file


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The small site is in the database before the first test."""
    from .world import ensure  # models are ready only now

    with django_db_blocker.unblock():
        ensure()


@pytest.fixture
def w(db):
    """A small site (see world.py), with nothing cached of another test."""
    from .world import world  # models are ready only now

    cache.clear()
    return world()


def once(build):
    """A fixture of a file: what build(world) makes is in the database for all its tests, and taken back after them.

    Each test works in a transaction of its own inside: what it changes is taken back too, but in memory. So let a fixture of
    the test ask for this one and for `w`, and hand out fresh objects. The tests of the file that ask for no such fixture come
    first (conftest.py): they see none of it. Not in a file where a test closes the connection: all would go with it.
    """
    ONCE.add(build.__name__)

    @pytest.fixture(scope="module", name=build.__name__)
    def made(django_db_setup, django_db_blocker):
        from django.db import transaction

        from .world import world

        with django_db_blocker.unblock(), transaction.atomic():
            cache.clear()
            translation.activate("fr")
            yield build(world())
            transaction.set_rollback(True)

    return made


@pytest.fixture
def people(w):
    return w.people()


@once
def neighbour(w):
    """Of a lab next door, something of everything that must not be seen (neighbour.py)."""
    from .neighbour import settle

    return settle(w, w.people())


@pytest.fixture
def b(neighbour, w):
    from .world import fresh

    return SimpleNamespace(**{name: fresh(thing) for name, thing in vars(neighbour).items()})


@once
def twenty_four(w):
    return [w.tool(f"Outil {i}") for i in range(24)], [w.piece(f"Nouvelle {i}") for i in range(24)]


@pytest.fixture
def some(twenty_four, w):
    """some(n) -> n tools and n pieces of news that readers see; the rest of two dozen is withdrawn."""
    from wagtail.models import Page

    from .world import fresh

    def keep(n):
        Page.objects.filter(pk__in=[page.pk for pages in twenty_four for page in pages[n:]]).update(live=False)
        return [[fresh(page) for page in pages[:n]] for pages in twenty_four]

    return keep


@pytest.fixture
def count(django_assert_num_queries):
    """count(n): exactly n queries inside, and they are shown when there are more."""
    return django_assert_num_queries


@pytest.fixture
def index(settings, tmp_path):
    """index() -> a new index of what the database holds now, for this test alone."""
    settings.SEARCH_INDEX = tmp_path / "index"

    def rebuild():
        from search import indexing

        return indexing.rebuild()

    return rebuild


@pytest.fixture(params=["plain", "embedded"])
def each_engine(request, settings, tmp_path, monkeypatch):
    """The test runs twice: on the plain listing, and on an index that is always of this instant."""
    settings.SEARCH_INDEX = tmp_path / "index"
    if request.param == "embedded":
        from search import indexing, listing
        from search.engines import EmbeddedEngine

        class Fresh(EmbeddedEngine):
            def index(self):
                self.rebuild(indexing.everything())
                return super().index()

        monkeypatch.setattr(listing, "engines", lambda: (Fresh(tmp_path / "index"),))
    return request.param


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo content, loaded as an operator does: once for all the tests below, and taken back after them."""
    from django.conf import settings
    from django.core.files.storage import storages
    from django.core.management import call_command
    from django.db import transaction
    from django.test import override_settings
    from wagtail.models import Page

    files = settings.STORAGES["default"] | {"OPTIONS": {"location": tmp_path_factory.mktemp("files")}}
    with django_db_blocker.unblock(), override_settings(STORAGES=settings.STORAGES | {"default": files}), transaction.atomic():
        cache.clear()
        for page in Page.objects.filter(depth=2):
            page.delete()
        storages._storages.clear()
        call_command("load_demo")
        yield
        transaction.set_rollback(True)
    storages._storages.clear()


@pytest.fixture
def demo(loaded, db):
    """What a test changes is taken back."""
