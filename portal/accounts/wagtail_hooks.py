"""People in the admin: « Membres » for those who look after them, the log beside the reports."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.views import generic
from wagtail.admin.views.account import NameEmailSettingsPanel
from wagtail.admin.viewsets.model import ModelViewSet

from .forms import AdminNameForm
from .models import AuditEntry, Lab
from .rooms import invitations, log, members, people

NameEmailSettingsPanel.form_class = AdminNameForm


class Audited:
    """A lab saved leaves a line in the log."""

    def save_instance(self):
        lab = super().save_instance()
        AuditEntry.objects.record(
            AuditEntry.Action.LAB_SAVED, by=self.request.user, lab=lab, name=lab.name, trusted=lab.is_trusted
        )
        return lab


class AddLab(Audited, generic.CreateView):
    pass


class EditLab(Audited, generic.EditView):
    pass


class LabViewSet(ModelViewSet):
    model = Lab
    add_view_class, edit_view_class = AddLab, EditLab
    icon = "site"
    form_fields = ["code", "name", "is_trusted"]
    list_display = ["name", "code", BooleanColumn("is_trusted", label=_("Publishes by itself"))]
    copy_view_enabled = False


lab_viewset = LabViewSet("labs")


@hooks.register("register_admin_viewset")
def register_labs():
    return lab_viewset


def room(name, *patterns):
    return path(f"{name}/", include((list(patterns), name), namespace=name))


@hooks.register("register_admin_urls")
def rooms():
    return [
        room(
            "members",
            path("", members.Members.as_view(), name="index"),
            path("results/", members.Members.as_view(results_only=True), name="results"),
            path("inviter/", invitations.Invite.as_view(), name="invite"),
            path("<int:pk>/", members.Change.as_view(), name="change"),
            path("<int:pk>/fin/", members.End.as_view(), name="end"),
        ),
        room(
            "invitations",
            path("", invitations.Invitations.as_view(), name="index"),
            path("results/", invitations.Invitations.as_view(results_only=True), name="results"),
            path("<int:pk>/", invitations.Handle.as_view(), name="handle"),
        ),
        room(
            "people",
            path("", people.People.as_view(), name="index"),
            path("results/", people.People.as_view(results_only=True), name="results"),
            path("<int:pk>/retirer/", people.TakeOut.as_view(), name="take_out"),
            path("<int:pk>/facteurs/", people.ResetFactors.as_view(), name="factors"),
            path("<int:pk>/supprimer/", people.Delete.as_view(), name="delete"),
        ),
        room(
            "audit",
            path("", log.Log.as_view(), name="index"),
            path("results/", log.Log.as_view(results_only=True), name="results"),
        ),
    ]


class ForManagers(MenuItem):
    def is_shown(self, request):
        return request.user.looks_after_people


class ForNationalTeam(MenuItem):
    def is_shown(self, request):
        return request.user.is_national


class MembersMenu(SubmenuMenuItem):
    def is_shown(self, request):
        return request.user.looks_after_people


@hooks.register("register_admin_menu_item")
def members_menu():
    items = [
        ForManagers(_("Members"), reverse("members:index"), icon_name="user", order=1, name="members"),
        ForManagers(_("Invite somebody"), reverse("members:invite"), icon_name="plus", order=2, name="invite"),
        ForManagers(_("Invitations"), reverse("invitations:index"), icon_name="mail", order=3, name="invitations"),
        ForNationalTeam(_("Peers and national team"), reverse("people:index"), icon_name="group", order=4, name="people"),
        ForNationalTeam(_("Labs"), lab_viewset.menu_url, icon_name="site", order=5, name="labs"),
        ForManagers(_("Audit log"), reverse("audit:index"), icon_name="history", order=6, name="audit"),
    ]
    return MembersMenu(_("Members"), Menu(items=items), icon_name="group", order=300, name="people-menu")
