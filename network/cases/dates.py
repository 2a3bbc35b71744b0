"""Dates that are known to the day, the month or the year only."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

FORMATS = {"day": "j F Y", "month": "F Y", "year": "Y"}


def said(day, precision: str) -> str:
    return date_format(day, FORMATS[precision]) if day else ""


def span(case) -> str:
    """« de mars 2015 à janvier 2018 », « depuis 2015 », « 2015 »."""
    first, last = (said(day, case.dates_precision) for day in (case.started_on, case.ended_on))
    if first and last:
        return first if first == last else _("from %(first)s to %(last)s") % {"first": first, "last": last}
    if first:
        return _("since %(first)s") % {"first": first}
    return _("until %(last)s") % {"last": last} if last else ""
