"""Fixtures of the network's tests."""

import pytest

from .factories import NOON


@pytest.fixture
def now(monkeypatch):
    """now(moment) -> the clock of Django stands there: Thursday 26 November 2026, noon in Paris, unless said otherwise."""

    def stand(moment=NOON):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        return moment

    stand()
    return stand
