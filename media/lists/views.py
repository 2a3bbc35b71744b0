"""The lists « Images » and « Documents », in place of Wagtail's at the same addresses."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.search.backends import get_search_backend

from portal.accounts.rooms.base import Day

from .columns import FileKind, UsedBy, kind_of, level_of, size_of, text_told
from .filters import DocumentFilters, ImageFilters
from .usages import live_uses


class FileList:
    """What both lists say and how they search."""

    is_explicitly_ordered = True
    is_for_bulk = True
    default_ordering = "-created_at"
    paginate_by = 50
    nothing = gettext_lazy("No file of your lab yet. Add one here, or from the page that needs it.")
    list_export = [
        "title", "filename", "kind", "file_size", "served_to", "usage_count", "owner_lab", "uploaded_by_user", "created_at",
        "credit",
    ]  # fmt: skip
    export_headings = {
        "title": gettext_lazy("Title"),
        "filename": gettext_lazy("File"),
        "kind": gettext_lazy("Type"),
        "file_size": gettext_lazy("Size in bytes"),
        "served_to": gettext_lazy("Served to"),
        "usage_count": gettext_lazy("Times used"),
        "owner_lab": gettext_lazy("Lab"),
        "uploaded_by_user": gettext_lazy("Added by"),
        "created_at": gettext_lazy("Added"),
        "credit": gettext_lazy("Credit"),
    }

    def get_paginate_by(self, queryset):
        return None if self.is_export else self.paginate_by

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("owner_lab", "uploaded_by_user", "collection")

    def search_queryset(self, queryset):
        """Found by any text, then filtered by any column."""
        if not self.is_searching:
            return queryset
        found = get_search_backend().autocomplete(self.search_query, self.model.objects.order_by(), order_by_relevance=False)
        return queryset.filter(pk__in=found.get_queryset().values("pk")) if hasattr(found, "get_queryset") else queryset.none()

    def decorate_paginated_queryset(self, object_list):
        """Told once by the view and once by its table: the rows are the same."""
        rows = list(super().decorate_paginated_queryset(object_list))
        uses = live_uses(rows, self.request.user)
        for row in rows:
            row.live_uses, row.kind, row.served_to = uses[row.pk], kind_of(row), level_of(row)
        return rows

    def get_table(self, object_list):
        return super().get_table(self.decorate_paginated_queryset(object_list))

    def as_spreadsheet(self, queryset, spreadsheet_format):
        return super().as_spreadsheet(Rows(self.decorate_paginated_queryset(queryset), self.model), spreadsheet_format)

    @property
    def no_results_message(self):
        return _("Nothing here answers that.") if self.is_searching or self.is_filtering else self.nothing

    def facts(self, picture):
        return [
            picture,
            TitleColumn("title", label=_("Title"), sort_key="title", get_url=self.get_edit_url, get_title_id=self.title_id),
            Column("kind", label=_("Type"), accessor=kind_of),
            Column("file_size", label=_("Size"), accessor=size_of, sort_key="file_size"),
            Column("level", label=_("Served to"), accessor=level_of, sort_key="level"),
            UsedBy("usage_count", label=_("Used by"), sort_key=None if self.is_searching else "usage_count"),
            Column("owner_lab", label=_("Lab"), sort_key="owner_lab__name"),
            Column("uploaded_by_user", label=_("Added by")),
            Day("created_at", label=_("Added"), sort_key="created_at"),
        ]

    def title_id(self, file):
        return f"{file._meta.model_name.removeprefix('portal')}_{file.pk}_title"


class Rows(list):
    """Rows of an export: the headings ask for a model."""

    def __init__(self, rows, model):
        super().__init__(rows)
        self.model = model


class Images(FileList, images.IndexView):
    filterset_class = ImageFilters
    index_url_name, index_results_url_name = "files:images", "files:images_results"
    results_template_name = "media/admin/image_results.html"
    export_filename = "images"
    nothing = gettext_lazy("No image of your lab yet. Add one here, or from the page that needs it.")

    def get_valid_orderings(self):
        return [*super().get_valid_orderings(), *(f"{sign}{key}" for sign in ("", "-") for key in ("level", "owner_lab__name"))]

    @property
    def layout(self):
        return self.request.GET.get("layout", "list")

    @property
    def columns(self):
        picture = images.ImagePreviewColumn("preview", label=_("Preview"), accessor="image", classname="thumb")
        return [] if self.layout == "grid" else [images.BulkActionsColumn("bulk_actions"), *self.facts(picture)]


class Documents(FileList, documents.IndexView):
    filterset_class = DocumentFilters
    index_url_name, index_results_url_name = "files:documents", "files:documents_results"
    results_template_name = "media/admin/document_results.html"
    export_filename = "documents"
    nothing = gettext_lazy("No document of your lab yet. Add one here, or from the page that needs it.")

    def get_base_queryset(self):
        """What is said of a text, without the text."""
        return super().get_base_queryset().select_related("text").defer("text__pages")

    @property
    def columns(self):
        return [
            documents.BulkActionsColumn("bulk_actions"),
            *self.facts(FileKind("picture", label=_("Preview"), accessor=kind_of, classname="thumb")),
            Column("text", label=_("Text for the search"), accessor=text_told),
        ]
