"""The frame in the admin: rights on choosers and bulk actions, colours, vocabularies."""

from django.db.models import Q
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from media.lists.usages import usages

from . import content_checks, history  # noqa: F401  (they register their hooks)
from .desk import hooks as desk_hooks  # noqa: F401  (its hooks register themselves)
from .lists import bulk, facts, undo
from .lists.bulk import explorable
from .lists.news import create_news, news_listing
from .models import BasePage, Term
from .rights.guard import reads_everything
from .rights.links import ReadableLinkHandler
from .rights.names import readable_pages


@hooks.register("construct_page_chooser_queryset")
def chooser_shows_what_one_reads_and_own_drafts(pages, request):
    """Stock choosers list every page of the site."""
    if reads_everything(request.user):
        return pages
    return pages.filter(readable_pages(request.user) | Q(pk__in=explorable(request.user).values("pk")))


for action in (*bulk.STOCK, facts.ours(facts.ChangeAccess), facts.ours(facts.DateReading)):
    hooks.register("register_bulk_action", action, order=100)


@hooks.register("register_rich_text_features", order=100)
def write_addresses_to_those_who_may_open_them(features):
    features.register_link_type(ReadableLinkHandler)


@hooks.register("before_delete_page")
def name_what_would_break(request, page):
    page.usages = usages(page, request.user)


@hooks.register("before_unpublish_page")
def note_what_readers_had(request, page):
    request.had = page.live_revision_id or page.latest_revision_id


@hooks.register("after_unpublish_page")
def offer_to_undo(request, page):
    words = _("Readers no longer find “%(title)s”. You may go back.") % {"title": page.title}
    undo.offer(request, words, "unpublish", [[page.pk, request.had]] if request.had else [])


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


@hooks.register("register_admin_viewset")
def register_news_listing():
    return news_listing


@hooks.register("register_admin_urls")
def register_create_news():
    return [
        path("actualites/creer/", create_news, name="create_news"),
        path("annuler/<str:key>/", undo.Undo.as_view(), name="undo"),
    ]


@hooks.register("register_admin_menu_item")
def news_menu():
    items = [
        MenuItem(_("Write a piece of news"), reverse("create_news"), icon_name="plus", order=1, name="create-news"),
        MenuItem(_("All the news"), news_listing.menu_url, icon_name="clipboard-list", order=2, name="all-news"),
    ]
    return SubmenuMenuItem(_("News"), Menu(items=items), icon_name="clipboard-list", order=60, name="news")


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "tag"
    menu_label = _("Vocabularies")
    list_display = ["label_fr", "label_en", "vocabulary", "code"]
    list_filter = ["vocabulary"]
    form_fields = ["vocabulary", "code", "label_fr", "label_en", "short_fr", "short_en", "prompt_fr", "prompt_en", "order"]


register_snippet(TermViewSet)


@hooks.register("before_publish_page")
def still_of_this_lab(request, page):
    """The edit form publishes without asking the page; see BasePage.publish for the other routes."""
    if isinstance(page, BasePage):
        page.refuse_if_handed_over()
