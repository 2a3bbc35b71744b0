"""What readers look for and do not find: for whoever writes."""

from collections import Counter

import django_filters
from django.db.models import F
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from portal.tally import adds_up
from search.models import FruitlessSearch
from search.registry import all_kinds, kinds


@adds_up("nothing")
def add(numbers: Counter) -> None:
    for (month, kind, language, text), number in numbers.items():
        row, _made = FruitlessSearch.objects.get_or_create(month=month, kind=kind, language=language, text=text)
        FruitlessSearch.objects.filter(pk=row.pk).update(number=F("number") + number)


def named(search) -> str:
    return next((str(kind.label) for kind in [*kinds(), all_kinds()] if kind.code == search.kind), search.kind)


class Filters(WagtailFilterSet):
    text = django_filters.CharFilter(label=_("words"), lookup_expr="icontains")

    class Meta:
        model = FruitlessSearch
        fields = ["text", "month", "language"]


def answer_to(search) -> str:
    """What may be done about it, by those who keep the words of the search."""
    begun = urlencode({"words": search.text})
    ways = [(_("Add a synonym"), "synonyms:add"), (_("Promote a result"), "promotions:add")]
    links = ((f"{reverse(name)}?{begun}", label, search.text) for label, name in ways)
    return format_html_join(", ", '<a href="{}">{}<span class="w-sr-only"> ({})</span></a>', links)


COLUMNS = [
    Column("text", label=_("words"), sort_key="text"),
    Column("number", label=_("times"), sort_key="number"),
    Column("month", label=_("month"), sort_key="month"),
    Column("kind", label=_("list"), accessor=named),
    Column("language", label=_("language")),
]


class FruitlessSearches(ReportView):
    """By month, the most frequent first. Every editor reads it: it names nobody."""

    model = FruitlessSearch
    page_title = _("Searches without a result")
    header_icon = "search"
    index_url_name, index_results_url_name = "fruitless:index", "fruitless:results"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    filterset_class = Filters
    default_ordering = ("-month", "-number", "text")
    is_searchable = False
    list_export = ["month", "text", "number", "language"]
    export_filename = "recherches-sans-resultat"

    @cached_property
    def columns(self):
        may_answer = self.request.user.has_perms(["search.add_synonym", "search.add_promotion"])
        return [*COLUMNS, Column("answer", label=_("answer"), accessor=answer_to)] if may_answer else COLUMNS

    def get_queryset(self):
        return self.order_queryset(FruitlessSearch.objects.all())


@hooks.register("register_admin_urls")
def addresses():
    from django.urls import include

    rooms = [
        path("", FruitlessSearches.as_view(), name="index"),
        path("results/", FruitlessSearches.as_view(results_only=True), name="results"),
    ]
    return [path("reports/fruitless/", include((rooms, "fruitless")))]


@hooks.register("register_reports_menu_item")
def item():
    return MenuItem(_("Searches without a result"), reverse("fruitless:index"), icon_name="search", order=900)
