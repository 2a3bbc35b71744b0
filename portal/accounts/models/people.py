"""People: who signs in, and what the roles of today open."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .labs import Membership

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
    deletion_requested_at = models.DateTimeField(_("deletion asked for on"), null=True, blank=True, editable=False)

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
        """Rows (lab id, role, is the lab trusted, its code) of today: one query per request, read by all that decides."""
        if not self.pk or not self.is_active:
            return []
        return list(self.memberships.current().values_list("lab_id", "role", "lab__is_trusted", "lab__code"))

    @cached_property
    def lab_roles(self):
        """{lab id: role} of today."""
        return {lab: role for lab, role, *_rest in self._current}

    @cached_property
    def publishing_labs(self):
        """Ids of the labs for which this person may publish."""
        return {
            lab
            for lab, role, trusted, _code in self._current
            if role == Membership.Role.MANAGER or (trusted and role == Membership.Role.EDITOR)
        }

    @cached_property
    def editing_labs(self):
        """Ids of the labs for which this person may write."""
        return {lab for lab, role, *_rest in self._current if role != Membership.Role.MEMBER}

    @cached_property
    def managed_labs(self):
        """Ids of the labs whose people this person looks after."""
        return {lab for lab, role, *_rest in self._current if role == Membership.Role.MANAGER}

    @property
    def editing_codes(self):
        """Codes of the labs for which this person may write."""
        return {code for _lab, role, _trusted, code in self._current if role != Membership.Role.MEMBER}

    @cached_property
    def _group_names(self):
        return set(self.groups.values_list("name", flat=True)) if self.pk else set()

    @property
    def is_national(self):
        return self.is_superuser or NATIONAL_TEAM in self._group_names

    @property
    def is_peer(self):
        return CLIP_PEERS in self._group_names

    @property
    def looks_after_people(self):
        """Whether the rooms « Membres » and « Journal » are hers."""
        return self.is_national or bool(self.managed_labs)

    @property
    def network_roles(self) -> str:
        """The groups of the network, in words."""
        names = (group.name for group in self.groups.all())
        return ", ".join(name for name in names if name in (NATIONAL_TEAM, CLIP_PEERS))
