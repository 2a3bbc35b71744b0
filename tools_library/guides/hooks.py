"""Guides in the admin: the menu « Guides », « Créer un guide »."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from portal.desk.creations import Creation

from . import checks  # noqa: F401  (registers its hooks)
from .lists import create_guide, guide_listing, lesson_listing


@hooks.register("register_admin_viewset")
def lists_of_guides():
    return [guide_listing, lesson_listing]


@hooks.register("register_admin_urls")
def addresses():
    return [path("guides/creer/", create_guide, name="create_guide")]


@hooks.register("register_desk_creation")
def create_from_the_desk():
    return Creation(_("Create a guide"), reverse("create_guide"), icon="list-ol", order=15)


@hooks.register("register_admin_menu_item")
def guides_menu():
    items = [
        MenuItem(_("Create a guide"), reverse("create_guide"), icon_name="plus", order=1, name="create-guide"),
        MenuItem(_("All guides"), guide_listing.menu_url, icon_name="list-ol", order=2, name="all-guides"),
        MenuItem(_("All lessons"), lesson_listing.menu_url, icon_name="list-ul", order=3, name="all-lessons"),
    ]
    return SubmenuMenuItem(_("Guides"), Menu(items=items), icon_name="list-ol", order=55, name="guides")
