"""Steps and materials of a row: each paired with the one that it changes, so that its translations stay its own."""

from uuid import uuid4

from django.utils.translation import gettext as _
from modelcluster.models import get_serializable_data_for_fields

from .cells import key, same

KEYS = {"steps": "title", "materials": "material"}  # the column by which people know a row


def plan_children(line, sheet, rows, old, books) -> None:
    """Write on `line` what `rows` of the file change in the children that a tool has."""
    places = twins(sheet, rows, old, books)
    made = [new_row(line, sheet, n, row, place, old, books) for n, (row, place) in enumerate(zip(rows, places, strict=True), 1)]
    for place, gone in enumerate(old):
        if place not in places:
            line.changes.append((f"{sheet.single} {place + 1}", told(sheet, gone, books), ""))
    kept = [place for place in places if place is not None]
    if kept != sorted(kept):
        before, after = ("\n".join(told(sheet, row, books) for row in some) for some in (old, made))
        line.changes.append((_("%(sheet)s: order") % {"sheet": sheet.title}, before, after))
    if strip(made) != strip(old):
        line.values[sheet.name] = [row | {"sort_order": place} for place, row in enumerate(made)]


def strip(rows) -> list[dict]:
    return [{name: value for name, value in row.items() if name != "sort_order"} for row in rows]


def told(sheet, row, books) -> str:
    name = KEYS[sheet.name]
    return sheet.columns[name].text(row.get(name), books)


def twins(sheet, rows, old, books) -> list[int | None]:
    """To each row the place of the old one of the same name; failing that, of the one left at the same place."""
    left = {place: key(told(sheet, twin, books)) for place, twin in enumerate(old)}
    found: list[int | None] = []
    for row in rows:
        name = key(row["cells"].get(KEYS[sheet.name], ""))
        found.append(next((place for place, known in left.items() if known == name), None))
        left.pop(found[-1], None)
    for place, twin in enumerate(found):
        if twin is None and left.pop(place, None) is not None:
            found[place] = place
    return found


def new_row(line, sheet, place, row, was, old, books) -> dict:
    """The child as the file says it. What it does not say stays; a new one takes the defaults of its model."""
    twin = None if was is None else old[was]
    if twin is None and sheet.name not in books.blanks:
        books.blanks[sheet.name] = get_serializable_data_for_fields(sheet.model()) | {"pk": None, "page": None}
    made = dict(twin) if twin else books.blanks[sheet.name] | {"translation_key": str(uuid4())}
    for name, column in sheet.columns.items():
        cell = row["cells"].get(name)
        before = column.text(made.get(name), books) if twin else ""
        if cell is None or same(cell, before) or (not cell and (column.keeps or not twin)):
            continue
        try:
            made[name] = column.value(cell, books)
        except ValueError as error:
            line.refuse(where(sheet, place, row, column), str(error))
            continue
        if line.known and (after := column.text(made[name], books)) != before:
            line.changes.append((sheet.numbered(place, name), before, after))
    if not made.get(KEYS[sheet.name]):
        column = sheet.columns[KEYS[sheet.name]]
        line.refuse(where(sheet, place, row, column), _("Fill this cell: the row has no name."))
    return made


def where(sheet, place, row, column) -> str:
    """The column, as the file names it."""
    if row["place"]:
        return sheet.numbered(row["place"], column.name)
    return _("%(sheet)s, row %(row)s, %(heading)s") % {"sheet": sheet.title, "row": row["number"], "heading": column.heading}
