"""The network's own people: peers, the national team, those who ask to be deleted."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from .. import rules, workflow
from ..models import CLIP_PEERS, NATIONAL_TEAM, User
from .base import Act, Day, ForNationalTeam
from .members import Members


class People(ForNationalTeam, IndexView):
    """Peers, the national team, and those who ask to be deleted."""

    model = User
    page_title = gettext_lazy("Peers and national team")
    header_icon = "group"
    index_url_name, index_results_url_name = "people:index", "people:results"
    search_fields = ["first_name", "last_name", "email"]
    search_backend_name = None
    default_ordering = ("-deletion_requested_at", "last_name", "pk")
    paginate_by = 50
    list_export = ["__str__", "email", "network_roles"]
    export_filename = "pairs-et-equipe"
    header_buttons = Members.header_buttons

    @property
    def columns(self):
        return [
            TitleColumn("name", label=_("Person"), accessor=str, get_url=self.act_url),
            Column("email", label=_("E-mail address")),
            Column("network_roles", label=_("Role")),
            Day("deletion_requested_at", label=_("Asks to be deleted since")),
        ]

    def act_url(self, person):
        if rules.may_delete(self.request.user, person):
            return reverse("people:delete", args=[person.pk])
        return reverse("people:take_out", args=[person.pk]) if rules.may_take_out(self.request.user, person) else None

    def get_base_queryset(self):
        wanted = Q(groups__name__in=[CLIP_PEERS, NATIONAL_TEAM]) | Q(deletion_requested_at__isnull=False)
        return User.objects.filter(wanted, is_active=True).distinct().prefetch_related("groups")


class OfPerson(ForNationalTeam, Act):
    back = reverse_lazy("people:index")
    serious = True
    rule = staticmethod(lambda user, person: False)

    def dispatch(self, request, *args, pk, **kwargs):
        self.person = get_object_or_404(User, pk=pk)
        if not (request.user.is_national and self.rule(request.user, self.person)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return str(self.person)


class TakeOut(OfPerson):
    page_title = gettext_lazy("Take out of the group")
    label = gettext_lazy("Yes, take out")
    rule = staticmethod(rules.may_take_out)

    def explanation(self):
        told = {"person": self.person, "roles": self.person.network_roles}
        return [_("%(person)s loses this role at once: %(roles)s. Roles in labs stay.") % told]

    def perform(self, data):
        workflow.take_out(self.request.user, self.person)
        self.done = _("%(person)s no longer has this role.") % {"person": self.person}


class ResetFactors(OfPerson):
    page_title = gettext_lazy("Take the second factors away")
    label = gettext_lazy("Yes, take them away")
    rule = staticmethod(rules.may_reset_factors)

    def explanation(self):
        told = _(
            "%(person)s signs in with the password alone, and adds new factors afterwards. "
            "Do it only for somebody you have recognised, on the telephone for example."
        )
        return [told % {"person": self.person}]

    def perform(self, data):
        workflow.reset_factors(self.request.user, self.person)
        self.done = _("The second factors of %(person)s are gone.") % {"person": self.person}


class Delete(OfPerson):
    page_title = gettext_lazy("Delete the account")
    label = gettext_lazy("Yes, delete it for good")
    rule = staticmethod(rules.may_delete)

    def explanation(self):
        return [
            _("The name, the address, the second factors and the sessions of %(person)s are erased. It cannot be undone.")
            % {"person": self.person},
            _("The pages written for labs stay with them, without the name; the audit log keeps a number."),
        ]

    def perform(self, data):
        workflow.anonymise(self.request.user, self.person)
        self.done = _("The account is deleted.")
