"""The library in the admin: « Outils », « Créer un outil », « Matériel »."""

from django.contrib import messages
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.content_checks import Fault
from portal.desk.creations import Creation
from portal.lists import facts
from portal.lists.pages import Filed

from . import import_views, rules
from .bulk import ChangeLicence
from .guides import hooks as guides_hooks  # noqa: F401  (its hooks register themselves)
from .lists import ToolFilters, ToolList
from .models import Material, ToolPage
from .sheets.exporting import export
from .views import create_tool


class ToolIndex(ToolList):
    """Its export is what « Importer des outils » takes."""

    list_export = ["reference"]  # makes the two buttons appear; the columns are those of sheets/layout.py

    def as_spreadsheet(self, queryset, spreadsheet_format):
        data = export(self.request.user, queryset, spreadsheet_format)
        return import_views.file_answer(data, spreadsheet_format, gettext("tools"))


class ToolListing(Filed, PageListingViewSet):
    """All tools as one flat list, with what an editor looks for."""

    model = ToolPage
    index_view_class = ToolIndex
    icon = "snippet"
    menu_label = _("All tools")
    create_url_name, create_label = "create_tool", _("Create a tool")
    filterset_class = ToolFilters


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


@hooks.register("insert_editor_js")
def few_materials_under_a_step():
    return format_html('<script src="{}"></script>', static("js/materials.js"))


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


hooks.register("register_bulk_action", facts.ours(ChangeLicence), order=100)


@hooks.register("register_admin_urls")
def register_create():
    imports = [
        path("", import_views.Start.as_view(), name="start"),
        path("modele.<slug:form>", import_views.ModelFile.as_view(), name="model"),
        path("<int:pk>/", import_views.Show.as_view(), name="show"),
        path("<int:pk>/annuler/", import_views.Undo.as_view(), name="undo"),
    ]
    return [
        path("outils/creer/", create_tool, name="create_tool"),
        path("outils/importer/", include((imports, "tool_imports"), namespace="tool_imports")),
    ]


class ImportItem(import_views.ForWriters, MenuItem):
    def is_shown(self, request):
        return self.may_come_in(request.user)


@hooks.register("register_desk_creation")
def create_from_the_desk():
    return Creation(_("Create a tool"), reverse("create_tool"), icon="snippet", order=10)


@hooks.register("register_admin_menu_item")
def tools_menu():
    items = [
        MenuItem(_("Create a tool"), reverse("create_tool"), icon_name="plus", order=1, name="create-tool"),
        MenuItem(_("All tools"), tool_listing.menu_url, icon_name="snippet", order=2, name="all-tools"),
        ImportItem(_("Import tools"), reverse("tool_imports:start"), icon_name="upload", order=3, name="import-tools"),
        Material.snippet_viewset.get_menu_item(order=4),
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


@hooks.register("content_faults")
def faults_of_a_tool(page):
    """The panel of checks: minutes that do not add up, pictures of its own fields."""
    if not isinstance(page, ToolPage):
        return []
    found = [] if page.steps_fit() else [Fault("steps-fit")]
    if page.cover_id and not (page.cover_alt or page.cover_decorative):
        found.append(Fault("no-alt", page.cover.title))
    if page.space_image_id and not page.space_image_alt:
        found.append(Fault("no-alt", page.space_image.title))
    return found
