"""The shelf « Labs »: the map and the list."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import Page

from portal.models import BasePage, Shelf


class LabIndexPage(Shelf):
    """Every lab of the network, on a map and in a list."""

    headline = models.CharField(
        _("headline"), max_length=80, blank=True, help_text=_("Larger than the title, for example: There is a lab near you.")
    )
    summary = models.CharField(_("lead"), max_length=300, blank=True)
    note = RichTextField(
        _("note under the list"), features=["bold", "italic", "link"], blank=True,
        help_text=_("Where the counts and the outlines come from, and what else to read of the network."),
    )  # fmt: skip

    kind = "lab"
    hue = "labs"
    sheet = "labs"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["network.LabPage"]
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "headline", "summary", "note"]))

    class Meta:
        verbose_name = _("shelf of labs")

    def listing_class(self):
        from ..lab_listing import LabListing

        return LabListing

    def outputs(self, request):
        from ..lab_exports import serve

        return serve(self, request)  # its table has the columns of a national schema: no other is asked for
