"""Keeps child processes alive, and ends them with itself."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from django.conf import settings

logger = logging.getLogger("portal.supervisor")
GRACE = 10  # seconds between asking a child to end and killing it
QUICK = 5  # seconds; a child that lives less than that is started again more and more slowly
FIRST, SLOWEST = 0.5, 30  # seconds before another start
ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)  # asked, Ctrl+C, the terminal is closed


def tied(*command: str) -> list[str]:
    """The command line that runs a script or module of Python until its supervisor ends."""
    return [sys.executable, "-m", "portal.management.tied", *command]


def manage(*arguments: str) -> list[str]:
    return tied(str(settings.BASE_DIR / "manage.py"), *arguments)


class Child:
    """A command that must run as long as its supervisor. It is in a group of its own: Ctrl+C reaches the supervisor alone."""

    def __init__(
        self,
        name: str,
        command: Callable[[int], list[str]],
        *,
        grace: float = GRACE,
        descriptors: Iterable[int] = (),
        after: threading.Event | None = None,
    ):
        """`command(n)` is the command line of the nth start; `descriptors` stay open in the child; it waits for `after`."""
        self.name, self.command, self.grace, self.descriptors, self.after = name, command, grace, tuple(descriptors), after
        self.starts, self.delay, self.since, self.due = 0, FIRST, 0.0, 0.0
        self.process: subprocess.Popen | None = None

    def tend(self) -> None:
        """Notice its end; start it if it does not run and its time has come."""
        if self.process is not None and self.process.poll() is not None:
            self.bury()
        if self.process is None and time.monotonic() >= self.due and (self.after is None or self.after.is_set()):
            self.start()

    def start(self) -> None:
        self.starts, self.since = self.starts + 1, time.monotonic()
        self.process = subprocess.Popen(
            self.command(self.starts),
            cwd=settings.BASE_DIR,
            stdin=subprocess.PIPE,  # its end tells the child that we have ended: see tied.py
            start_new_session=True,
            pass_fds=self.descriptors,
        )

    def bury(self) -> None:
        logger.warning("%s ended with code %s", self.name, self.process.returncode)
        now = time.monotonic()
        self.delay = min(self.delay * 2, SLOWEST) if now - self.since < QUICK else FIRST
        self.due = now + self.delay
        self.clear()

    def clear(self) -> None:
        """What the child had started itself must not outlive it."""
        with suppress(ProcessLookupError, PermissionError):  # macOS says PermissionError of an empty group
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.stdin.close()
        self.process = None

    def ask(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def stop(self) -> None:
        """Wait for it, then no longer."""
        if self.process is None:
            return
        try:
            self.process.wait(self.grace)
        except subprocess.TimeoutExpired:
            logger.warning("%s is killed: it has not ended in %s seconds", self.name, self.grace)
            self.process.kill()
            self.process.wait()
        self.clear()


def run(children: list[Child], interval: float = 0.2) -> None:
    """Tend the children until a signal ends us, then end them all."""
    over = threading.Event()
    for number in ENDINGS:
        signal.signal(number, lambda *_: over.set())
    try:
        while not over.is_set():
            for child in children:
                child.tend()
            over.wait(interval)
    finally:
        for child in children:
            child.ask()
        for child in children:
            child.stop()
