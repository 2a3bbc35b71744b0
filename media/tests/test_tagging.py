"""Tagged or not: PDFs of our own Typst, one made by hand, packed objects, what is no PDF."""

import io
import zlib

import pytest
import typst
import yaml
from django.conf import settings
from pypdf import PdfReader, PdfWriter

from media.tagging import is_tagged
from portal.pdf import render_printable

PRINTABLES = sorted((settings.BASE_DIR / "portal/demo/printables").glob("*.yaml"))
PLAIN = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
CATALOGUE = b"<</Type /Catalog /Pages 2 0 R /MarkInfo <</Marked true>> /StructTreeRoot 3 0 R>>"


def written(pdf):
    out = io.BytesIO()
    pdf.write(out)
    return out.getvalue()


def packed(body, most=""):
    """A PDF whose catalogue is in a packed group of objects, as Word and LibreOffice write it."""
    data = zlib.compress(b"1 0 " + body)
    head = b"<</Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d>>" % len(data)
    return b"%PDF-1.5\n4 0 obj\n" + head + b"\nstream\r\n" + data + b"\nendstream\nendobj\n%%EOF"


@pytest.mark.parametrize("path", PRINTABLES, ids=lambda path: path.stem)
def test_what_our_typst_prints_is_tagged(path):
    pdf = render_printable(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert is_tagged(pdf) is True
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/MarkInfo"]["/Marked"]  # a second opinion


def test_what_has_no_tags_is_not():
    blank = PdfWriter()
    blank.add_blank_page(200, 200)
    assert is_tagged(PLAIN) is False and is_tagged(written(blank)) is False
    assert is_tagged(typst.compile(b"Texte", pdf_tags=False)) is False


@pytest.mark.parametrize(
    ("catalogue", "expected"),
    [(CATALOGUE, True), (CATALOGUE.replace(b"true", b"false"), False), (b"<</Type/Catalog/Pages 2 0 R>>", False),
     (b"<</Type/Catalog/MarkInfo<</Marked true>>>>", False)],
)  # fmt: skip
def test_a_catalogue_in_a_packed_group_is_read(catalogue, expected):
    assert is_tagged(packed(catalogue)) is expected


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"%PDF-1.7\ngarbage", packed(CATALOGUE)[:70], packed(CATALOGUE).replace(b"\x78\x9c", b"\x00\x00")],
)
def test_what_cannot_be_read_is_neither(data):
    assert is_tagged(data) is None


def test_a_group_that_unfolds_without_end_is_read_so_far():
    bomb = packed(b" " * 60_000_000 + CATALOGUE)
    assert len(bomb) < 100_000 and is_tagged(bomb) is None
