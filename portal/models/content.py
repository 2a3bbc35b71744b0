"""Pages made of text: content, help, legal."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from portal.blocks import body_blocks
from portal.fields import BodyField

from .base import BasePage

HUES = [
    ("neutre", _("Neutral")),
    ("outils", _("Pollen (tools)")),
    ("labs", _("Petrol (labs)")),
    ("cas", _("Vermilion (case studies)")),
    ("guides", _("Violet (guides)")),
    ("fichiers", _("Kraft (files)")),
]


class BodyPage(BasePage):
    """What content, help and legal pages have in common."""

    summary = models.CharField(
        _("summary"), max_length=200, help_text=_("One or two sentences under the title, and in listings.")
    )
    body = BodyField(body_blocks(), blank=True, verbose_name=_("text"))

    sheet = "cases"
    content_panels = [*Page.content_panels, "summary", "body"]

    class Meta:
        abstract = True

    def get_template(self, request, *args, **kwargs):
        return "portal/body_page.html"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        below = type(self).objects.visible_to(request.user).child_of(self).in_menu()  # children are of the same type
        return context | {"below": below if self.numchild else ()}


class ContentPage(BodyPage):
    """A page of the menu: the network, a partnership, an offer."""

    hue = models.CharField(_("colour of the section"), max_length=10, choices=HUES, default="neutre")

    parent_page_types = ["portal.HomePage", "portal.ContentPage"]
    subpage_types = ["portal.ContentPage"]
    shared_fields = ("access", "hue")
    edit_handler = BasePage.tabs((_("Content"), [*BodyPage.content_panels, FieldPanel("hue")]))

    @classmethod
    def for_frame(cls):
        return cls.objects.only("path", "title", "live", "access", "hue")

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")


class HelpPage(BodyPage):
    """How to do something with the portal."""

    parent_page_types = ["portal.HomePage", "portal.HelpPage"]
    subpage_types = ["portal.HelpPage"]
    edit_handler = BasePage.tabs((_("Content"), BodyPage.content_panels))

    class Meta:
        verbose_name = _("help page")
        verbose_name_plural = _("help pages")


class LegalPage(BodyPage):
    """What the law asks for; the footer links to it by its kind."""

    class Kind(models.TextChoices):
        ACCESSIBILITY = "accessibility", _("Accessibility")
        LEGAL = "legal", _("Legal notice")
        PRIVACY = "privacy", _("Personal data")
        COOKIES = "cookies", _("Cookies")
        SECURITY = "security", _("Security")
        ECODESIGN = "ecodesign", _("Eco-design")
        LICENCE = "licence", _("Licence and reuse")
        CONTACT = "contact", _("Contact")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, help_text=_("Its link in the footer."))

    parent_page_types = ["portal.HomePage"]
    subpage_types: list[str] = []
    shared_fields = ("access", "kind")
    edit_handler = BasePage.tabs((_("Content"), [*BodyPage.content_panels, FieldPanel("kind")]))

    class Meta:
        verbose_name = _("legal page")
        verbose_name_plural = _("legal pages")
