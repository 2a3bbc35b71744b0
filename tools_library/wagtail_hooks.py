"""The library in the admin: « Outils », « Créer un outil », « Matériel »."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.desk.creations import Creation

from . import rules
from .models import Material, ToolPage
from .views import create_tool


class ToolListing(PageListingViewSet):
    """All tools as one flat list, with what an editor looks for."""

    model = ToolPage
    icon = "snippet"
    menu_label = _("All tools")
    list_filter = ["kind", "licence", "status_maturity", "owner_lab", "locale"]
    list_display = [
        *PageListingViewSet.index_view_class.base_columns[:2],
        Column("reference", label=_("Reference"), sort_key="reference"),
        Column("owner_lab", label=_("Lab")),
        *PageListingViewSet.index_view_class.base_columns[3:],
    ]


tool_listing = ToolListing("tools")


class MaterialViewSet(SnippetViewSet):
    model = Material
    icon = "list-ul"
    menu_item_is_registered = True  # under « Outils », not under « Fragments »
    list_display = ["name_fr", "name_en", "unit", "category"]
    list_filter = ["category"]
    search_fields = ["name_fr", "name_en", "code"]
    menu_label = _("Materials")


register_snippet(MaterialViewSet)


@hooks.register("before_edit_snippet")
def materials_of_others_stay(request, instance):
    """Stock asks for the right on the kind of thing, never for the thing."""
    if not isinstance(instance, Material) or rules.may_change_material(request.user, instance):
        return None
    told = gettext("“%(name)s” is named by a tool of another lab: the national team changes it. You may add another material.")
    messages.error(request, told % {"name": instance.name})
    return redirect(Material.snippet_viewset.get_url_name("list"))


@hooks.register("register_admin_viewset")
def register_tool_listing():
    return tool_listing


@hooks.register("register_admin_urls")
def register_create():
    from django.urls import path

    return [path("outils/creer/", create_tool, name="create_tool")]


@hooks.register("register_desk_creation")
def create_from_the_desk():
    return Creation(_("Create a tool"), reverse("create_tool"), icon="snippet", order=10)


@hooks.register("register_admin_menu_item")
def tools_menu():
    items = [
        MenuItem(_("Create a tool"), reverse("create_tool"), icon_name="plus", order=1, name="create-tool"),
        MenuItem(_("All tools"), tool_listing.menu_url, icon_name="snippet", order=2, name="all-tools"),
        Material.snippet_viewset.get_menu_item(order=3),
    ]
    return SubmenuMenuItem(_("Tools"), Menu(items=items), icon_name="snippet", order=50, name="tools")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_when_steps_do_not_fit(request, page):
    """A warning, never an obstacle."""
    if isinstance(page, ToolPage) and request.method == "POST" and not page.steps_fit():
        told = gettext("The steps last %(total)s min; the card says %(low)s to %(high)s min.") % {
            "total": page.steps_minutes,
            "low": page.duration_min,
            "high": page.duration_max,
        }
        messages.warning(request, told)
