"""What the library of tasks leaves undone: orphans put back, failures tried again. Plain queries on its table."""

import os
import socket
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

ATTEMPTS = 5
FIRST_DELAY = 10  # seconds; each failure makes it six times longer: 10 s, 1 min, 6 min, 36 min


def worker_name(pid: int, number: int) -> str:
    """The name of a supervisor's nth worker: its host and process can be read from it."""
    return f"{socket.gethostname()[:40]}:{pid}:{number}"


def is_orphan(worker: str, own: str | None = None) -> bool:
    """Whether the supervisor of `worker` has ended on this host, or `worker` is the one that has just died."""
    host, _, rest = worker.partition(":")
    if worker == own:
        return True
    pid = rest.partition(":")[0]
    return host == socket.gethostname()[:40] and pid.isdigit() and not alive(int(pid))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def put_back(rows: QuerySet, run_after=None) -> int:
    """Ready again; `worker_ids` is kept: it counts the attempts."""
    return rows.update(
        status="READY",
        run_after=run_after or get_date_max(),
        started_at=None,
        finished_at=None,
        exception_class_path="",
        traceback="",
    )


def put_back_orphans(own: str | None = None) -> int:
    """Tasks left RUNNING by a worker that is gone. One that has killed five workers is left where it is."""
    running = DBTaskResult.objects.filter(status="RUNNING").values_list("pk", "worker_ids")
    lost = [pk for pk, workers in running if workers and is_orphan(workers[-1], own) and len(workers) < ATTEMPTS]
    return put_back(DBTaskResult.objects.filter(pk__in=lost, status="RUNNING"))


def retry_failures() -> int:
    """Failed tasks that have tries left, each after a delay that grows."""
    day = timezone.now() - timedelta(days=1)
    failed = DBTaskResult.objects.filter(status="FAILED", finished_at__gt=day).values_list("pk", "worker_ids", "finished_at")
    count = 0
    for pk, workers, finished in failed:
        if 0 < len(workers) < ATTEMPTS:
            delay = timedelta(seconds=FIRST_DELAY * 6 ** (len(workers) - 1))
            count += put_back(DBTaskResult.objects.filter(pk=pk, status="FAILED"), finished + delay)
    return count
