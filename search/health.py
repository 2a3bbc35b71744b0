"""Whether whoever should answer does."""

from .engines import EngineAwayError, engines


def state() -> str:
    """up: the engine of the settings answers; spare: the index of the site in its place; plain: neither."""
    for number, one in enumerate(engines()):
        try:
            if one.exists():
                return "spare" if number else "up"
        except EngineAwayError:
            continue
    return "plain"
