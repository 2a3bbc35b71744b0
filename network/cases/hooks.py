"""Case studies and key figures in the admin: « Études de cas », « Créer une étude de cas », « Chiffres clés »."""

from django import forms
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.content_checks import Fault
from portal.desk.creations import Creation

from .. import figures
from ..models import CaseStudyPage, KeyFigure
from .lists import WHOLE, case_listing
from .views import create_case


class KeyFigureViewSet(SnippetViewSet):
    """The national team alone has the right to it (portal/rights/collections.py)."""

    model = KeyFigure
    icon = "order"
    menu_label = _("Key figures")
    menu_item_is_registered = True  # under « Études de cas », not under « Fragments »
    list_display = ["label_fr", "group", "scope", "computed_from"]
    list_filter = ["group", "scope", "featured"]
    search_fields = ["key", "label_fr", "label_en"]
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [FieldRowPanel(["label_fr", "label_en"]), FieldRowPanel(["unit_fr", "unit_en"]), "key"], _("What is counted")
        ),
        InlinePanel(
            "values", heading=_("Values"), label=_("Value"),
            help_text=_("A value is added, never rewritten. If one was wrong, tick “superseded” on it and add the right one."),
            panels=[
                FieldRowPanel(["value", "qualifier"]), FieldRowPanel(["as_of", "precision"]), "source_label", "source_url",
                "note", "superseded",
            ],
        ),
        MultiFieldPanel(["method_fr", "method_en"], _("Method")),
        MultiFieldPanel(
            [
                FieldRowPanel(["group", "scope"]),
                FieldPanel("computed_from", widget=forms.Select(choices=[("", "—"), *((c, c) for c in figures.COUNTED)])),
                FieldRowPanel(["featured", "order"]),
            ],
            _("Where it stands"),
        ),
    ]  # fmt: skip


register_snippet(KeyFigureViewSet)


@hooks.register("before_delete_snippet")
def keep_values(request, instances):
    """A figure that has values stays; an empty one, made by mistake, may go."""
    if any(isinstance(figure, KeyFigure) and figure.values.exists() for figure in instances):
        messages.error(request, _("A value is never deleted: tick “superseded”."))
        return redirect(KeyFigure.snippet_viewset.get_url_name("list"))
    return None  # several at once are asked here too


@hooks.register("register_admin_viewset")
def register_case_listing():
    return case_listing


@hooks.register("register_admin_urls")
def register_create_case():
    return [path("etudes-de-cas/creer/", create_case, name="create_case")]


@hooks.register("register_desk_creation")
def create_from_the_desk():
    return Creation(_("Create a case study"), reverse("create_case"), icon="doc-full", order=20)


@hooks.register("register_admin_menu_item")
def cases_menu():
    items = [
        MenuItem(_("Create a case study"), reverse("create_case"), icon_name="plus", order=1, name="create-case"),
        MenuItem(_("All the case studies"), case_listing.menu_url, icon_name="doc-full", order=2, name="all-cases"),
        KeyFigure.snippet_viewset.get_menu_item(order=3),
    ]
    return SubmenuMenuItem(_("Case studies"), Menu(items=items), icon_name="doc-full", order=54, name="cases")


@hooks.register("content_faults")
def faults_of_a_case(page):
    """The panel of checks: a case that nobody could do again."""
    if not isinstance(page, CaseStudyPage):
        return []
    return [Fault("case-incomplete", f"{page.completeness}")] if page.completeness < WHOLE else []
