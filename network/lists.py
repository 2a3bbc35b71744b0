"""« Tous les labs » and « Tous les événements » as flat lists: what an editor filters by."""

import django_filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column

from portal.lists.pages import STALE, Day, PageFilters, PageList

from .models import EventPage, LabPage


class LabFilters(PageFilters):
    class Meta:
        model = LabPage
        fields = ["state", "status", "lab_type", "territory", "access", "english", "reading"]

    def of_reading(self, pages, name, value):
        return pages.filter(Q(verified_on=None) | Q(verified_on__lt=timezone.localdate() - STALE), live=True)


class LabList(PageList):
    nothing = gettext_lazy("No page of your lab yet. “Create a lab's page”, in the menu, opens an empty one.")
    base_columns = [
        *PageList.base_columns[:2],
        Column("territory", label=gettext_lazy("Region"), sort_key="territory__name_fr"),
        Column("status", label=gettext_lazy("Lab"), accessor="get_status_display", sort_key="status"),
        Column("completeness", label=gettext_lazy("Filled in"), accessor=lambda lab: f"{lab.completeness} %"),
        Day("verified_on", label=gettext_lazy("Verified on"), sort_key="verified_on"),
        *PageList.base_columns[2:],
    ]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("territory", "presence", "services", "team", "hours", "rooms")


class EventFilters(PageFilters):
    when = django_filters.ChoiceFilter(
        label=gettext_lazy("When"), method="of_when", empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
        choices=[("coming", gettext_lazy("To come or under way")), ("past", gettext_lazy("Past"))],
    )  # fmt: skip

    class Meta:
        model = EventPage
        fields = ["state", "when", "owner_lab", "kind", "status", "territory", "access", "english"]

    def of_when(self, pages, name, value):
        now = timezone.now()
        return pages.filter(ends_at__gte=now) if value == "coming" else pages.filter(ends_at__lt=now)


# Events have a date: none is to be read again.
del EventFilters.base_filters["reading"]


def first_day(event):
    """In the hour of the place."""
    return event.starts and event.starts.date()


class EventList(PageList):
    nothing = gettext_lazy("No event of your lab yet. “Create an event”, in the menu, opens an empty form.")
    base_columns = [
        *PageList.base_columns[:2],
        Day("starts_at", label=gettext_lazy("Begins"), accessor=first_day, sort_key="starts_at"),
        Column("kind", label=gettext_lazy("Type"), accessor="get_kind_display", sort_key="kind"),
        Column("city", label=gettext_lazy("Town"), sort_key="city"),
        *PageList.base_columns[2:],
    ]
