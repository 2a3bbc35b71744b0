"""Our PDFs are PDF/UA-1 for an independent validator, and that validator does find faults."""

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
    verapdf.need()


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
