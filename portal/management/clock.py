"""The jobs of the clock: what `manage.py work` does beside its worker. One that fails is logged, and done at its next time."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import close_old_connections
from django.utils import timezone

logger = logging.getLogger("portal.work")
NIGHT = 3  # o'clock, local time


@dataclass
class Job:
    """Something to do at set times. `after(now)` is the first time after `now`."""

    name: str
    do: Callable[[], object]
    after: Callable[[datetime], datetime]
    due: datetime = field(default_factory=timezone.now)


def command(name: str, *arguments: str) -> Callable[[], object]:
    return lambda: call_command(name, *arguments, verbosity=0)


def seconds(number: float) -> Callable[[datetime], datetime]:
    return lambda now: now + timedelta(seconds=number)


def next_night(now: datetime) -> datetime:
    """The next three o'clock in the morning, as people here read it."""
    local = timezone.localtime(now)
    night = local.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return night if night > local else night + timedelta(days=1)


def catch_up() -> None:
    """What a cluster has missed is told to it as soon as it is back; while it is away, that is no fault of this job."""
    from search.engines import EngineAwayError
    from search.indexing import catch_up as tell

    with suppress(EngineAwayError):
        tell()


def nightly(name: str, *arguments: str) -> Job:
    return Job(name, command(name, *arguments), next_night, due=next_night(timezone.now()))


def jobs_of_the_site() -> list[Job]:
    """The registry. Each nightly job is a management command."""
    return [
        Job("publish_scheduled", command("publish_scheduled"), seconds(60)),
        Job("add_counts", command("add_counts"), seconds(60)),
        Job("catch_up", catch_up, seconds(20)),
        Job("read_texts", command("read_texts"), seconds(600)),
        Job("rebuild_search", command("rebuild_search", "--if-needed"), seconds(60)),
        Job("make_cards", command("make_cards"), seconds(60)),
        nightly("clearsessions"),
        nightly("sync_memberships"),
        nightly("remind_memberships"),
        nightly("purge_autosaves"),
        nightly("search_doctor", "--repair"),
        nightly("prune_db_task_results", "--queue-name", "*", "--min-age-days", "14"),
    ]


class Clock(threading.Thread):
    """A thread of its own: a long job must delay neither the end of the supervisor nor the care of its worker."""

    def __init__(self, jobs: list[Job]):
        super().__init__(daemon=True, name="clock")
        self.jobs, self.over = jobs, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.5):
            for job in self.jobs:
                if not self.over.is_set():
                    self.do(job)

    def do(self, job: Job) -> None:
        now = timezone.now()
        if now < job.due:
            return
        job.due = job.after(now)
        close_old_connections()
        try:
            job.do()
        except Exception:
            logger.exception("The job %s failed", job.name)
        finally:
            close_old_connections()

    def stop(self) -> None:
        """Let the job that runs end, for a few seconds."""
        self.over.set()
        self.join(5)
