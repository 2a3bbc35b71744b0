"""Files taken away, searches that found nothing: counted after the answer, by month, without anybody in them."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from media.tests.conftest import body, document  # noqa: F401  (a fixture)
from portal import tally
from search.models import FruitlessSearch
from tools_library.models import ToolAttachment, ToolCount, ToolPage


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.PORTAL_DATA_DIR = tmp_path
    tally.flush()
    return tmp_path


def notes(data):
    path = data / "tally" / "notes"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.fixture
def offered(w, document):  # noqa: F811
    """A tool and its public file."""
    tool, file = w.tool("Fiche"), document()
    tool.attachments = [ToolAttachment(document=file, kind="canvas", title="Support")]
    tool.save_revision().publish()
    return tool, type(file).objects.get(pk=file.pk)


def test_a_file_taken_is_counted_once_for_its_tool_and_month(offered, client, data):
    tool, file = offered
    body(client.get(file.url))
    body(client.get(file.url, HTTP_RANGE="bytes=0-0"))
    body(client.get(file.url, HTTP_RANGE="bytes=1-2"))  # the rest of the same
    client.head(file.url)
    etag = client.get(file.url)["ETag"]
    body(client.get(file.url, HTTP_IF_NONE_MATCH=etag))
    month = timezone.localdate().strftime("%Y-%m")
    assert notes(data)[0] == [month, "file", str(file.pk)]
    call_command("add_counts", verbosity=0)
    row = ToolCount.objects.get()
    assert (row.tool, row.month, row.what) == (tool.translation_key, month, "file")
    assert row.number == 3  # whole, from its first byte, and for its ETag
    call_command("add_counts", verbosity=0)
    assert ToolCount.objects.get().number == row.number


def test_papers_are_counted_as_prints_and_other_files_as_taken(w, client, data):
    tool = w.tool("Fiche")
    for address in (f"/fiches/{tool.reference}.pdf", f"/fiches/{tool.reference}/a6.pdf", f"/fiches/{tool.reference}.docx"):
        answer = client.get(address)
        assert answer.status_code == 200
        client.head(address)
        assert client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    body(client.get(f"/outils/selection/kit.zip?o={tool.reference}"))
    call_command("add_counts", verbosity=0)
    assert dict(ToolCount.objects.values_list("what", "number")) == {"print": 2, "file": 2}


def test_what_is_noted_names_nobody(offered, people, client, data):
    _tool, file = offered
    client.force_login(people.member)
    body(client.get(file.url, REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="Canari"))
    client.get("/outils/", {"q": "zzzz"})
    text = (data / "tally" / "notes").read_text()
    assert people.member.email not in text and "203.0" not in text and "Canari" not in text
    assert all(len(note[0]) == 7 for note in notes(data))  # a month


def test_a_file_that_is_refused_is_not_counted(offered, client, data):
    tool, file = offered
    tool.access = "network"
    tool.save_revision().publish()
    assert client.get(file.url).status_code == 404
    assert notes(data) == []


def test_a_note_cut_by_a_crash_loses_itself_alone(w, data):
    (data / "tally").mkdir()
    (data / "tally" / "notes").write_text('["2026-11", "print", "OUT-1"]\n["2026-1')
    assert tally.collect() == 1
    assert not (data / "tally" / "notes").exists()


def test_notes_taken_before_a_crash_are_added_at_the_next_time(w, data):
    tool = w.tool("Fiche")
    (data / "tally").mkdir()
    (data / "tally" / "taken").write_text(json.dumps(["2026-11", "print", tool.reference]) + "\n")
    tally.note("print", tool.reference)
    tally.flush()
    for _ in range(2):
        call_command("add_counts", verbosity=0)
    assert sum(ToolCount.objects.filter(what="print", tool=tool.translation_key).values_list("number", flat=True)) == 2


def test_a_disk_that_refuses_stops_no_reader(offered, client, data):
    _tool, file = offered
    (data / "tally").write_text("a file where the folder should be")
    assert body(client.get(file.url))


def test_numbers_are_shown_to_the_lab_and_to_the_national_team_in_the_list(w, people, client):
    mine, theirs = w.tool("À moi"), w.tool("À eux", w.b)
    month = timezone.localdate().strftime("%Y-%m")
    for tool, number in ((mine, 1234), (theirs, 5678)):
        ToolCount.objects.create(tool=tool.translation_key, month=month, what="file", number=number)
        ToolCount.objects.create(tool=tool.translation_key, month="2020-01", what="file", number=999_111)  # too old
    client.force_login(people.editor)
    html = client.get("/admin/tools/").content.decode()
    assert "1234" in html and "5678" not in html and "999111" not in html
    client.force_login(people.national)
    html = client.get("/admin/tools/?ordering=-files_taken").content.decode()
    assert html.index("5678") < html.index("1234")
    assert "5678" not in client.get("/outils/").content.decode()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/outils/?q=Zébulon", "zebulon"),
        ("/outils/?q=zebulon&max=45", "zebulon"),  # the words alone find nothing either
        ("/outils/?q=canari&max=1", None),  # they would, with more time
        ("/outils/?q=canari", None),
        ("/outils/?max=1", None),
    ],
)
def test_words_that_find_nothing_are_noted(w, client, data, index, address, told):
    w.tool("Canari", duration_min=30, duration_max=40)
    index()
    client.get(address)
    assert [one[4] for one in notes(data) if one[1] == "nothing"] == ([told] if told else [])


def test_editors_read_what_was_looked_for_in_vain(w, people, client, data):
    for _ in range(3):
        tally.note("nothing", "tool", "fr", "zebulon")
    tally.flush()
    call_command("add_counts", verbosity=0)
    assert FruitlessSearch.objects.get().number == 3
    client.force_login(people.editor)
    html = client.get("/admin/reports/fruitless/").content.decode()
    assert "zebulon" in html and "Outils" in html
    client.force_login(people.member)
    assert client.get("/admin/reports/fruitless/").status_code in (302, 403)


def test_the_counts_of_a_translation_are_those_of_the_tool(w, data):
    tool = w.tool("Fiche")
    english = w.english(tool, title="Sheet", slug="sheet")
    tally.note("print", tool.reference)
    tally.flush()
    call_command("add_counts", verbosity=0)
    assert ToolCount.objects.get().tool == english.translation_key == ToolPage.objects.get(pk=tool.pk).translation_key
