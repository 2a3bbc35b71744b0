"""Saving the content object by object asks for each entry of two indexes of Wagtail, thousands of tasks: all are made at once."""

from contextlib import contextmanager
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task

MADE_AT_ONCE = {update_reference_index_task.module_path, insert_or_update_object_task.module_path}


@contextmanager
def queued_once():
    """What is asked of the worker inside waits until the end, and is asked once."""
    queue = task_backends["default"]
    task_backends["default"] = aside = DummyBackend("default", settings.TASKS["default"])
    try:
        yield
    finally:
        task_backends["default"] = queue
    asked = {(result.task.module_path, repr((result.args, result.kwargs))): result for result in aside.results}
    for result in asked.values():
        if result.task.module_path not in MADE_AT_ONCE:
            result.task.enqueue(*result.args, **result.kwargs)
    for command in ("rebuild_references_index", "wagtail_update_index"):
        call_command(command, stdout=StringIO())
