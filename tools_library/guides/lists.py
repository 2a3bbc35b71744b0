"""« Tous les guides », « Toutes les leçons »: flat lists of the admin."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet

from portal.lists.pages import Day, ExportedPages, Filed, PageFilters, PageList, ReviewedFilters
from portal.lists.shelves import create_view

from ..models import GuideIndexPage, GuidePage, LessonPage
from . import minutes


class GuideFilters(ReviewedFilters):
    class Meta:
        model = GuidePage
        fields = ["state", "owner_lab", "kind", "level", "access", "latest_revision_created_at", "english", "reading"]


class GuideList(PageList):
    nothing = _("No guide of your lab yet. “Create a guide”, in the menu, opens an empty one.")


class GuideListing(Filed, ExportedPages, PageListingViewSet):
    model = GuidePage
    icon = "list-ol"
    menu_label = _("All guides")
    index_view_class = GuideList
    create_url_name, create_label = "create_guide", _("Create a guide")
    filterset_class = GuideFilters
    export_filename = "guides"
    list_export = ["title", "get_kind_display", "get_level_display", "duration_minutes", *ExportedPages.list_export[1:]]
    export_headings = ExportedPages.export_headings | {
        "get_kind_display": _("Kind"), "get_level_display": _("Level"), "duration_minutes": _("Minutes"),
    }  # fmt: skip
    columns = [
        *PageList.base_columns[:2],
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("duration_minutes", label=_("Minutes"), sort_key="duration_minutes"),
        Day("review_due_on", label=_("To be reviewed on"), sort_key="review_due_on"),
        *PageList.base_columns[2:],
    ]


class LessonFilters(PageFilters):
    guide = django_filters.ModelChoiceFilter(
        label=_("Guide"), method="of_guide",
        queryset=lambda request: GuidePage.objects.filter(pk__in=own_guides(request)).order_by("title"),
    )  # fmt: skip
    needs = django_filters.ChoiceFilter(
        label=_("To complete"), method="of_needs", empty_label=_("All"), widget=forms.RadioSelect,
        choices=[("goal", _("Without a goal")), ("long", _("Longer than twenty minutes"))],
    )  # fmt: skip

    class Meta:
        model = LessonPage
        fields = ["state", "owner_lab", "guide", "completion", "required", "needs", "latest_revision_created_at", "english"]

    def of_guide(self, pages, name, guide):
        return pages.filter(path__startswith=guide.path)

    def of_needs(self, pages, name, value):
        if value == "goal":
            return pages.filter(summary="")
        perhaps = LessonPage.objects.filter(minutes__gt=minutes.LONGEST).defer("search_text")
        return pages.filter(pk__in=[page.pk for page in perhaps if minutes.reading(page) > minutes.LONGEST])


def own_guides(request):
    """Those whose lessons the list shows: what one may change."""
    from wagtail.models import Page
    from wagtail.permissions import policy_registry

    if request is None:
        return GuidePage.objects.none().values("pk")
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(request.user, "change").values("pk")


class LessonList(PageList):
    nothing = _("No lesson of your lab yet. Lessons are added under their guide.")

    def get_base_queryset(self):
        return super().get_base_queryset().annotate(guide_title=LessonPage.objects.guide_title())


class LessonListing(ExportedPages, PageListingViewSet):
    model = LessonPage
    icon = "list-ul"
    menu_label = _("All lessons")
    index_view_class = LessonList
    filterset_class = LessonFilters
    export_filename = "lecons"
    list_export = ["title", "guide_title", "minutes", "get_completion_display", *ExportedPages.list_export[1:]]
    export_headings = ExportedPages.export_headings | {
        "guide_title": _("Guide"), "minutes": _("Minutes"), "get_completion_display": _("Finished when"),
    }  # fmt: skip
    columns = [
        *PageList.base_columns[:2],
        Column("guide_title", label=_("Guide"), sort_key="guide_title"),
        Column("minutes", label=_("Minutes"), sort_key="minutes"),
        *PageList.base_columns[2:],
    ]


guide_listing = GuideListing("guides")
lesson_listing = LessonListing("lessons")
create_guide = create_view(
    GuideIndexPage, GuidePage, _("There is no shelf of guides yet: the national team makes it under the home page.")
)
