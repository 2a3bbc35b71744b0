"""A flight that does not land: the page that is not there."""

from .base import path


def lost() -> str:
    """Hidden from screen readers: the page says it in words."""
    flight = path("M14 104C160 104 210 20 330 20", "fine") + path("M330 20C430 20 470 60 586 60", "dash")
    dot = path("M14 104h0", "", 24)
    return f'<svg class="pic pic-lost" viewBox="0 0 600 120" aria-hidden="true">{dot}{flight}</svg>'
