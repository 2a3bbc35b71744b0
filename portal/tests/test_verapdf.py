"""Our PDFs are PDF/UA-1 for an independent validator, and that validator does find faults."""

import os
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from portal.demo.tools import set_in_french
from portal.pdf import render_printable
from portal.tests import verapdf

PRINTABLES = sorted((Path(__file__).parents[1] / "demo" / "printables").glob("*.yaml"))
pytestmark = pytest.mark.verapdf


@pytest.fixture(autouse=True)
def needed():
    """A machine without Java skips; CI, which installs it, must not."""
    if reason := verapdf.missing():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


def made(path):
    return render_printable(set_in_french(yaml.safe_load(path.read_text(encoding="utf-8"))))


def without(pdf, *keys):
    """The same PDF with keys of its catalogue taken away."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    for key in keys:
        del writer.root_object[NameObject(key)]
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def clauses(pdf):
    return {fault.split("-")[0] for fault in verapdf.faults(pdf)}


@pytest.mark.parametrize("path", PRINTABLES, ids=lambda path: path.stem)
def test_printable_is_pdf_ua(path):
    assert verapdf.faults(made(path)) == []


def test_every_paper_of_every_tool_is_pdf_ua(loaded, db, client, settings, tmp_path):
    """The card, the small one, the poster of each; a booklet and small cards of several; in both languages."""
    from tools_library.models import ToolPage

    settings.PORTAL_DATA_DIR = tmp_path
    client.defaults["HTTP_HOST"] = "localhost"
    references = sorted(set(ToolPage.objects.filter(live=True).values_list("reference", flat=True)))
    addresses = [f"/fiches/{reference}{form}.pdf" for reference in references for form in ("", "/a6", "/a3")]
    chosen = "&".join(f"o={reference}" for reference in references[:5])
    addresses += [f"{prefix}/outils/selection/{name}.pdf?{chosen}" for prefix in ("", "/en") for name in ("livret", "cartes-a6")]
    addresses += ["/en/fiches/OUT-010.pdf"]
    settings.ACCOUNT_RATE_LIMITS = False
    found, number = {}, 0
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 404 and address.endswith("/a3.pdf"):
            continue  # a tool that asks no question
        assert answer.status_code == 200, address
        number += 1
        if faults := verapdf.faults(answer.content):
            found[address] = faults[:3]
    assert found == {} and number > 60


def test_page_without_tags_nor_title_is_refused():
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(210, 297)
    writer.write(out)
    assert {"6.2", "7.1"} <= clauses(out.getvalue())


@pytest.mark.parametrize(
    "key, clause", [("/StructTreeRoot", "7.1"), ("/Lang", "7.2"), ("/Metadata", "7.1"), ("/ViewerPreferences", "7.1")]
)
def test_printable_that_lost_a_part_is_refused(key, clause):
    pdf = made(PRINTABLES[0])
    assert verapdf.faults(pdf) == []
    assert clause in clauses(without(pdf, key))


def test_a_picture_without_its_words_is_refused():
    [pdf] = [made(path) for path in PRINTABLES if path.stem == "inclusion-meteo"]
    writer, out = PdfWriter(clone_from=PdfReader(BytesIO(pdf))), BytesIO()
    figures = [item for item in writer._objects if isinstance(item, dict) and "/Alt" in item]
    assert len(figures) == 8
    for figure in figures:
        del figure["/Alt"]
    writer.write(out)
    assert "7.3" in clauses(out.getvalue())


def test_what_is_no_pdf_is_refused():
    [fault] = verapdf.faults(b"Bonjour")
    assert "cannot be read" in fault
