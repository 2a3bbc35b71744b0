"""Who answers: the engines of the settings, in the order in which they are asked, opened once a process."""

from functools import cache

from django.conf import settings

from .base import Engine, EngineAwayError, Found, Reader, Ref
from .embedded import EmbeddedEngine
from .plain import PlainEngine
from .plain_all import PlainOverAll

__all__ = ["EmbeddedEngine", "Engine", "EngineAwayError", "Found", "PlainEngine", "Reader", "Ref", "engine", "engines", "plain"]


def engines() -> tuple[Engine, ...]:
    """The cluster first, where the settings name one; then the index in the data folder, unless no standby is kept."""
    told = getattr(settings, "SEARCH_CLUSTER", None)
    embedded = (_embedded(str(getattr(settings, "SEARCH_INDEX", settings.PORTAL_DATA_DIR / "index"))),)
    if not told:
        return embedded
    first = _elastic(tuple(told["nodes"]), *(told.get(name, "") for name in ("prefix", "api_key", "ca_certs")))
    return (first, *embedded) if told.get("standby", True) else (first,)


def plain(kind, found) -> PlainEngine | PlainOverAll:
    """What answers when no engine does: over what a reader may find, as the kind gives it."""
    return PlainOverAll(found) if kind.parts else PlainEngine(found)


def engine() -> Engine:
    """The one that is asked first."""
    return engines()[0]


@cache
def _embedded(folder: str) -> EmbeddedEngine:
    return EmbeddedEngine(folder)


@cache
def _elastic(nodes, prefix, api_key, ca_certs) -> Engine:
    from .elastic import ElasticEngine  # its client takes a while to load, and most sites have none
    from .elastic.cluster import Cluster

    return ElasticEngine(Cluster(nodes, prefix or "essaim", api_key, ca_certs))
