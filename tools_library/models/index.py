"""The shelf of tools and its listing."""

from urllib.parse import urlencode

from django.db import models
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.models import BasePage, Shelf
from search.outputs import OUTPUT


class ToolIndexPage(Shelf):
    """The shelf « Outils »: where every lab files its tools."""

    summary = models.CharField(_("lead"), max_length=240, blank=True)

    kind = "tool"
    hue = "outils"
    sheet = "listing"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["tools_library.ToolPage"]
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("shelf of tools")

    def tools(self, user):
        """The tools that `user` may read, in the language of the shelf; a tool not translated comes in French."""
        from .tools import ToolPage

        return ToolPage.objects.visible_to(user).in_language(self.locale.language_code)

    def listing_class(self):
        from ..listing import ToolListing

        return ToolListing

    def columns(self):
        from ..listing import COLUMNS

        return COLUMNS

    def outputs(self, request):
        return self.as_selection(request) if request.GET.get(OUTPUT) == "selection" else None

    def as_selection(self, request):
        """The first tools of what the address asks for, to print or to take away together."""
        from ..paper.selection import MOST

        chosen = [("o", tool.reference) for tool in self.listing(request).all_rows(MOST)]
        return redirect(f"{reverse('selection')}?{urlencode(chosen)}")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if context["is_empty"]:  # « Aucun résultat » is under « Outils »
            context["crumbs"] = [*context["crumbs"], (self.title, self.url)]
        return context
