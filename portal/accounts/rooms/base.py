"""What the rooms share: who comes in, a list, an act a page."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import Lab


class ForManagers:
    """Managers of labs and the national team. Each list asks `visible_to`, each act asks `rules`."""

    permission_policy = None
    any_permission_required = None

    def dispatch(self, request, *args, **kwargs):
        if not self.may_come_in(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_come_in(self, user):
        return user.looks_after_people


class ForNationalTeam(ForManagers):
    def may_come_in(self, user):
        return user.is_national


def labs_of(request):
    """What the filter « Lab » offers."""
    return Lab.objects.all() if request.user.is_national else Lab.objects.filter(pk__in=request.user.managed_labs)


class Day(Column):
    """A date as people write it; a list is read for its dates, not for "two months ago"."""

    def get_value(self, instance):
        value = super().get_value(instance)
        return date_format(value, "j N Y") if value else ""


class Act(ForManagers, WagtailAdminTemplateMixin, FormView):
    """A page for one act: what it changes, a form, a way back."""

    template_name = "accounts/admin/act.html"
    form_class = forms.Form
    header_icon = "user"
    back = reverse_lazy("members:index")
    label = gettext_lazy("Save")
    serious = False
    done = ""

    def get_breadcrumbs_items(self):
        room = {"url": self.back, "label": _("Members")}
        return [*self.breadcrumbs_items, room, {"url": "", "label": self.get_page_title()}]

    def explanation(self) -> list[str]:
        return []

    def get_context_data(self, **kwargs):
        told = {
            "explanation": self.explanation(), "back": self.back, "serious": self.serious, "action_url": self.request.path,
            "submit_button_label": self.label,
        }  # fmt: skip
        context = super().get_context_data(**kwargs) | told
        return context | {"media": context["form"].media}

    def form_valid(self, form):
        try:
            self.perform(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.back)
