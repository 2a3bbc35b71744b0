"""Invitations: the only way in. The key travels by mail; the database knows its hash alone."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .labs import Lab, Membership

LASTS = timedelta(days=14)


def hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(accepted_at=None, withdrawn_at=None)

    def open(self):
        return self.waiting().filter(expires_at__gt=timezone.now())

    def for_key(self, key: str):
        """The open invitation that a link names, or None."""
        return self.open().select_related("lab", "invited_by").filter(key_hash=hashed(key)).first()

    def visible_to(self, user):
        if user.is_national:
            return self
        return self.filter(lab__in=user.managed_labs)


class Invitation(models.Model):
    """A place kept for somebody, in a lab or in a group of the network."""

    class Role(models.TextChoices):
        MEMBER = Membership.Role.MEMBER.value, Membership.Role.MEMBER.label
        EDITOR = Membership.Role.EDITOR.value, Membership.Role.EDITOR.label
        MANAGER = Membership.Role.MANAGER.value, Membership.Role.MANAGER.label
        PEER = "peer", _("CLIP peer")
        NATIONAL = "national", _("National team")

    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    lab = models.ForeignKey(Lab, models.PROTECT, null=True, blank=True, related_name="invitations", verbose_name=_("lab"))
    until = models.DateField(
        _("last day of the role"), null=True, blank=True, help_text=_("Empty: no end. The person is told a month before.")
    )
    message = models.TextField(
        _("a word from you"), blank=True, max_length=1000, help_text=_("It comes in the message, below the invitation.")
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("invited by")
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(_("sent on"), editable=False)
    expires_at = models.DateTimeField(_("link valid until"), editable=False)
    accepted_at = models.DateTimeField(_("accepted on"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return f"{self.email}, {self.get_role_display()}" + (f", {self.lab}" if self.lab else "")

    def new_key(self) -> str:
        """Give it a new link, valid from now; the old one opens nothing any more."""
        key = secrets.token_urlsafe(32)
        self.key_hash, self.sent_at = hashed(key), timezone.now()
        self.expires_at = self.sent_at + LASTS
        return key

    @property
    def is_waiting(self) -> bool:
        return not (self.accepted_at or self.withdrawn_at)

    @property
    def state(self) -> str:
        if self.accepted_at:
            return _("Accepted")
        if self.withdrawn_at:
            return _("Withdrawn")
        return _("Waiting") if self.expires_at > timezone.now() else _("Expired")
