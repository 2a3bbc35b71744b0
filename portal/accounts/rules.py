"""Who may do what to whom. A manager looks after her lab; the network's roles are the national team's to give."""

from .models import Invitation, Membership

# What a lab's manager gives by herself. A manager is named by the national team.
GIVEN_BY_MANAGERS = {Membership.Role.MEMBER, Membership.Role.EDITOR}
WITHOUT_LAB = {Invitation.Role.PEER, Invitation.Role.NATIONAL}


def may_give(user, role, lab) -> bool:
    """Whether `user` may invite somebody, or promote a member, to this role."""
    if (lab is None) != (role in WITHOUT_LAB):
        return False
    if user.is_national:
        return True
    return lab is not None and lab.pk in user.managed_labs and role in GIVEN_BY_MANAGERS


def roles_given_by(user) -> list:
    return [role for role in Invitation.Role if user.is_national or role in GIVEN_BY_MANAGERS]


def may_change(user, membership) -> bool:
    """Role, dates, end. Managers do not decide of each other, nor of themselves."""
    if membership.is_over:
        return False
    return may_give(user, membership.role, membership.lab)


def may_handle(user, invitation) -> bool:
    """Send it again, withdraw it."""
    return invitation.is_waiting and may_give(user, invitation.role, invitation.lab)


def still_vouched(invitation) -> bool:
    """Whoever sent it last could still send it today."""
    sender = invitation.invited_by
    return sender is not None and sender.is_active and may_give(sender, invitation.role, invitation.lab)


def may_take_out(user, person) -> bool:
    """Out of the peers or of the national team; nobody shuts herself out."""
    return user.is_national and user != person and (person.is_peer or person.is_national) and not person.is_superuser


def may_reset_factors(user, person) -> bool:
    """For somebody who has lost telephone and codes, and whom the national team has recognised."""
    return user.is_national and user != person and not person.is_superuser


def may_delete(user, person) -> bool:
    return user.is_national and user != person and not person.is_superuser and person.deletion_requested_at is not None
