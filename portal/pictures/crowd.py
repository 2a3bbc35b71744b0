"""A few people: a dot each."""

from __future__ import annotations

from .base import dots, path, svg


def crowd(count: int) -> str:
    """Hidden from screen readers: the number is said in words beside. Raises ValueError under one."""
    if count < 1:
        raise ValueError("nobody")
    body = path(dots([(10 + 20 * rank, 10) for rank in range(count)]), "", 16)
    return svg("people", count * 20, 20, body, "", hidden=True)
