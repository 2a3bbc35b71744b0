"""What is done to people's roles, a function a verb: each asks the rules, writes to the audit log, tells who must know."""

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import mail, personal, rules
from .models import CLIP_PEERS, NATIONAL_TEAM, AuditEntry, Invitation, Membership, User

Action = AuditEntry.Action
GROUPS = {Invitation.Role.PEER: CLIP_PEERS, Invitation.Role.NATIONAL: NATIONAL_TEAM}
REMINDERS = (30, 7)  # days before the end


def allow(answer: bool) -> None:
    if not answer:
        raise PermissionDenied


def hold(row) -> None:
    """Read again, and kept from others until the end: what a request has read, another may have changed since."""
    row.refresh_from_db(from_queryset=type(row).objects.select_for_update())


def record(action, **details):
    return AuditEntry.objects.record(action, **details)


# --- coming in


@transaction.atomic
def invite(by, *, email, role, lab=None, until=None, message="") -> Invitation:
    """Send a link that opens the role. One that was waiting for the same place is withdrawn."""
    allow(rules.may_give(by, role, lab))
    email = email.lower()
    refuse_if_held(email, role, lab)
    waiting = Invitation.objects.waiting().filter(email=email, lab=lab)
    waiting.filter(Q(role=role) if lab is None else Q()).update(withdrawn_at=timezone.now())
    invitation = Invitation(email=email, role=role, lab=lab, until=until, message=message, invited_by=by)
    post(invitation)
    record(Action.INVITED, by=by, lab=lab, email=email, role=role, until=until and until.isoformat())
    return invitation


def refuse_if_held(email, role, lab):
    """Raise ValidationError if this person already has a place there."""
    person = User.objects.filter(email=email).first()
    if person is None:
        return
    if lab and (held := person.memberships.current().filter(lab=lab).first()):
        told = _("%(person)s is already in this lab (%(role)s): change the role instead.")
        raise ValidationError(told % {"person": person, "role": held.get_role_display().lower()})
    if lab is None and person.groups.filter(name=GROUPS[role]).exists():
        raise ValidationError(_("%(person)s already has this role.") % {"person": person})


def post(invitation):
    key = invitation.new_key()
    invitation.save()
    link = mail.absolute(reverse("account_invitation", args=[key]))
    mail.send("invitation", invitation.email, invitation=invitation, link=link)


@transaction.atomic
def resend(by, invitation) -> None:
    """A new link, a new fortnight."""
    hold(invitation)
    allow(rules.may_handle(by, invitation))
    invitation.invited_by = by  # who vouches for it from now on
    post(invitation)
    record(Action.REMINDED, by=by, lab=invitation.lab, email=invitation.email)


@transaction.atomic
def withdraw(by, invitation) -> None:
    hold(invitation)
    allow(rules.may_handle(by, invitation))
    invitation.withdrawn_at = timezone.now()
    invitation.save()
    record(Action.WITHDRAWN, by=by, lab=invitation.lab, email=invitation.email)


@transaction.atomic
def accept(invitation, user) -> None:
    """The holder of the link, signed in as `user`, takes the role. The link is spent, once, whoever clicks twice."""
    now = timezone.now()
    allow(rules.still_vouched(invitation))
    spent = Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now)
    allow(bool(spent) and invitation.email.lower() == user.email.lower())
    if invitation.lab is None:
        user.groups.add(Group.objects.get(name=GROUPS[invitation.role]))
    else:
        today = timezone.localdate()
        until = invitation.until and max(invitation.until, today)
        user.memberships.current().filter(lab=invitation.lab).update(until=today, ended_at=now)
        Membership.objects.create(user=user, lab=invitation.lab, role=invitation.role, since=today, until=until)
    record(Action.JOINED, by=user, lab=invitation.lab, person=user, role=invitation.role)


# --- being there


@transaction.atomic
def change_role(by, membership, role) -> None:
    hold(membership)
    allow(rules.may_change(by, membership) and rules.may_give(by, role, membership.lab))
    if role == membership.role:
        return
    before, membership.role = membership.role, role
    membership.save()
    record(Action.ROLE_CHANGED, by=by, lab=membership.lab, person=membership.user, before=before, after=role)


@transaction.atomic
def change_end(by, membership, until) -> None:
    """Another last day, or none."""
    hold(membership)
    allow(rules.may_change(by, membership))
    if until == membership.until:
        return
    before, membership.until, membership.reminded_days = membership.until, until, None
    membership.full_clean()
    membership.save()
    record(
        Action.DATES_CHANGED, by=by, lab=membership.lab, person=membership.user, before=str(before or ""), after=str(until or "")
    )


# --- leaving


@transaction.atomic
def end(by, membership) -> None:
    """Now. What she wrote stays with the lab; a return is a new membership."""
    hold(membership)
    allow(rules.may_change(by, membership))
    close(membership)
    record(Action.ENDED, by=by, lab=membership.lab, person=membership.user, role=membership.role)


def close(membership):
    membership.ended_at, membership.until = timezone.now(), max(timezone.localdate(), membership.since)
    membership.save()


@transaction.atomic
def take_out(by, person) -> None:
    """Out of the groups of the network."""
    allow(rules.may_take_out(by, person))
    gone = list(person.groups.filter(name__in=GROUPS.values()))
    person.groups.remove(*gone)
    record(Action.GROUP_LEFT, by=by, person=person, groups=", ".join(group.name for group in gone))


@transaction.atomic
def reset_factors(by, person) -> None:
    """Telephone and codes are lost: back to the password alone. The person is told."""
    allow(rules.may_reset_factors(by, person))
    person.authenticator_set.all().delete()
    record(Action.FACTOR_REMOVED, by=by, person=person)
    mail.send("factors_reset", person.email, who=by)


def remind() -> int:
    """Write once at each of REMINDERS to whoever leaves soon and to the lab's managers. How many were reminded."""
    count = 0
    for membership in Membership.objects.ending_in(max(REMINDERS)).select_related("user", "lab"):
        left = (membership.until - timezone.localdate()).days
        due = min(days for days in REMINDERS if left <= days)
        if membership.reminded_days is not None and membership.reminded_days <= due:
            continue
        Membership.objects.filter(pk=membership.pk).update(reminded_days=due)
        tell_of_end(membership)
        count += 1
    return count


def managers_of(lab):
    return User.objects.filter(
        is_active=True, pk__in=Membership.objects.current().filter(lab=lab, role=Membership.Role.MANAGER).values("user")
    )


def tell_of_end(membership):
    managers = managers_of(membership.lab).exclude(pk=membership.user_id)
    names = ", ".join(str(person) for person in managers) or NATIONAL_TEAM.lower()
    mail.send("ending", membership.user.email, membership=membership, managers=names)
    link = mail.absolute(reverse("members:change", args=[membership.pk]))
    for manager in managers:
        mail.send("ending_manager", manager.email, membership=membership, link=link)


# --- one's own account


@transaction.atomic
def ask_deletion(user) -> None:
    user.deletion_requested_at = timezone.now()
    user.save(update_fields=["deletion_requested_at"])
    record(Action.DELETION_ASKED, by=user, person=user)
    link = mail.absolute(reverse("people:delete", args=[user.pk]))
    for one in User.objects.filter(is_active=True, groups__name=NATIONAL_TEAM).exclude(pk=user.pk):
        mail.send("deletion", one.email, person=user, link=link)


@transaction.atomic
def cancel_deletion(user) -> None:
    user.deletion_requested_at = None
    user.save(update_fields=["deletion_requested_at"])
    record(Action.DELETION_CANCELLED, by=user, person=user)


@transaction.atomic
def anonymise(by, person) -> None:
    """Name, address, keys and sessions go; what the person published stays with the labs, and the log keeps a number."""
    hold(person)
    allow(rules.may_delete(by, person))
    name = _("Deleted account %(number)s") % {"number": person.pk}
    for membership in person.memberships.filter(ended_at=None):
        if not membership.is_over:
            close(membership)
    Invitation.objects.filter(email=person.email).delete()
    log = AuditEntry.objects
    old = person.email
    log.filter(actor=person).update(actor_name=name)
    log.filter(person=person).update(person_name=name)
    for entry in log.filter(details__email=old):
        log.filter(pk=entry.pk).update(details=entry.details | {"email": name})
    forget(person)
    person.email, person.first_name, person.last_name = f"supprime-{person.pk}@invalid", "", name
    person.is_active, person.deletion_requested_at = False, None
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    record(Action.ANONYMISED, by=by, person=person)


def forget(person):
    """What the libraries and the other packages keep of somebody: addresses, second factors, sessions, progress."""
    personal.forget(person)
    for name in ("emailaddress_set", "authenticator_set", "usersession_set", "socialaccount_set"):
        if manager := getattr(person, name, None):
            for row in manager.all():
                row.end() if hasattr(row, "end") else row.delete()
