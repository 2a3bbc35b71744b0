"""The edit form of a tool: proposes an attribution, keeps drafts, checks what its rows say of each other."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.forms import TextInput
from django.template.loader import render_to_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.rights.forms import PageForm

from .models.choices import Origin
from .models.materials import Material, codes

TITLE_MOST = 120  # characters: it must hold on a card

# {inventor}, {year} and {lab} are replaced here and, as the editor types, by js/attribution.js.
INVENTED = _("{inventor}{year}. Described in our words by: {lab}.")
ADAPTED = _("{inventor}{year}. Adapted by: {lab}.")
OURS = _("{lab}, network of public-innovation labs.")


class AttributionInput(TextInput):
    """The attribution and, under it, a proposal made from the rest of the form, to be taken or left."""

    proposal = ""

    class Media:
        js = ["js/attribution.js"]

    def render(self, name, value, attrs=None, renderer=None):
        told = {"proposal": self.proposal, "invented": INVENTED, "adapted": ADAPTED, "ours": OURS}
        return super().render(name, value, attrs, renderer) + render_to_string("tools_library/admin/attribution.html", told)


def proposed_attribution(tool) -> str:
    """From what is known of the origin. A proposal only: what counts is what the editor saves."""
    lab = tool.owner_lab.name if tool.owner_lab_id else ""
    if not lab:
        return ""
    if tool.inventor and tool.origin_type != Origin.ORIGINAL:
        pattern = ADAPTED if tool.origin_type == Origin.ADAPTED else INVENTED
        year = f" ({tool.inventor_year})" if tool.inventor_year else ""
        return str(pattern).format(inventor=tool.inventor, year=year, lab=lab)
    return str(OURS).format(lab=lab)


class ToolForm(PageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("title"):
            field.widget.attrs["maxlength"] = TITLE_MOST
            field.validators.append(MaxLengthValidator(TITLE_MOST))
        if field := self.fields.get("attribution_text"):
            field.widget = AttributionInput(attrs=field.widget.attrs)
            field.widget.proposal = proposed_attribution(self.instance)

    def is_valid(self):
        return super().is_valid() and self.rows_agree()

    def rows_agree(self) -> bool:
        """What a row says of another row of the same tool: two lists of rows are valid before this can be known."""
        if self.is_deferred_validation:  # a draft may be half filled
            return True
        self.check_materials()
        self.check_formats()
        return not any(form.errors for name in ("steps", "attachments") for form in self.kept(name))

    def kept(self, name):
        """The forms of the rows that stay, with something in them."""
        if name not in self.formsets:
            return []
        formset = self.formsets[name]
        return [form for form in formset.forms if form not in formset.deleted_forms and form.cleaned_data]

    def check_materials(self):
        named = {form.cleaned_data["material"].code for form in self.kept("materials") if form.cleaned_data.get("material")}
        for form in self.kept("steps"):
            if strangers := set(codes(form.cleaned_data.get("material_refs", ""))) - named:
                names = ", ".join(material.name for material in Material.objects.filter(code__in=strangers))
                said = gettext("Not in the tab “Materials”: %(names)s. Add it there, or untick it here.") % {"names": names}
                form.add_error("material_refs", ValidationError(said))

    def check_formats(self):
        titles = [form.cleaned_data.get("title") for form in self.kept("attachments")]
        for form in self.kept("attachments"):
            other = form.cleaned_data.get("alt_format_of")
            if other and (other not in titles or other == form.cleaned_data.get("title")):
                form.add_error("alt_format_of", ValidationError(gettext("No other file of this tool has this title.")))
