"""Loading the demonstration: what saving asks of the worker is asked once, and two indexes are made at once."""

import pytest
from django.conf import settings
from django_tasks import task_backends
from django_tasks.backends.dummy import DummyBackend
from wagtail.models import ReferenceIndex
from wagtail.tasks import update_reference_index_task

from portal.demo.queued import queued_once
from portal.tests.world import fresh
from search.indexing import refresh
from tools_library.models import ToolPage


@pytest.fixture
def queue():
    kept = task_backends["default"]
    task_backends["default"] = DummyBackend("default", settings.TASKS["default"])
    yield task_backends["default"]
    task_backends["default"] = kept


def test_a_task_asked_twice_is_asked_once_at_the_end(db, queue):
    with queued_once():
        refresh.enqueue("tool", 1, "")
        refresh.enqueue("tool", 2, "")
        refresh.enqueue("tool", 1, "")
        assert queue.results == []
    assert [result.args for result in queue.results] == [["tool", 1, ""], ["tool", 2, ""]] and task_backends["default"] is queue


def test_both_indexes_are_made_at_once(w, queue):
    with queued_once():
        tool = w.tool("Ancre des songes")
        other = w.tool("Autre", replaced_by=fresh(tool))
        update_reference_index_task.enqueue("tools_library", "toolpage", str(tool.pk))
    assert [result.task for result in queue.results if result.task != refresh] == []
    assert ReferenceIndex.objects.filter(object_id=str(other.pk), to_object_id=str(tool.pk)).exists()
    assert [page.title for page in ToolPage.objects.search("songes")] == ["Ancre des songes"]


def test_a_loading_that_fails_says_so_and_gives_the_queue_back(db, queue):
    with pytest.raises(ZeroDivisionError), queued_once():
        1 / 0  # noqa: B018
    assert task_backends["default"] is queue
