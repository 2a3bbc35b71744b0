"""From cells to rows of tools, each with its steps and materials: JSON that is kept until the editor confirms."""

import difflib
import re
from dataclasses import asdict, dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from . import layout
from .cells import key
from .reading import all_sheets, sheets

REFERENCE, TITLE, ORDER = layout.REFERENCE, "title", "order"
NUMBERED = re.compile(r"^(\D+?) (\d{1,3}) (.+)$")  # « étape 2 titre »


@dataclass
class Row:
    """A tool of the file: cells by column, and its children (None: the file does not speak of them)."""

    number: int
    cells: dict[str, str]
    steps: list[dict] | None = None
    materials: list[dict] | None = None
    is_wide: bool = False  # cells beyond the last heading

    @property
    def reference(self) -> str:
        return self.cells.get(REFERENCE, "").upper()

    @property
    def title(self) -> str:
        return " ".join(self.cells.get(TITLE, "").split())


@dataclass
class Table:
    """A file, understood. `ignored`: headings that we do not know; `strays`: (sheet, row, title) of no tool."""

    rows: list[Row] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    strays: list[tuple] = field(default_factory=list)

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls([Row(**row) for row in data["rows"]], data["ignored"], [tuple(stray) for stray in data["strays"]])


def table(upload) -> Table:
    """Raises ValidationError with one sentence on a file that cannot be imported at all."""
    found = sheets(upload)
    by_name = {sheet.name: rows for sheet in all_sheets() for title, rows in found.items() if key(title) in sheet.names}
    main = by_name.pop("tools", None) or next(rows for title, rows in found.items() if rows not in by_name.values())
    result = main_table(main)
    for sheet in layout.children():
        if rows := by_name.get(sheet.name):
            add_children(result, sheet, rows)
    return result


# --- the sheet of tools


def main_table(rows) -> Table:
    if not rows:
        raise ValidationError(_("The sheet of tools is empty: no heading, no row. Take the model file and fill it in."))
    places, ignored = places_of(rows[0][1])
    if not places:
        raise ValidationError(_("No column of this file is known. The first row must hold the headings of the model file."))
    if not {REFERENCE, TITLE} & set(places):
        told = _("The column “%(heading)s” is missing. Add it, or take the model file.")
        raise ValidationError(told % {"heading": layout.tools().columns[TITLE].heading})
    if len(rows) == 1:
        raise ValidationError(_("This file has headings and no row below them. Write one tool a row."))
    width = len(rows[0][1])
    return Table([row_of(number, cells, places, width) for number, cells in rows[1:]], ignored)


def places_of(headings) -> tuple[dict, list[str]]:
    """({column, or (sheet, number, column): its place}, headings that are not known)."""
    places, ignored = {}, []
    for place, heading in enumerate(headings):
        name = name_of(heading)
        if name in places:
            told = _("The column “%(heading)s” is there twice. Keep one of them.")
            raise ValidationError(told % {"heading": heading[:80]})
        if name:
            places[name] = place
        elif heading:
            ignored.append(heading[:80])
    return places, ignored


def name_of(heading: str):
    folded = key(heading)
    if name := layout.tools().headings.get(folded):
        return name
    if numbered := NUMBERED.match(folded):
        for sheet in layout.children():
            if numbered[1] in sheet.names and (name := sheet.headings.get(numbered[3])):
                return (sheet.name, int(numbered[2]), name)
    return None


def close_to(heading: str) -> str:
    """The heading that somebody probably meant; or empty."""
    known = {key(column.heading): column.heading for column in layout.tools().columns.values()}
    found = difflib.get_close_matches(key(heading), known, n=1, cutoff=0.7)
    return known[found[0]] if found else ""


def row_of(number, cells, places, width) -> Row:
    values, children = {}, {}
    for name, place in places.items():
        text = cells[place] if place < len(cells) else ""
        if isinstance(name, str):
            values[name] = text
        else:
            sheet, count, column = name
            children.setdefault((sheet, count), {})[column] = text
    said = {sheet.name: [] for sheet in layout.children() if any(name == sheet.name for name, _count in children)}
    for (sheet, count), found in sorted(children.items()):
        if any(found.values()):
            said[sheet].append({"number": number, "place": count, "cells": found})
    row = Row(number, values, **{name: rows or None for name, rows in said.items()}, is_wide=len(cells) > width)
    for sheet in layout.children():
        refuse_crowd(row, sheet, len(said.get(sheet.name, ())))
    return row


MOST_OF_ONE = 100  # steps, or materials, of one tool


def refuse_crowd(owner, sheet, count):
    if count > MOST_OF_ONE:
        told = _("“%(tool)s” has more than %(count)s rows in “%(sheet)s”. Keep fewer.")
        raise ValidationError(told % {"tool": owner.title or owner.reference, "count": MOST_OF_ONE, "sheet": sheet.title})


# --- the sheets of steps and of materials


def add_children(result: Table, sheet, rows) -> None:
    """To each tool its rows: by its reference or, for a new tool, by its name."""
    places = child_places(sheet, rows[0][1])
    owners = {row.reference: row for row in result.rows if row.reference}
    by_title = {}
    for row in result.rows:
        by_title.setdefault(key(row.title), []).append(row)
    for number, cells in sorted(rows[1:], key=lambda row: order_of(row, places)):
        found = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        reference, title = found.pop("tool reference", "").upper(), found.pop("tool title", "")
        found.pop(ORDER, None)
        same_title = by_title.get(key(title), [])
        owner = owners.get(reference) if reference else (same_title[0] if len(same_title) == 1 else None)
        if owner is None:
            result.strays.append((sheet.title, number, reference or title))
        elif any(found.values()):
            add(owner, sheet, number, found)


def add(owner, sheet, number, cells):
    children = getattr(owner, sheet.name) or []
    refuse_crowd(owner, sheet, len(children) + 1)
    if any(child.get("place") for child in children):
        told = _("“%(sheet)s” are both in numbered columns and in a sheet of their own. Keep one of the two.")
        raise ValidationError(told % {"sheet": sheet.title})
    setattr(owner, sheet.name, [*children, {"number": number, "place": 0, "cells": cells}])


def child_places(sheet, headings) -> dict[str, int]:
    """Which tool comes first: of two headings « Nom de l'outil » is the tool's, « Titre » the step's."""
    tools = layout.tools().headings
    places = {}
    for place, heading in enumerate(headings):
        folded = key(heading)
        owner = {REFERENCE: "tool reference", TITLE: "tool title"}.get(tools.get(folded, ""))
        name = sheet.headings.get(folded) or owner or (ORDER if folded in (key(layout.order_heading()), "order") else None)
        if name and name not in places:
            places[name] = place
    if not {"tool reference", "tool title"} & set(places):
        told = _("The sheet “%(sheet)s” must say of which tool each row is: a column “%(heading)s”.")
        raise ValidationError(told % {"sheet": sheet.title, "heading": layout.tools().columns[REFERENCE].heading})
    return places


def order_of(row, places):
    """Rows come in the order of their column « Ordre »; where it says nothing, in that of the file."""
    number, cells = row
    place = places.get(ORDER)
    text = cells[place] if place is not None and place < len(cells) else ""
    return (int(text) if text.isdigit() and len(text) < 6 else 0, number)
