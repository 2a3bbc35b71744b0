"""`manage.py work`: no task is lost, none is done twice, nothing ends the supervisor but a signal."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from portal.management import clock, queue, supervisor
from portal.management.locks import Lock

SETTINGS = """
from pathlib import Path
from portal.settings.test import *
from portal.settings.base import LOGGING, sqlite

PORTAL_DATA_DIR = Path(__file__).parent / "var"
DATABASES = sqlite(PORTAL_DATA_DIR)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
"""
PREPARE = """
import django, sys
django.setup()
from django.db import connection
from django_tasks_db.models import DBTaskResult
from portal.tests.test_commands_work import slow
with connection.schema_editor() as editor:
    editor.create_model(DBTaskResult)
slow.enqueue(sys.argv[1])
"""


@task()
def slow(path):
    """The first worker that takes it never ends; the next does it at once."""
    trace = Path(path)
    first = not trace.exists()
    with trace.open("a") as file:
        file.write(f"began {os.getpid()}\n")
    if first:
        time.sleep(120)
    with trace.open("a") as file:
        file.write("done\n")


def until(true, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    raise AssertionError("waited in vain")


def lives(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def lines(path):
    return path.read_text().splitlines() if path.exists() else []


class Site:
    """A database of its own, with a task that waits, and supervisors on it."""

    def __init__(self, folder):
        self.trace, self.log, self.started = folder / "trace", folder / "log", []
        self.database = folder / "var" / "db.sqlite3"
        self.environment = os.environ | {"DJANGO_SETTINGS_MODULE": "work_settings", "PYTHONPATH": f"{folder}:{settings.BASE_DIR}"}
        (folder / "var").mkdir()
        (folder / "work_settings.py").write_text(SETTINGS)
        self.python("-c", PREPARE, str(self.trace)).check_returncode()

    def python(self, *command):
        command = [sys.executable, *command]
        return subprocess.run(command, env=self.environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60)

    def work(self):
        command = [sys.executable, "manage.py", "work", "--interval", "0.1"]
        with self.log.open("a") as log:
            process = subprocess.Popen(command, env=self.environment, cwd=settings.BASE_DIR, stdout=log, stderr=log)
        self.started.append(process)
        return process

    def began(self, number):
        """The process that took the task for the nth time. Waits for it."""
        began = until(lambda: [line for line in lines(self.trace) if line.startswith("began")][number - 1 : number])
        return int(began[0].split()[1])

    def row(self):
        with closing(sqlite3.connect(self.database)) as connection:
            status, workers = connection.execute("SELECT status, worker_ids FROM django_tasks_database_dbtaskresult").fetchone()
            return status, json.loads(workers)


@pytest.fixture
def site(tmp_path):
    made = Site(tmp_path)
    yield made
    for process in made.started:
        process.kill()
        process.wait()


@pytest.mark.long
def test_a_task_whose_worker_is_killed_is_done_once_more_and_all_ends_together(site):
    supervisor_process = site.work()
    first = site.began(1)
    assert "tourne déjà sur ces données" in site.python("manage.py", "work").stderr
    os.kill(first, signal.SIGKILL)
    second = site.began(2)
    until(lambda: site.row()[0] == "SUCCESSFUL")
    assert lines(site.trace) == [f"began {first}", f"began {second}", "done"] and first != second
    assert len(set(site.row()[1])) == 2
    supervisor_process.terminate()
    assert supervisor_process.wait(15) == 0
    assert not lives(second)
    log = [json.loads(line) for line in lines(site.log)]
    assert {"worker ended with code -9", "The job publish_scheduled failed"} <= {line["message"] for line in log}


@pytest.mark.long
def test_a_killed_supervisor_takes_its_worker_along_and_the_next_one_finishes_the_task(site):
    one = site.work()
    first = site.began(1)
    one.kill()
    until(lambda: not lives(first))
    site.work()
    site.began(2)
    until(lambda: lines(site.trace)[-1] == "done")
    assert lines(site.trace).count("done") == 1


# --- the queue


@pytest.fixture
def queued(db):
    """queued(status, worker, ...) puts a task in the table, as the library leaves it."""

    def make(status, *workers, finished=0, error="", started=0):
        now = timezone.now()
        return DBTaskResult.objects.create(
            status=status,
            worker_ids=list(workers),
            task_path="x.y",
            args_kwargs={"args": [], "kwargs": {}},
            backend_name="default",
            run_after=get_date_max(),
            started_at=now - timedelta(seconds=started),
            finished_at=now - timedelta(seconds=finished) if status == "FAILED" else None,
            exception_class_path=error,
            traceback=error,
        )

    return make


def states():
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_only_what_dead_workers_were_doing_is_put_back(queued):
    queued("RUNNING", "us:old:1")
    queued("RUNNING", "us:new:1")  # a start of this run that has ended
    queued("RUNNING", "us:new:2")  # alive
    queued("RUNNING", "others:z:1")  # on another machine, at work
    queued("RUNNING", "others:z:2", started=3 * 3600)  # on another machine that is gone
    assert queue.mind_orphans("us:", lambda: "us:new:2") == 3
    assert states() == ["READY"] * 3 + ["RUNNING"] * 2
    assert DBTaskResult.objects.ready().count() == 3


def test_a_task_that_another_worker_has_taken_meanwhile_is_left(queued):
    row = queued("RUNNING", "us:old:1", started=5)

    def current():
        DBTaskResult.objects.get(pk=row.pk).claim("us:new:2")
        return "us:new:2"

    assert queue.mind_orphans("us:", current) == 0
    assert states() == ["RUNNING"]


def test_a_task_that_ends_every_worker_is_given_up_and_said(queued, caplog):
    queued("RUNNING", *[f"us:a:{n}" for n in range(5)])
    assert queue.mind_orphans("us:", lambda: "us:a:6") == 0
    assert states() == ["FAILED"] and "given up" in caplog.text


@pytest.mark.parametrize(("tries", "delay"), [(1, 10), (2, 60), (3, 360), (4, 2160)])
def test_a_failed_task_is_tried_again_after_a_delay_that_grows(queued, tries, delay):
    row = queued("FAILED", *["w"] * tries, error="builtins.OSError")
    assert queue.retry_failures(timezone.now()) == 1
    again = DBTaskResult.objects.get(pk=row.pk)
    assert again.status == "READY" and again.run_after - row.finished_at == timedelta(seconds=delay)
    assert again.worker_ids == row.worker_ids


@pytest.mark.parametrize(
    ("tries", "error", "level"),
    [(5, "builtins.OSError", "ERROR"), (1, "media.models.PortalImage.DoesNotExist", "DEBUG"), (1, "builtins.OSError", "WARNING")],
)
def test_failures_are_logged_once_and_the_last_one_is_final(queued, caplog, tries, error, level):
    caplog.set_level("DEBUG", "portal.work")
    queued("FAILED", *["w"] * tries, finished=1, error=error)
    before = timezone.now() - timedelta(seconds=5)
    queue.retry_failures(before)
    queue.retry_failures(timezone.now())
    assert [record.levelname for record in caplog.records] == [level]
    assert states() == ["READY" if level == "WARNING" else "FAILED"]


def test_old_failures_are_left_in_peace(queued):
    queued("FAILED", "w", finished=2 * 24 * 3600)
    assert queue.retry_failures(timezone.now()) == 0


# --- the clock


def test_a_job_that_fails_is_logged_and_done_at_its_next_time(db, caplog):
    done = []

    def fails():
        done.append(1)
        raise ValueError("in vain")

    job = clock.Job("a job", fails, clock.seconds(60))
    watch = clock.Clock([job])
    watch.do(job)
    watch.do(job)
    assert len(done) == 1 and "The job a job failed" in caplog.text and "in vain" in caplog.text
    job.due = timezone.now()
    watch.do(job)
    assert len(done) == 2


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ((2026, 7, 1, 0, 59), (2026, 7, 1, 1, 0)),  # summer: three o'clock in Paris is one o'clock UTC
        ((2026, 7, 1, 1, 0), (2026, 7, 2, 1, 0)),
        ((2026, 1, 1, 12, 0), (2026, 1, 2, 2, 0)),
        ((2026, 3, 28, 12, 0), (2026, 3, 29, 1, 0)),  # the night when the hour changes
        ((2026, 10, 24, 12, 0), (2026, 10, 25, 2, 0)),
    ],
)
def test_the_night_is_three_o_clock_here(now, night):
    assert clock.next_night(datetime(*now, tzinfo=UTC)).astimezone(UTC) == datetime(*night, tzinfo=UTC)


def test_every_job_of_the_registry_can_be_done(db, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "index"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    jobs = clock.jobs_of_the_site()
    assert [job.name for job in jobs] == [
        "publish_scheduled",
        "add_counts",
        "catch_up",
        "read_texts",
        "rebuild_search",
        "make_cards",
        "clearsessions",
        "sync_memberships",
        "remind_memberships",
        "purge_autosaves",
        "search_doctor",
        "prune_db_task_results",
    ]
    for job in jobs:
        job.do()
    assert [job.due > timezone.now() for job in jobs] == [False] * 6 + [True] * 6


# --- children and locks


@pytest.fixture
def child(tmp_path):
    """A child that lives until it is asked to end; `script` may be changed."""
    script = tmp_path / "script.py"
    script.write_text("import time; time.sleep(60)")
    made = supervisor.Child("x", lambda number: supervisor.tied(str(script)))
    made.script = script
    yield made
    made.ask()
    made.stop()


def test_a_child_that_dies_is_started_again_more_and_more_slowly(child):
    child.script.write_text("raise SystemExit(3)")
    delays = []
    for number in (1, 2, 3):
        child.due = 0
        child.tend()
        child.process.wait(20)
        child.tend()
        assert child.starts == number and child.process is None
        delays.append(child.delay)
    assert delays == [1, 2, 4]


def test_a_child_ends_when_asked_and_leaves_nobody(child, tmp_path):
    pids = tmp_path / "pids"
    child.script.write_text(
        "import subprocess, sys, time\n"
        "other = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{other.pid}}\\n')\n"
        "time.sleep(60)\n"
    )
    child.tend()
    other = int(until(lambda: lines(pids))[0])
    child.ask()
    child.stop()
    assert child.process is None
    until(lambda: not lives(other) or zombie(other))


def zombie(pid):
    """A dead process that nobody has waited for: some containers have no init to do it."""
    return subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.startswith("Z")


def test_a_lock_is_held_once_and_names_its_data(tmp_path):
    one, two = Lock(tmp_path / "a.lock"), Lock(tmp_path / "a.lock")
    assert one.take() and not two.take()
    name = one.identity()
    one.release()
    assert two.take() and two.identity() == name and len(name) == 12


def test_the_worker_starts_once_the_site_has_answered_or_will_not():
    answered, asked = threading.Event(), []
    worker = supervisor.Child("work", lambda number: asked.append(number) or ["true"], after=answered)
    worker.tend()
    assert asked == []
    answered.set()
    worker.tend()
    worker.stop()
    assert asked == [1]
