"""Who and when, as the desk says it."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def day(moment) -> str:
    """25 novembre 2026."""
    return date_format(timezone.localtime(moment) if hasattr(moment, "hour") else moment, "j F Y") if moment else ""


def who(person) -> str:
    return str(person) if person else _("somebody")


def waiting_since(moment) -> str:
    """« depuis hier », « depuis 9 jours (16 novembre 2026) »."""
    days = (timezone.localdate() - timezone.localdate(moment)).days
    if days < 1:
        return _("since today")
    return ngettext("since yesterday", "for %(days)s days (%(day)s)", days) % {"days": days, "day": day(moment)}
