"""From a file to cells: what comes in is checked first, then every sheet is read with its limits.

Raises ValidationError with one sentence: what is wrong, how to mend it.
"""

import csv
import io
import zipfile
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from media import uploads
from media.filetypes import extension

from . import layout
from .cells import clean, key, unguarded

MAX_BYTES = 10_000_000
MAX_UNPACKED = 60_000_000  # bytes of a workbook once unpacked: a sheet of text shrinks to a fifth
MAX_ROWS = 2_000  # tools
MAX_COLUMNS = 1_000
MAX_CHILDREN = 30_000  # rows of a second sheet
MAX_CELL = 10_000  # characters
MAX_WORDS = 10_000_000  # bytes of the words that a workbook shares between its cells
MAX_STYLES = 3_000_000  # bytes of each part that is read whole, whatever is asked of it
MAX_TAGS, MAX_ATTRIBUTES = 500_000, 1_500_000  # each costs, also of a cell that says nothing
MAX_TAG = 200_000  # bytes: expat before 2.6 begins a long tag again with each piece that it is given
MAX_CELLS = {"csv": 250_000, "xlsx": 120_000}  # filled ones; a workbook is slow to read
MAX_TEXT = 10_000_000  # characters of all cells: a workbook may say the same long text in each for nothing
BLANKS = 1_000  # empty rows after which nothing is expected any more
csv.field_size_limit(1_000_000)


def sheets(upload) -> dict[str, list[tuple[int, list[str]]]]:
    """{title of the sheet: [(number of the row, cells)]}, the headings first. A CSV is one sheet without a title."""
    uploads.check_common(upload, ["csv", "xlsx"], MAX_BYTES)
    form = extension(upload.name)
    read = {"csv": from_csv, "xlsx": from_xlsx}[form]
    try:
        found = read(upload)
    finally:
        upload.seek(0)
    if not any(found.values()):
        raise ValidationError(_("This file is empty: no heading, no row. Take the model file and fill it in."))
    if sum(map(bool, (cell for rows in found.values() for _number, cells in rows for cell in cells))) > MAX_CELLS[form]:
        told = _("This file has more than %(count)s filled cells, too many for one import. Split it into several files.")
        raise ValidationError(told % {"count": MAX_CELLS[form]})
    if sum(len(cell) for rows in found.values() for _number, cells in rows for cell in cells) > MAX_TEXT:
        told = _("This file holds more than %(count)s characters, too many for one import. Split it into several files.")
        raise ValidationError(told % {"count": MAX_TEXT})
    return found


def cell_text(value) -> str:
    """A cell of a workbook as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return tidy(str(value))


def tidy(text: str) -> str:
    if len(text) > MAX_CELL:
        told = _("A cell of this file holds more than %(count)s characters. Shorten it: it begins with “%(start)s”.")
        raise ValidationError(told % {"count": MAX_CELL, "start": clean(text[:40])})
    return clean(unguarded(text))


def filled(rows, most: int):
    """Rows that say something, with the number that the spreadsheet shows; at most `most` and the headings."""
    kept, blank = [], 0
    for number, cells in enumerate(rows, 1):
        if any(cells):
            kept.append((number, cells))
            blank = 0
        else:
            blank += 1
        if blank > BLANKS:
            break
        if len(kept) > most + 1:
            raise ValidationError(_("This file has more than %(count)s rows. Split it into several files.") % {"count": most})
        if not kept and blank > 20:
            break
    return kept


# --- CSV


def from_csv(upload):
    uploads.check_text(upload)
    upload.seek(0)
    text = decoded(upload.read()).lstrip("\ufeff")
    if text[:4].lower() == "sep=":  # a hint of Excel's to itself
        text = text.partition("\n")[2]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=True)
    try:
        return {"": filled((narrow([tidy(cell) for cell in row]) for row in rows), MAX_ROWS)}
    except csv.Error as error:
        told = _("Row %(row)s of this file cannot be read: a quotation mark is opened and not closed, or the other way round.")
        raise ValidationError(told % {"row": rows.line_num}) from error


def decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark (« Texte Unicode » of Excel), else what Excel in French writes."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "windows-1252"]
    for name in encodings:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise ValidationError(_("The characters of this file cannot be read. Save it as “CSV UTF-8” and send it again."))


def separator(text: str) -> str:
    """Of `;`, `,` and tab, the one by which most headings are known to us."""
    head = text[:200_000]

    def known(mark):
        try:
            headings = next(csv.reader(io.StringIO(head, newline=""), delimiter=mark))
        except (csv.Error, StopIteration):
            return (0, 0)
        names = layout.tools().headings
        return (sum(key(unguarded(heading)) in names for heading in headings[:MAX_COLUMNS]), len(headings))

    return max(";,\t", key=known)


def narrow(cells):
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MAX_COLUMNS:
        told = _("This file has more than %(count)s columns. Keep those of the model file.")
        raise ValidationError(told % {"count": MAX_COLUMNS})
    return cells


# --- XLSX


def from_xlsx(upload):
    uploads.check_archive(upload)
    upload.seek(0)
    with zipfile.ZipFile(upload) as archive:
        sizes = {member.filename: member.file_size for member in archive.infolist()}
        if sum(sizes.values()) > MAX_UNPACKED or sizes.get("xl/sharedStrings.xml", 0) > MAX_WORDS:
            uploads.refuse(upload, "huge", uploads.ARCHIVE_FAULTS["huge"])
        if any(sizes.get(f"xl/{part}.xml", 0) > MAX_STYLES for part in ("styles", "theme/theme1")) or is_loaded(archive):
            raise ValidationError(_("This workbook holds far more than text. Copy its cells, as values, into the model file."))
    upload.seek(0)
    try:
        book = load_workbook(upload, read_only=True, data_only=True, keep_links=False)
        return {page.title: from_page(page, most) for page, most in wanted(book)}
    except ValidationError:
        raise
    except Exception as error:  # a workbook made to deceive may raise anything
        raise ValidationError(str(uploads.ARCHIVE_FAULTS["damaged"]) % {"name": uploads.shown(upload.name)}) from error


def is_loaded(archive) -> bool:
    """Whether reading it would cost far more than its cells are worth. Of every part: what a part is for, the file decides."""
    tags = attributes = 0
    for member in archive.infolist():
        with archive.open(member) as part:
            while chunk := part.read(MAX_TAG):
                tags += chunk.count(b"<") - chunk.count(b"</")
                attributes += chunk.count(b"=")
                if len(chunk) == MAX_TAG and b">" not in chunk:
                    return True
    return tags > MAX_TAGS or attributes > MAX_ATTRIBUTES


def wanted(book):
    """The sheets that we know and, if none is that of the tools, the first one; with how many rows each may have."""
    names = {key(page.title): page for page in book.worksheets}
    found = {sheet.name: next((names[n] for n in sheet.names if n in names), None) for sheet in all_sheets()}
    tools = found["tools"] or next(page for page in book.worksheets if page not in found.values())
    yield tools, MAX_ROWS
    yield from ((page, MAX_CHILDREN) for name, page in found.items() if page is not None and name != "tools")


def all_sheets():
    return (layout.tools(), *layout.children())


def from_page(page, most):
    page.reset_dimensions()  # what the file says of itself is often wrong
    head = next(page.iter_rows(max_row=1, max_col=MAX_COLUMNS + 1, values_only=True), ())
    width = len(narrow([cell_text(value) for value in head]))
    rows = page.iter_rows(max_col=max(width, 1), values_only=True)
    return filled((narrow([cell_text(value) for value in row]) for row in rows), most)
