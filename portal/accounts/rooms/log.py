"""The audit log, for those whom it concerns."""

import django_filters
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from ..models import AuditEntry
from .base import ForManagers, labs_of


class LogFilters(WagtailFilterSet):
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)
    lab = django_filters.ModelChoiceFilter(queryset=labs_of, label=gettext_lazy("Lab"))

    class Meta:
        model = AuditEntry
        fields = ["at", "action", "lab"]


class Log(ForManagers, ReportView):
    """Acts on people and rights."""

    model = AuditEntry
    page_title = gettext_lazy("Audit log")
    header_icon = "history"
    index_url_name, index_results_url_name = "audit:index", "audit:results"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    filterset_class = LogFilters
    default_ordering = ("-at", "-pk")
    list_export = ["at", "get_action_display", "actor_name", "person_name", "lab", "told"]
    export_headings = {"get_action_display": gettext_lazy("Act"), "told": gettext_lazy("Details")}
    export_filename = "journal"
    columns = [
        DateColumn("at", label=gettext_lazy("Date"), sort_key="at"),
        Column("action", label=gettext_lazy("Act"), accessor="get_action_display"),
        Column("actor_name", label=gettext_lazy("By")),
        Column("person_name", label=gettext_lazy("Person concerned")),
        Column("lab", label=gettext_lazy("Lab")),
        Column("told", label=gettext_lazy("Details")),
    ]

    def get_queryset(self):
        return self.order_queryset(AuditEntry.objects.visible_to(self.request.user).select_related("lab"))

    def as_spreadsheet(self, queryset, spreadsheet_format):
        AuditEntry.objects.record(AuditEntry.Action.LOG_EXPORTED, by=self.request.user, lines=len(queryset))
        return super().as_spreadsheet(queryset, spreadsheet_format)
