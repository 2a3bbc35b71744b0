"""What stands around a tool on its page: each package says what it has, an upper one too, without being imported here.

A provider answers provider(tool, user, language) with groups, (heading, rows) each, in one query. It shows what `user` may read.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Row(NamedTuple):
    """A page, and what is worth knowing of it in a few words."""

    page: object
    about: str = ""


Group = tuple[str, list[Row]]
Provider = Callable[[object, object, str], Iterable[Group]]
_PROVIDERS: dict[str, Provider] = {}


def register(provider: Provider) -> Provider:
    """Groups come in the order in which their providers were registered."""
    _PROVIDERS[f"{provider.__module__}.{provider.__qualname__}"] = provider
    return provider


def groups(tool, user, language: str) -> list[Group]:
    """Those that hold something."""
    return [(heading, rows) for provider in _PROVIDERS.values() for heading, rows in provider(tool, user, language) if rows]
