"""Who is who: people, labs, memberships. A leaf of the house: it imports nothing of the site."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

NATIONAL_TEAM = "Équipe nationale"
CLIP_PEERS = "Pairs du CLIP"


class UserManager(BaseUserManager):
    """People are known by their e-mail address, whatever its case."""

    def create_user(self, email, password=None, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email, password=None, **extra):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """Somebody who signs in."""

    username = None
    email = models.EmailField(_("e-mail address"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()

    @cached_property
    def _current(self):
        """Rows (lab id, role, is the lab trusted) of today: one query per request, read by all that decides."""
        if not self.pk or not self.is_active:
            return []
        return list(self.memberships.current().values_list("lab_id", "role", "lab__is_trusted"))

    @cached_property
    def lab_roles(self):
        """{lab id: role} of today."""
        return {lab: role for lab, role, _trusted in self._current}

    @cached_property
    def publishing_labs(self):
        """Ids of the labs for which this person may publish."""
        return {
            lab
            for lab, role, trusted in self._current
            if role == Membership.Role.MANAGER or (trusted and role == Membership.Role.EDITOR)
        }

    @cached_property
    def editing_labs(self):
        """Ids of the labs for which this person may write."""
        return {lab for lab, role, _trusted in self._current if role != Membership.Role.MEMBER}

    @cached_property
    def _group_names(self):
        return set(self.groups.values_list("name", flat=True)) if self.pk else set()

    @property
    def is_national(self):
        return self.is_superuser or NATIONAL_TEAM in self._group_names

    @property
    def is_peer(self):
        return CLIP_PEERS in self._group_names


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
        return self.filter(Q(until=None) | Q(until__gte=today), since__lte=today)


class Membership(models.Model):
    """A role held in a lab between two dates. A return to a lab is a new row."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Member")
        EDITOR = "editor", _("Editor")
        MANAGER = "manager", _("Manager")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    lab = models.ForeignKey(Lab, models.PROTECT, related_name="memberships", verbose_name=_("lab"))
    role = models.CharField(_("role"), max_length=10, choices=Role)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day. Empty: no end."))

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
