"""Fixtures of the library's tests."""

import pytest


@pytest.fixture
def own_folder(settings, tmp_path):
    """What the server makes and keeps, in the folder of one test."""
    settings.PORTAL_DATA_DIR = tmp_path
    return tmp_path / "paper"
