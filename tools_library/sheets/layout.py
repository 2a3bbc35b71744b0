"""Which columns there are: one sheet of tools, one of steps, one of materials.

Left alone by imports, and not exported: pictures, files, related tools, links, address, search engines, dates of
publication, translations.
"""

from functools import cache, cached_property

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ..models import ToolMaterial, ToolPage, ToolStep
from .cells import key
from .columns import Choice, Codes, Column, Day, Flag, Lines, Named, Number, Rich, Several, Terms, Tool

REFERENCE = "reference"


class Sheet:
    """Columns of one model."""

    def __init__(self, name, title, model, columns, single=""):
        self.name, self._title, self.model, self._single = name, title, model, single
        self.columns = {column.name: column for column in columns}
        for column in columns:
            column.field = model._meta.get_field(column.name)

    @property
    def title(self) -> str:
        return str(self._title)

    @property
    def single(self) -> str:
        """« Étape », of which columns of a CSV are numbered."""
        return str(self._single)

    @cached_property
    def headings(self) -> dict[str, str]:
        """{spelling: name of the column}, in every language of the house, and by code."""
        known = {key(name): name for name in self.columns}
        for language, _name in settings.LANGUAGES:
            with override(language):
                known |= {key(column.heading): name for name, column in self.columns.items()}
        return known

    @cached_property
    def names(self) -> set[str]:
        """What this sheet may be called, of one (« etape ») or of all."""
        said = {self.name}
        for language, _name in settings.LANGUAGES:
            with override(language):
                said |= {key(self.title), key(self.single)}
        return said

    def numbered(self, number: int, name: str) -> str:
        """« Étape 2 – Minutes »."""
        return f"{self.single} {number} – {self.columns[name].heading}"


def choices(*names):
    return [Choice(name) for name in names]


def numbers(*names):
    return [Number(name) for name in names]


@cache
def tools() -> Sheet:
    prefix = gettext_lazy("accessibility: %s")
    access = ("mobility", "vision", "hearing", "cognition", "digital", "adaptation")
    columns = [
        Column(REFERENCE), Column("title", gettext_lazy("name of the tool")), Named("owner_lab", "labs"),
        *choices("access", "status_maturity", "kind"), Column("tagline"), Lines("alt_titles"), Rich("purpose"),
        Rich("when_to_use"), Rich("when_not_to_use"), Lines("expected_outputs"), Terms("phases", "phase"), Terms("goals", "goal"),
        *numbers("duration_min", "duration_max", "prep_minutes", "tidy_minutes", "elapsed_days_min", "elapsed_days_max",
                 "people_min", "people_max", "subgroup_min", "subgroup_max", "facilitators_min", "people_per_facilitator"),
        *choices("facilitator_level", "participant_level"), Terms("delivery", "delivery"), Choice("remote_fit"),
        Rich("remote_notes"), Tool("replaced_by", "tools"), Several("maintainers", "labs"), Day("last_reviewed_on"),
        Day("review_due_on"), Column("structuring_question"), Choice("energy"), Terms("participation", "participation"),
        Choice("space_setup"), Rich("facilitator_notes"), Lines("tips"), Lines("pitfalls"),
        *[Column(f"accessibility_{name}", Prefixed(prefix, f"accessibility_{name}")) for name in access],
        Rich("ethics_notes"), Column("easy_read_summary"), Choice("origin_type"), Column("inventor"),
        Number("inventor_year", gettext_lazy("year of the invention")), Column("source_title"), Column("source_url"),
        Day("source_accessed_on", gettext_lazy("source read on")), Tool("based_on", "tools"), Column("change_note"),
        Choice("licence"), Column("attribution_text"), Column("trademark_notice"),
    ]  # fmt: skip
    return Sheet("tools", gettext_lazy("Tools"), ToolPage, columns)


class Prefixed:
    """« Accessibilité : vision »: a label that would say too little alone, in the language of the moment."""

    def __init__(self, pattern, name):
        self.pattern, self.name = pattern, name

    def __str__(self):
        return str(self.pattern) % ToolPage._meta.get_field(self.name).verbose_name


@cache
def steps() -> Sheet:
    columns = [
        Column("title"), *numbers("minutes", "minutes_max"), Choice("participation"), Number("group_size"), Choice("group_rule"),
        Column("say"), Column("do"), Column("output"), Codes("material_refs", "material_codes"), Flag("is_optional"),
    ]  # fmt: skip
    return Sheet("steps", gettext_lazy("Steps"), ToolStep, columns, gettext_lazy("Step"))


@cache
def materials() -> Sheet:
    columns = [
        Named("material", "materials"), Number("quantity"), Choice("per"), Flag("reusable"), Flag("optional"), Column("note"),
    ]  # fmt: skip
    return Sheet("materials", gettext_lazy("Materials"), ToolMaterial, columns, gettext_lazy("Material"))


def children() -> tuple[Sheet, Sheet]:
    return steps(), materials()


def order_heading() -> str:
    """Of the column that says in which order the rows of a second sheet come."""
    return _("Order")
