"""Members come by invitation, hold a role between two dates, and leave without a webmaster."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from portal.accounts import workflow
from portal.accounts.models import AuditEntry, Invitation, Lab, Membership, User

TODAY = timezone.localdate
GOOD = {"first_name": "Nour", "last_name": "Le Goff", "password1": "six-gommettes-par-personne"}


def link_in(message):
    return re.search(r"http://localhost:8000(/compte/invitation/\S+)", message.body)[1]


def invited(by, lab, email="nour@example.org", role="editor", **fields):
    """The link that an invitation sends, and the invitation."""
    mail.outbox.clear()
    made = workflow.invite(by, email=email, role=role, lab=lab, **fields)
    return link_in(mail.outbox[0]), made


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_from_the_invitation_to_the_desk(w, people, client):
    link, _ = invited(people.manager, w.a, message="Bienvenue chez nous.", until=TODAY() + timedelta(300))
    letter = mail.outbox[0]
    assert letter.to == ["nour@example.org"] and letter.subject == "Lab a vous invite sur Essaim"
    assert "éditeur, Lab a" in letter.body and "Bienvenue chez nous." in letter.body
    html, kind = letter.alternatives[0]
    assert kind == "text/html" and f'href="http://localhost:8000{link}"' in html and '<html lang="fr">' in html
    page = client.get(link).content.decode()
    assert "nour@example.org" in page and "Ouvrir mon compte" in page and 'content="noindex"' in page
    assert not User.objects.filter(email="nour@example.org").exists()  # nothing is taken on a GET
    assert client.post(link, GOOD).url == "/compte/"
    nour = User.objects.get(email="nour@example.org")
    assert nour.editing_labs == {w.a.pk} and nour.memberships.get().until == TODAY() + timedelta(300)
    assert nour.emailaddress_set.get().verified
    assert "Éditeur, Lab a" in client.get("/compte/").content.decode()
    assert client.get(reverse("tools:index")).status_code == 200
    assert acts()[:2] == ["invited", "joined"]
    assert AuditEntry.objects.get(action="joined").lab == w.a


def test_a_link_opens_once(w, people, client):
    link, _ = invited(people.manager, w.a)
    client.post(link, GOOD)
    client.logout()
    gone = client.get(link)
    assert gone.status_code == 410 and "Ce lien n'ouvre plus rien" in gone.content.decode().replace("’", "'")


@pytest.mark.parametrize("fate", ["expired", "withdrawn", "resent", "invited again"])
def test_a_link_that_is_no_longer_good(w, people, client, fate):
    link, made = invited(people.manager, w.a)
    if fate == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif fate == "withdrawn":
        workflow.withdraw(people.manager, made)
    elif fate == "resent":
        workflow.resend(people.manager, made)
    else:
        workflow.invite(people.manager, email="Nour@example.org", role="member", lab=w.a)
    assert client.get(link).status_code == client.post(link, GOOD).status_code == 410
    assert not User.objects.filter(email="nour@example.org").exists()


@pytest.mark.parametrize("fate", ["ended", "deleted", "closed"])
def test_a_link_falls_with_the_right_of_whoever_sent_it(w, people, client, fate):
    link, _ = invited(people.manager, w.a)
    if fate == "ended":
        workflow.end(people.national, people.manager.memberships.get())
    elif fate == "deleted":
        people.manager.delete()
    else:
        User.objects.filter(pk=people.manager.pk).update(is_active=False)
    assert "n’invite plus" in client.get(link).content.decode() and client.post(link, GOOD).status_code == 410
    workflow.resend(people.national, Invitation.objects.get())  # who takes it over
    assert client.post(link_in(mail.outbox[-1]), GOOD).status_code == 302


def test_an_answer_to_correct_keeps_the_others(w, people, client):
    link, _ = invited(people.manager, w.a)
    page = client.post(link, GOOD | {"password1": "court"}).content.decode()
    assert "Une réponse à corriger" in page and 'value="Le Goff"' in page
    assert client.post(link, GOOD).status_code == 302  # the link is still good


def test_somebody_who_has_an_account_signs_in_and_takes_the_role(w, people, client):
    link, _ = invited(people.manager, w.a, email="voisine@example.org", role="member")
    page = client.get(link).content.decode()
    assert f"/compte/connexion/?next={link}" in page and "Ouvrir mon compte" not in page
    client.force_login(people.neighbour)
    assert "Prendre ce rôle" in client.get(link).content.decode()
    client.post(link)
    assert User.objects.get(pk=people.neighbour.pk).lab_roles == {w.a.pk: "member", w.b.pk: "editor"}


def test_a_link_is_for_its_address_alone(w, people, client):
    link, _ = invited(people.manager, w.a, email="voisine@example.org", role="member")
    client.force_login(people.peer)
    page = client.post(link).content.decode()
    assert "C'est pour quelqu'un d'autre" in page.replace("’", "'") and people.peer.memberships.count() == 0


def test_the_database_knows_no_link(w, people):
    link, made = invited(people.manager, w.a)
    key = link.strip("/").split("/")[-1]
    assert key not in str(Invitation.objects.values().get()) and len(key) >= 40


def test_a_deleted_account_does_not_come_back_by_an_old_link(w, people, client):
    link, _ = invited(people.manager, w.a, email="voisine@example.org", role="member")
    User.objects.filter(pk=people.neighbour.pk).update(is_active=False)
    assert client.get(link).status_code == 410


# --- who gives what


@pytest.mark.parametrize(
    ("who", "role", "lab", "may"),
    [
        ("manager", "member", "a", True), ("manager", "editor", "a", True), ("manager", "manager", "a", False),
        ("manager", "member", "b", False), ("manager", "peer", None, False), ("manager", "national", None, False),
        ("editor", "member", "a", False), ("member", "member", "a", False), ("peer", "peer", None, False),
        ("national", "manager", "b", True), ("national", "peer", None, True), ("national", "national", None, True),
        ("national", "editor", None, False), ("national", "peer", "a", False),
    ],
)  # fmt: skip
def test_who_may_invite_to_what(w, people, who, role, lab, may):
    place = {"a": w.a, "b": w.b, None: None}[lab]

    def act():
        return workflow.invite(getattr(people, who), email="x@example.org", role=role, lab=place)

    if may:
        assert act().pk
    else:
        pytest.raises(PermissionDenied, act)
        assert not mail.outbox and not Invitation.objects.exists()


def test_an_invitation_to_who_is_there_already_is_refused_in_words(w, people):
    with pytest.raises(ValidationError, match="déjà dans ce lab"):
        workflow.invite(people.manager, email="EDITRICE@example.org", role="member", lab=w.a)
    with pytest.raises(ValidationError, match="a déjà ce rôle"):
        workflow.invite(people.national, email="pair@example.org", role="peer")


def membership(person):
    return person.memberships.get()


@pytest.mark.parametrize("verb", ["change_role", "change_end", "end"])
@pytest.mark.parametrize(
    ("who", "whose", "may"),
    [("manager", "editor", True), ("manager", "neighbour", False), ("manager", "manager", False), ("editor", "member", False),
     ("national", "manager", True), ("member", "member", False), ("peer", "editor", False)],
)  # fmt: skip
def test_who_may_change_whose_role(w, people, verb, who, whose, may):
    held = membership(getattr(people, whose))
    arguments = {"change_role": ["member"], "change_end": [TODAY() + timedelta(3)], "end": []}[verb]

    def act():
        getattr(workflow, verb)(getattr(people, who), held, *arguments)

    before = Membership.objects.values().get(pk=held.pk)
    if may:
        act()
        assert Membership.objects.values().get(pk=held.pk) != before and AuditEntry.objects.filter(lab=held.lab).exists()
    else:
        pytest.raises(PermissionDenied, act)
        assert Membership.objects.values().get(pk=held.pk) == before and not AuditEntry.objects.exists()


def test_a_manager_makes_no_manager(w, people):
    with pytest.raises(PermissionDenied):
        workflow.change_role(people.manager, membership(people.editor), "manager")


# --- leaving and coming back


def test_an_end_is_at_once_and_the_content_stays(w, people, client):
    tool = w.tool("À nous", w.a, live=False)
    client.force_login(people.editor)
    edit = reverse("wagtailadmin_pages:edit", args=[tool.pk])
    assert client.get(edit).status_code == 200
    workflow.end(people.manager, membership(people.editor))
    assert client.get(edit).status_code == client.get("/admin/").status_code == 403
    tool.refresh_from_db()
    assert tool.owner_lab == w.a
    ended = membership(people.editor)
    assert ended.is_over and ended.until == TODAY() and str(ended.state) == "Finie"
    assert not people.editor.groups.filter(name__startswith="lab:").exists()


def test_a_return_the_same_day_is_a_new_row(w, people):
    workflow.end(people.manager, membership(people.editor))
    _, made = invited(people.manager, w.a, email="editrice@example.org", role="member")
    workflow.accept(made, people.editor)
    assert [row.role for row in people.editor.memberships.order_by("pk")] == ["editor", "member"]
    assert User.objects.get(pk=people.editor.pk).lab_roles == {w.a.pk: "member"}


def test_an_ended_membership_cannot_be_changed(w, people):
    held = membership(people.editor)
    workflow.end(people.manager, held)
    with pytest.raises(PermissionDenied):
        workflow.change_end(people.national, held, None)


def test_two_roles_at_once_in_a_lab_are_refused(w, people):
    with pytest.raises(ValidationError, match="déjà un rôle"):
        Membership(user=people.editor, lab=w.a, role="member", since=TODAY(), until=TODAY() + timedelta(9)).full_clean()
    with pytest.raises(ValidationError, match="vient avant"):
        Membership(user=people.peer, lab=w.a, role="member", since=TODAY(), until=TODAY() - timedelta(1)).full_clean()


def test_the_end_is_told_a_month_and_a_week_before_once_each(w, people):
    held = people.editor.memberships
    held.update(until=TODAY() + timedelta(31))
    assert workflow.remind() == 0
    held.update(until=TODAY() + timedelta(29))
    assert [workflow.remind(), workflow.remind()] == [1, 0]
    assert [m.to for m in mail.outbox] == [["editrice@example.org"], ["responsable@example.org"]]
    assert "jusqu" not in mail.outbox[0].subject and "finit le" in mail.outbox[0].subject
    assert f"/admin/members/{held.get().pk}/" in mail.outbox[1].body
    held.update(until=TODAY() + timedelta(7))
    call_command("remind_memberships", verbosity=0)
    assert len(mail.outbox) == 4 and workflow.remind() == 0
    workflow.change_end(people.manager, held.get(), TODAY() + timedelta(20))  # another date: told anew
    assert workflow.remind() == 1


def test_peers_and_the_national_team_come_and_go(w, people):
    _, made = invited(people.national, None, email="voisine@example.org", role="peer")
    workflow.accept(made, people.neighbour)
    neighbour = User.objects.get(pk=people.neighbour.pk)
    assert neighbour.is_peer
    workflow.take_out(people.national, neighbour)
    assert not User.objects.get(pk=neighbour.pk).is_peer
    with pytest.raises(PermissionDenied):  # nobody shuts herself out
        workflow.take_out(people.national, people.national)


# --- the rooms of the admin


ROOMS = ["members:index", "members:results", "members:invite", "invitations:index", "audit:index", "audit:results"]


@pytest.mark.parametrize("room", [*ROOMS, "people:index", "people:results"])
@pytest.mark.parametrize("who", ["peer", "member", "editor", "manager", "national"])
def test_who_enters_which_room(w, people, client, room, who):
    client.force_login(getattr(people, who))
    answer = client.get(reverse(room))
    opens = who == "national" or (who == "manager" and room in ROOMS)
    assert (answer.status_code == 200) == opens and answer.status_code in (200, 302, 403)


def test_a_manager_sees_her_people_and_no_other(w, people, client):
    invited(people.national, w.b, email="canari-invitee@example.org", role="editor")
    workflow.change_role(people.national, membership(people.neighbour), "member")
    client.force_login(people.manager)
    for room in ("members:index", "invitations:index", "audit:index"):
        for export in ("", "csv", "xlsx"):
            answer = client.get(reverse(room), {"export": export} if export else {})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert b"voisine@" not in body and b"canari" not in body and b"Lab b" not in body, (room, export)
    assert b"editrice@example.org" in client.get(reverse("members:index")).content


@pytest.mark.parametrize("act", ["change", "end"])
@pytest.mark.parametrize(("whose", "status"), [("editor", 200), ("manager", 302), ("neighbour", 404)])
def test_an_act_on_a_member_asks_the_rules(w, people, client, act, whose, status):
    client.force_login(people.manager)
    address = reverse(f"members:{act}", args=[membership(getattr(people, whose)).pk])
    assert client.get(address).status_code == status
    client.post(address, {"role": "member"})
    left = membership(getattr(people, whose))
    assert (left.is_over or left.role == "member") == (status == 200)


def test_a_manager_invites_changes_and_ends_in_the_admin(w, people, client):
    client.force_login(people.manager)
    form = client.get(reverse("members:invite")).content.decode()
    assert "Lab b" not in form and "Équipe nationale" not in form and 'value="manager"' not in form
    data = {"email": "nour@example.org", "lab": w.a.pk, "role": "editor", "until": "", "message": ""}
    assert client.post(reverse("members:invite"), data).url == reverse("invitations:index")
    handle = reverse("invitations:handle", args=[Invitation.objects.get().pk])
    assert handle in client.get(reverse("invitations:index")).content.decode()
    client.post(handle, {"resend": "1"})
    client.post(handle, {"withdraw": "1"})
    assert len(mail.outbox) == 2 and str(Invitation.objects.get().state) == "Retirée"
    held = membership(people.editor)
    client.post(reverse("members:change", args=[held.pk]), {"role": "member", "until": "2030-12-31"})
    held.refresh_from_db()
    assert (held.role, str(held.until)) == ("member", "2030-12-31")
    client.post(reverse("members:end", args=[held.pk]))
    assert membership(people.editor).is_over
    told = client.get(reverse("audit:index")).content.decode()
    for words in (
        "Invitation envoyée",
        "Invitation renvoyée",
        "Invitation retirée",
        "Rôle changé",
        "Dates changées",
        "Appartenance finie",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("change", "told"),
    [({"email": "pas une adresse"}, "adresse"), ({"until": "2020-01-01"}, "Ce jour est passé"), ({"lab": ""}, "Choisissez le lab"),
     ({"role": "manager"}, "Sélectionnez un choix valide"), ({"email": "editrice@example.org"}, "déjà dans ce lab")],
)  # fmt: skip
def test_a_bad_invitation_says_what_to_mend_and_keeps_the_rest(w, people, client, change, told):
    client.force_login(people.manager)
    data = {"email": "nour@example.org", "lab": w.a.pk, "role": "editor", "until": "", "message": "Un mot gardé."} | change
    page = client.post(reverse("members:invite"), data).content.decode()
    assert told in page and "Un mot gardé." in page and not mail.outbox


def test_the_forged_lab_of_an_invitation_is_refused(w, people, client):
    client.force_login(people.manager)
    client.post(reverse("members:invite"), {"email": "x@example.org", "lab": w.b.pk, "role": "member"})
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("number", [1, 3, 24])
def test_the_list_of_members_costs_the_same_whatever_its_length(w, people, client, count, number):
    for n in range(number):
        Membership.objects.create(user=User.objects.create_user(f"m{n}@example.org"), lab=w.a, role="member")
    client.force_login(people.manager)
    client.get(reverse("members:results"))
    with count(7):
        client.get(reverse("members:results"))


def test_any_text_in_the_search_of_members(w, people, client):
    client.force_login(people.manager)
    for text in ('"', "'", "%", "a\0b", "\u2028", "é" * 500):
        assert client.get(reverse("members:index"), {"q": text}).status_code == 200
    assert b"editrice@" in client.get(reverse("members:results"), {"q": "editrice"}).content


def test_wagtails_own_forms_of_people_are_closed_to_the_national_team(w, people, client):
    """Whoever may change a user may become a superuser: those forms are for operators."""
    client.force_login(people.national)
    for name in ("wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"):
        assert client.get(reverse(name)).status_code == 302, name
    client.post(reverse("wagtailusers_users:edit", args=[people.national.pk]), {"is_superuser": "on"})
    assert not User.objects.get(pk=people.national.pk).is_superuser


def test_labs_are_the_national_teams(w, people, client):
    client.force_login(people.manager)
    assert client.post(reverse("labs:add"), {"code": "c", "name": "Lab c"}).status_code == 302
    assert not Lab.objects.filter(code="c").exists()
    client.force_login(people.national)
    client.post(reverse("labs:add"), {"code": "c", "name": "Lab c"})
    assert Lab.objects.get(code="c").name == "Lab c" and acts() == ["lab_saved"]


# --- the log


def test_a_line_of_the_log_is_never_changed(w, people):
    line = AuditEntry.objects.record("invited", by=people.manager, lab=w.a)
    with pytest.raises(TypeError):
        line.save()


def test_the_log_is_mirrored_in_the_logs(w, people, caplog):
    with caplog.at_level("INFO", logger="portal.audit"):
        workflow.end(people.manager, membership(people.editor))
    assert '"action": "membership_ended"' in caplog.text and "editrice@" not in caplog.text


def test_reading_the_log_out_is_a_line_too(w, people, client):
    workflow.end(people.manager, membership(people.editor))
    client.force_login(people.manager)
    body = b"".join(client.get(reverse("audit:index"), {"export": "csv"}).streaming_content).decode()
    assert "Appartenance finie" in body and "Précisions" in body
    assert acts()[-1] == "log_exported"
