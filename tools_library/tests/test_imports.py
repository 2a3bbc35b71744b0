"""An import in the admin: read, confirmed, undone; with the rights of whoever sends it."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Page, Revision

from portal.tests.fixtures import once
from portal.tests.world import fresh
from tools_library.models import ToolImport, ToolPage
from tools_library.sheets import applying, planning, tables
from tools_library.sheets.exporting import export

START = reverse("tool_imports:start")
HEADINGS = ("Référence", "Nom de l'outil", "En une phrase")


def upload(*rows, headings=HEADINGS):
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([headings, *rows])
    return SimpleUploadedFile("outils.csv", out.getvalue().encode())


def send(client, *rows, headings=HEADINGS):
    """The import read from these rows, and the answer that shows it."""
    answer = client.post(START, {"file": upload(*rows, headings=headings)}, follow=True)
    return ToolImport.objects.first(), answer


def confirm(client, record):
    answer = client.post(reverse("tool_imports:show", args=[record.pk]), follow=True)
    record.refresh_from_db()
    return answer


def undo(client, record):
    client.post(reverse("tool_imports:undo", args=[record.pk]))
    record.refresh_from_db()


def draft_of(page):
    return fresh(page).get_latest_revision_as_object()


@pytest.fixture
def editor(people, client):
    client.force_login(people.editor)
    return client


def test_nothing_is_written_before_it_is_confirmed(w, people, editor):
    tool = w.tool("Là", w.a)
    before = (Page.objects.count(), Revision.objects.count())
    record, answer = send(editor, [tool.reference, "Là", "Autre phrase."], ["", "Neuf", "Une."], ["OUT-999", "Perdu", ""])
    assert (Page.objects.count(), Revision.objects.count()) == before
    assert (record.created, record.changed, record.unchanged, record.refused) == (1, 1, 0, 1)
    html = answer.content.decode()
    assert "OUT-999" in html and "Autre phrase." not in html  # refusals come first
    assert "Autre phrase." in editor.get(f"{answer.request['PATH_INFO']}?show=changed").content.decode()


def test_what_is_confirmed_becomes_drafts_and_publishes_nothing(w, people, editor):
    tool = w.tool("Là", w.a)
    record, _answer = send(editor, [tool.reference, "Là", "Autre phrase."], ["", "Neuf", "Une."])
    confirm(editor, record)
    assert record.state == "done" and record.table == {}
    tool = fresh(tool)
    assert (tool.tagline, tool.has_unpublished_changes, draft_of(tool).tagline) == ("Une phrase.", True, "Autre phrase.")
    new = ToolPage.objects.get(title="Neuf")
    assert (new.live, new.owner_lab, new.owner, new.reference[:4]) == (False, w.a, people.editor, "OUT-")
    assert new.get_latest_revision().user == people.editor


def test_the_steps_keep_what_the_file_does_not_say(w, people, editor):
    tool = w.tool("Là", w.a)
    keys = [step.translation_key for step in tool.steps.all()]
    headings = ("Référence", "Étape 1 – Titre", "Étape 1 – Minutes", "Étape 2 – Titre", "Étape 2 – Minutes")
    record, _answer = send(editor, [tool.reference, "Étape 0", "12", "Étape 1", "8"], headings=headings)
    confirm(editor, record)
    steps = list(draft_of(tool).steps.all())
    assert [(step.minutes, step.say) for step in steps] == [(12, "Dites 0."), (8, "Dites 1.")]
    assert [step.translation_key for step in steps] == keys
    draft_of(tool).save_revision().publish()
    assert [step.minutes for step in fresh(tool).steps.all()] == [12, 8]


def test_the_same_file_twice_changes_nothing_the_second_time(w, people, editor):
    tool = w.tool("Là", w.a)
    rows = [tool.reference, "Là", "Autre."], ["", "Neuf  deux", "Une."]
    confirm(editor, send(editor, *rows)[0])
    pages, revisions = Page.objects.count(), Revision.objects.count()
    record, answer = send(editor, *rows)
    assert (record.unchanged, record.to_do) == (2, 0)
    confirm(editor, record)
    assert (Page.objects.count(), Revision.objects.count()) == (pages, revisions)


def test_a_new_row_with_the_name_of_another_tool_of_the_lab_names_its_reference(w, people, editor):
    tool = w.tool("Là", w.a)
    record, answer = send(editor, ["", "Là", "Autre chose."])
    assert record.refused == 1 and tool.reference in answer.content.decode()


# --- rights


def test_a_neighbours_reference_is_refused_in_the_words_of_an_unknown_one(w, people, editor):
    hers = w.tool("À elle", w.b)
    record, answer = send(editor, [hers.reference, "x", "y"], ["OUT-998", "x", "y"])
    told = [line["faults"][0][1].replace(hers.reference, "*").replace("OUT-998", "*") for line in record.report]
    assert told[0] == told[1] and "À elle" not in answer.content.decode()
    confirm(editor, record)
    assert fresh(hers).latest_revision == hers.latest_revision


def test_an_editor_makes_tools_for_her_labs_only_and_the_national_team_for_all(w, people, client):
    headings = ("Nom de l'outil", "Lab référent")
    client.force_login(people.editor)
    assert send(client, ["Neuf", "Lab b"], headings=headings)[0].refused == 1
    client.force_login(people.national)
    record, _answer = send(client, ["Neuf", "Lab b"], ["Sans lab", ""], headings=headings)
    assert (record.created, record.refused) == (1, 1)
    confirm(client, record)
    assert ToolPage.objects.get(title="Neuf").owner_lab == w.b


def test_an_import_gives_no_tool_to_another_lab(w, people, client):
    tool = w.tool("Là", w.a)
    client.force_login(people.national)
    record, _answer = send(client, [tool.reference, "Lab b"], headings=("Référence", "Lab référent"))
    assert record.refused == 1


def test_an_import_is_read_confirmed_and_undone_by_whoever_sent_it(w, people, client):
    client.force_login(people.neighbour)
    record, _answer = send(client, ["", "À elle", "x"])
    client.force_login(people.editor)
    for name in ("show", "undo"):
        assert client.get(reverse(f"tool_imports:{name}", args=[record.pk])).status_code == 404
    assert "outils.csv" not in client.get(START).content.decode()
    client.force_login(people.national)
    assert "outils.csv" in client.get(START).content.decode()
    assert client.post(reverse("tool_imports:show", args=[record.pk])).status_code == 302  # refused: back to the desk
    assert not ToolPage.objects.filter(title="À elle").exists()


def test_members_and_strangers_have_no_door(w, people, client):
    for person in (people.member, people.peer):
        client.force_login(person)
        assert client.get(START).status_code != 200 and client.get(reverse("tool_imports:model", args=["csv"])).status_code != 200


@pytest.mark.parametrize("why", ["locked", "review", "scheduled"])
def test_a_tool_that_nobody_may_change_now_is_refused(w, people, editor, why):
    from datetime import timedelta

    from django.utils import timezone

    tool = w.tool("Là", w.a)
    if why == "locked":
        ToolPage.objects.filter(pk=tool.pk).update(locked=True, locked_by=people.manager)
    elif why == "review":
        tool.save_revision(user=people.editor)
        tool.get_workflow().start(tool, people.editor)
    else:
        tool.go_live_at = timezone.now() + timedelta(days=2)
        tool.save_revision(approved_go_live_at=tool.go_live_at)
    assert send(editor, [tool.reference, "Là", "Autre."])[0].refused == 1
    assert send(editor, [tool.reference, "Là", "Une phrase."])[0].unchanged == 1


def test_what_changed_since_it_was_read_is_shown_again(w, people, editor):
    tool = w.tool("Là", w.a)
    record, _answer = send(editor, [tool.reference, "Là", "Autre."])
    tool.tagline = "Entre-temps."
    tool.save_revision()
    confirm(editor, record)
    assert record.state == "read" and draft_of(tool).tagline == "Entre-temps."
    assert record.report[0]["changes"] == [["En une phrase", "Entre-temps.", "Autre."]]


# --- undo


def test_an_import_is_undone_as_a_whole(w, people, editor):
    live, draft = w.tool("Là", w.a), w.tool("Brouillon", w.a, live=False)
    live.refresh_from_db()
    draft.tagline = "Seconde."
    draft.save_revision()
    record, _answer = send(editor, [live.reference, "Là", "x"], [draft.reference, "Brouillon", "y"], ["", "Neuf", "z"])
    confirm(editor, record)
    assert (draft_of(live).tagline, draft_of(draft).tagline) == ("x", "y")
    undo(editor, record)
    assert (draft_of(live).tagline, draft_of(draft).tagline) == ("Une phrase.", "Seconde.")
    assert not fresh(live).has_unpublished_changes and not ToolPage.objects.filter(title="Neuf").exists()
    assert record.state == "undone" and not record.lines.filter(is_undone=False).exists()


def test_undoing_leaves_what_somebody_touched_and_says_which(w, people, editor):
    tools = [w.tool(f"Outil {n}", w.a) for n in range(3)]
    record, _answer = send(editor, *([tool.reference, tool.title, "x"] for tool in tools), ["", "Neuf", "z"], ["", "Deux", "z"])
    confirm(editor, record)
    draft_of(tools[0]).save_revision(user=people.manager)
    fresh(tools[1]).get_latest_revision().publish()
    draft_of(ToolPage.objects.get(title="Neuf")).save_revision(clean=False)
    undo(editor, record)
    kept = set(record.lines.exclude(told="").values_list("title", flat=True))
    assert kept == {"Outil 0", "Outil 1", "Neuf"}
    assert (draft_of(tools[0]).tagline, draft_of(tools[2]).tagline) == ("x", "Une phrase.")
    assert ToolPage.objects.filter(title="Neuf").exists() and not ToolPage.objects.filter(title="Deux").exists()
    html = editor.get(reverse("tool_imports:show", args=[record.pk])).content.decode()
    assert all(escape(title) in html for title in kept)


def test_undoing_takes_the_rights_of_today(w, people, editor):
    record, _answer = send(editor, ["", "Neuf", "z"])
    confirm(editor, record)
    ToolPage.objects.filter(title="Neuf").update(owner_lab=w.b)
    undo(editor, record)
    assert ToolPage.objects.filter(title="Neuf").exists() and record.lines.get().told


def test_an_import_is_undone_once_and_not_before_it_is_done(w, people, editor):
    record, _answer = send(editor, ["", "Neuf", "z"])
    undo(editor, record)
    assert record.state == "read"
    confirm(editor, record)
    undo(editor, record)
    undo(editor, record)
    assert record.state == "undone"


# --- large ones


def test_a_long_import_goes_to_the_queue(w, people, editor, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(applying, "AT_ONCE", 1)
    record, _answer = send(editor, ["", "Un", "z"], ["", "Deux", "z"])
    with django_capture_on_commit_callbacks() as callbacks:
        confirm(editor, record)
    assert record.state == "running" and not ToolPage.objects.filter(title="Un").exists()
    for callback in callbacks:
        callback()
    record.refresh_from_db()
    assert record.state == "done" and ToolPage.objects.filter(title__in=["Un", "Deux"]).count() == 2


def test_the_queue_writes_and_takes_back_by_batches(w, people, editor, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(applying, "AT_ONCE", 0)
    monkeypatch.setattr(applying, "BATCH", 2)
    tool = w.tool("Là", w.a)
    record, _answer = send(editor, *(["", f"Neuf {n}", "z"] for n in range(5)), [tool.reference, "Là", "x"])
    with django_capture_on_commit_callbacks(execute=True):
        confirm(editor, record)
    record.refresh_from_db()
    assert (record.state, record.created, record.changed, record.lines.count()) == ("done", 5, 1, 6)
    with django_capture_on_commit_callbacks(execute=True):
        undo(editor, record)
    record.refresh_from_db()
    assert record.state == "undone" and not ToolPage.objects.filter(title__startswith="Neuf").exists()


def test_what_the_database_refuses_stops_nothing_else(w, people, editor, monkeypatch):
    from django.db import IntegrityError

    write = applying.write

    def refuse(record, line):
        if line.title == "Un":
            raise IntegrityError
        write(record, line)

    monkeypatch.setattr(applying, "write", refuse)
    record, _answer = send(editor, ["", "Un", "z"], ["", "Deux", "z"])
    confirm(editor, record)
    assert (record.state, record.created) == ("done", 1)
    assert record.lines.exclude(told="").get().title == "Un"


def test_what_changes_while_the_queue_works_is_left_alone(w, people, editor):
    tool = w.tool("Là", w.a)
    [line] = planning.plan(people.editor, tables.table(upload([tool.reference, "Là", "x"])))
    tool.tagline = "Entre-temps."
    tool.save_revision(user=people.manager)
    told = applying.change(people.editor, line)
    assert told["told"] and draft_of(tool).tagline == "Entre-temps."


def test_an_import_stopped_half_way_goes_on_without_doubling(w, people, editor):
    record, _answer = send(editor, ["", "Un", "z"], ["", "Deux", "z"])
    record.state = "running"
    record.save()
    first = planning.plan(people.editor, tables.Table.from_json(record.table))[0]
    applying.write(record, first)
    applying.carry_out.call(record.pk)
    record.refresh_from_db()
    assert (record.state, record.created, ToolPage.objects.filter(title__in=["Un", "Deux"]).count()) == ("done", 2, 2)


@once
def forty_once(w):
    for n in range(40):
        w.tool(f"Outil {n}", w.a)


def test_reading_asks_the_database_as_much_for_forty_tools_as_for_two(forty_once, people, count):
    for most in (2, 40):
        data = export(people.editor, ToolPage.objects.filter(title__in=[f"Outil {n}" for n in range(most)]), "csv")
        table = tables.table(SimpleUploadedFile("outils.csv", data))
        table.rows += tables.table(upload(*(["", f"Neuf {n}", "x"] for n in range(most)))).rows
        user = type(people.editor).objects.get(pk=people.editor.pk)
        with count(PLANNING):
            assert len(planning.plan(user, table)) == 2 * most


def test_exporting_asks_the_database_as_much_for_forty_tools_as_for_two(forty_once, people, count):
    export(people.editor, ToolPage.objects.filter(title="Outil 0"), "csv")  # what a process asks once
    for most in (2, 40):
        user = type(people.editor).objects.get(pk=people.editor.pk)
        with count(EXPORTING):
            export(user, ToolPage.objects.filter(title__in=[f"Outil {n}" for n in range(most)]), "csv")


PLANNING, EXPORTING = 10, 9


# --- screens


def test_a_file_that_cannot_be_read_is_told_on_the_form(w, people, editor):
    answer = editor.post(START, {"file": SimpleUploadedFile("image.csv", b"\x89PNG\r\n\x00")})
    assert answer.status_code == 200 and ToolImport.objects.count() == 0
    assert "image.csv" in str(answer.context["form"].errors["file"])
    assert editor.post(START, {}).context["form"].errors["file"]


def test_what_a_file_holds_is_shown_as_text(w, people, editor):
    tool = w.tool("Là", w.a)
    _record, answer = send(editor, [tool.reference, "<img src=x onerror=alert(1)>", "x"])
    assert "<img src=x" not in answer.content.decode() and "&lt;img src=x" in answer.content.decode()


def test_the_list_of_tools_exports_what_the_import_takes(w, people, editor):
    w.tool("Là", w.a), w.tool("À elle", w.b)
    for form in ("csv", "xlsx"):
        answer = editor.get(reverse("tools:index") + f"?export={form}")
        assert answer["Content-Disposition"].endswith(f'.{form}"')
        record_file = SimpleUploadedFile(f"outils.{form}", answer.content)
        assert [line.outcome for line in planning.plan(people.editor, tables.table(record_file))] == ["same"]
        assert "À elle".encode() not in answer.content


def test_many_rows_come_by_fifty(w, people, editor):
    record, answer = send(editor, *(["", f"Neuf {n}", "x"] for n in range(60)))
    assert record.created == 60 and "Neuf 49" in answer.content.decode() and "Neuf 50" not in answer.content.decode()
    assert "Neuf 50" in editor.get(f"{answer.request['PATH_INFO']}?show=created&p=2").content.decode()
