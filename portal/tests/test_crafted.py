"""Posts that no browser of ours makes: refused in words, never a fault of the server."""

import pytest
from django.urls import reverse

from portal.tests.world import fresh
from tools_library.tests.test_publication import edit_url, form

BROKEN = {
    "no JSON": "{bad",
    "a list": "[1]",
    "a number": "12",
    "blocks without a type": '{"blocks": [{"text": "x"}], "entityMap": {}}',
    "an entity that is not there": '{"blocks": [{"key": "a", "text": "But", "type": "unstyled", "depth": 0, '
    '"inlineStyleRanges": [], "entityRanges": [{"offset": 0, "length": 3, "key": 7}]}], "entityMap": {}}',
    "half a character": '{"blocks": [{"key": "a", "text": "\\ud800", "type": "unstyled", "depth": 0, '
    '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_rich_text_that_cannot_be_read(w, people, client, text):
    page = w.tool("À moi")
    client.force_login(people.editor)
    answer = client.post(edit_url(page), form(purpose=text))
    assert answer.status_code == (302 if '"blocks": [{"text"' in text else 400)  # a block of no type is plain text
    assert "ne comprend pas" in answer.content.decode() or answer.status_code == 302
    assert (fresh(page).latest_revision_id == page.latest_revision_id) == (answer.status_code == 400)


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59", "0202-01-01 10:00"])
def test_moments_at_the_edge_of_the_calendar(w, people, client, moment):
    page = w.tool("À moi")
    client.force_login(people.manager)
    for name in ("go_live_at", "expire_at"):
        answer = client.post(edit_url(page), form() | {name: moment, "action-publish": "x"})
        assert answer.status_code == 200 and "Vérifiez l’année" in answer.content.decode(), name


@pytest.mark.parametrize("body", ["[1]", "3", '"x"', "null", "{", "{}", '{"x": "\\ud800"}'])
def test_what_an_editor_has_folded_away(people, client, body):
    client.force_login(people.editor)
    answer = client.patch(reverse("wagtailadmin_dismissibles"), body, content_type="application/json")
    assert answer.status_code == (200 if body == "{}" else 400)


@pytest.mark.parametrize(
    "query", ["offset=" + "9" * 20, "limit=" + "9" * 20, "offset=-1", "child_of=" + "9" * 20, "id=" + "9" * 20]
)
def test_numbers_that_no_database_holds(w, people, client, query):
    client.force_login(people.editor)
    assert client.get(f"/admin/api/main/pages/?{query}").status_code in (200, 400, 404)


def test_half_a_character_in_a_comment(w, people, client):
    page = w.tool("À moi")
    client.force_login(people.editor)
    comments = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    row = {"comments-0-text": "\udcff", "comments-0-contentpath": "title", "comments-0-position": "", "comments-0-id": ""}
    body = "&".join(f"{key}={value}" for key, value in (form() | comments | row).items() if key != "comments-0-text")
    answer = client.post(edit_url(page), body + "&comments-0-text=%ED%A0%80", content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302, 400)


HIDDEN = [
    ("based_on", "9" * 30), ("based_on", "²"), ("phases", "9" * 30), ("overwrite_revision_id", "x"), ("steps-0-id", "zz"),
    ("steps-INITIAL_FORMS", "50"), ("steps-INITIAL_FORMS", "x"), ("comments-INITIAL_FORMS", "50"), ("owner_lab", "9" * 30),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), HIDDEN)
def test_hidden_numbers_of_a_form(w, people, client, name, value):
    page = w.tool("À moi")
    client.force_login(people.editor)
    answer = client.post(edit_url(page), form() | {name: value})
    assert answer.status_code == 400 and "ne comprend pas" in answer.content.decode()
    assert fresh(page).latest_revision_id == page.latest_revision_id
