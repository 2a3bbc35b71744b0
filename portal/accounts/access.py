"""The one scale of access: who may read what. Every model that a reader meets is filtered by `readable`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Access(models.TextChoices):
    """From the widest to the narrowest."""

    PUBLIC = "public", _("Everyone")
    CLIP = "clip", _("CLIP peers")
    NETWORK = "network", _("Network")
    LAB = "lab", _("My lab")


def is_national(user) -> bool:
    """The national team reads and decides for the whole network."""
    return bool(user and user.is_authenticated and user.is_active and user.is_national)


def open_levels(user) -> list[str]:
    """The levels that `user` reads whoever owns the object; `lab` depends on the owner."""
    if not (user and user.is_authenticated and user.is_active):
        return [Access.PUBLIC]
    if is_national(user):
        return list(Access)
    if user.lab_roles:
        return [Access.PUBLIC, Access.CLIP, Access.NETWORK]
    if user.is_peer:
        return [Access.PUBLIC, Access.CLIP]
    return [Access.PUBLIC]


def readable(user, access: str = "access", lab: str = "owner_lab") -> Q:
    """The condition on a queryset that leaves what `user` may read, through the columns named."""
    condition = Q(**{f"{access}__in": open_levels(user)})
    if user and user.is_authenticated and user.lab_roles and not is_national(user):
        condition |= Q(**{access: Access.LAB, f"{lab}__in": list(user.lab_roles)})
    return condition


def may_read(user, access: str, lab_id: int | None) -> bool:
    """The same rule for one object whose columns are at hand."""
    if access in open_levels(user):
        return True
    return access == Access.LAB and user.is_authenticated and lab_id in user.lab_roles


def is_lab_member(user) -> bool:
    """Whoever holds a role in a lab today, or the national team: the readers of facilitator notes."""
    return bool(user and user.is_authenticated and user.is_active and (user.lab_roles or user.is_national))
