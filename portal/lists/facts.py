"""“Change the access”, “Change the licence”, “Date the reading”: one value for several pages; what it will do is told first."""

from dataclasses import dataclass, field

from django import forms
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from portal.accounts.access import Access
from portal.accounts.rooms.bulk import careful
from portal.rights.refusals import PublicationRefused

from .bulk import OfPages, tell
from .undo import offer


@dataclass
class Plan:
    """What will become of the pages chosen."""

    at_once: list = field(default_factory=list)
    as_draft: list = field(default_factory=list)
    refused: dict = field(default_factory=dict)  # {reason: pages}

    @property
    def changed(self):
        return [*self.at_once, *self.as_draft]


def has_field(page, name) -> bool:
    try:
        page._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def obstacle(page, name, user, translations) -> str:
    """Why the page keeps its value; empty if nothing stands in the way."""
    if not has_field(page, name):
        return _("This kind of page does not have it.")
    rights = page.permissions_for_user(user)
    if not rights.can_edit():
        return _("You may not change it.")
    if name in page.taken_fields:
        return _("It follows its guide.")
    if page.pk in translations and name in page.shared_fields:
        return _("A translation: it follows its French page.")
    if rights.page_locked():
        return _("Locked, or waiting for review.")
    return ""


def is_at_once(page, user) -> bool:
    """Shown to readers in the same act: nothing else waits to be published with it."""
    return page.live and not page.has_unpublished_changes and page.permissions_for_user(user).can_publish()


def translations_among(pages) -> set[int]:
    others = [page for page in pages if page.locale.language_code != settings.LANGUAGE_CODE]
    keys = {page.translation_key for page in others}
    sources = Page.objects.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE)
    known = set(sources.values_list("translation_key", flat=True)) if keys else set()
    return {page.pk for page in others if page.translation_key in known}


def planned(pages, name, user) -> Plan:
    plan, translations = Plan(), translations_among(pages)
    for page in pages:
        if reason := obstacle(page, name, user, translations):
            plan.refused.setdefault(reason, []).append(page)
        elif page.live and not is_at_once(page, user):
            plan.as_draft.append(page)
        else:
            plan.at_once.append(page)
    return plan


def change(page, name, value, user):
    """Give a page its new value. Returns what it was, JSON-ready. Raises PublicationRefused; nothing is written then."""
    at_once = is_at_once(page, user)
    draft = page.get_latest_revision_as_object()
    was = draft._meta.get_field(name).value_to_string(draft) if getattr(draft, name) is not None else None
    setattr(draft, name, value)
    with transaction.atomic():
        revision = draft.save_revision(user=user, log_action=True, clean=False)
        if at_once:
            revision.publish(user=user)
        elif not page.live:  # as the form of a page never published does
            type(page).objects.filter(pk=page.pk).update(**{name: value})
    return was


def change_back(user, page, name, was) -> bool:
    """Undo `change`, under the same rules."""
    if obstacle(page, name, user, translations_among([page])):
        return False
    change(page, name, None if was is None else page._meta.get_field(name).to_python(was), user)
    return True


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
