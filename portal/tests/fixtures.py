"""Fixtures shared by the tests of every package."""

import pytest
from django.core.cache import cache


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


@pytest.fixture
def people(w):
    return w.people()


@pytest.fixture
def count(django_assert_num_queries):
    """count(n): exactly n queries inside, and they are shown when there are more."""
    return django_assert_num_queries
