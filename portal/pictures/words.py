"""The words of the pictures, in French or English. A picture is drawn in one language: its `lang` argument."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

LANGUAGES = ("fr", "en")
_LANG: ContextVar[str] = ContextVar("lang", default="fr")

P = ParamSpec("P")
R = TypeVar("R")

FORMS = {
    "fr": {"solo": "seul", "pairs": "à deux", "small_groups": "en groupe", "plenary": "tous"},
    "en": {"solo": "alone", "pairs": "in pairs", "small_groups": "in groups", "plenary": "all"},
}
PHASES = {
    "fr": ("Préparer", "Ouvrir", "Explorer", "Faire émerger", "Converger", "Clôturer", "Suivre"),
    "en": ("Prepare", "Open", "Scan", "Focus", "Act", "Close", "Follow up"),
}
PHASE_CODES = ("prepare", "open", "scan", "focus", "act", "close", "follow")


def speaks(draw: Callable[P, R]) -> Callable[P, R]:
    """Give a drawing function the keyword `lang` ("fr" or "en"); inside, `say` and the numbers follow it."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        lang = str(kwargs.pop("lang", "fr"))
        if lang not in LANGUAGES:
            raise ValueError(f"unknown language: {lang}")
        token = _LANG.set(lang)
        try:
            return draw(*args, **kwargs)
        finally:
            _LANG.reset(token)

    return drawn


def say(french: str, english: str) -> str:
    """The text of the language under way."""
    return english if is_english() else french


def is_english() -> bool:
    return _LANG.get() == "en"


def form(code: str) -> str:
    return FORMS[_LANG.get()][code]


def phases() -> dict[str, str]:
    """{code: name}, in the order of a session."""
    return dict(zip(PHASE_CODES, PHASES[_LANG.get()], strict=True))
