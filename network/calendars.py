"""Events as calendars (RFC 5545): what people follow in their own agenda."""

from datetime import UTC, timedelta

from django.http import HttpResponse
from icalendar import Calendar, Event, vGeo

ONE_DAY = timedelta(days=1)
STATUSES = {"cancelled": "CANCELLED", "scheduled": "TENTATIVE"}


def answer(events, title: str, name: str, request) -> HttpResponse:
    """A calendar of `events`, to follow or to open once."""
    response = HttpResponse(calendar(events, title, request).to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def calendar(events, title: str, request) -> Calendar:
    told = Calendar()
    told.add("prodid", "-//Essaim//Agenda//FR")
    told.add("version", "2.0")
    told.add("x-wr-calname", title)
    told.add("name", title)
    for event in events:
        if event.starts_at and event.ends_at:
            told.add_component(entry(event, request))
    return told


def entry(event, request) -> Event:
    """An event. Its UID is the same in each language and after each change; SEQUENCE grows with them."""
    out = Event()
    out.add("uid", f"{event.translation_key}@essaim")
    out.add("dtstamp", event.last_published_at or event.starts_at)
    if event.all_day:
        out.add("dtstart", event.starts.date())
        out.add("dtend", (event.ends + ONE_DAY).date())  # the first day that it is not there
    else:  # in UTC: nobody has to know the zone
        out.add("dtstart", event.starts_at.astimezone(UTC))
        out.add("dtend", event.ends_at.astimezone(UTC))
    out.add("summary", event.title)
    out.add("description", event.summary)
    where = (event.venue_name, event.address_line, f"{event.postcode} {event.city}".strip())
    out.add("location", ", ".join(filter(None, where)))
    if event.point:
        out["geo"] = vGeo((event.point[1], event.point[0]))  # latitude first in RFC 5545
    out.add("status", STATUSES.get(event.status, "CONFIRMED"))
    out.add("url", request.build_absolute_uri(event.url))
    if event.last_published_at:
        out.add("last-modified", event.last_published_at)
        changed = event.last_published_at - (event.first_published_at or event.last_published_at)
        out.add("sequence", int(changed.total_seconds()))
    return out
