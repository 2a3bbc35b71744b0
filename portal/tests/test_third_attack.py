"""What was tried a third time with an account of one's own: by addresses, by numbers, by many requests at once."""

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState

from portal.models import ReviewTask
from portal.rights.refusals import PublicationRefused
from portal.tests.neighbour import CANARY, settle
from portal.tests.world import fresh
from tools_library.models import ToolPage
from tools_library.tests.test_publication import edit_url, form


def chosen(client, url):
    """What the editor of rich text is told of an address typed as an external link."""
    return client.post("/admin/choose-external-link/", {"external-link-chooser-url": url, "external-link-chooser-link_text": "x"})


@pytest.mark.parametrize("more", ["", "?x=1"])
def test_an_address_gives_neither_a_hidden_title_nor_a_coming_one(w, people, client, more):
    """Stock turns any address of the site into a page, and tells its number and the title of its draft."""
    b, url = settle(w, people), "/outils/{}/{}".format
    client.force_login(people.editor)
    for hidden in (b.inner, b.draft):
        told = chosen(client, url(hidden.slug, more)).json()
        assert told["step"] == "external_link_chosen" and "id" not in told["result"] and CANARY not in str(told)
    told = chosen(client, url(b.live.slug, more)).json()
    assert CANARY not in str(told)  # of its draft
    assert b.live.title in str(told) and f"'id': {b.live.pk}" in str(told)
    client.force_login(people.neighbour)
    assert f"'id': {b.inner.pk}" in str(chosen(client, url(b.inner.slug, more)).json())


def act(task_state, user, action):
    """As a request does that has read the page before the other one wrote."""
    task_state.task.specific.on_action(task_state, user, action, comment="À revoir.")


@pytest.mark.parametrize(("first", "second"), [("approve", "reject"), ("reject", "approve"), ("approve", "approve")])
def test_of_two_who_decide_at_once_the_first_has_decided(w, people, first, second):
    """Stock let both: a page « sent back » went on to the next reviewers, an approved one waited for changes."""
    page = w.tool("Soumise", live=False)
    page.save_revision(user=people.editor)
    review = page.get_workflow().start(page, people.editor)
    one, other = (TaskState.objects.get(pk=review.current_task_state.pk) for _n in range(2))
    act(one, people.manager, first)
    with pytest.raises(PublicationRefused):
        act(other, people.national, second)
    assert TaskState.objects.get(pk=one.pk).status == {"approve": "approved", "reject": "rejected"}[first]
    review.refresh_from_db()
    assert review.status == {"approve": "in_progress", "reject": "needs_changes"}[first]
    assert review.task_states.count() == {"approve": 2, "reject": 1}[first]
    assert PageLogEntry.objects.filter(page=page.pk, action=f"wagtail.workflow.{second}").count() == (first == second)
    assert not fresh(page).live


def test_whoever_decides_too_late_is_told_so(w, people, client, monkeypatch):
    page = w.tool("Soumise", live=False)
    page.save_revision(user=people.editor)
    state = page.get_workflow().start(page, people.editor).current_task_state
    client.force_login(people.national)
    stock = ReviewTask.on_action

    def first_comes_another(self, task_state, user, action, **kwargs):
        monkeypatch.setattr(ReviewTask, "on_action", stock)
        act(TaskState.objects.get(pk=state.pk), people.manager, "approve")
        return stock(self, task_state, user, action, **kwargs)

    monkeypatch.setattr(ReviewTask, "on_action", first_comes_another)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.pk])
    told = client.post(url, {"comment": "À revoir."}, follow=True)
    assert any(words in told.content.decode() for words in ("decided meanwhile", "entre-temps"))
    assert TaskState.objects.get(pk=state.pk).status == "approved"


def test_a_page_handed_over_meanwhile_is_not_taken_back(w, people, client, monkeypatch):
    """Her form was read before the national team gave the page to another lab; it is written after."""
    page, stock = w.tool("À moi"), ToolPage.save_revision

    def first_it_is_handed_over(self, *args, **kwargs):
        ToolPage.objects.filter(pk=page.pk).update(owner_lab=w.b)
        return stock(self, *args, **kwargs)

    monkeypatch.setattr(ToolPage, "save_revision", first_it_is_handed_over)
    client.force_login(people.manager)
    client.post(edit_url(page), form(slug=page.slug, tagline="Volée.") | {"action-publish": "x"})
    kept = fresh(page)
    assert (kept.owner_lab, kept.tagline) == (w.b, page.tagline)
