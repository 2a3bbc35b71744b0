"""Two people act on the same row at the same moment: what the second had read before the first wrote."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.admin.views.account import NameEmailSettingsPanel

from portal.accounts import workflow
from portal.accounts.forms import NameForm
from portal.accounts.models import Invitation, Membership, User

NAMES = {"first_name": "Aline", "last_name": "Neuve"}


def read_twice(row):
    """The row as two requests have it."""
    return type(row).objects.get(pk=row.pk), type(row).objects.get(pk=row.pk)


LATE = {
    "role": lambda people, row: workflow.change_role(people.national, row, "manager"),
    "end": lambda people, row: workflow.change_end(people.national, row, None),
    "ended": lambda people, row: workflow.end(people.national, row),
}


@pytest.mark.parametrize("late", LATE.values(), ids=LATE)
def test_a_role_that_ended_meanwhile_stays_ended(w, people, late):
    first, second = read_twice(Membership.objects.get(user=people.editor))
    workflow.end(people.national, first)
    with pytest.raises(PermissionDenied):
        late(people, second)
    ended = Membership.objects.get(pk=first.pk)
    assert (ended.ended_at, ended.role) == (first.ended_at, "editor")


@pytest.mark.parametrize("late", [workflow.resend, workflow.withdraw])
def test_a_link_that_was_taken_meanwhile_opens_nothing_again(w, people, late):
    asked = workflow.invite(people.manager, email=people.peer.email, role="member", lab=w.a)
    first, second = read_twice(asked)
    workflow.accept(first, people.peer)
    with pytest.raises(PermissionDenied):
        late(people.manager, second)
    kept = Invitation.objects.get(pk=asked.pk)
    assert kept.accepted_at and not kept.withdrawn_at and kept.key_hash == first.key_hash


@pytest.mark.parametrize("form", [NameForm, NameEmailSettingsPanel.form_class], ids=["site", "admin"])
def test_a_name_saved_late_brings_back_no_old_password(w, people, form):
    """Whoever holds a stolen session saves a name without end: one of these has read the person just before."""
    now, late = read_twice(people.editor)
    now.set_password("un-mot-de-passe-neuf")
    now.save()
    User.objects.filter(pk=now.pk).update(deletion_requested_at=timezone.now())
    sent = form(NAMES, instance=late)
    assert sent.is_valid()
    sent.save()
    kept = User.objects.get(pk=now.pk)
    assert kept.check_password("un-mot-de-passe-neuf") and kept.deletion_requested_at
    assert kept.first_name == "Aline"


@pytest.mark.parametrize("form", [NameForm, NameEmailSettingsPanel.form_class], ids=["site", "admin"])
def test_a_name_saved_late_names_nobody_who_was_erased(w, people, form):
    workflow.ask_deletion(people.editor)
    now, late = read_twice(people.editor)
    workflow.anonymise(people.national, now)
    sent = form(NAMES, instance=late)
    assert sent.is_valid()
    sent.save()
    kept = User.objects.get(pk=now.pk)
    assert not kept.is_active and kept.first_name == "" and kept.email.endswith("@invalid")


def test_a_name_is_still_saved_from_the_admin(w, people, client):
    client.force_login(people.editor)
    asked = {"locale-preferred_language": "fr", "locale-current_time_zone": "Europe/Paris", "theme-theme": "system"}
    asked |= {"theme-contrast": "system", "theme-density": "default"}
    client.post("/admin/account/", asked | {f"name_email-{key}": value for key, value in NAMES.items()})
    assert User.objects.get(pk=people.editor.pk).get_full_name() == "Aline Neuve"


def test_two_who_open_the_same_account_at_once_get_one(w, people, client, monkeypatch):
    """The second, whose form was read before the first wrote, is told that the link is spent."""
    from portal.accounts import views

    monkeypatch.setattr(workflow, "post", lambda invitation: (keys.append(invitation.new_key()), invitation.save()))
    keys: list[str] = []
    workflow.invite(people.manager, email="neuve@x.example", role="member", lab=w.a)
    stock = views.NewAccountForm.is_valid

    def first_comes_another(form):
        asked = stock(form)
        monkeypatch.setattr(views.NewAccountForm, "is_valid", stock)
        client.post(f"/compte/invitation/{keys[0]}/", told)
        return asked

    told = NAMES | {"password1": "une phrase facile 7"}
    monkeypatch.setattr(views.NewAccountForm, "is_valid", first_comes_another)
    client.raise_request_exception = False
    answer = type(client)(raise_request_exception=False).post(f"/compte/invitation/{keys[0]}/", told)
    assert answer.status_code == 410
    assert User.objects.filter(email="neuve@x.example").count() == 1
    assert Membership.objects.filter(user__email="neuve@x.example").count() == 1
