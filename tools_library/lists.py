"""« Tous les outils » as a flat list: a picture, what an editor filters by."""

import django_filters
from django import forms
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.images.models import SourceImageIOError

from portal.lists.pages import PageList, ReviewedFilters, Thumbnail

from . import card
from .models import ToolPage
from .numbers import with_numbers

THUMBNAIL = "max-165x165"  # made ahead by the worker with the other sizes of the admin


def thumbnail(tool) -> str:
    """The picture of a tool, else the poster that is drawn from its steps."""
    if tool.cover:
        try:
            return tool.cover.get_rendition(THUMBNAIL).img_tag({"alt": "", "loading": "lazy"})
        except SourceImageIOError:
            return ""
    return format_html('<span class="sketch">{}</span>', mark_safe(card.sketch(tool)))


class ToolFilters(ReviewedFilters):
    unused = django_filters.ChoiceFilter(
        label=gettext_lazy("Reuse"), method="of_unused", choices=[("none", gettext_lazy("Named by no other tool"))],
        empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
    )  # fmt: skip

    class Meta:
        model = ToolPage
        fields = [
            "state", "owner_lab", "kind", "licence", "status_maturity", "access", "latest_revision_created_at", "english",
            "reading", "unused",
        ]  # fmt: skip

    def of_unused(self, pages, name, value):
        from .models import ToolRelation

        named = ToolRelation.objects.exclude(target=None).values("target__translation_key")
        return pages.exclude(translation_key__in=named).filter(adaptations=None)


class ToolList(PageList):
    nothing = gettext_lazy("No tool of your lab yet. “Create a tool”, in the menu, opens an empty sheet.")
    base_columns = [
        PageList.base_columns[0],
        Thumbnail("picture", label=gettext_lazy("Picture"), accessor=thumbnail, classname="thumb"),
        PageList.base_columns[1],
        Column("reference", label=gettext_lazy("Reference"), sort_key="reference"),
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("licence", label=gettext_lazy("Licence"), accessor="get_licence_display", sort_key="licence"),
        Column("files_taken", label=gettext_lazy("Files taken, 12 months"), sort_key="files_taken"),
        Column("sheets_printed", label=gettext_lazy("Sheets printed, 12 months"), sort_key="sheets_printed"),
        *PageList.base_columns[2:],
    ]

    def get_base_queryset(self):
        return with_numbers(super().get_base_queryset().prefetch_related("cover__renditions", "steps"))
