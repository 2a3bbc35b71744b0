"""The desk in the admin: panels in place of Wagtail's, lists, the first visit, help."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.account import AvatarSettingsPanel

from portal.typography import french

from . import guide
from .creations import Creation
from .first_visit import FirstVisit
from .lists import DeskList
from .panels import panels
from .questions import QUESTIONS


@hooks.register("construct_homepage_panels", order=1000)
def our_panels(request, found):
    """Wagtail's show what somebody edited, locked or submitted before she left a lab."""
    found[:] = panels(request.user)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_summary(request, items):
    """Figures of the whole site, whoever looks: the panels say those that are one's own."""
    items.clear()


@hooks.register("construct_help_menu")
def no_release_notes(request, items):
    """Those of Wagtail, in English, are for whoever installs it: in its changelog."""
    items[:] = [item for item in items if not item.name.startswith("whats-new")]


@hooks.register("get_avatar_url")
def no_portrait(user, size):
    """One picture for everybody: Wagtail asks the store of private files for a public address, which it has not."""
    return versioned_static("wagtailadmin/images/default-user-avatar.png")


AvatarSettingsPanel.is_active = lambda self: False  # so that nobody sends one, unchecked, to see it nowhere


def lists():
    for question in QUESTIONS:
        address = question.name.replace("_", "-")
        yield path(f"{address}/", DeskList.as_view(question=question), name=question.name)
        yield path(f"{address}/results/", DeskList.as_view(question=question, results_only=True), name=f"{question.name}_results")


@hooks.register("register_admin_urls")
def addresses():
    desk = [
        *lists(),
        path("first-visit/", FirstVisit.as_view(), name="first_visit"),
    ]
    texts = [
        path("", guide.HelpView.as_view(), name="index"),
        path("<slug:slug>/", guide.HelpPageView.as_view(), name="page"),
    ]
    return [
        path("desk/", include((desk, "desk"), namespace="desk")),
        path("help/", include((texts, "help"), namespace="help")),
    ]


@hooks.register("register_desk_creation")
def news_from_the_desk():
    return Creation(_("Write a piece of news"), reverse("create_news"), icon="doc-full-inverse", order=20)


class ForReviewers(MenuItem):
    def is_shown(self, request):
        return request.user.is_national or bool(request.user.publishing_labs)


@hooks.register("register_admin_menu_item")
def waiting_for_me():
    return ForReviewers(_("Waiting for me"), reverse("desk:waiting"), icon_name="clipboard-list", order=40, name="waiting")


def help_item(order, label, name, *args):
    def item():
        return MenuItem(label, reverse(name, args=args), icon_name="help", order=order, name=f"help-{order}")

    hooks.register("register_help_menu_item", item)


help_item(10, _("How to, and whom to ask"), "help:index")
for place, page in enumerate(guide.pages()):
    help_item(11 + place, french(page.title), "help:page", page.slug)
