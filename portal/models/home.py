"""The front page: a question, a few tools, the times of a session, what is new."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from portal.blocks import FiguresBlock
from portal.fields import BodyField, LinesField, lines

from .base import BasePage


class HomePage(BasePage):
    """The front page of a language."""

    hero_title = LinesField(_("large title"), help_text=_("Three short lines at most, one a line."))
    lead = models.TextField(_("lead"), max_length=400, help_text=_("Two sentences: what one finds here."))
    tools_title = models.CharField(_("title above the five tools"), max_length=80)
    phases_title = models.CharField(_("title above the times of a session"), max_length=80)
    phases_lead = models.CharField(_("sentence under it"), max_length=200, blank=True)
    news_title = models.CharField(_("title above the news"), max_length=80)
    figures_title = models.CharField(_("title above the figures"), max_length=80, blank=True)
    figures = BodyField([("figures", FiguresBlock())], blank=True, max_num=1, verbose_name=_("figures"))

    hue = "outils"
    sheet = "home"
    schema_type = "WebSite"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "tools_library.ToolIndexPage",
        "portal.NewsIndexPage",
        "portal.ContentPage",
        "portal.HelpPage",
        "portal.LegalPage",
    ]
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel(["hero_title", "lead"], _("Opening")),
        MultiFieldPanel(["tools_title", InlinePanel("tools", label=_("Tool"), max_num=8)], _("Tools")),
        MultiFieldPanel(["phases_title", "phases_lead"], _("Times of a session")),
        FieldPanel("news_title"),
        MultiFieldPanel(["figures_title", "figures"], _("Figures")),
    ]

    class Meta:
        verbose_name = _("home page")

    def clean(self):
        super().clean()
        if len(lines(self.hero_title)) > 3:
            raise ValidationError({"hero_title": _("Three lines at most.")})

    @property
    def hero_lines(self):
        return lines(self.hero_title)

    @property
    def summary_text(self):
        return self.search_description or self.lead

    def get_context(self, request, *args, **kwargs):
        from portal.home import home_context

        return super().get_context(request, *args, **kwargs) | home_context(self, request)


class HomeTool(Orderable):
    """A tool put forward on the front page, in one sentence."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="tools")
    tool = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name=_("tool"))
    line = models.CharField(_("in one sentence"), max_length=120)

    panels = [PageChooserPanel("tool", "tools_library.ToolPage"), "line"]

    class Meta(Orderable.Meta):
        verbose_name = _("tool put forward")
        verbose_name_plural = _("tools put forward")


HomePage.edit_handler = HomePage.tabs((_("Content"), HomePage.content_panels))
