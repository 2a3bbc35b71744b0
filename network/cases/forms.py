"""The edit form of a case study: a draft saves half told; what failed is asked for when it is to be read."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext as _

from portal.rights.forms import PageForm

TITLE_MOST = 120  # characters


class CaseForm(PageForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if field := self.fields.get("title"):
            field.widget.attrs["maxlength"] = TITLE_MOST
            field.validators.append(MaxLengthValidator(TITLE_MOST))

    def is_valid(self):
        return super().is_valid() and self.tells_what_failed()

    def tells_what_failed(self) -> bool:
        """The rows are valid before this can be known."""
        formset = self.formsets.get("challenges")
        if self.is_deferred_validation or formset is None:
            return True
        kept = [form for form in formset.forms if form not in formset.deleted_forms and form.cleaned_data.get("title")]
        if not kept:
            told = _("What failed: tell one difficulty at least, tab “What failed”.")
            formset._non_form_errors = formset.error_class([*formset.non_form_errors(), told])
            self.add_error(None, ValidationError(told))
        return bool(kept)
