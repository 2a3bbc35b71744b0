"""The closed lists of a case study and of key figures: codes that code depends on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Precision(models.TextChoices):
    DAY = "day", pgettext_lazy("precision", "To the day")
    MONTH = "month", pgettext_lazy("precision", "To the month")
    YEAR = "year", pgettext_lazy("precision", "To the year")


class ActorRole(models.TextChoices):
    SPONSOR = "sponsor", _("Sponsor")
    PARTNER = "partner", _("Partner")
    USERS = "users", _("Users")
    FUNDER = "funder", _("Funder")
    PROVIDER = "provider", _("Provider")


class Budget(models.TextChoices):
    NONE = "none", pgettext_lazy("budget", "None")
    UNDER_10K = "under-10k", _("Less than 10,000 €")
    UNDER_50K = "10k-50k", _("10,000 to 50,000 €")
    UNDER_200K = "50k-200k", _("50,000 to 200,000 €")
    OVER_200K = "over-200k", _("More than 200,000 €")
    UNDISCLOSED = "undisclosed", pgettext_lazy("budget", "Not disclosed")


class Evaluation(models.TextChoices):
    NONE = "none", pgettext_lazy("evaluation", "None")
    SELF = "self", _("By the team itself")
    INTERNAL = "internal", _("Internal")
    EXTERNAL = "external", _("External")


class Reuse(models.TextChoices):
    INSPIRED = "inspired", pgettext_lazy("reuse", "inspired")
    ADAPTED = "adapted", pgettext_lazy("reuse", "adapted")
    REPLICATED = "replicated", pgettext_lazy("reuse", "replicated")


class Group(models.TextChoices):
    SESSIONS = "sessions", _("Sessions")
    ECONOMY = "economy", _("Economy")
    COMMUNICATION = "communication", _("Communication")
    SUPPORT = "support", _("Support")
    NETWORK = "network", _("The network")
    INTERNATIONAL = "international", _("International")


class Scope(models.TextChoices):
    NETWORK = "network", _("The network")
    LAB = "lab", _("A lab")
    CASE = "case", _("A case study")


class Direction(models.TextChoices):
    UP = "up", _("More is better")
    DOWN = "down", _("Less is better")
    NEUTRAL = "neutral", _("Neither")


class Qualifier(models.TextChoices):
    EXACT = "=", _("Exactly")
    ABOUT = "≈", _("About")
    MORE = ">", _("More than")
    LESS = "<", _("Less than")


# How a qualifier is written before a number.
QUALIFIED = {
    Qualifier.EXACT: "%s",
    Qualifier.ABOUT: _("about %s"),
    Qualifier.MORE: _("more than %s"),
    Qualifier.LESS: _("less than %s"),
}
CLOSE = 92  # days: two values nearer than that speak of the same moment
