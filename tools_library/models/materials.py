"""What goes on the table: one name per thing, whatever the tool."""

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Material(models.Model):
    """A thing that tools name, with its unit."""

    class Category(models.TextChoices):
        STATIONERY = "stationery", _("Stationery")
        FURNITURE = "furniture", _("Furniture")
        DIGITAL = "digital", _("Digital")
        GAME = "game", _("Game")
        PRINT = "print", _("Print")

    code = models.SlugField(_("code"), unique=True)
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category)

    panels = ["code", "name_fr", "name_en", "unit", "category"]

    class Meta:
        ordering = ["name_fr"]
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    def __str__(self):
        return self.name

    @property
    def name(self):
        return (get_language() == "en" and self.name_en) or self.name_fr


def codes(text: str) -> list[str]:
    return text.split()


def known_materials() -> list[tuple[str, str]]:
    return [(material.code, material.name) for material in Material.objects.all()]


class MaterialRefsFormField(forms.MultipleChoiceField):
    """Boxes to tick; the value is the codes, between spaces."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        return codes(value) if isinstance(value, str) else value

    def clean(self, value):
        return " ".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(codes(initial or ""), data)


class MaterialRefsField(models.CharField):
    """Codes of materials. A step is the child of a page, which keeps no other relation in its revisions."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": 300, "blank": True} | kwargs)

    def formfield(self, **kwargs):
        return MaterialRefsFormField(
            choices=known_materials, required=False, label=capfirst(self.verbose_name), help_text=self.help_text
        )
