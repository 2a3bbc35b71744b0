"""“Change the licence”, for several tools."""

from django import forms
from django.utils.translation import gettext_lazy

from portal.lists.facts import FactAction

from .models.choices import Licence


class LicenceForm(forms.Form):
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"), choices=Licence,
        help_text=gettext_lazy("Only one that the authors agreed to: who has the file already keeps the former one."),
    )  # fmt: skip


class ChangeLicence(FactAction):
    display_name = gettext_lazy("Change the licence")
    aria_label = gettext_lazy("Change the licence of the tools chosen")
    action_type = "licence"
    action_priority = 55
    form_class, field = LicenceForm, "licence"
