"""Files taken away and sheets printed, added up by tool and month; and read back."""

from collections import Counter

from django.db.models import F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.tally import adds_up

from .models import ToolAttachment, ToolCount, ToolPage

MONTHS = 12


@adds_up("file")
def add_files(numbers: Counter) -> None:
    """A file counts for each live tool that offers it."""
    documents = {int(pk) for _month, pk in numbers if pk.isdigit()}
    offered = ToolAttachment.objects.filter(document__in=documents, page__live=True)
    tools: dict[int, set] = {}
    for document, key in offered.values_list("document_id", "page__translation_key"):
        tools.setdefault(document, set()).add(key)
    add(Counter({(key, month): n for (month, pk), n in numbers.items() for key in tools.get(int(pk), ())}), ToolCount.What.FILE)


@adds_up("print")
def add_prints(numbers: Counter) -> None:
    add_references(numbers, ToolCount.What.PRINT)


@adds_up("taken")
def add_taken(numbers: Counter) -> None:
    add_references(numbers, ToolCount.What.FILE)


def add_references(numbers: Counter, what: str) -> None:
    """Made on demand, and noted by reference."""
    keys = dict(ToolPage.objects.filter(reference__in={r for _m, r in numbers}).values_list("reference", "translation_key"))
    add(Counter({(keys[r], month): n for (month, r), n in numbers.items() if r in keys}), what)


def add(numbers: Counter, what: str) -> None:
    for (key, month), number in numbers.items():
        row, _made = ToolCount.objects.get_or_create(tool=key, month=month, what=what)
        ToolCount.objects.filter(pk=row.pk).update(number=F("number") + number)


def first_month() -> str:
    """The first of the last twelve months."""
    today = timezone.localdate()
    months = today.year * 12 + today.month - MONTHS
    return f"{months // 12}-{months % 12 + 1:02}"


def with_numbers(tools):
    """Each says `files_taken` and `sheets_printed` in the last twelve months."""

    def number(what):
        rows = ToolCount.objects.filter(tool=OuterRef("translation_key"), what=what, month__gte=first_month())
        total = rows.order_by().values("tool").annotate(n=Sum("number")).values("n")
        return Coalesce(Subquery(total, output_field=IntegerField()), 0)

    return tools.annotate(files_taken=number("file"), sheets_printed=number("print"))
