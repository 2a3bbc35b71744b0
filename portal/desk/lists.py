"""The whole answer to a question of the desk, with filters."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.models import Page, Task

from portal.accounts.models import Lab
from portal.rights.policy import owned_by, owned_models


def labs_of(request):
    return Lab.objects.all() if request.user.is_national else Lab.objects.filter(pk__in=request.user.editing_labs)


def kinds(request):
    """Types of pages that labs keep; for the national team, the others too."""
    types = ContentType.objects.filter(pk__in=Page.objects.order_by().values("content_type").distinct())
    if request.user.is_national:
        return types
    return types.filter(pk__in=[kind.pk for kind in ContentType.objects.get_for_models(*owned_models()).values()])


class DeskFilters(WagtailFilterSet):
    lab = django_filters.ModelChoiceFilter(queryset=labs_of, label=gettext_lazy("Lab"), method="of_lab")
    kind = ContentTypeFilter(queryset=kinds, label=gettext_lazy("Kind of page"), field_name="content_type")

    class Meta:
        model = Page
        fields: list[str] = []

    def of_lab(self, queryset, name, lab):
        return queryset.filter(owned_by([lab.pk])) if lab else queryset


class WaitingFilters(DeskFilters):
    """Also: at which step."""

    step = django_filters.ModelChoiceFilter(
        queryset=Task.objects.filter(active=True), label=gettext_lazy("Step"), field_name="step_id", method="at_step"
    )

    def at_step(self, queryset, name, step):
        return queryset.filter(step_id=step.pk) if step else queryset


class Said(Column):
    """What a row says of the page, and the words of whoever sent it back."""

    cell_template_name = "portal/desk/said.html"


class DeskList(IndexView):
    """All the pages that answer `question`."""

    model = Page
    i18n_enabled = False  # the languages are a filter, not so many lists
    question = None
    permission_policy = any_permission_required = None  # the question asks the policy itself
    template_name = "portal/desk/list.html"
    results_template_name = "portal/desk/list_results.html"
    search_fields = ["title", "draft_title"]
    search_backend_name = None
    paginate_by = 50
    default_ordering = None

    @cached_property
    def page_title(self):
        return self.question.title(self.request.user)

    @property
    def header_icon(self):
        return self.question.icon

    @property
    def filterset_class(self):
        return WaitingFilters if self.question.name == "waiting" else DeskFilters

    @property
    def columns(self):
        steps = [Column("step", label=_("Step"))] if self.question.name == "waiting" else []
        return [
            TitleColumn("draft_title", label=_("Title"), get_url=lambda page: reverse("wagtailadmin_pages:edit", args=[page.pk])),
            Column("page_type_display_name", label=_("Kind of page")),
            Column("lab_name", label=_("Lab")),
            Column("locale", label=_("Language")),
            *steps,
            Said("note", label=_("What is said of it")),
        ]

    def get_index_url(self):
        return reverse(f"desk:{self.question.name}")

    def get_index_results_url(self):
        return reverse(f"desk:{self.question.name}_results")

    def get_base_queryset(self):
        return self.question.pages(self.request.user)

    def order_queryset(self, queryset):
        return queryset  # the question has its order

    def paginate_queryset(self, queryset, page_size):
        paginator, page, rows, is_paginated = super().paginate_queryset(queryset, page_size)
        page.object_list = rows = list(rows)
        self.question.dress(rows)
        return paginator, page, rows, is_paginated

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"empty": self.question.empty}
