"""Workbooks made to weigh: small to send, long to read. Each is refused in a sentence, before it has cost anything."""

import io
import random
import time
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from openpyxl import Workbook

from tools_library.sheets import reading, tables

SHEET, STYLES, TYPES = "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"
WORDS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
SECONDS = 5  # a refusal takes a tenth of one; what it refuses took from ten to forty


def workbook(*rows, changed=None, **sheets):
    """What openpyxl writes, with parts changed: {name: a function of its bytes}; and with ballast, so that it shrinks no more
    than an honest file does."""
    book = Workbook()
    book.active.title = "Outils"
    for title, lines in {"Outils": rows, **sheets}.items():
        page = book[title] if title in book else book.create_sheet(title)
        for line in lines:
            page.append(line)
    plain, out = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        parts = {name: before.read(name) for name in before.namelist()}
        for name, change in (changed or {}).items():
            parts[name] = change(parts.get(name, b""))
        parts["docProps/ballast.bin"] = random.Random(1).randbytes(400_000)
        for name, data in parts.items():
            after.writestr(name, data)
    return SimpleUploadedFile("outils.xlsx", out.getvalue())


def told(file) -> str:
    before = time.monotonic()
    with override("en"), pytest.raises(ValidationError) as refused:
        tables.table(file)
    assert time.monotonic() - before < SECONDS
    return " ".join(refused.value.messages)


def ballasted(name, before, made):
    return {name: lambda data: data.replace(before, made + before, 1)}


def shared(words: bytes, part="xl/sharedStrings.xml"):
    """The part of shared words, under any name, and a cell that names its first one wherever MANY was written."""
    told_so = f'<Override PartName="/{part}" ContentType="{WORDS}"/></Types>'.encode()
    return {
        part: lambda _: b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + words + b"</sst>",
        TYPES: lambda data: data.replace(b"</Types>", told_so),
        SHEET: lambda data: data.replace(b't="inlineStr"><is><t>MANY</t></is>', b't="s"><v>0</v>'),
    }


HEAD = ("Nom de l'outil", "Conseils")
HEAVY = {
    "styles": ballasted(STYLES, b"</cellXfs>", b'<xf numFmtId="0"/>' * 300_000),
    "cells that say nothing": ballasted(SHEET, b"</row>", b'<c r="XFD1"/>' * 600_000),
    "pieces of one cell": ballasted(SHEET, b"</row>", b"<c><is>" + b"<r><t>a</t></r>" * 300_000 + b"</is></c>"),
    "attributes": ballasted(SHEET, b"</row>", b'<c r="A1" s="" t="" v=""/>' * 400_000),
    "one long tag": ballasted(SHEET, b"</row>", b'<c a="' + b"x" * 5_000_000 + b'"/>'),
    "words under another name": shared(b"<si><t>a</t></si>" * 600_000, "xl/mots.xml"),
    "names": ballasted("xl/workbook.xml", b"</workbook>", b'<n name="a">A1</n>' * 600_000),
}


@pytest.mark.parametrize("name", HEAVY)
def test_a_workbook_made_to_weigh_is_refused(db, name):
    assert "far more than text" in told(workbook(HEAD, ("Un", "x"), changed=HEAVY[name]))


def test_shared_words_have_a_limit_of_their_own(db):
    most = reading.MAX_WORDS // 1000
    text = b"<si><t>" + b"mot, " * 200 + b"</t></si>"
    assert "far too large once unpacked" in told(workbook(HEAD, ("Un", "MANY"), changed=shared(text * most)))
    few = tables.table(workbook(HEAD, ("Un", "MANY"), changed=shared(text * 100)))
    assert few.rows[0].cells["tips"].startswith("mot, mot")


def test_a_long_text_said_in_every_cell_is_counted_each_time(db):
    rows = [(f"Outil {n}", "MANY") for n in range(1_500)]
    assert "more than 10000000 characters" in told(
        workbook(HEAD, *rows, changed=shared(b"<si><t>" + b"ab " * 3_000 + b"</t></si>"))
    )


@pytest.mark.parametrize("sheet", ["Étapes", "Matériel"])
def test_one_tool_has_so_many_rows_and_no_more(db, sheet):
    head = ("Nom de l'outil", "Titre" if sheet == "Étapes" else "Matériel")
    rows = [("Un", f"Ligne {n}") for n in range(tables.MOST_OF_ONE + 1)]
    assert str(tables.MOST_OF_ONE) in told(workbook(HEAD[:1], ("Un",), **{sheet: [head, *rows]}))
    name = "steps" if sheet == "Étapes" else "materials"
    assert (
        len(getattr(tables.table(workbook(HEAD[:1], ("Un",), **{sheet: [head, *rows[:-1]]})).rows[0], name)) == tables.MOST_OF_ONE
    )


def test_numbered_columns_have_the_same_limit(db):
    most = tables.MOST_OF_ONE
    head = ["Nom de l'outil", *(f"Étape {n} Titre" for n in range(1, most + 2))]
    assert str(most) in told(workbook(head, ["Un", *("x" for _ in range(most + 1))]))
    assert len(tables.table(workbook(head, ["Un", *("x" for _ in range(most))])).rows[0].steps) == most


def test_an_honest_workbook_of_many_tools_is_read(db):
    """As large as may be: 2,000 tools of sixty columns."""
    head = [*HEAD, *(f"Autre {n}" for n in range(56))]
    rows = [[f"Outil {n}", "Des mots", *["une phrase = une idée"] * 56] for n in range(1_900)]
    assert len(tables.table(workbook(head, *rows)).rows) == 1_900
