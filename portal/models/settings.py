"""What makes the site another network's own, without a line of code."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable


@register_setting(icon="cog", order=1)
class SiteSettings(ClusterableModel, BaseSiteSetting):
    """Name, logo, contact, footer."""

    class Accessibility(models.TextChoices):
        """The state the law asks the front page to say; only an audit by people may change it."""

        NONE = "none", _("not compliant")
        PARTIAL = "partial", _("partially compliant")
        FULL = "full", _("fully compliant")

    name = models.CharField(_("name of the site"), max_length=40, default="Essaim")
    tagline_fr = models.CharField(_("tagline in French"), max_length=120, default="Prenez, adaptez, racontez.")
    tagline_en = models.CharField(_("tagline in English"), max_length=120, default="Take, adapt, tell.")
    logo = models.ForeignKey(
        "media.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Square, legible at 28 pixels. Empty: the portal's own mark."),
    )
    contact_email = models.EmailField(_("contact address"), blank=True)
    security_email = models.EmailField(_("address for security reports"), blank=True)
    postal_address = models.TextField(_("postal address"), blank=True)
    footer_fr = models.CharField(
        _("last line of the footer in French"),
        max_length=240,
        default="Textes du réseau sous licence CC BY-SA 4.0, sauf mention sur la page.",
    )
    footer_en = models.CharField(
        _("last line of the footer in English"),
        max_length=240,
        default="Texts of the network under CC BY-SA 4.0, unless the page says otherwise.",
    )
    accessibility = models.CharField(_("accessibility"), max_length=10, choices=Accessibility, default=Accessibility.NONE)

    panels = [
        MultiFieldPanel(["name", "tagline_fr", "tagline_en", "logo"], _("Identity")),
        MultiFieldPanel(["contact_email", "security_email", "postal_address"], _("Contact")),
        MultiFieldPanel(["footer_fr", "footer_en", "accessibility"], _("Footer")),
        InlinePanel("social_links", label=_("Social link"), heading=_("Social networks"), max_num=6),
    ]

    class Meta:
        verbose_name = _("site settings")

    @property
    def tagline(self):
        return self.tagline_en if get_language() == "en" else self.tagline_fr

    @property
    def footer(self):
        return self.footer_en if get_language() == "en" else self.footer_fr


class SocialLink(Orderable):
    """A plain link to an account elsewhere."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="social_links")
    name = models.CharField(_("name"), max_length=40)
    url = models.URLField(_("address"))

    panels = ["name", "url"]

    class Meta(Orderable.Meta):
        verbose_name = _("link to an account elsewhere")
        verbose_name_plural = _("links to accounts elsewhere")
