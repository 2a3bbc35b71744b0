"""The regions and entities of the network: what labs, cases and news are of."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Lab
from portal.content_version import cached


class Territory(models.Model):
    """A region of France, of the mainland or overseas, or an entity that has labs as a region does.

    Source of codes and departments: Etalab, découpage administratif (MIT); of ISO codes: ISO 3166-2:FR.
    """

    class Kind(models.TextChoices):
        METROPOLITAN = "metropolitan", _("Mainland region")
        OVERSEAS = "overseas", _("Overseas")
        ENTITY = "entity", _("Entity")

    code = models.CharField(_("Insee code"), max_length=8, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    iso_code = models.CharField(_("ISO 3166-2 code"), max_length=8, blank=True)
    name_fr = models.CharField(_("name in French"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    in_fr = models.CharField(
        _("in French, after a verb"), max_length=60, blank=True, help_text=_("For example: “en Bretagne”, “à Mayotte”.")
    )
    slug = models.SlugField(_("address"), unique=True)
    departments = models.CharField(_("departments"), max_length=120, blank=True, help_text=_("Insee codes: 22 29 35 56."))
    timezone = models.CharField(_("time zone"), max_length=40, default="Europe/Paris")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    coordinator_lab = models.ForeignKey(
        Lab, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lab that coordinates")
    )

    class Meta:
        ordering = ["order", "name_fr"]
        verbose_name = _("territory")
        verbose_name_plural = _("territories")

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.name_en if get_language() == "en" else self.name_fr

    @property
    def department_codes(self) -> list[str]:
        return self.departments.split()


def territories() -> dict[str, Territory]:
    """{slug: territory}, in order: read once per version of the content."""
    return cached("territories", lambda: {row.slug: row for row in Territory.objects.all()})
