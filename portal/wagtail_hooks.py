"""The frame in the admin: rights on choosers and bulk actions, colours, vocabularies."""

from django.db.models import Q
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .desk import hooks as desk_hooks  # noqa: F401  (its hooks register themselves)
from .models import Term
from .rights.guard import reads_everything


def explorable(user):
    return policy_registry.get_by_type(Page).explorable_instances(user)


@hooks.register("construct_page_chooser_queryset")
def chooser_shows_live_pages_and_own_drafts(pages, request):
    """Stock choosers list every draft of the site."""
    if reads_everything(request.user):
        return pages
    return pages.filter(Q(live=True) | Q(pk__in=explorable(request.user).values("pk")))


def discreet(action):
    """Stock bulk actions name the pages that they refuse."""

    class Discreet(action):
        def get_actionable_objects(self):
            objects, refused = super().get_actionable_objects()
            seen = set(explorable(self.request.user).values_list("pk", flat=True))
            return objects, {key: [p for p in pages if p.pk in seen] for key, pages in refused.items()}

    Discreet.__name__ = action.__name__
    return Discreet


for stock in (DeleteBulkAction, MoveBulkAction, PublishBulkAction, UnpublishBulkAction):
    hooks.register("register_bulk_action", discreet(stock), order=100)


@hooks.register("construct_reports_menu")
def hide_closed_report(request, items):
    if not reads_everything(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]


@hooks.register("insert_global_admin_css")
def colours():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_editor_js")
def careful_autosave():
    return format_html('<script src="{}"></script>', static("js/autosave.js"))


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "tag"
    menu_label = _("Vocabularies")
    list_display = ["label_fr", "label_en", "vocabulary", "code"]
    list_filter = ["vocabulary"]
    form_fields = ["vocabulary", "code", "label_fr", "label_en", "short_fr", "short_en", "prompt_fr", "prompt_en", "order"]


register_snippet(TermViewSet)
