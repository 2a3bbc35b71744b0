"""Days of events, dots of a team, the address of the agenda."""

from django import template
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from portal import pictures

from .. import days
from ..lab_page import agenda

register = template.Library()


@register.filter
def from_to(event):
    """« 24–28 nov. »"""
    return days.from_to(event) if event.starts_at and event.ends_at else ""


@register.filter
def until_day(event):
    return days.until(event)


@register.simple_tag
def agenda_url():
    return agenda(get_language())


@register.simple_tag
def people_dots(count):
    """A dot a person, twenty at most."""
    return mark_safe(pictures.crowd(min(count, 20)))  # noqa: S308  (our own drawing)
