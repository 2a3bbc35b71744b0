"""What an import would do, row by row, field by field. Nothing is written here."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Revision, WorkflowState

from ..forms import TITLE_MOST
from . import contents, layout, richtext
from .books import Books, editable
from .cells import key, same
from .children import plan_children
from .columns import Rich
from .tables import Row, Table

CREATED, CHANGED, SAME, REFUSED = "created", "changed", "same", "refused"
OWNER, ACCESS = "owner_lab", "access"


@dataclass
class Line:
    """A row of the file and what would become of it. `changes`: (heading, before, after); `faults`: (heading, words)."""

    number: int
    reference: str = ""
    title: str = ""
    outcome: str = SAME
    changes: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    missing: list = field(default_factory=list)  # headings still empty that publication will ask for
    known: contents.Known | None = None
    values: dict = field(default_factory=dict)  # what changes, as in the JSON of a draft

    def refuse(self, heading, words):
        self.outcome = REFUSED
        self.faults.append((heading, words))

    def as_json(self) -> dict:
        """What the editor reads, and confirms."""
        names = ("number", "reference", "title", "outcome", "missing")
        shown = {"changes": [list(map(shorten, c)) for c in self.changes], "faults": [list(f) for f in self.faults]}
        return {name: getattr(self, name) for name in names} | shown


def shorten(text, most=300) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def plan(user, table: Table) -> list[Line]:
    """Queries: the same number for two rows as for two thousand, but one more for each batch of 500."""
    return Plan(user, table).lines()


class Plan:
    def __init__(self, user, table: Table):
        self.user, self.table, self.books = user, table, Books(user)
        self.columns = layout.tools().columns
        self.known = self.find_known()
        self.same_name = self.find_same_name()
        self.busy = self.find_busy()
        self.twice = {r for r, n in Counter(row.reference for row in table.rows if row.reference).items() if n > 1}
        self.named_twice = self.find_named_twice()

    # --- what the library holds: a few queries

    def find_known(self) -> dict:
        """{reference: tool} of those that this user may change; the others do not exist for her."""
        hers = contents.sources().filter(pk__in=editable(self.user))
        rows = contents.where(hers, "reference", {row.reference for row in self.table.rows if row.reference})
        return {known.page.reference: known for known in rows}

    def find_same_name(self) -> dict:
        """{(lab, name): tool}: a row without reference that was imported before must not make a second tool."""
        hers = contents.sources().filter(owner_lab__in=self.books.own_labs)
        rows = contents.where(hers, "draft_title", {row.title for row in self.table.rows if row.title and not row.reference})
        return {(known.page.owner_lab_id, known.content["title"]): known for known in rows}

    def find_busy(self) -> dict:
        """{page id: why nobody may change it now}."""
        pages = [known.page for known in (*self.known.values(), *self.same_name.values())]
        keys = {str(page.pk) for page in pages}
        waiting = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS, base_content_type__model="page"
        ).values_list("object_id", flat=True)
        due = Revision.page_revisions.filter(approved_go_live_at__isnull=False).values_list("object_id", flat=True)
        told = {int(pk): _("This tool waits for its review: import it again afterwards.") for pk in keys & set(waiting)}
        told |= {int(pk): _("This tool is about to be published at a date already set.") for pk in keys & set(due)}
        locked = [page for page in pages if page.locked and page.locked_by_id != self.user.pk]
        return told | {page.pk: _("This tool is locked by somebody else.") for page in locked}

    def find_named_twice(self) -> set:
        new = [self.name_of(row) for row in self.table.rows if row.title and not row.reference]
        return {name for name, n in Counter(new).items() if n > 1}

    def name_of(self, row) -> tuple:
        try:
            return self.lab_of(row), key(row.title)
        except ValueError:
            return None, key(row.title)

    # --- rows

    def lines(self) -> list[Line]:
        strays = [self.stray(*stray) for stray in self.table.strays]
        return [*(self.line(row) for row in self.table.rows), *strays]

    def stray(self, sheet, number, title) -> Line:
        line = Line(number, title=title)
        line.refuse(sheet, _("Sheet “%(sheet)s”: no row of the tools has this reference or, once, this name.") % {"sheet": sheet})
        return line

    def line(self, row: Row) -> Line:
        line = Line(row.number, row.reference, row.title)
        if words := self.not_a_row(row):
            line.refuse(*words)
            return line
        line.known = self.known.get(row.reference) if row.reference else self.found_by_name(row)
        content = line.known.content if line.known else {}
        line.reference, line.title = content.get("reference", ""), row.title or content.get("title", "")
        self.compare(line, row, content)
        self.settle(line, row, content)
        return line

    def heading(self, name) -> str:
        return self.columns[name].heading

    def not_a_row(self, row: Row) -> tuple | None:
        """(heading, words) of what makes a row no row at all."""
        reference = self.heading(layout.REFERENCE)
        if row.is_wide:
            return "", _("This row has more cells than there are headings: a separator in a text is not between quotation marks.")
        if row.reference in self.twice:
            return reference, _("This reference is on several rows of the file. Keep one.")
        if row.reference and row.reference not in self.known:
            told = _("No tool of yours has the reference “%(reference)s”. Leave the cell empty to make a new tool.")
            return reference, told % {"reference": row.reference[:40]}
        if not row.reference and not row.title:
            return self.heading("title"), _("Give the tool a name.")
        if not row.reference and self.name_of(row) in self.named_twice:
            return self.heading("title"), _("Two new tools of the file have this name. Change one of them.")
        return None

    def lab_of(self, row: Row) -> int | None:
        """The lab of a new tool. Raises ValueError with words."""
        own = self.books.own_labs
        if text := row.cells.get(OWNER, ""):
            lab = self.books.labs.values.get(key(text))
            if lab in own:
                return lab
            labs = ", ".join(self.books.labs.say(pk) for pk in sorted(own)[:12])
            raise ValueError(_("You may make tools for these labs: %(labs)s.") % {"labs": labs})
        if len(own) == 1:
            return min(own)
        raise ValueError(_("Say which lab keeps this new tool."))

    def found_by_name(self, row: Row):
        try:
            return self.same_name.get((self.lab_of(row), row.title))
        except ValueError:
            return None

    # --- fields

    def compare(self, line, row, content):
        if line.known is None:
            self.choose_lab(line, row)
        for name, text in row.cells.items():
            if name not in (layout.REFERENCE, OWNER):
                self.compare_field(line, name, text, content)
        if line.known and (text := row.cells.get(OWNER)) and not same(text, self.now(OWNER, content)):
            self.compare_owner(line, text, content)
        for sheet in layout.children():
            if rows := getattr(row, sheet.name):
                plan_children(line, sheet, rows, content.get(sheet.name, []), self.books)

    def now(self, name, content) -> str:
        column = self.columns[name]
        return column.text(content.get(name), self.books)

    def choose_lab(self, line, row):
        try:
            line.values[OWNER] = self.lab_of(row)
        except ValueError as error:
            line.refuse(self.heading(OWNER), str(error))

    def compare_owner(self, line, text, content):
        if self.books.labs.values.get(key(text)) != content[OWNER]:
            told = _("An import gives no tool to another lab. The national team does, in the tool's own form.")
            line.refuse(self.heading(OWNER), told)

    def compare_field(self, line, name, text, content):
        if not text and not content:  # a new tool: nothing to empty
            return
        column, before = self.columns[name], self.now(name, content)
        if same(text, before) or (not text and column.keeps):
            return
        try:
            value = self.checked(column, text, content)
        except ValueError as error:
            line.refuse(column.heading, str(error))
            return
        if line.known is None:
            line.values[name] = value
        elif (after := column.text(value, self.books)) != before:
            line.values[name] = value
            line.changes.append((column.heading, before, after))

    def checked(self, column, text, content):
        value = column.value(text, self.books)
        if isinstance(column, Rich) and (strangers := richtext.pages_of(value) - richtext.pages_of(content.get(column.name))):
            told = _("“page:%(id)s” is a link that only the form of the tool makes. Write the address instead: https://…")
            raise ValueError(told % {"id": min(strangers)})
        if column.name == "title" and not text:
            raise ValueError(_("Give the tool a name."))
        if column.name == "title" and len(value) > TITLE_MOST:
            raise ValueError(_("%(most)s characters at most, so that it holds on a card.") % {"most": TITLE_MOST})
        return value

    # --- the row as a whole

    def settle(self, line, row, content):
        after = content | line.values
        self.check_intervals(line, after)
        if line.known and not row.reference and line.changes:
            told = _(
                "Your lab already has a tool of this name. Write its reference, %(reference)s, to change it; or change the name."
            )
            line.refuse(self.heading("title"), told % {"reference": line.reference})
        if line.known and line.values and line.known.page.pk in self.busy:
            line.refuse("", self.busy[line.known.page.pk])
        if line.outcome != REFUSED:
            line.outcome = CREATED if line.known is None else CHANGED if line.values else SAME
        if line.outcome in (CREATED, CHANGED):
            line.missing = [column.heading for column in self.columns.values() if self.is_missing(column, after)]

    def check_intervals(self, line, after):
        touched = set(line.values)
        for low, high, words in layout.tools().model.INTERVALS:
            least, most = after.get(low), after.get(high)
            if touched & {low, high} and least is not None and most is not None and most < least:
                line.refuse(self.heading(high), capfirst(str(words)))

    def is_missing(self, column, after) -> bool:
        """What a draft may lack and a publication may not."""
        needed = not column.field.blank and not column.keeps and column.name != layout.REFERENCE
        return needed and after.get(column.name) in (None, "", [])
