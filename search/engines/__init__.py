"""Who answers: the engine of the settings, opened once a process."""

from functools import cache

from django.conf import settings

from .base import Engine, EngineAwayError, Found, Reader
from .embedded import EmbeddedEngine
from .plain import PlainEngine

__all__ = ["Engine", "EngineAwayError", "Found", "PlainEngine", "Reader", "engine"]


def engine() -> EmbeddedEngine:
    """In the data folder, unless SEARCH_INDEX names another."""
    return _engine(str(getattr(settings, "SEARCH_INDEX", settings.PORTAL_DATA_DIR / "index")))


@cache
def _engine(folder: str) -> EmbeddedEngine:
    return EmbeddedEngine(folder)
