"""Every export of the admin, found by the resolver: no cell of a CSV file begins like a formula."""

import csv
import io

import pytest
from django.urls import resolve, reverse
from openpyxl import load_workbook
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.contrib.redirects.models import Redirect

from media.models import PortalDocument
from media.tests.conftest import body
from portal.accounts.models import AuditEntry
from portal.accounts.spreadsheets import FORMULA, harmless
from portal.rights.collections import lab_collection
from portal.tests.neighbour import routes
from portal.tests.world import person

BAIT = '=HYPERLINK("https://mechant.example","cliquez")'


def export_views():
    """(name, address) of every view of the admin that has an export and needs no argument."""
    found = {}
    for name, keys in routes():
        if keys:
            continue
        view = getattr(resolve(reverse(name)).func, "view_class", None)
        if view is not None and issubclass(view, SpreadsheetExportMixin):
            found[name] = reverse(name)
    return found


@pytest.mark.parametrize("start", FORMULA)
def test_a_text_that_begins_like_a_formula_is_text(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"
    assert harmless(f"a{start}") == f"a{start}" and harmless(-3) == -3 and harmless(None) is None


def settle(w, people):
    """The bait wherever people write something that a list exports."""
    for lab in (w.a, w.b):
        lab.name = f"={lab.code}"
        lab.save()
    w.tool(BAIT, w.a)
    w.piece(BAIT, w.a, authors="+33 6")
    document = PortalDocument(title=BAIT, collection=lab_collection(w.a), owner_lab=w.a, credit="\tx")
    document.file.save("x.txt", io.BytesIO(b"x"))
    Redirect.objects.create(old_path="/x", redirect_link="https://x.example")
    person("=cmd@example.org", w.a, first_name="=cmd", last_name="＝cmd")
    AuditEntry.objects.record(AuditEntry.Action.LAB_SAVED, by=people.national, lab=w.a, name=BAIT)


def test_no_export_of_the_admin_lets_a_formula_through(w, people, client):
    settle(w, people)
    root = person("racine@example.org", is_superuser=True)
    client.force_login(root)
    bad, rows, seen = [], {}, set()
    for name, url in export_views().items():
        answer = client.get(url, {"export": "csv"})
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/csv"):
            continue
        text = body(answer).decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if name == "tools:index" else ","))
        rows[name] = len(lines)
        cells = {cell for line in lines for cell in line}
        bad += [(name, cell) for cell in cells if cell.startswith(FORMULA)]
        seen |= {name for cell in cells if cell.startswith(tuple(f"'{start}" for start in FORMULA))}
    assert bad == []
    expected = {"tools:index", "news:index", "files:documents", "members:index", "audit:index"}
    assert expected <= seen and {"wagtailredirects:index", "wagtailadmin_reports:site_history"} <= set(rows)


@pytest.mark.parametrize("name", ["news:index", "files:documents", "files:images", "members:index", "audit:index"])
def test_each_list_is_exported_as_a_workbook_too(w, people, client, name):
    settle(w, people)
    client.force_login(people.manager)
    answer = client.get(reverse(name), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_column >= 5 and all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    if name == "news:index":
        assert [cell.value for cell in sheet[2]][:2] == [BAIT, "Article"]


def test_an_export_holds_what_its_list_shows_and_nothing_of_a_neighbour(w, people, client):
    w.piece("À nous", w.a)
    w.piece("Écartée", w.a, live=False)
    w.piece("Canari", w.b, live=False)
    client.force_login(people.editor)
    answer = client.get(reverse("news:index"), {"export": "csv", "state": "live"})
    text = b"".join(answer.streaming_content).decode()
    assert "À nous" in text and "Écartée" not in text and "Canari" not in text
