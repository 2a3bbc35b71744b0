"""Days and hours of events, as people say them, in the hour of the place."""

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

SHORT_FR = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def day(moment, year: bool = False) -> str:
    """« 1er déc. », “1 Dec”."""
    if get_language() == "fr":
        told = f"{'1er' if moment.day == 1 else moment.day} {SHORT_FR[moment.month - 1]}"
    else:
        told = f"{moment.day} {date_format(moment, 'M')}"
    return f"{told} {moment.year}" if year else told


def until(event) -> str:
    return day(event.ends)


def from_to(event, year: bool = False) -> str:
    """« 24–28 nov. », « 30 nov.–2 déc. », « 8 déc. »."""
    first, last = event.starts, event.ends
    if first.date() == last.date():
        return day(first, year)
    if (first.year, first.month) == (last.year, last.month):
        start = "1er" if first.day == 1 and get_language() == "fr" else str(first.day)
        return f"{start}–{day(last, year)}"
    return f"{day(first, first.year != last.year)}–{day(last, year)}"


def hours(event) -> str:
    """« 9 h–17 h »; "" for whole days."""
    if event.all_day:
        return ""
    return f"{clock(event.starts)}–{clock(event.ends)}"


def clock(moment) -> str:
    """« 9 h », « 13 h 30 », “13:30”."""
    if get_language() == "fr":
        return f"{moment.hour} h {moment.minute:02}" if moment.minute else f"{moment.hour} h"
    return f"{moment.hour}:{moment.minute:02}"


def zone_note(event) -> str:
    """« heure de Mayotte », where it is not the one of Paris."""
    if event.timezone in ("", "Europe/Paris"):
        return ""
    from .models.choices import ZONES

    return _("local time, %(zone)s") % {"zone": dict(ZONES).get(event.timezone, event.timezone)}


def written(number: int) -> str:
    """« 24/11/2026 » of 20261124."""
    return f"{number % 100:02}/{number // 100 % 100:02}/{number // 10_000}"
