"""Words in the admin, for whoever edits for the whole network: « Recherche »."""

from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem

from .rooms.views import promotion_viewset, synonym_viewset


@hooks.register("register_admin_viewset")
def words():
    return [synonym_viewset, promotion_viewset]


@hooks.register("register_admin_menu_item")
def search_menu():
    items = [synonym_viewset.get_menu_item(order=1), promotion_viewset.get_menu_item(order=2)]
    return SubmenuMenuItem(pgettext_lazy("menu", "Search"), Menu(items=items), icon_name="search", order=320, name="search-words")
