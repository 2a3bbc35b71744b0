"""Labs and events in the read API."""

from datetime import date, datetime

from django.http import Http404
from ninja import Query, Router, Schema

from portal.open_data import Code, Language, Listed, Paging, answers, listed, page_of

from .models import EventPage, LabPage

router = Router()


class LabOut(Listed):
    """A lab. Positions in degrees, WGS84; null where they are not known. region: Insee code."""

    code: str | None
    summary: str
    type: str
    status: str
    presence: list[str]
    services: list[str]
    region: str | None
    city: str
    postcode: str
    insee_code: str
    address: str
    latitude: float | None
    longitude: float | None
    website: str
    opened_on: date | None
    verified_on: date | None


class LabsOut(Schema):
    count: int
    next: str | None
    results: list[LabOut]


class EventOut(Listed):
    """An event. Moments in ISO 8601 with their offset, timezone: of the place (IANA)."""

    summary: str
    kind: str
    status: str
    mode: str
    lab: str | None
    region: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str
    city: str
    venue: str
    latitude: float | None
    longitude: float | None


class EventsOut(Schema):
    count: int
    next: str | None
    results: list[EventOut]


class LabsAsked(Paging):
    region: Code = ""
    status: Code = ""


class EventsAsked(Paging):
    region: Code = ""
    lab: Code = ""
    kind: Code = ""
    since: date | None = None
    until: date | None = None


@router.get("/labs", response=answers(LabsOut), url_name="labs")
def labs(request, asked: Query[LabsAsked]):
    """The public labs, by region."""
    rows = LabPage.objects.visible_to(None).in_language(asked.lang).for_page().order_by("territory__slug", "title", "pk")
    if asked.region:
        rows = rows.filter(territory__code=asked.region)
    if asked.status:
        rows = rows.filter(status=asked.status)
    return page_of(request, rows, asked, lambda lab: lab_data(lab, request))


@router.get("/labs/{code}", response=answers(LabOut, one=True), url_name="lab")
def lab(request, code: Code, lang: Language = "fr"):
    """A public lab, by the code of its organisation."""
    found = LabPage.objects.visible_to(None).in_language(lang).for_page().filter(owner_lab__code=code).first()
    if found is None:
        raise Http404
    return lab_data(found, request)


@router.get("/events", response=answers(EventsOut), url_name="events")
def events(request, asked: Query[EventsAsked]):
    """The public events, the soonest first; since and until: days, in the hour of the place."""
    rows = EventPage.objects.visible_to(None).in_language(asked.lang).for_rows().order_by("starts_at", "pk")
    for name, column in (("region", "territory__code"), ("lab", "owner_lab__code"), ("kind", "kind")):
        if value := getattr(asked, name):
            rows = rows.filter(**{column: value})
    if asked.since:
        rows = rows.filter(last_day__gte=int(f"{asked.since:%Y%m%d}"))
    if asked.until:
        rows = rows.filter(first_day__lte=int(f"{asked.until:%Y%m%d}"))
    return page_of(request, rows, asked, lambda event: event_data(event, request))


def lab_data(lab, request) -> dict:
    longitude, latitude = lab.point or (None, None)
    return listed(lab, request) | {
        "code": lab.owner_lab.code if lab.owner_lab else None,
        "summary": lab.summary,
        "type": lab.lab_type,
        "status": lab.status,
        "presence": [term.code for term in lab.presence.all()],
        "services": [term.code for term in lab.services.all()],
        "region": lab.territory.code if lab.territory else None,
        "city": lab.city,
        "postcode": lab.postcode,
        "insee_code": lab.insee_code,
        "address": lab.address_line,
        "latitude": latitude,
        "longitude": longitude,
        "website": lab.website,
        "opened_on": lab.opened_on,
        "verified_on": lab.verified_on,
    }


def event_data(event, request) -> dict:
    longitude, latitude = event.point or (None, None)
    return listed(event, request) | {
        "summary": event.summary,
        "kind": event.kind,
        "status": event.status,
        "mode": event.mode,
        "lab": event.owner_lab.code if event.owner_lab else None,
        "region": event.territory.code if event.territory else None,
        "starts_at": event.starts,
        "ends_at": event.ends,
        "timezone": event.timezone,
        "city": event.city,
        "venue": event.venue_name,
        "latitude": latitude,
        "longitude": longitude,
    }
