"""The form of every page: its owner is chosen among one's labs, and a translation's facts are read-only."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page
from wagtail.permissions import policy_registry

from media.levels import recompute_page
from portal.accounts.models import Lab
from portal.content_version import new_version

from .crafted import year_at_hand

MOST_ROWS = 200  # of one kind, and comments: each that is announced is made, whether it is sent or not
SHARED = _("Shared by all languages: change it on the French page.")


def drop_untouched_rows(formset):
    """A row that was added and left as it came is no row: nobody is asked to fill it."""
    added = formset.forms[formset.initial_form_count() :] if formset.is_bound else []
    untouched = {form.prefix for form in added if not set(form.changed_data) - {"ORDER", "DELETE", "id"}}
    marked = formset._should_delete_form
    formset._should_delete_form = lambda form: form.prefix in untouched or marked(form)


class PageForm(WagtailAdminPageForm):
    def __init__(self, *args, **kwargs):
        for formset in type(self).formsets.values():
            formset.absolute_max = MOST_ROWS
        super().__init__(*args, **kwargs)
        for formset in self.formsets.values():
            drop_untouched_rows(formset)
        self._limit_owner()
        if "slug" in self.fields:  # the browser writes it a moment after the title; who is faster gets it from the title
            self.fields["slug"].required = False
        if self.instance.pk and self.instance.source is not None:
            self._hold_facts()

    def _limit_owner(self):
        field = self.fields.get("owner_lab")
        if not field or not self.for_user or self.for_user.is_superuser:
            return
        place = self.instance if self.instance.pk else self.parent_page
        if place and policy_registry.get_by_type(Page).actions_by_place(self.for_user, place):
            return
        labs = self.for_user.editing_labs
        field.queryset = Lab.objects.filter(pk__in=labs)
        if self.instance.pk:
            field.disabled = True  # what is posted is ignored
        elif len(labs) == 1:
            self.initial["owner_lab"], field.empty_label = min(labs), None

    def _hold_facts(self):
        for name in self.instance.shared_fields:
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = SHARED
        for relation, names in self.instance.shared_child_fields.items():
            if relation in self.formsets:
                for form in self.formsets[relation].forms:
                    for name in names:
                        if name in form.fields:
                            form.fields[name].disabled = True

    def clean(self):
        data = super().clean()
        if self.instance.pk and "slug" in self.fields and not data.get("slug"):
            data["slug"] = self.instance.slug  # an address emptied by mistake is kept
        for name in ("go_live_at", "expire_at"):
            try:
                year_at_hand(data.get(name))
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def is_valid(self):
        return super().is_valid() and not self._names_what_was_not_offered()

    def _names_what_was_not_offered(self) -> bool:
        from .mentions import names_a_hidden_page  # files' models are ready only now

        if self.for_user is None or self.for_user.is_national or not names_a_hidden_page(self, self.for_user):
            return False
        self.add_error(None, _("This page names a page that your lab does not read. Choose another one."))
        return True

    def _update_errors(self, errors):
        """What the model says of the whole page is asked for at publication: a draft is always saved."""
        if not self.is_deferred_validation:
            super()._update_errors(errors)

    def save(self, commit=True):
        page = super().save(commit)
        if page.pk and "owner_lab" in self.changed_data:  # at once, not with the next publication
            twins = type(page).objects.filter(translation_key=page.translation_key)  # translations too
            twins.update(owner_lab=page.owner_lab)
            for twin in twins:
                recompute_page(twin)  # its files follow
                twin.handed_over()
            new_version()  # nobody announces an update()
        return page
