"""The shelf « Études de cas » and its listing."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.models import BasePage, Shelf


class CaseStudyIndexPage(Shelf):
    """Every case study of the network, with what failed in it."""

    summary = models.CharField(_("lead"), max_length=240, blank=True)

    kind = "case"
    hue = "cas"
    sheet = "listing"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["network.CaseStudyPage"]
    shared_fields = ("access",)
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("shelf of case studies")

    def columns(self):
        from ..cases.columns import COLUMNS

        return COLUMNS
