"""« Actualités » as a flat list, and a new one filed in its shelf."""

from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from portal.models import NewsIndexPage, NewsPage

from .pages import Day, ExportedPages, Filed, PageFilters, PageList
from .shelves import create_view


class NewsFilters(PageFilters):
    class Meta:
        model = NewsPage
        fields = ["state", "owner_lab", "kind", "access", "latest_revision_created_at", "english", "reading"]


class NewsList(PageList):
    nothing = gettext_lazy("No piece of news of your lab yet. “Write a piece of news”, in the menu, opens an empty one.")


class NewsListing(Filed, ExportedPages, PageListingViewSet):
    model = NewsPage
    icon = "clipboard-list"
    menu_label = gettext_lazy("All the news")
    index_view_class = NewsList
    create_url_name, create_label = "create_news", gettext_lazy("Write a piece of news")
    filterset_class = NewsFilters
    export_filename = "actualites"
    list_export = ["title", "get_kind_display", "published_on", "authors", "summary", *ExportedPages.list_export[1:]]
    export_headings = ExportedPages.export_headings | {
        "get_kind_display": gettext_lazy("Kind"),
        "published_on": gettext_lazy("Date"),
        "authors": gettext_lazy("Authors"),
        "summary": gettext_lazy("Summary"),
    }
    columns = [
        *PageList.base_columns[:2],
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        Day("published_on", label=gettext_lazy("Date"), sort_key="published_on"),
        *PageList.base_columns[2:],
    ]


news_listing = NewsListing("news")
create_news = create_view(
    NewsIndexPage, NewsPage, gettext_lazy("There is no shelf of news yet: the national team makes it under the home page.")
)
