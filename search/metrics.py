"""How long readers wait for an engine, by steps; added up by the worker (portal/tally.py)."""

import time
from bisect import bisect_left
from contextlib import contextmanager

from .signals import answered

STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)  # seconds


@contextmanager
def timed(engine: str):
    """Tells the engine's name and the step (the index of the first that is not below; len(STEPS): beyond all)."""
    begin = time.perf_counter()
    yield
    answered.send(sender=None, engine=engine, step=bisect_left(STEPS, time.perf_counter() - begin))
