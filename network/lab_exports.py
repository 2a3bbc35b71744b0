"""Labs for other machines: GeoJSON (RFC 7946) and CSV with the columns of the schema « médiation numérique »."""

import csv
import io

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from search.outputs import OUTPUT

from . import lab_page
from .hours import osm
from .lab_listing import mark_of, point_of

GEOJSON = "application/geo+json"
PRESENCES = {"physical": "Fixe", "mobile": "Itinérant"}


def serve(shelf, request):
    """The answer to ?sortie=geojson and ?sortie=csv; None for a page."""
    form = request.GET.get(OUTPUT)
    if form == "geojson":
        return geojson(shelf.listing(request), request)
    return table(shelf.listing(request), request) if form == "csv" else None


def geojson(listing, request):
    """All that the address asks for; a lab without a position has no geometry, never a point at (0, 0)."""
    features = [feature(lab, listing.of(lab), request) for lab in listing.whole]
    answer = JsonResponse({"type": "FeatureCollection", "features": features}, content_type=GEOJSON)
    answer["Content-Disposition"] = 'inline; filename="labs.geojson"'
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def feature(lab, where, request) -> dict:
    point = point_of(lab, where)
    stop = where.current
    return {
        "type": "Feature",
        "id": str(lab.translation_key),
        "geometry": {"type": "Point", "coordinates": [round(x, 5) for x in point]} if point else None,
        "properties": {
            "name": lab.title,
            "code": lab.owner_lab.code if lab.owner_lab else None,
            "type": lab.lab_type,
            "status": lab.status,
            "presence": [code for code, there in (("physical", lab.is_physical), ("mobile", lab.is_mobile)) if there],
            "mark": mark_of(lab),
            "region": lab.territory.code if lab.territory else None,
            "city": lab.city or None,
            "now_in": stop.place if stop else None,
            "now_until": stop.ends.date().isoformat() if stop else None,
            "next_in": where.following.place if where.following else None,
            "next_from": where.following.starts.date().isoformat() if where.following else None,
            "verified_on": lab.verified_on.isoformat() if lab.verified_on else None,
            "url": request.build_absolute_uri(lab.url),
        },
    }


def table(listing, request):
    """The columns and codes of the national schema « médiation numérique », as far as a lab has them."""
    from portal.accounts.spreadsheets import harmless  # the admin is ready only now

    out = io.StringIO()
    writer = csv.writer(out)
    rows = listing.found.filter(pk__in=[lab.pk for lab in listing.whole]).select_related("owner_lab", "territory", "parent_lab")
    full = {lab.pk: lab for lab in rows.prefetch_related("presence", "services", "hours")}
    writer.writerow(HEADINGS)
    for lab in (full[lab.pk] for lab in listing.whole if lab.pk in full):
        cells = line(lab, request)
        writer.writerow([harmless(cells[name]) for name in HEADINGS])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="labs-{timezone.localdate().isoformat()}.csv"'
    return answer


def line(lab, request) -> dict:
    above = lab_page.parent(lab, request.user)
    return {
        "id": str(lab.translation_key),
        "pivot": lab.organisation_siret,
        "nom": lab.title,
        "commune": lab.city,
        "code_postal": lab.postcode,
        "code_insee": lab.insee_code,
        "adresse": lab.address_line,
        "complement_adresse": lab.address_extra,
        "latitude": lab.latitude if lab.latitude is not None else "",
        "longitude": lab.longitude if lab.longitude is not None else "",
        "typologie": lab.lab_type,
        "telephone": lab.phone,
        "site_web": lab.website,
        "horaires": osm(lab.hours.all()),
        "presentation_resume": lab.summary,
        "structure_parente": above.title if above else "",
        "itinerance": "|".join(PRESENCES[term.code] for term in lab.presence.all() if term.code in PRESENCES),
        "services": "|".join(term.label_fr for term in lab.services.all()),
        "fiche_acces_libre": lab.accessibility_url,
        "prise_rdv": lab.booking_url,
        "date_maj": lab.verified_on.isoformat() if lab.verified_on else "",
        "source": lab.origin,
        "etat": lab.status,
        "region": lab.territory.code if lab.territory else "",
        "fiche": request.build_absolute_uri(lab.url),
    }


HEADINGS = (
    "id", "pivot", "nom", "commune", "code_postal", "code_insee", "adresse", "complement_adresse", "latitude", "longitude",
    "typologie", "telephone", "site_web", "horaires", "presentation_resume", "structure_parente", "itinerance", "services",
    "fiche_acces_libre", "prise_rdv", "date_maj", "source", "etat", "region", "fiche",
)  # fmt: skip
