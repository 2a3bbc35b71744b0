"""The closed lists of guides."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GuideKind(models.TextChoices):
    MICRO = "micro", _("Micro-guide")
    PATH = "path", _("Path")
    KIT = "kit", _("Starter kit")


class GuideLevel(models.TextChoices):
    DISCOVERY = "discovery", _("Discovery")
    PRACTICE = "practice", pgettext_lazy("level", "Practice")
    MASTERY = "mastery", _("Mastery")


class Advice(models.TextChoices):
    ADVISED = "advised", _("Advised")
    REQUIRED = "required", pgettext_lazy("prerequisite", "Required")


class Completion(models.TextChoices):
    """What finishes a lesson."""

    VIEW = "view", _("Opened")
    BUTTON = "button", _("“I have finished”")
    PRACTICE = "practice", _("Put into practice")
