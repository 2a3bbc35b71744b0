"""What a lab's page shows, computed from the lab: plain functions over a LabPage."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media.models import PortalImage
from portal import pictures
from portal.accounts.access import may_read
from portal.content_version import cached
from portal.entries import plain, shelf_of
from portal.vocabularies import terms

from . import around, geo, hours, tour

MOST_EVENTS, MOST_DRAWN = 6, 24
ROAD = 640  # width of the line of a tour
HEAVY = ("body", "search_text", "host_needs", "kit", "access_notes", "accessibility_notes")  # what no row shows
NEARBY, AROUND_KM = 3, 400
# What a visitor looks for, each worth the same; a mobile lab has no hours and a place has no suitcase.
LOOKED_FOR = ("summary", "body", "city", "point", "access_notes", "accessibility_notes", "email", "verified_on", "territory")
LISTS = ("services", "team")
OF_PLACES, OF_MOBILES = ("address_line", "hours", "rooms"), ("host_needs", "kit", "coverage_departments")


def searched(lab) -> str:
    kept = [lab.title, lab.summary, plain(lab.body), lab.city, lab.organisation, lab.host_organisation, lab.access_notes]
    return " ".join(kept)


def completeness(lab) -> int:
    asked = [*LOOKED_FOR, *LISTS, *(OF_PLACES if lab.is_physical else ()), *(OF_MOBILES if lab.is_mobile else ())]
    return round(100 * sum(_filled(lab, name) for name in asked) / len(asked))


def _filled(lab, name) -> bool:
    value = getattr(lab, name)
    return bool(value.all()) if hasattr(value, "all") else value not in (None, "")


def said(lab) -> str:
    """« Lab mobile, ouvert »"""
    what = lab.get_lab_type_display()
    if lab.lab_type == "regional":
        what = _("Mobile lab") if lab.is_mobile and not lab.is_physical else _("Regional lab")
    return f"{what}, {lab.get_status_display().lower()}"


def covered(lab) -> list[str]:
    """The names of the departments that it covers."""
    return [geo.DEPARTMENTS[code][0] for code in lab.coverage_departments.split() if code in geo.DEPARTMENTS]


def inspirations(lab, user, model) -> list:
    """(heading, lab) pairs, written on this lab or on the other (their French pages), that `user` may read: one query."""
    from .models import LabPage

    written = model.objects.filter(page__locale__language_code=settings.LANGUAGE_CODE)
    sources = written.filter(page__translation_key=lab.translation_key)
    copies = written.filter(target__translation_key=lab.translation_key).values("page__translation_key")
    found = (
        LabPage.objects.visible_to(user)
        .in_language(lab.locale.language_code)
        .filter(Q(translation_key__in=sources.values("target__translation_key")) | Q(translation_key__in=copies))
        .annotate(is_source=Exists(sources.filter(target__translation_key=OuterRef("translation_key"))))
    )
    rows = found.select_related("locale").defer(*HEAVY).order_by("-is_source", "title")
    return [(_("Took its inspiration from") if row.is_source else _("Inspired"), row) for row in rows]


def nearby(lab, language) -> list:
    """(kilometres, title, address, language) of the open labs that are nearest, among those that everybody reads."""
    if lab.point is None:
        return []
    others = [row for row in open_labs(language) if row[0] != lab.translation_key]
    near = sorted((geo.distance(lab.point, point), told) for _key, point, *told in others)
    return [(round(km), *told) for km, told in near[:NEARBY] if km <= AROUND_KM]


def open_labs(language) -> list:
    """(key, point, title, address, language) of public open labs that have a position: read once per version of the content."""
    from .models import LabPage

    def build():
        rows = LabPage.objects.visible_to(None).in_language(language).filter(status="open", latitude__isnull=False)
        rows = rows.select_related("locale").defer(*HEAVY).order_by("title")
        return [(row.translation_key, row.point, row.title, row.url, row.locale.language_code) for row in rows]

    return cached(f"open-labs:{language}", build)


def context(lab, request) -> dict:
    language, now = lab.locale.language_code, timezone.now()
    events = list(coming(lab, request.user, language, now))
    where = tour.whereabouts([event for event in events if event.is_stop], now)
    if lab.cover:
        prefetch_related_objects([lab.cover], "renditions")
    return {
        "where": where,
        "sentence": where.sentence(),
        "tour": drawn(where) if lab.is_mobile and lab.is_open else "",
        "events": events[:MOST_EVENTS],
        "calendar": f"{agenda(language)}?lab={lab.owner_lab.code}&sortie=ics" if lab.owner_lab else "",
        "covered": covered(lab),
        "address": address(lab),
        "hours": hours.sentences(lab.hours.all()),
        "team": team(lab),
        "rooms": rooms(lab),
        "parent": parent(lab, request.user),
        "awards": lab.awards.all(),
        "services": lab.services.all(),
        "equipment": lab.equipment.all(),
        "related_labs": lab.related_labs(request.user),
        "nearby": nearby(lab, language),
        "around": around.groups(around.of_labs, lab, request.user, language),
    }


def writing_address(lab) -> str:
    """Where one writes to it; empty when nobody would read."""
    takes = bool(lab.email and lab.owner_lab_id and lab.status != "closed")
    return reverse("write_to_lab", args=[lab.owner_lab.code]) if takes else ""


def agenda(language) -> str:
    """The address of the agenda."""
    from .models import EventIndexPage

    return shelf_of(EventIndexPage)(language) or "/"


def rooms(lab) -> list:
    """Its spaces, each with its photo: two queries for all the photos, none where there is none."""
    rows = list(lab.rooms.all())
    if numbers := [row.photo_id for row in rows if row.photo_id]:
        photos = PortalImage.objects.prefetch_related("renditions").in_bulk(numbers)
        for row in rows:
            row.photo = photos.get(row.photo_id)
    return rows


def parent(lab, user):
    """The lab that it depends on, if `user` may read its page."""
    above = lab.parent_lab
    return above if above and above.live and may_read(user, above.access, above.owner_lab_id) else None


def team(lab) -> list:
    """Its roles of today, in the words of the vocabulary."""
    roles, today = {term.pk: term for term in terms().get("role", [])}, timezone.localdate()
    rows = [row for row in lab.team.all() if row.role_id in roles and (row.until is None or row.until >= today)]
    for row in rows:
        row.role = roles[row.role_id]
    return rows


def coming(lab, user, language, now):
    """Its events that are not over, the soonest first."""
    from .models import EventPage

    rows = EventPage.objects.visible_to(user).in_language(language).filter(owner_lab=lab.owner_lab_id)
    return rows.upcoming(now).for_rows()[:MOST_DRAWN]


def drawn(where) -> str:
    """The line of its tour, from today on; nothing for a single stop."""
    stops = [pictures.Stop(stop.place, stop.starts.date(), stop.ends.date()) for stop in where.ahead]
    if len(stops) < 2:
        return ""
    return pictures.tour_line(stops, timezone.localdate(), width=ROAD, lang=get_language() or "fr")


def address(lab) -> list[str]:
    """Its lines, as on an envelope; none for a lab without a street."""
    town = " ".join(filter(None, (lab.postcode, lab.city)))
    lines = [lab.host_organisation, lab.address_line, lab.address_extra, town]
    return [line for line in lines if line] if lab.address_line or lab.is_physical else []


def structured_data(lab, data: dict) -> dict:
    address = {
        "@type": "PostalAddress", "streetAddress": lab.address_line, "postalCode": lab.postcode,
        "addressLocality": lab.city, "addressRegion": lab.territory.name if lab.territory else "", "addressCountry": lab.country,
    }  # fmt: skip
    data = data | {
        "@type": "Place",
        "address": address,
        "telephone": lab.phone or None,
        "maximumAttendeeCapacity": lab.capacity_max,
    }
    if lab.point:
        data["geo"] = {"@type": "GeoCoordinates", "longitude": lab.point[0], "latitude": lab.point[1]}
    return {key: value for key, value in data.items() if value not in (None, "")}
