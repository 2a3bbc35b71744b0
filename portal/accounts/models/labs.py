"""Labs, and the roles that people hold in them between two dates."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Lab(models.Model):
    """A lab as an organisation: what belongs to it has a column `owner_lab`."""

    code = models.SlugField(_("code"), unique=True, help_text=_("Short and stable, for example “bretagne”."))
    name = models.CharField(_("name"), max_length=120)
    is_trusted = models.BooleanField(
        _("editors publish alone"),
        default=False,
        help_text=_("Its editors publish without a review by the lab's manager."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("lab")
        verbose_name_plural = _("labs")

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def current(self):
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today, ended_at=None)

    def visible_to(self, user):
        """Whose roles `user` may read and change: those of her labs, if she manages them."""
        if user.is_national:
            return self
        return self.filter(lab__in=user.managed_labs)

    def ending_in(self, days: int):
        """Those of today whose last day comes within `days`."""
        return self.current().filter(until__lte=timezone.localdate() + timedelta(days=days))


class Membership(models.Model):
    """A role held in a lab between two dates. A return to a lab is a new row."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        EDITOR = "editor", _("Editor")
        MANAGER = "manager", _("Manager")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    lab = models.ForeignKey(Lab, models.PROTECT, related_name="memberships", verbose_name=_("lab"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day. Empty: no end."))
    ended_at = models.DateTimeField(_("ended on"), null=True, editable=False)  # at once, whatever `until` said
    reminded_days = models.PositiveSmallIntegerField(null=True, editable=False)  # how long before the end we last wrote

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["lab", "since"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="membership_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["user", "lab"], condition=Q(until=None), name="one_open_membership_per_lab"),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()}, {self.lab}"

    def clean(self):
        """One role at a time in a lab."""
        if not (self.user_id and self.lab_id and self.since):
            return
        if self.until and self.until < self.since:
            raise ValidationError({"until": _("The last day comes before the first.")})
        others = Membership.objects.filter(user=self.user_id, lab=self.lab_id, ended_at=None).exclude(pk=self.pk)
        others = others.filter(Q(until=None) | Q(until__gte=self.since))
        if self.until:
            others = others.filter(since__lte=self.until)
        if others.exists():
            raise ValidationError(_("This person already holds a role in this lab on these dates."))

    @property
    def state(self) -> str:
        """A word for lists: current, to come, ended."""
        today = timezone.localdate()
        if self.ended_at or (self.until and self.until < today):
            return _("Ended")
        return _("To come") if self.since > today else _("Current")

    @property
    def is_over(self) -> bool:
        return bool(self.ended_at or (self.until and self.until < timezone.localdate()))
