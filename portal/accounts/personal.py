"""What upper packages keep of a person: each says how it is copied for her, and how it is forgotten."""

from collections.abc import Callable

_KEPT: dict[str, tuple[Callable, Callable]] = {}


def register(name: str, data: Callable, forget: Callable) -> None:
    """data(person): JSON-ready. forget(person): deletes it, when her account is deleted."""
    _KEPT[name] = data, forget


def copies(person) -> dict:
    return {name: data(person) for name, (data, _forget) in _KEPT.items()}


def forget(person) -> None:
    for _data, forget_one in _KEPT.values():
        forget_one(person)
