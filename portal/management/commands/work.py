"""The worker of the site, supervised: what is slow happens after the answer."""

import secrets

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from portal.management.clear import ClearCommand
from portal.management.clock import Clock, Job, jobs_of_the_site, seconds
from portal.management.locks import Lock
from portal.management.queue import mind_orphans, retry_failures
from portal.management.supervisor import Child, manage, run

GRACE = 8  # seconds a task has to end when the site stops; less than what bin/demo or a service manager gives us
LOOK = 2  # seconds between two looks for orphans and failures


class Command(ClearCommand):
    help = "Fait les tâches du site, relance ce qui échoue ou meurt, publie ce qui est programmé, fait le ménage la nuit."

    def add_arguments(self, parser):
        parser.add_argument("--interval", type=float, default=0.2, help="secondes entre deux regards sur la file")

    def handle(self, *args, interval, **options):
        lock = Lock(settings.PORTAL_DATA_DIR / "work.lock")
        if not lock.take():
            raise CommandError("« manage.py work » tourne déjà sur ces données. Arrêtez-le, puis relancez.")
        self.family, self.run_name = lock.identity(), secrets.token_hex(3)
        self.interval, self.looked = interval, timezone.now()
        # The worker holds the lock too: as long as it lives, no other supervisor can think it dead.
        self.worker = Child("worker", self.command, grace=GRACE, descriptors=[lock.file.fileno()])
        clock = Clock([Job("file", self.look, seconds(LOOK)), *jobs_of_the_site()])
        clock.start()
        try:
            run([self.worker])
        finally:
            clock.stop()
            lock.release()

    def name(self):
        """The name of the worker of this moment: the data it works on, this run of the command, which start it is."""
        return f"{self.family}:{self.run_name}:{self.worker.starts}"

    def command(self, number):
        quiet = ("--no-reload", "--no-startup-delay", "--verbosity", "0")
        return manage("db_worker", "--interval", str(self.interval), "--worker-id", self.name(), "--queue-name", "*", *quiet)

    def look(self):
        now = timezone.now()
        mind_orphans(f"{self.family}:", self.name)
        retry_failures(self.looked)
        self.looked = now
