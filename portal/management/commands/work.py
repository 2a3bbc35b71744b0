"""The worker of the site, supervised: what is slow happens after the answer."""

import logging
import os
import subprocess
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone

from portal.management.queue import put_back_orphans, retry_failures, worker_name
from portal.management.supervisor import Child, manage, run

logger = logging.getLogger("portal.work")
EACH_MINUTE = (("publish_scheduled",),)
EACH_NIGHT = (("clearsessions",), ("prune_db_task_results", "--min-age-days", "14"))
NIGHT = 3  # o'clock


class Command(BaseCommand):
    help = "Runs the tasks of the site, restarts a worker that dies, publishes what is scheduled, does the nightly jobs."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=0.2, help="seconds between two looks at the queue")

    def handle(self, *args, interval, **options):
        pid = os.getpid()

        def command(number):
            name = worker_name(pid, number)
            quiet = ("--no-reload", "--no-startup-delay", "--verbosity", "0")
            return manage("db_worker", "--interval", str(interval), "--worker-id", name, "--queue-name", "*", *quiet)

        self.minute, self.night, self.retry = -1.0, timezone.localdate(), 0.0
        if lost := put_back_orphans():
            logger.info("%s orphan tasks put back", lost)
        worker = Child("worker", command, died=lambda number: put_back_orphans(worker_name(pid, number)))
        run([worker], self.jobs)

    def jobs(self):
        """What the clock asks for. Each job is a process of its own: none can end the supervisor."""
        close_old_connections()
        now = time.monotonic()
        if now - self.retry > 5:
            self.retry = now
            retry_failures()
        if now - self.minute > 60 or self.minute < 0:
            self.minute = now
            self.start(EACH_MINUTE)
        local = timezone.localtime()
        if local.hour == NIGHT and local.date() != self.night:
            self.night = local.date()
            self.start(EACH_NIGHT)

    def start(self, jobs):
        for job in jobs:
            done = subprocess.run(manage(*job), capture_output=True, text=True, timeout=300, check=False)
            if done.returncode:
                logger.error("%s failed: %s", job[0], done.stderr[-2000:])
