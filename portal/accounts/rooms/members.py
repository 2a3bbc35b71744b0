"""Who holds which role, since when, until when; to change it, to end it."""

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import HeaderButton

from .. import rules, workflow
from ..forms import MembershipForm
from ..models import Membership
from .base import Act, Day, ForManagers, labs_of


class MemberFilters(WagtailFilterSet):
    STATES = [
        ("current", gettext_lazy("Current")),
        ("soon", gettext_lazy("Ends within a month")),
        ("past", gettext_lazy("Ended")),
    ]
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        method="of_state",
        choices=STATES,
        empty_label=gettext_lazy("All"),
        widget=forms.RadioSelect,
    )
    lab = django_filters.ModelChoiceFilter(queryset=labs_of, label=gettext_lazy("Lab"))

    class Meta:
        model = Membership
        fields = ["state", "role", "lab"]

    def of_state(self, queryset, name, value):
        if value == "soon":
            return queryset.ending_in(30)
        current = Membership.objects.current()
        return queryset.filter(pk__in=current) if value == "current" else queryset.exclude(pk__in=current)


class Members(ForManagers, IndexView):
    """Who holds which role, since when, until when."""

    model = Membership
    page_title = gettext_lazy("Members")
    header_icon = "user"
    index_url_name, index_results_url_name = "members:index", "members:results"
    filterset_class = MemberFilters
    search_fields = ["user__first_name", "user__last_name", "user__email"]
    search_backend_name = None
    default_ordering = ("lab__name", "user__last_name", "pk")
    paginate_by = 50
    list_export = ["user", "user.email", "lab", "get_role_display", "since", "until", "state"]
    export_headings = {
        "user": gettext_lazy("Person"), "user.email": gettext_lazy("E-mail address"), "get_role_display": gettext_lazy("Role"),
        "state": gettext_lazy("State"),
    }  # fmt: skip
    export_filename = "membres"

    @property
    def columns(self):
        return [
            TitleColumn("user", label=_("Person"), get_url=self.change_url, sort_key="user__last_name"),
            Column("email", label=_("E-mail address"), accessor="user.email"),
            Column("lab", label=_("Lab"), sort_key="lab__name"),
            Column("role", label=_("Role"), accessor="get_role_display"),
            Day("since", label=_("Since"), sort_key="since"),
            Day("until", label=_("Until"), sort_key="until"),
            StatusTagColumn("state", label=_("State"), primary=lambda row: not row.is_over),
        ]

    def change_url(self, row):
        return reverse("members:change", args=[row.pk]) if rules.may_change(self.request.user, row) else None

    def get_base_queryset(self):
        return Membership.objects.visible_to(self.request.user).select_related("user", "lab")

    @property
    def header_buttons(self):
        return [HeaderButton(_("Invite somebody"), url=reverse("members:invite"), icon_name="plus")]


class OfMembership(Act):
    """An act on a membership that this person may change; to others it does not exist."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.membership = get_object_or_404(Membership.objects.visible_to(request.user).select_related("user", "lab"), pk=pk)
        if not rules.may_change(request.user, self.membership):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_come_in(self, user):
        return user.looks_after_people


class Change(OfMembership):
    form_class = MembershipForm

    def get_page_title(self):
        return str(self.membership.user)

    def get_page_subtitle(self):
        return str(self.membership.lab)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs() | {"user": self.request.user, "membership": self.membership}
        kwargs.pop("initial", None)
        return kwargs

    @property
    def header_buttons(self):
        buttons = [
            HeaderButton(_("End the membership"), url=reverse("members:end", args=[self.membership.pk]), icon_name="cross")
        ]
        if rules.may_reset_factors(self.request.user, self.membership.user):
            url = reverse("people:factors", args=[self.membership.user_id])
            buttons.append(HeaderButton(_("Take the second factors away"), url=url, icon_name="key"))
        return buttons

    def perform(self, data):
        workflow.change_end(self.request.user, self.membership, data["until"])
        workflow.change_role(self.request.user, self.membership, data["role"])
        self.done = _("The role of %(person)s is saved.") % {"person": self.membership.user}


class End(OfMembership):
    page_title = gettext_lazy("End the membership")
    label = gettext_lazy("Yes, end it now")
    serious = True

    def explanation(self):
        told = {"person": self.membership.user, "lab": self.membership.lab}
        return [
            _("%(person)s will no longer read what %(lab)s keeps for itself, nor write for it, from this minute on.") % told,
            _("What this person wrote stays with the lab. A return is a new invitation; this role stays in the list, ended."),
        ]

    def perform(self, data):
        workflow.end(self.request.user, self.membership)
        self.done = _("%(person)s has left %(lab)s.") % {"person": self.membership.user, "lab": self.membership.lab}
