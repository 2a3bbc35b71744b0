"""“Change the access”, “Change the licence”, “Date the reading”: one value for several pages; what it will do is told first."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import AdminDateInput

from portal.accounts.access import Access
from portal.accounts.rooms.bulk import careful
from portal.rights.refusals import PublicationRefused

from .bulk import OfPages, tell
from .changing import change, planned
from .undo import offer


class FactAction(PageBulkAction):
    """A bulk action that changes one field."""

    template_name = "portal/admin/bulk_fact.html"
    field = ""
    action_priority = 60

    def check_perm(self, page):
        return page.permissions_for_user(self.request.user).can_edit()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        plan = planned([item["item"] for item in context["items"]], self.field, self.request.user)
        return context | {"plan": plan, "title": self.display_name, "fields": list(context["form"])}

    def get_execution_context(self):
        value = self.cleaned_form.cleaned_data[self.field]
        return super().get_execution_context() | {"value": value, "request": self.request, "name": self.field}

    @classmethod
    def execute_action(cls, objects, user=None, value=None, request=None, name="", **kwargs):
        plan, refused, rows = planned(objects, name, user), [], []
        for page in plan.changed:
            try:
                rows.append([page.pk, change(page, name, value, user)])
            except PublicationRefused as error:
                refused.append(error)
        tell(request, refused)
        if rows:
            words = ngettext("%(n)d page is changed.", "%(n)d pages are changed.", len(rows)) % {"n": len(rows)}
            offer(request, words, "fact", rows, field=name)
        return len(rows), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        return None


class AccessForm(forms.Form):
    access = forms.ChoiceField(label=gettext_lazy("Access"), choices=Access, help_text=gettext_lazy("Who may read it."))


class ChangeAccess(FactAction):
    display_name = gettext_lazy("Change the access")
    aria_label = gettext_lazy("Change the access of the pages chosen")
    action_type = "access"
    form_class, field = AccessForm, "access"


def not_to_come(day):
    if day > timezone.localdate():
        raise ValidationError(gettext_lazy("This day has not come yet."))


class ReadingForm(forms.Form):
    last_reviewed_on = forms.DateField(
        label=gettext_lazy("Reviewed on"), widget=AdminDateInput, validators=[not_to_come],
        help_text=gettext_lazy("The day somebody last read it all through."),
    )  # fmt: skip


class DateReading(FactAction):
    display_name = gettext_lazy("Date the reading")
    aria_label = gettext_lazy("Date the last reading of the pages chosen")
    action_type = "reading"
    action_priority = 70
    form_class, field = ReadingForm, "last_reviewed_on"

    def get_initial(self):
        return {"last_reviewed_on": timezone.localdate()}


def ours(action):
    return careful(action, OfPages)
