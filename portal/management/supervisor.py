"""Keeps child processes alive, and ends them with itself."""

import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

logger = logging.getLogger("portal.supervisor")
GRACE = 8  # seconds between asking and killing
QUICK = 5  # a child that lived less than that, in seconds, is started again more and more slowly
SLOWEST = 30  # seconds


class Child:
    """A command that must run as long as its supervisor."""

    def __init__(self, name: str, command: Callable[[int], list[str]], died: Callable[[int], None] | None = None):
        """`command(n)` is the nth start's command line; `died(n)` is called when the nth process has ended by itself."""
        self.name, self.command, self.died = name, command, died
        self.starts, self.delay, self.process, self.since, self.due = 0, 0.5, None, 0.0, 0.0

    def tend(self) -> None:
        """Start it if it does not run and its time has come; notice its end."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            logger.warning("%s ended with code %s", self.name, self.process.returncode)
            self.delay = min(self.delay * 2, SLOWEST) if now - self.since < QUICK else 0.5
            self.due, self.process = now + self.delay, None
            if self.died:
                self.died(self.starts)
        if self.process is None and now >= self.due:
            self.starts += 1
            self.process = subprocess.Popen(self.command(self.starts))
            self.since = now

    def ask(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.ask()
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def manage(*arguments: str) -> list[str]:
    """The command line of manage.py with this very Python."""
    return [sys.executable, "manage.py", *arguments]


def run(children: list[Child], every: Callable[[], None] | None = None, interval: float = 0.2) -> None:
    """Tend the children until SIGTERM or SIGINT, then stop them all. `every` is called at each round and may fail."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    try:
        while not over.is_set():
            for child in children:
                child.tend()
            if every:
                try:
                    every()
                except Exception:
                    logger.exception("A job of the supervisor failed")
            over.wait(interval)
    finally:
        for child in children:  # all are asked first, so that the slowest alone is waited for
            child.ask()
        for child in children:
            child.stop()
