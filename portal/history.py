"""The history of a page, readable: what people did on purpose; what was saved by itself, folded, one line a sitting.

Wagtail saves a draft every few seconds. Each such save is marked in its log entry, so that a sitting of half an hour is one
line here, and so that its revisions may go after a while (`purge_autosaves`).
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import django_filters
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.generic.history import ActionColumn
from wagtail.admin.views.pages.history import PageHistoryFilterSet, PageHistoryView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import PageLogEntry

SITTING = timedelta(minutes=30)  # two saves further apart are two sittings
MARK = "autosave"  # the key in the data of a log entry
EDIT = "wagtail.edit"
READ = ("pk", "uuid", "user_id", "timestamp", "action", "data", "revision_id")


@hooks.register("after_edit_page")
def mark_autosave(request, page):
    """Only the script that saves by itself asks for JSON; Wagtail logs its saves as those of a person."""
    if request.method != "POST" or request.accepts("text/html"):
        return
    saved = PageLogEntry.objects.filter(page=page, user=request.user, action=EDIT, revision=page.latest_revision_id)
    if entry := saved.order_by("-timestamp", "-pk").first():
        PageLogEntry.objects.filter(pk=entry.pk).update(data=entry.data | {MARK: True})


@dataclass
class Sitting:
    """Saves that nobody asked for, of one person, in a row. `entries`: newest first."""

    user: int | None
    revisions: set[int] = field(default_factory=set)
    entries: list[int] = field(default_factory=list)
    first: datetime | None = None
    last: datetime | None = None
    count: int = 0

    def takes(self, user, timestamp) -> bool:
        return self.user == user and self.first - timestamp <= SITTING

    def add(self, pk, revision, first, last, count):
        self.entries.append(pk)
        self.revisions.add(revision)
        self.first, self.last, self.count = first, self.last or last, self.count + count

    def __str__(self):
        told = {"count": self.count, "first": hour(self.first), "last": hour(self.last)}
        if told["first"] == told["last"]:
            return ngettext("%(count)d automatic save, at %(last)s", "%(count)d automatic saves, at %(last)s", self.count) % told
        words = ngettext(
            "%(count)d automatic save, from %(first)s to %(last)s",
            "%(count)d automatic saves, from %(first)s to %(last)s",
            self.count,
        )
        return words % told


def hour(moment: datetime) -> str:
    """« 10 h 02 »."""
    return date_format(timezone.localtime(moment), pgettext("format of a time of day", "H:i"))


def sittings(entries, saves) -> list[Sitting]:
    """The sittings among log entries, newest first. `saves`: {uuid: (how many, the first)}, which Wagtail shows as one."""
    found, current = [], None
    for entry in entries:
        if not is_autosave(entry):
            current = None
            continue
        count, first = saves.get(entry["uuid"], (1, entry["timestamp"]))
        if current is None or not current.takes(entry["user_id"], entry["timestamp"]):
            current = Sitting(entry["user_id"])
            found.append(current)
        current.add(entry["pk"], entry["revision_id"], first, entry["timestamp"], count)
    return found


def is_autosave(entry) -> bool:
    return entry["action"] == EDIT and bool((entry["data"] or {}).get(MARK))


def saves_of(page) -> dict:
    """{uuid: (how many saves, the first)} of a page."""
    saves = {}
    rows = PageLogEntry.objects.filter(page=page, action=EDIT, uuid__isnull=False).order_by()
    for uuid, timestamp in rows.values_list("uuid", "timestamp"):
        count, first = saves.get(uuid, (0, timestamp))
        saves[uuid] = (count + 1, min(first, timestamp))
    return saves


class HistoryFilters(PageHistoryFilterSet):
    """First of all: which saves."""

    show = django_filters.ChoiceFilter(
        label=_("Automatic saves"),
        choices=[("folded", _("Folded, one line a sitting")), ("all", _("All, one by one"))],
        empty_label=_("Hidden: what was saved or published on purpose"),
        widget=RadioSelect,
        method="leave",
    )

    def leave(self, queryset, name, value):
        """The view folds once the other filters have chosen."""
        return queryset


class FoldedColumn(ActionColumn):
    """The action, or what a folded line stands for."""

    def get_value(self, instance):
        return getattr(instance, "sitting", None) or super().get_value(instance)


class FoldedHistory(PageHistoryView):
    filterset_class = HistoryFilters

    @cached_property
    def columns(self):
        stock, *others = super().columns
        kept = {"object": stock.object, "url_names": stock.url_names, "user_can_unschedule": stock.user_can_unschedule}
        return [FoldedColumn("message", label=stock.label, **kept), *others]

    @cached_property
    def header_buttons(self):
        every = f"{self.get_history_url(self.object)}?show=folded"
        return [*super().header_buttons, HeaderButton(label=gettext("Automatic saves"), url=every, icon_name="history")]

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        shown = self.request.GET.get("show", "")
        if shown == "all":
            return queryset
        rows = queryset.order_by("-timestamp", "-pk").values(*READ)
        found = sittings(rows, saves_of(self.object))
        # What is being edited now is always there: its revision is the one that the editor opens.
        kept = [one for one in found if shown == "folded" or self.object.latest_revision_id in one.revisions]
        self.folded = {one.entries[0]: one for one in kept}
        hidden = {pk for one in found for pk in one.entries} - set(self.folded)
        return queryset.filter(pk__in=[row["pk"] for row in rows if row["pk"] not in hidden])

    def get_context_data(self, *args, **kwargs):
        context = super().get_context_data(*args, **kwargs)
        for entry in context["object_list"]:
            entry.sitting = getattr(self, "folded", {}).get(entry.pk)
        return context


class PortalPages(PageViewSet):
    """The views of pages, with a history of ours."""

    history_view_class = FoldedHistory


@hooks.register("register_admin_viewset", order=100)  # after Wagtail's own, which it stands in for
def register_pages():
    return PortalPages()
