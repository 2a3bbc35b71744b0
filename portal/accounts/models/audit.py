"""Who did what to whom: a line an act, never changed afterwards."""

import json
import logging

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .labs import Lab

mirror = logging.getLogger("portal.audit")


class AuditQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The national team reads all of it, a manager what concerns her labs."""
        if user.is_national:
            return self
        return self.filter(lab__in=user.managed_labs)

    def record(self, action, *, by=None, lab=None, person=None, **details):
        """Write a line, here and in the logs. `details` must be JSON-ready; no secret, no address of a machine."""
        entry = self.create(
            action=action,
            actor=by,
            actor_name=str(by or ""),
            lab=lab,
            person=person,
            person_name=str(person or ""),
            details=details,
        )
        told = {"action": action, "actor": by and by.pk, "lab": lab and lab.code, "person": person and person.pk, **details}
        mirror.info("audit %s", json.dumps(told, ensure_ascii=False, default=str))
        return entry


class AuditEntry(models.Model):
    """An act on people and rights. Acts on pages and files are in Wagtail's own history."""

    class Action(models.TextChoices):
        INVITED = "invited", _("Invitation sent")
        REMINDED = "invitation_resent", _("Invitation sent again")
        WITHDRAWN = "invitation_withdrawn", _("Invitation withdrawn")
        JOINED = "joined", _("Role taken")
        ROLE_CHANGED = "role_changed", _("Role changed")
        DATES_CHANGED = "dates_changed", _("Dates changed")
        ENDED = "membership_ended", _("Membership ended")
        GROUP_LEFT = "group_left", _("Taken out of a group")
        LAB_SAVED = "lab_saved", _("Lab created or changed")
        TRANSFERRED = "page_transferred", _("Page given to another lab")
        SIGNED_IN = "signed_in", _("Sign-in")
        SIGN_IN_FAILED = "sign_in_failed", _("Sign-in refused")
        PASSWORD = "password_changed", _("Password changed")  # noqa: S105
        EMAIL = "email_changed", _("E-mail address changed")
        FACTOR_ADDED = "factor_added", _("Second factor added")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        LINKED = "account_linked", _("Account of a provider linked")
        UNLINKED = "account_unlinked", _("Account of a provider unlinked")
        SESSIONS_ENDED = "sessions_ended", _("Sessions closed")
        DATA_EXPORTED = "data_exported", _("Personal data downloaded")
        DELETION_ASKED = "deletion_asked", _("Deletion of the account asked for")
        DELETION_CANCELLED = "deletion_cancelled", _("Deletion of the account called off")
        ANONYMISED = "anonymised", _("Account deleted")
        LOG_EXPORTED = "log_exported", _("Audit log downloaded")

    at = models.DateTimeField(_("date"), auto_now_add=True, db_index=True)
    action = models.CharField(_("act"), max_length=24, choices=Action)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"), db_index=True
    )
    actor_name = models.CharField(_("by"), max_length=300, blank=True)
    lab = models.ForeignKey(Lab, models.SET_NULL, null=True, related_name="+", verbose_name=_("lab"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person concerned")
    )
    person_name = models.CharField(_("person concerned"), max_length=300, blank=True)
    details = models.JSONField(_("details"), default=dict)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("line of the log")
        verbose_name_plural = _("audit log")

    def __str__(self):
        return f"{self.get_action_display()} ({self.actor_name})"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("a line of the audit log is never changed")
        super().save(*args, **kwargs)

    @property
    def told(self) -> str:
        """The details, for people."""
        return ", ".join(f"{key} : {value}" for key, value in self.details.items() if value not in (None, ""))
