"""« Toutes les études de cas » as a flat list, with what an editor filters by."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from portal.lists.pages import ExportedPages, Filed, PageList, ReviewedFilters
from portal.models import Term

from ..models import CaseStudyPage

WHOLE = 80  # per cent: from there on, a reader can do it again


def themes(request):
    return Term.objects.of("theme")


def phases(request):
    return Term.objects.of("case_phase")


class CaseFilters(ReviewedFilters):
    theme = django_filters.ModelChoiceFilter(queryset=themes, label=gettext_lazy("Theme"))
    phase = django_filters.ModelChoiceFilter(queryset=phases, label=gettext_lazy("Phase"))
    whole = django_filters.ChoiceFilter(
        label=gettext_lazy("Completeness"), method="of_whole", empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
        choices=[("low", gettext_lazy("Less than 80 %")), ("high", gettext_lazy("80 % or more"))],
    )  # fmt: skip

    class Meta:
        model = CaseStudyPage
        fields = [
            "state", "owner_lab", "theme", "phase", "whole", "access", "latest_revision_created_at", "english", "reading",
        ]  # fmt: skip

    def of_whole(self, pages, name, value):
        return pages.filter(completeness__lt=WHOLE) if value == "low" else pages.filter(completeness__gte=WHOLE)


class CaseList(PageList):
    nothing = gettext_lazy("No case study of your lab yet. “Create a case study”, in the menu, opens an empty one.")

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("theme", "phase")


class CaseListing(Filed, ExportedPages, PageListingViewSet):
    model = CaseStudyPage
    icon = "doc-full"
    menu_label = gettext_lazy("All the case studies")
    index_view_class = CaseList
    create_url_name, create_label = "create_case", gettext_lazy("Create a case study")
    filterset_class = CaseFilters
    export_filename = "etudes-de-cas"
    list_export = ["reference", "title", "theme", "phase", "completeness", "summary", *ExportedPages.list_export[1:]]
    export_headings = ExportedPages.export_headings | {
        "reference": gettext_lazy("Reference"),
        "theme": gettext_lazy("Theme"),
        "phase": gettext_lazy("Phase"),
        "completeness": gettext_lazy("Completeness"),
        "summary": gettext_lazy("In short"),
    }
    columns = [
        *PageList.base_columns[:2],
        Column("reference", label=gettext_lazy("Reference"), sort_key="reference"),
        Column("theme", label=gettext_lazy("Theme"), sort_key="theme__order"),
        Column("phase", label=gettext_lazy("Phase"), sort_key="phase__order"),
        Column(
            "completeness", label=gettext_lazy("Completeness"), sort_key="completeness",
            accessor=lambda case: f"{case.completeness}\u00a0%",
        ),
        *PageList.base_columns[2:],
    ]  # fmt: skip


case_listing = CaseListing("cases")
