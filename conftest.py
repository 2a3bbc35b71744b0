"""Fixtures of every package."""

import pytest
from django.core.cache import cache

pytest_plugins = ["portal.tests.fixtures"]


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test has cached must not answer another."""
    cache.clear()
