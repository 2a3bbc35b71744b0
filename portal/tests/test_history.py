"""A history that can be read: automatic saves folded, hidden at first, all reachable; the old ones go, nothing else does."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from portal.history import MARK, Sitting, sittings
from portal.management.commands.purge_autosaves import old_autosaves, purge
from portal.tests.world import fresh

JSON = {"accept": "application/json"}


@pytest.fixture
def page(w, people):
    """A draft of the editor's, whose first version she saved herself."""
    tool = w.tool("Outil", live=False)
    save(tool, people.editor, 60 * 24 * 100, auto=False)
    return tool


def save(page, user, ago=0, auto=True, overwrite=None):
    """A save `ago` minutes ago, as the editor's form makes them."""
    revision = fresh(page).get_latest_revision_as_object().save_revision(user=user, log_action=True, overwrite_revision=overwrite)
    moment = timezone.now() - timedelta(minutes=ago)
    Revision.objects.filter(pk=revision.pk).update(created_at=moment)
    entry = PageLogEntry.objects.filter(page=page).order_by("-pk")[0]
    PageLogEntry.objects.filter(pk=entry.pk).update(timestamp=moment, data={MARK: True} if auto else {})
    return revision


def shown(client, page, query=""):
    response = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]) + query)
    return [(entry.sitting and entry.sitting.count, entry) for entry in response.context["object_list"]], response


def test_a_save_asked_for_by_the_script_is_marked_and_one_by_hand_is_not(w, people, client, page):
    from wagtail.test.utils.form_data import querydict_from_html

    client.force_login(people.editor)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form")
    for headers, marked in ((JSON, True), ({}, False)):
        data["tagline"] = f"Une autre phrase {marked}."
        client.post(url, data, headers=headers)
        latest = PageLogEntry.objects.filter(page=page, action="wagtail.edit").order_by("-pk")[0]
        assert latest.revision_id == fresh(page).latest_revision_id
        assert latest.data.get(MARK, False) is marked


def test_saves_in_a_row_are_one_line_with_their_number_and_hours(w, people, client, page):
    for ago in (90, 80, 62, 61):
        save(page, people.editor, ago)
    save(page, people.editor, 5, auto=False)
    client.force_login(people.editor)
    lines, response = shown(client, page, "?show=folded")
    assert [count for count, _entry in lines if count] == [4]
    folded = next(entry.sitting for count, entry in lines if count)
    assert str(folded) in response.content.decode()
    assert timedelta(minutes=28) < folded.last - folded.first < timedelta(minutes=30)


def test_what_wagtail_shows_as_one_entry_counts_for_all_its_saves(w, people, client, page):
    revision = save(page, people.editor, 20)
    for ago in (15, 10):
        save(page, people.editor, ago, overwrite=Revision.objects.get(pk=revision.pk))
    client.force_login(people.editor)
    lines, _response = shown(client, page, "?show=folded")
    assert [count for count, _entry in lines if count] == [3]
    sitting = next(entry.sitting for count, entry in lines if count)
    assert sitting.last - sitting.first > timedelta(minutes=9)


@pytest.mark.parametrize(
    ("saves", "expected"),
    [
        ([("a", 0), ("a", 29), ("a", 58)], [3]),  # each within half an hour of the next
        ([("a", 0), ("a", 31)], [1, 1]),
        ([("a", 0), ("b", 1), ("a", 2)], [1, 1, 1]),
        ([("a", 0), ("hand", 1), ("a", 2)], [1, 1]),
    ],
)
def test_a_sitting_is_one_person_without_a_long_pause(saves, expected):
    now = timezone.now()
    entries = [
        {"pk": n, "uuid": None, "user_id": who.replace("hand", "a"), "timestamp": now - timedelta(minutes=ago), "revision_id": n,
         "action": "wagtail.edit", "data": {} if who == "hand" else {MARK: True}}
        for n, (who, ago) in enumerate(saves)
    ]  # fmt: skip
    assert [sitting.count for sitting in sittings(entries, {})] == expected
    assert all(isinstance(sitting, Sitting) for sitting in sittings(entries, {}))


def test_at_first_only_what_was_done_on_purpose_and_the_current_draft(w, people, client, page):
    for ago in (200, 190, 100, 3):
        save(page, people.editor, ago)
    client.force_login(people.editor)
    lines, response = shown(client, page)
    assert [count for count, _entry in lines if count] == [1]  # what the editor opens: the save of three minutes ago
    assert {entry.revision_id for count, entry in lines if count} == {fresh(page).latest_revision_id}
    assert "?show=folded" in response.content.decode()
    every = shown(client, page, "?show=all")[0]
    assert len(every) == len(lines) + 3 and not any(count for count, _entry in every)
    assert len(shown(client, page, "?show=folded")[0]) == len(lines) + 2  # the sitting of 200 and 190, and that of 100


def test_another_s_page_has_no_history_for_me(w, people, client, page):
    client.force_login(people.neighbour)
    assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 403


def test_old_automatic_versions_go_and_no_other(w, people, page):
    day = 24 * 60
    old, kept = 40 * day, {}
    gone = save(page, people.editor, old)
    kept["by hand"] = save(page, people.editor, old - 1, auto=False)
    overwritten = save(page, people.editor, old - 2)
    kept["saved by hand over an automatic one"] = save(page, people.editor, old - 2, auto=False, overwrite=overwritten)
    kept["recent"] = save(page, people.editor, 29 * day)
    kept["published"] = save(page, people.editor, old - 4)
    kept["published"].publish(user=people.national)
    Revision.objects.filter(pk=kept["published"].pk).update(created_at=timezone.now() - timedelta(days=39))
    kept["scheduled"] = save(page, people.editor, old - 3)
    Revision.objects.filter(pk=kept["scheduled"].pk).update(approved_go_live_at=timezone.now() + timedelta(days=1))
    kept["in review"] = save(page, people.editor, old - 5)
    state = fresh(page).get_workflow().start(fresh(page), people.editor)
    kept["latest"] = save(page, people.editor, old - 6)
    state.current_task_state.reject(user=people.manager, comment="Non.")
    assert list(old_autosaves(30)) == [gone]
    assert purge(30) == 1
    assert not Revision.objects.filter(pk=gone.pk).exists()
    assert Revision.objects.filter(pk__in=[revision.pk for revision in kept.values()]).count() == len(kept)
    assert PageLogEntry.objects.filter(page=page, data__has_key=MARK, revision=None).count() == 1  # told, without a dead link


def test_the_nightly_command_can_count_first(w, people, page, capsys):
    save(page, people.editor, 40 * 24 * 60)
    save(page, people.editor, 1, auto=False)
    call_command("purge_autosaves", "--dry-run")
    assert "1 version(s) automatique(s) à supprimer" in capsys.readouterr().out and old_autosaves(30).count() == 1
    call_command("purge_autosaves")
    assert old_autosaves(30).count() == 0


def test_the_line_of_a_purged_version_offers_nothing_to_open(w, people, client, page):
    gone = save(page, people.editor, 40 * 24 * 60)
    save(page, people.editor, 1, auto=False)
    purge(30)
    client.force_login(people.editor)
    html = shown(client, page, "?show=all")[1].content.decode()
    assert f"/revisions/{gone.pk}/" not in html and f"/{gone.pk}.../" not in html
