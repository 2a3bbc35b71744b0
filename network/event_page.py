"""What an event's page shows, and what is derived when it is saved."""

from django.utils.translation import gettext as _

from portal.entries import plain

from . import days, geo

SCHEMA_STATUS = {"cancelled": "EventCancelled"}
SCHEMA_MODE = {
    "onsite": "OfflineEventAttendanceMode", "online": "OnlineEventAttendanceMode", "hybrid": "MixedEventAttendanceMode",
}  # fmt: skip


def derive(event) -> None:
    """Region, time zone and days, from what is known; what an editor chose stays."""
    if event.territory_id is None:
        event.territory = geo.region_of(event.insee_code, event.postcode, event.country) or _territory_of(event)
    if not event.timezone:
        event.timezone = geo.zone_of(event.territory)
    if event.all_day:
        event.starts_at, event.ends_at = whole_days(event.starts, event.ends)
    event.first_day = number(event.starts)
    event.last_day = number(event.ends)


def whole_days(starts, ends) -> tuple:
    """From the first minute of its first day to the last of its last, in the hour of the place: no hour is shown."""
    return starts and starts.replace(hour=0, minute=0, second=0), ends and ends.replace(hour=23, minute=59, second=0)


def _territory_of(event):
    from .models import LabPage

    page = LabPage.objects.filter(owner_lab=event.owner_lab_id).select_related("territory").order_by("pk").first()
    return page.territory if page and event.owner_lab_id else None


def number(moment) -> int | None:
    """20261124: days as numbers that sort."""
    return moment.year * 10_000 + moment.month * 100 + moment.day if moment else None


def searched(event) -> str:
    kept = [event.title, event.summary, plain(event.body), event.city, event.venue_name, event.host_organisation]
    return " ".join(kept)


def context(event, request) -> dict:
    from .models import LabPage

    labs = LabPage.objects.visible_to(request.user).in_language(event.locale.language_code)
    lab = labs.filter(owner_lab=event.owner_lab_id).first() if event.owner_lab_id else None
    report = event.report if event.report and _readable(event.report, request.user) else None
    dated = event.starts_at and event.ends_at
    return {
        "lab": lab,
        "report": report,
        "when": days.from_to(event, year=True) if dated else "",
        "hours": days.hours(event) if dated else "",
        "zone": days.zone_note(event),
        "free": _("Free"),
        "ics": f"{event.url}?sortie=ics",
    }


def _readable(page, user) -> bool:
    from portal.accounts.access import may_read

    return page.live and may_read(user, page.access, page.owner_lab_id)


def structured_data(event, data: dict) -> dict:
    place = {
        "@type": "Place",
        "name": event.venue_name or event.city,
        "address": {
            "@type": "PostalAddress", "streetAddress": event.address_line, "postalCode": event.postcode,
            "addressLocality": event.city, "addressCountry": event.country,
        },
    }  # fmt: skip
    if event.point:
        place["geo"] = {"@type": "GeoCoordinates", "longitude": event.point[0], "latitude": event.point[1]}
    online = {"@type": "VirtualLocation", "url": event.registration_url or data["url"]}
    return data | {
        "startDate": event.starts and event.starts.isoformat(),
        "endDate": event.ends and event.ends.isoformat(),
        "eventStatus": f"https://schema.org/{SCHEMA_STATUS.get(event.status, 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{SCHEMA_MODE[event.mode]}",
        "location": {"onsite": place, "online": online, "hybrid": [place, online]}[event.mode],
        "organizer": {"@type": "Organization", "name": event.owner_lab.name if event.owner_lab else ""},
        "isAccessibleForFree": not event.price_note,
    }
