"""What the library of tasks leaves undone: orphans put back, failures tried again. Plain queries on its table.

A task counts its attempts by itself: each worker that takes it adds its name to `worker_ids`.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

logger = logging.getLogger("portal.work")
ATTEMPTS = 5
FIRST_DELAY = 10  # seconds; each failure makes it six times longer: 10 s, 1 min, 6 min, 36 min
LOST = timedelta(hours=2)  # no task of ours lasts as long: its worker has gone, with the machine it ran on


def unchanged(task: DBTaskResult) -> QuerySet:
    """The row of `task`, unless somebody has taken it since it was read."""
    return DBTaskResult.objects.filter(pk=task.pk, status=task.status, started_at=task.started_at)


def put_back(task: DBTaskResult, when: datetime | None = None) -> int:
    """Ready again, now or at `when`. The number of rows that changed."""
    return unchanged(task).update(
        status="READY", run_after=when or get_date_max(), started_at=None, finished_at=None, exception_class_path="", traceback=""
    )


def give_up(task: DBTaskResult) -> None:
    """It ends every worker that takes it: a failure, so that it is seen and does not come back."""
    words = f"{len(task.worker_ids)} workers ended while they ran it"
    unchanged(task).update(
        status="FAILED", finished_at=timezone.now(), exception_class_path="builtins.RuntimeError", traceback=words
    )
    logger.error("Task %s is given up: %s", task.task_path, words)


def mind_orphans(family: str, current: Callable[[], str]) -> int:
    """Put back what dead workers were doing. Workers whose name begins with `family` are ours: only `current()` is alive.

    The rows are read first and `current` asked next: a task taken meanwhile by a new worker is never thought lost.
    """
    running = list(DBTaskResult.objects.filter(status="RUNNING").exclude(worker_ids=[]))
    alive, count = current(), 0
    for task in running:
        worker = task.worker_ids[-1]
        if worker == alive or not (worker.startswith(family) or task.started_at < timezone.now() - LOST):
            continue
        if len(task.worker_ids) >= ATTEMPTS:
            give_up(task)
        else:
            count += put_back(task)
            logger.warning("Task %s is put back: its worker has ended", task.task_path)
    return count


def is_final(task: DBTaskResult) -> bool:
    """No more tries, or nothing to try: the object it was about has gone since."""
    return len(task.worker_ids) >= ATTEMPTS or task.exception_class_path.endswith(".DoesNotExist")


def tell(task: DBTaskResult) -> None:
    if task.exception_class_path.endswith(".DoesNotExist"):
        logger.debug("Task %s has nothing left to do: %s", task.task_path, task.exception_class_path)
    else:
        words = "Task %s failed, try %s of %s\n%s"
        level = logging.ERROR if is_final(task) else logging.WARNING
        logger.log(level, words, task.task_path, len(task.worker_ids), ATTEMPTS, task.traceback)


def retry_failures(since: datetime) -> int:
    """Plan another try of each failed task that has tries left, and log the failures that came after `since`."""
    count = 0
    for task in DBTaskResult.objects.filter(status="FAILED", finished_at__gt=timezone.now() - timedelta(days=1)):
        if task.finished_at > since:
            tell(task)
        if not is_final(task):
            delay = FIRST_DELAY * 6 ** (len(task.worker_ids) - 1)
            count += put_back(task, task.finished_at + timedelta(seconds=delay))
    return count
