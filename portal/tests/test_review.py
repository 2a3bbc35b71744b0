"""Review: the lab's manager, then the national team; a reason to send back; letters to those who can act."""

import re

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.urls import reverse
from wagtail.models import TaskState

from portal.accounts.models import User
from portal.tests.world import fresh, person


def submitted(w, by, lab=None, title="À relire"):
    page = w.tool(title, lab or w.a, live=False)
    page.save_revision(user=by)
    state = page.get_workflow().start(page, by)
    return page, state


def act(client, page, state, action, **data):
    state.refresh_from_db()
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.current_task_state.pk])
    return client.post(url, data, follow=True)


def to(subject):
    return sorted(message.to[0] for message in mail.outbox if message.subject.startswith(subject))


def test_a_page_goes_through_the_lab_then_the_national_team(w, people, client):
    page, state = submitted(w, people.editor)
    assert to("À relire : À relire") == ["responsable@example.org"]  # who can act, and nobody else
    for who in (people.editor, people.neighbour, people.member):
        client.force_login(who)
        act(client, page, state, "approve")
    state.refresh_from_db()
    assert state.current_task_state.task.name == "Relecture par le lab"
    client.force_login(people.manager)
    act(client, page, state, "approve")
    assert to("À relire : À relire") == ["nationale@example.org", "responsable@example.org"]
    act(client, page, state, "approve")  # the second step is not hers
    assert not fresh(page).live
    client.force_login(people.national)
    act(client, page, state, "approve")
    assert fresh(page).live and to("Publiée : À relire") == ["editrice@example.org"]


def test_to_send_back_takes_a_reason_that_the_author_reads(w, people, client):
    page, state = submitted(w, people.editor)
    client.force_login(people.manager)
    modal = client.get(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", state.current_task_state.pk]),
        headers={"x-requested-with": "XMLHttpRequest"},
    ).json()["html"]
    assert "Ce qui doit changer" in modal
    act(client, page, state, "reject", comment="  ")
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS
    act(client, page, state, "reject", comment="Les étapes durent trop.")
    letter = next(m for m in mail.outbox if m.subject == "À reprendre : À relire")
    assert letter.to == ["editrice@example.org"] and "Les étapes durent trop." in letter.body and letter.alternatives
    state.refresh_from_db()
    assert state.status == state.STATUS_NEEDS_CHANGES


def test_no_route_sends_back_without_a_reason(w, people, client):
    page, state = submitted(w, people.editor)
    with pytest.raises(Exception, match="Dites ce qui doit changer"):
        state.current_task_state.task.specific.on_action(state.current_task_state, people.manager, "reject")


def test_the_lab_of_a_neighbour_is_neither_told_nor_able(w, people, client):
    boss_b = person("responsable-b@example.org", w.b, "manager")
    page, state = submitted(w, people.editor)
    assert not TaskState.objects.reviewable_by(boss_b) and to("À relire") == ["responsable@example.org"]
    client.force_login(boss_b)
    act(client, page, state, "approve")
    mine, my_state = submitted(w, boss_b, w.b, "À moi")  # the page of the URL is hers, the task is not
    url = reverse("wagtailadmin_pages:workflow_action", args=[mine.pk, "approve", state.current_task_state.pk])
    client.post(url)
    state.refresh_from_db()
    assert state.current_task_state.status == TaskState.STATUS_IN_PROGRESS


def test_a_lab_without_manager_is_read_over_by_the_national_team(w, people):
    _page, _state = submitted(w, people.neighbour, w.b)
    assert to("À relire") == ["nationale@example.org"]


def test_whoever_wants_no_letter_gets_none(w, people):
    from wagtail.users.models import UserProfile

    profile = UserProfile.get_for_user(people.manager)
    profile.submitted_notifications = False
    profile.save()
    submitted(w, people.editor)
    assert to("À relire") == []


def test_who_left_is_not_written_to(w, people):
    from portal.accounts import workflow

    workflow.end(people.national, people.manager.memberships.get())
    submitted(w, people.editor)
    assert to("À relire") == ["nationale@example.org"]


def test_what_waits_for_me_is_on_my_desk(w, people, client):
    submitted(w, people.editor, title="Carte des acteurs")
    for who, sees in ((people.manager, True), (people.national, True), (people.neighbour, False)):
        client.force_login(User.objects.get(pk=who.pk))
        desk = client.get("/admin/").content.decode()
        assert ("Carte des acteurs" in desk) == sees, who


def test_a_page_in_review_says_who_submitted_it_and_since_when(w, people, client):
    page, _state = submitted(w, people.editor)
    client.force_login(people.editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "En attente de relecture" in html and "soumise par editrice@example.org" in html


def test_a_locked_page_says_by_whom_and_since_when(w, people, client):
    page = w.tool("Fermée", w.a)
    client.force_login(people.manager)
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    client.force_login(people.editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert re.search(r"verrouillé\(e\)</b> par <b>responsable@example.org</b> le <b>\d+ \w+ \d{4} \d\d:\d\d", html)


def test_a_trusted_lab_publishes_alone(w, people, client):
    page = w.tool("À nous", w.a, live=False)
    w.a.is_trusted = True
    w.a.save()
    assert page.permissions_for_user(User.objects.get(pk=people.editor.pk)).can_publish()


def test_wagtails_own_workflow_and_groups_are_gone(w):
    from django.contrib.auth.models import Group
    from wagtail.models import Workflow

    assert [flow.name for flow in Workflow.objects.all()] == ["Relecture"]
    assert [task.name for task in Workflow.objects.get().tasks] == ["Relecture par le lab", "Relecture par l'équipe nationale"]
    assert not Group.objects.filter(name__in=["Moderators", "Editors"])


def test_letters_of_libraries_leave_by_the_queue_too(db, settings):
    from django_tasks_db.models import DBTaskResult

    settings.EMAIL_BACKEND = "portal.accounts.mail.QueueBackend"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    EmailMessage("Un commentaire", "Deux lignes.", to=["a@example.org", "b@example.org"]).send()
    assert DBTaskResult.objects.count() == 2 and not mail.outbox
