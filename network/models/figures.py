"""Key figures: every value keeps its date and its source; a correction supersedes a value, nothing deletes one."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Orderable, Page

from portal.durations import figure as written
from portal.models import BasePage

from .case_choices import QUALIFIED, Direction, Group, Precision, Qualifier, Scope

SIGN = 2  # characters
FORMATS = {Precision.DAY: "d/m/Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


class KeyFigureQuerySet(models.QuerySet):
    def with_values(self):
        return self.prefetch_related("values")


class KeyFigureForm(WagtailAdminModelForm):
    """The boxes of a row offer to delete it: a value that is saved stays."""

    def is_valid(self):
        lost = [form for form in self.formsets["values"].deleted_forms if form.instance.pk] if self.is_bound else []
        if lost:
            self.add_error(None, gettext("A value is never deleted: tick “superseded”."))
        return super().is_valid() and not lost


class KeyFigure(ClusterableModel):
    """What is counted, in which unit, how. Its values are its rows."""

    key = models.SlugField(_("key"), unique=True, help_text=_("Short and stable. For example: sessions."))
    label_fr = models.CharField(
        _("label in French"), max_length=120, help_text=_("Without the number. For example: sessions tenues.")
    )
    label_en = models.CharField(_("label in English"), max_length=120, blank=True)
    unit_fr = models.CharField(
        _("unit in French"), max_length=40, blank=True, help_text=_("Written after the number. For example: €.")
    )
    unit_en = models.CharField(_("unit in English"), max_length=40, blank=True)
    group = models.CharField(_("group"), max_length=16, choices=Group, default=Group.NETWORK)
    scope = models.CharField(_("about"), max_length=8, choices=Scope, default=Scope.NETWORK, db_index=True)
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.NEUTRAL)
    computed_from = models.CharField(
        _("counted from the directory"),
        max_length=40,
        blank=True,
        help_text=_("Shown beside the published value, never in its place."),
    )
    method_fr = models.TextField(_("method in French"), blank=True, help_text=_("How it is counted, in one or two sentences."))
    method_en = models.TextField(_("method in English"), blank=True)
    featured = models.BooleanField(_("first of its group"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = KeyFigureQuerySet.as_manager()
    base_form_class = KeyFigureForm

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")

    def __str__(self):
        return f"{self.label} ({self.key})"

    def _word(self, name):
        return (get_language() == "en" and getattr(self, f"{name}_en")) or getattr(self, f"{name}_fr")

    @property
    def label(self):
        return self._word("label")

    @property
    def unit(self):
        return self._word("unit")

    @property
    def method(self):
        return self._word("method")


class KeyFigureValue(Orderable):
    """A value, its date, its source. It is never changed: another one supersedes it."""

    figure = ParentalKey(KeyFigure, on_delete=models.PROTECT, related_name="values")
    value = models.DecimalField(_("value"), max_digits=15, decimal_places=2)
    qualifier = models.CharField(_("exactly?"), max_length=1, choices=Qualifier, default=Qualifier.EXACT)
    as_of = models.DateField(_("on"), help_text=_("The day of which the source speaks, not the day it was written."))
    precision = models.CharField(_("known"), max_length=5, choices=Precision, default=Precision.DAY)
    source_label = models.CharField(_("source"), max_length=160, help_text=_("For example: Presentation of the lab, 2020."))
    source_url = models.URLField(_("address of the source"), blank=True)
    document = models.ForeignKey(
        "media.PortalDocument", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("document of the source")
    )
    note = models.CharField(_("note"), max_length=240, blank=True)
    superseded = models.BooleanField(
        _("superseded"), default=False, help_text=_("It was wrong: the right one stands beside it. It stays in the history.")
    )

    KEPT = ("value", "qualifier", "as_of", "precision", "source_label")

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("value")
        verbose_name_plural = _("values")

    def __str__(self):
        return self.said

    @property
    def amount(self) -> str:
        """« plus de 3 000 »: the number as readers write it, with its qualifier."""
        digits = 0 if self.value == self.value.to_integral_value() else (2 if (self.value * 10) % 1 else 1)
        return str(QUALIFIED[Qualifier(self.qualifier)]) % written(self.value, digits)

    @property
    def number(self) -> str:
        """« plus de 3 000 € »: with its unit."""
        unit = self.figure.unit
        return f"{self.amount}\u00a0{unit}" if unit else self.amount

    @property
    def large(self) -> str:
        """As it is shown large: a sign as short as € stays with its number."""
        return self.number if len(self.figure.unit) <= SIGN else self.amount

    @property
    def beside(self) -> str:
        """The unit that is written under it."""
        return self.figure.unit if len(self.figure.unit) > SIGN else ""

    @property
    def day(self) -> str:
        """« au 20/09/2021 », « en septembre 2021 », « en 2018 »."""
        told = date_format(self.as_of, FORMATS[Precision(self.precision)])
        return (gettext("on %(day)s") if self.precision == Precision.DAY else gettext("in %(day)s")) % {"day": told}

    @property
    def said(self) -> str:
        return f"{self.number}, {self.day}. {self.source_label}"

    def clean(self):
        """A value that readers have seen is not rewritten; only its place, its note and its standing."""
        super().clean()
        known = type(self).objects.filter(pk=self.pk).values(*self.KEPT).first() if self.pk else None
        if known and any(known[name] != self._meta.get_field(name).to_python(getattr(self, name)) for name in self.KEPT):
            raise ValidationError(_("A published value is not rewritten: add the right one, and tick “superseded” on this one."))

    def save(self, *args, **kwargs):
        self.clean()  # whoever asks
        super().save(*args, **kwargs)


@receiver(pre_delete, sender=KeyFigureValue)
def nothing_is_lost(instance, **kwargs):
    raise models.ProtectedError(gettext("A value is never deleted: tick “superseded”."), {instance})


class KeyFiguresPage(BasePage):
    """« Chiffres clés »: every figure of the network, by group, with its date, its source, its history."""

    summary = models.CharField(_("lead"), max_length=240, blank=True)

    hue = "neutre"
    sheet = "figures"
    parent_page_types = ["portal.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    shared_fields = ("access",)
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("page of key figures")

    def get_context(self, request, *args, **kwargs):
        from ..figures import groups

        return super().get_context(request, *args, **kwargs) | {"groups": groups()}
