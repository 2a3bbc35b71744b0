"""Key figures as pages show them: the value of today, what contradicts it, its history, what the directory counts."""

from dataclasses import dataclass, field

from .models.case_choices import CLOSE, Group, Scope
from .models.choices import LabStatus, LabType


@dataclass(frozen=True)
class ShownFigure:
    """current: the values of the last date known, one a source. history: the older ones. counted: by the directory."""

    figure: object
    current: tuple = ()
    history: tuple = ()
    superseded: tuple = ()
    counted: int | None = None

    @property
    def agrees(self) -> bool:
        """Whether the sources of today say the same number."""
        return len({(value.value, value.qualifier) for value in self.current}) < 2

    @property
    def differs(self) -> bool:
        """Whether what the directory counts is another number."""
        return self.counted is not None and not any(value.value == self.counted for value in self.current)


@dataclass
class ShownGroup:
    code: str
    label: str
    figures: list = field(default_factory=list)


def shown(figure, counted=None) -> ShownFigure:
    """Values close to the last date, from other sources, stand beside it: nobody chooses for the reader."""
    values = sorted(figure.values.all(), key=lambda value: (value.as_of, value.pk), reverse=True)
    for value in values:
        value.figure = figure
    standing = [value for value in values if not value.superseded]
    current, sources = [], set()
    for value in standing:
        if (standing[0].as_of - value.as_of).days <= CLOSE and value.source_label not in sources:
            current.append(value)
            sources.add(value.source_label)
    history = tuple(value for value in standing if value not in current)
    return ShownFigure(figure, tuple(current), history, tuple(v for v in values if v.superseded), counted)


def groups() -> list[ShownGroup]:
    """Every figure of the network, by group; those without a value nor a count say nothing."""
    from .models import KeyFigure

    counted, out = counts(), {}
    for figure in KeyFigure.objects.filter(scope=Scope.NETWORK).order_by("-featured", "order", "key").with_values():
        told = shown(figure, counted.get(figure.computed_from))
        if told.current or told.counted is not None:
            out.setdefault(figure.group, []).append(told)
    return [ShownGroup(code, str(Group(code).label), out[code]) for code in Group.values if code in out]


# --- what the directory counts


def open_labs():
    from .models import LabPage

    return LabPage.objects.visible_to(None).filter(locale__language_code="fr", status=LabStatus.OPEN)


def regional(presence):
    return open_labs().filter(lab_type=LabType.REGIONAL, presence__code=presence).distinct().count()


def planned() -> int:
    from .models import LabPage

    return LabPage.objects.visible_to(None).filter(locale__language_code="fr", status=LabStatus.PLANNED).count()


def places() -> dict[int, set]:
    """{territory: the ways its open labs are there}. The national lab and those of agencies are counted apart."""
    found: dict[int, set] = {}
    rows = open_labs().filter(lab_type=LabType.REGIONAL).exclude(territory=None).values_list("territory_id", "presence__code")
    for territory, presence in rows:
        found.setdefault(territory, set()).add(presence)
    return found


def of_public(model) -> int:
    from django.apps import apps

    return apps.get_model(model).objects.visible_to(None).filter(locale__language_code="fr").count()


COUNTED = {
    "labs.open.physical": lambda: regional("physical"),
    "labs.open.mobile": lambda: regional("mobile"),
    "labs.planned": planned,
    "labs.agency": lambda: open_labs().filter(lab_type=LabType.AGENCY).count(),
    "territories.open": lambda: len(places()),
    "territories.both": lambda: sum({"physical", "mobile"} <= ways for ways in places().values()),
    "tools.public": lambda: of_public("tools_library.ToolPage"),
    "cases.public": lambda: of_public("network.CaseStudyPage"),
}


def counts() -> dict[str, int]:
    """{what: how many}: public content alone, counted once per version of the content."""
    from portal.content_version import cached

    return cached("counted-figures", lambda: {code: count() for code, count in COUNTED.items()})


def of_case(case) -> list[ShownFigure]:
    """The figures that a case names, in its order: two queries."""
    from .models import KeyFigure

    wanted = [row.figure_id for row in case.figures.all() if row.figure_id]
    found = {figure.pk: figure for figure in KeyFigure.objects.filter(pk__in=wanted).with_values()} if wanted else {}
    return [told for pk in wanted if pk in found and (told := shown(found[pk])).current]
