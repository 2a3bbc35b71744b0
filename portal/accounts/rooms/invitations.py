"""Who is invited; to send the link again, to withdraw it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from .. import rules, workflow
from ..forms import InvitationForm
from ..models import Invitation
from .base import Act, Day, ForManagers
from .members import Members


class Invite(Act):
    page_title = gettext_lazy("Invite somebody")
    form_class = InvitationForm
    label = gettext_lazy("Send the invitation")
    back = reverse_lazy("invitations:index")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def explanation(self):
        return [_("This person receives a link that works once and for two weeks. Nothing is opened before it is accepted.")]

    def perform(self, data):
        made = workflow.invite(self.request.user, **data)
        self.done = _("The invitation leaves for %(email)s.") % {"email": made.email}


class Invitations(ForManagers, IndexView):
    """What was sent, and what became of it."""

    model = Invitation
    page_title = gettext_lazy("Invitations")
    header_icon = "mail"
    index_url_name, index_results_url_name = "invitations:index", "invitations:results"
    search_fields = ["email"]
    search_backend_name = None
    default_ordering = ("-sent_at", "-pk")
    paginate_by = 50
    list_export = ["email", "get_role_display", "lab", "sent_at", "expires_at", "state"]
    export_filename = "invitations"
    header_buttons = Members.header_buttons

    @property
    def columns(self):
        return [
            TitleColumn("email", label=_("E-mail address"), get_url=self.handle_url),
            Column("role", label=_("Role"), accessor="get_role_display"),
            Column("lab", label=_("Lab")),
            Column("invited_by", label=_("Invited by")),
            Day("sent_at", label=_("Sent on"), sort_key="sent_at"),
            StatusTagColumn("state", label=_("State"), primary=lambda row: row.is_waiting),
        ]

    def handle_url(self, row):
        return reverse("invitations:handle", args=[row.pk]) if rules.may_handle(self.request.user, row) else None

    def get_base_queryset(self):
        return Invitation.objects.visible_to(self.request.user).select_related("lab", "invited_by")


class Handle(Act):
    """Send again, or withdraw: two buttons, one page."""

    page_title = gettext_lazy("Invitation")
    header_icon = "mail"
    back = reverse_lazy("invitations:index")
    template_name = "accounts/admin/invitation.html"

    def dispatch(self, request, *args, pk, **kwargs):
        self.invitation = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
        if not rules.may_handle(request.user, self.invitation):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"invitation": self.invitation}

    def perform(self, data):
        if "withdraw" in self.request.POST:
            workflow.withdraw(self.request.user, self.invitation)
            self.done = _("The invitation is withdrawn: its link opens nothing any more.")
        else:
            workflow.resend(self.request.user, self.invitation)
            self.done = _("A new link leaves for %(email)s; the old one opens nothing any more.") % {
                "email": self.invitation.email
            }
