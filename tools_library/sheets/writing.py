"""Tools as files: a workbook of three sheets, or one CSV with numbered columns for steps and materials."""

import csv
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from . import layout
from .books import Books
from .cells import LONGEST, QUOTED, clean, guarded

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
WIDE = 40  # characters: a sheet where every column is as wide as its longest text cannot be read


def write(contents: list[dict], user, form: str) -> bytes:
    """`contents`: JSON of drafts. `form`: csv or xlsx."""
    return {"csv": as_csv, "xlsx": as_xlsx}[form](contents, Books(user))


def cells(sheet, content, books) -> list:
    return [column.write(content.get(name), books) for name, column in sheet.columns.items()]


# --- CSV


def as_csv(contents, books) -> bytes:
    """For Excel in French: semicolons, UTF-8 with its mark; every cell between quotes, so that no other sign parts them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    most = {sheet.name: max((len(c.get(sheet.name, [])) for c in contents), default=0) for sheet in layout.children()}
    writer.writerow(csv_headings(most))
    for content in contents:
        writer.writerow([guarded(clean(cell)) for cell in csv_cells(content, most, books)])
    return out.getvalue().encode("utf-8-sig")


def csv_headings(most) -> list[str]:
    headings = [column.heading for column in layout.tools().columns.values()]
    for sheet in layout.children():
        headings += [sheet.numbered(n + 1, name) for n in range(most[sheet.name]) for name in sheet.columns]
    return headings


def csv_cells(content, most, books):
    yield from cells(layout.tools(), content, books)
    for sheet in layout.children():
        rows = content.get(sheet.name, [])
        for row in rows:
            yield from cells(sheet, row, books)
        yield from [""] * (len(sheet.columns) * (most[sheet.name] - len(rows)))


# --- XLSX


def as_xlsx(contents, books) -> bytes:
    book = Workbook(write_only=True)
    tools = layout.tools()
    append(book, tools.title, [c.heading for c in tools.columns.values()], (cells(tools, c, books) for c in contents))
    for sheet in layout.children():
        append(book, sheet.title, child_headings(sheet), child_rows(sheet, contents, books))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def child_headings(sheet) -> list[str]:
    named = [layout.tools().columns[name].heading for name in (layout.REFERENCE, "title")]
    return [*named, layout.order_heading(), *(column.heading for column in sheet.columns.values())]


def child_rows(sheet, contents, books):
    for content in contents:
        for number, row in enumerate(content.get(sheet.name, []), 1):
            yield [content["reference"], content["title"], number, *cells(sheet, row, books)]


def append(book, title, headings, rows):
    """A sheet whose headings stay in sight. Texts are texts, whatever they begin with."""
    page = book.create_sheet(title)
    page.freeze_panes = "C2"
    for number, heading in enumerate(headings, 1):
        page.column_dimensions[get_column_letter(number)].width = min(max(len(heading) + 2, 14), WIDE)
    page.append([cell(page, heading, Font(bold=True)) for heading in headings])
    for row in rows:
        page.append([cell(page, value) for value in row])


def cell(page, value, font=None):
    if value == "":
        return None
    if isinstance(value, int):
        return value
    text = guarded(clean(value), QUOTED)[:LONGEST]
    if not font and text[:1] not in "=#":
        return text
    made = WriteOnlyCell(page, text)
    made.data_type = "s"  # « =1+1 » is a text too, and « #N/A »
    if font:
        made.font = font
    return made


# --- the file to fill in


def example(books) -> dict:
    """One tool, as an editor would write it."""
    lab = min(books.own_labs, default=None)
    phase, goal, onsite = (books.terms(name).values.get(code) for name, code in EXAMPLE_TERMS)
    material = next(iter(books.materials.words), None)
    purpose = _("In a large group, ten people speak and a hundred are silent.")
    step = {"title": _("Write alone"), "minutes": 5, "participation": "solo", "group_rule": "same", "is_optional": False}
    other = {"title": _("Share in pairs"), "minutes": 10, "participation": "pairs", "group_size": 2, "group_rule": "same"}
    return {
        "reference": "", "title": _("Example to be replaced: two-minute tour"), "owner_lab": lab, "kind": "activity",
        "access": "public", "status_maturity": "draft", "tagline": _("Everybody has spoken before the first decision."),
        "purpose": f"<p>{purpose}</p>",
        "expected_outputs": _("A first word from each person"), "phases": [phase], "goals": [goal], "delivery": [onsite],
        "duration_min": 10, "duration_max": 20, "people_min": 4, "people_max": 20, "facilitators_min": 1, "facilitator_level": 1,
        "origin_type": "original", "licence": "CC-BY-SA-4.0", "attribution_text": books.labs.say(lab),
        "steps": [step | {"say": _("Note down what comes to you.")}, other | {"say": _("Tell your neighbour.")}],
        "materials": [{"material": material, "quantity": 1, "per": "session"}] if material else [],
    }  # fmt: skip


EXAMPLE_TERMS = (("phase", "open"), ("goal", "meet"), ("delivery", "onsite"))


def model_file(user, form: str) -> bytes:
    """Headings and one example."""
    return write([example(Books(user))], user, form)
