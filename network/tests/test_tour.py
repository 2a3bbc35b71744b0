"""Where a mobile lab is: the stop of now, else the next one, else home; in the hour of the place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import translation

from network import tour
from network.models import EventPage

from .factories import NOON, event, lab_page


def at(*parts, zone="Europe/Paris"):
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def where(lab, user=None, now=NOON):
    return tour.of_labs([lab], user, now).get(lab.owner_lab_id, tour.Whereabouts())


def test_a_stop_of_now_then_the_next_then_home(w):
    lab = lab_page(w, "Lab mobile", presence=("mobile",), city="Rennes")
    event(w, "Un", lab.owner_lab, starts=at(2026, 11, 24, 9), hours=104, city="Quimper")  # until Saturday 28, 17 h
    event(w, "Deux", lab.owner_lab, starts=at(2026, 12, 8, 9), hours=56, city="Lorient")
    during, between, after = at(2026, 11, 26, 12), at(2026, 11, 28, 17, 1), at(2026, 12, 11, 0)
    assert where(lab, now=during).sentence() == "À Quimper jusqu’au 28 nov. Prochaine étape : Lorient, 8–10 déc."
    assert where(lab, now=between).sentence() == "Prochaine étape : Lorient, 8–10 déc."
    assert where(lab, now=after).sentence() == "" and where(lab, now=after).shown is None
    assert where(lab, now=during).shown.city == "Quimper" and where(lab, now=between).shown.city == "Lorient"


def test_cancelled_hidden_and_draft_stops_are_no_stops(w, people):
    lab = lab_page(w, "Lab mobile", w.a, presence=("mobile",))
    event(w, "Annulée", w.a, starts=NOON - timedelta(hours=1), status="cancelled", city="Brest")
    event(w, "Du réseau", w.a, starts=NOON - timedelta(hours=1), access="network", city="Vannes")
    event(w, "Brouillon", w.a, starts=NOON - timedelta(hours=1), live=False, city="Dinan")
    event(w, "Visite", w.a, starts=NOON - timedelta(hours=1), kind="visit", city="Morlaix")
    event(w, "D'un autre lab", w.b, starts=NOON - timedelta(hours=1), city="Lille")
    assert where(lab).current is None
    assert where(lab, people.member).current.city == "Vannes"


def test_hours_are_those_of_the_place(w):
    """A stop in Mayotte that ends on Saturday at 17 h there ends at 15 h in Paris."""
    lab = lab_page(w, "Lab mobile de Mayotte", presence=("mobile",), region="mayotte")
    stop = event(w, "Mamoudzou", lab.owner_lab, starts=at(2026, 11, 24, 9, zone="Indian/Mayotte"), hours=104, city="Mamoudzou")
    assert stop.timezone == "Indian/Mayotte" and stop.territory.slug == "mayotte"
    assert where(lab, now=datetime(2026, 11, 28, 13, 59, tzinfo=UTC)).current == stop
    assert where(lab, now=datetime(2026, 11, 28, 14, 1, tzinfo=UTC)).current is None
    west = event(
        w, "Basse-Terre", w.a, starts=at(2026, 12, 1, 20, zone="America/Guadeloupe"), hours=2, timezone="America/Guadeloupe"
    )
    assert (west.first_day, west.starts.hour) == (20261201, 20)  # the 2nd already in Paris


def test_a_stop_over_the_change_of_hour_lasts_until_the_hour_that_is_written(w):
    """In the night of 25 October 2026, clocks of the mainland go back one hour; those of La Réunion do not."""
    lab = lab_page(w, "Lab mobile", presence=("mobile",))
    stop = EventPage(starts_at=at(2026, 10, 24, 9), ends_at=at(2026, 10, 26, 17), timezone="Europe/Paris")
    assert stop.ends.hour == 17 and stop.ends_at.astimezone(UTC).hour == 16 and stop.starts_at.astimezone(UTC).hour == 7
    event(w, "Rennes", lab.owner_lab, starts=at(2026, 10, 24, 9), hours=56)  # of clocks
    assert where(lab, now=datetime(2026, 10, 26, 15, 59, tzinfo=UTC)).current
    assert where(lab, now=datetime(2026, 10, 26, 16, 1, tzinfo=UTC)).current is None
    island = EventPage(starts_at=at(2026, 10, 24, 9, zone="Indian/Reunion"), timezone="Indian/Reunion")
    assert island.starts_at.astimezone(UTC).hour == 5


def test_the_sentence_is_said_in_english_too(w):
    lab = lab_page(w, "Lab mobile", presence=("mobile",))
    event(w, "Un", lab.owner_lab, starts=at(2026, 11, 24, 9), hours=104)
    event(w, "Deux", lab.owner_lab, starts=at(2026, 11, 30, 9), hours=56, city="Lorient")
    with translation.override("en"):
        assert where(lab).sentence() == "In Quimper until 28 Nov. Next stop: Lorient, 30 Nov–2 Dec."


def test_many_labs_ask_one_query(w, count):
    labs = [lab_page(w, f"Lab {n}", presence=("mobile",)) for n in range(4)]
    for lab in labs:
        event(w, f"Étape {lab.pk}", lab.owner_lab, starts=NOON - timedelta(hours=1))
    labs = list(type(labs[0]).objects.for_rows())
    with count(1):
        found = tour.of_labs(labs, None, NOON)
    assert len(found) == 4 and all(there.current for there in found.values())
