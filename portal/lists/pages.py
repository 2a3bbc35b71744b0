"""What the lists of pages share: columns, filters, search by any text, export, words when nothing is there."""

from datetime import timedelta
from functools import reduce
from operator import and_

import django_filters
from django import forms
from django.conf import settings
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.models import Page, WorkflowState
from wagtail.search.backends import get_search_backend

from portal.accounts.models import Lab
from search.text import words

STALE = timedelta(days=365)  # a page that nobody has read again since may be wrong: quality of the site, point 3.4


def labs_of(request):
    """What the filter « Lab » offers: a choice only to those who have one."""
    return Lab.objects.all() if request.user.is_national else Lab.objects.filter(pk__in=request.user.editing_labs)


class Day(Column):
    """A date as people write it."""

    cell_template_name = "portal/admin/day_cell.html"


class Thumbnail(Column):
    """A small picture; what it shows is said by the title beside it."""

    cell_template_name = "portal/admin/thumbnail_cell.html"


class PageFilters(WagtailFilterSet):
    """What an editor looks for in a list of pages."""

    STATES = [
        ("draft", gettext_lazy("Never published, or withdrawn")),
        ("live", gettext_lazy("Published")),
        ("changed", gettext_lazy("Published, with changes that wait")),
        ("review", gettext_lazy("Waiting for review")),
    ]
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), method="of_state", choices=STATES, empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )  # fmt: skip
    owner_lab = django_filters.ModelChoiceFilter(queryset=labs_of, label=gettext_lazy("Lab"))
    latest_revision_created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Changed since"), widget=DateRangePickerWidget
    )
    english = django_filters.ChoiceFilter(
        label=gettext_lazy("English"), method="of_english", choices=[("none", gettext_lazy("Without English"))],
        empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
    )  # fmt: skip
    reading = django_filters.ChoiceFilter(
        label=gettext_lazy("Reading again"), method="of_reading", choices=[("due", gettext_lazy("To be read again"))],
        empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
    )  # fmt: skip

    class Meta:
        model = Page
        fields: list[str] = []

    def of_state(self, pages, name, value):
        if value == "review":
            waiting = WorkflowState.objects.filter(status=WorkflowState.STATUS_IN_PROGRESS)
            return pages.filter(
                Exists(waiting.filter(base_content_type__model="page", object_id=Cast(OuterRef("pk"), CharField())))
            )
        states = {"draft": Q(live=False), "live": Q(live=True), "changed": Q(live=True, has_unpublished_changes=True)}
        return pages.filter(states[value])

    def of_english(self, pages, name, value):
        """French pages that have no English one, even as a draft."""
        twins = Page.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code="en")
        return pages.filter(~Exists(twins), locale__language_code=settings.LANGUAGE_CODE)

    def of_reading(self, pages, name, value):
        """Its day has come; where no day was given, a year has gone since somebody published it."""
        return pages.filter(live=True, last_published_at__lt=timezone.now() - STALE)


class ReviewedFilters(PageFilters):
    """Of pages that say when somebody last read them through, and when it is to be done again."""

    def of_reading(self, pages, name, value):
        today = timezone.localdate()
        read = Q(last_reviewed_on__lt=today - STALE) | Q(last_reviewed_on=None, last_published_at__lt=timezone.now() - STALE)
        return pages.filter(Q(review_due_on__lte=today) | Q(review_due_on=None) & read, live=True)


class PageList(IndexView):
    """A flat list of the pages of one type, of the labs for which one writes."""

    base_filterset_class = PageFilters
    results_template_name = "portal/admin/page_results.html"
    is_explicitly_ordered = True  # the order that is shown is the order, also of what a search finds
    is_for_bulk = True
    nothing = ""  # said when the list is empty
    base_columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label=gettext_lazy("Title"), sort_key="title", classname="title"),
        Column("owner_lab", label=gettext_lazy("Lab"), sort_key="owner_lab__name"),
        Day("latest_revision_created_at", label=gettext_lazy("Changed on"), sort_key="latest_revision_created_at"),
        PageStatusColumn("status", label=gettext_lazy("State"), sort_key="live"),
    ]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("owner_lab")

    def search_queryset(self, queryset):
        """Found by any text, then filtered by any column: the stock search knows the columns of its own index only."""
        if not self.is_searching:
            return queryset
        pages = self.model.objects.order_by()
        found = get_search_backend().autocomplete(self.search_query, pages, order_by_relevance=False)
        if not hasattr(found, "get_queryset"):  # nothing to look for
            return queryset.none()
        wanted = Q(pk__in=found.get_queryset().values("pk"))
        return queryset.filter(wanted | self.also_found(self.search_query))

    def also_found(self, text) -> Q:
        """By its title, its reference, any word of it, accents or not: as far as its type has them."""
        found, names = Q(draft_title__icontains=text), {field.name for field in self.model._meta.get_fields()}
        if "reference" in names:
            found |= Q(reference__iexact=text)
        if "search_text" in names and (asked := words(text)):
            found |= reduce(and_, (Q(search_text__contains=word) for word in asked))
        return found

    @property
    def no_results_message(self):
        return _("Nothing here answers that.") if self.is_searching or self.is_filtering else self.nothing


class Filed:
    """« Créer … » of a list leads to the form, in the right shelf, as the menu does."""

    create_url_name = ""
    create_label = ""

    def get_index_view_kwargs(self, **kwargs):
        given = {"add_url_name": self.create_url_name, "add_item_label": self.create_label}
        return super().get_index_view_kwargs(**given, **kwargs)


class ExportedPages:
    """Columns of the export that every page has, in words."""

    list_export = [
        "title", "owner_lab", "locale", "status_string", "get_access_display", "latest_revision_created_at",
        "first_published_at", "last_published_at", "full_url",
    ]  # fmt: skip
    export_headings = {
        "title": gettext_lazy("Title"),
        "owner_lab": gettext_lazy("Lab"),
        "locale": gettext_lazy("Language"),
        "status_string": gettext_lazy("State"),
        "get_access_display": gettext_lazy("Access"),
        "latest_revision_created_at": gettext_lazy("Changed on"),
        "first_published_at": gettext_lazy("First published on"),
        "last_published_at": gettext_lazy("Last published on"),
        "full_url": gettext_lazy("Address of the page"),
    }
