"""The agenda: what comes, what has been, a month as a table; calendars to follow."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar
from wagtail.test.utils.form_data import querydict_from_html

from network.models import EventIndexPage, EventPage
from portal.models import Territory

from .factories import NOON, event, lab_page, shelf


@pytest.fixture
def five(w, now):
    lab = lab_page(w, "Lab mobile", presence=("mobile",))
    return {
        "now": event(w, "En cours", lab.owner_lab, starts=NOON - timedelta(days=1), hours=72, city="Quimper"),
        "soon": event(w, "Bientôt", lab.owner_lab, starts=NOON + timedelta(days=12), kind="visit", city="Lorient"),
        "later": event(w, "Plus tard", w.a, starts=NOON + timedelta(days=40), kind="webinar", mode="online", city=""),
        "past": event(w, "Passé", lab.owner_lab, starts=NOON - timedelta(days=30), city="Brest"),
        "off": event(w, "Annulé", w.a, starts=NOON + timedelta(days=20), status="cancelled", kind="training", city="Vannes"),
        "hidden": event(w, "Caché", w.a, starts=NOON + timedelta(days=5), access="network"),
    }


def titles(html):
    return re.findall(r"<h3><a [^>]*>([^<]*)</a>", html)


def test_what_comes_is_first_and_what_is_over_apart(five, client, each_engine):
    assert titles(client.get("/agenda/").content.decode()) == ["En cours", "Bientôt", "Annulé", "Plus tard"]
    assert titles(client.get("/agenda/?quand=passes").content.decode()) == ["Passé"]
    assert titles(client.get("/agenda/?type=visit").content.decode()) == ["Bientôt"]
    assert titles(client.get("/agenda/?du=20261201&au=20261210").content.decode()) == ["Bientôt"]


def test_filters_keep_the_period_that_is_shown(five, client):
    assert '<input type="hidden" name="quand" value="passes">' in client.get("/agenda/?quand=passes").content.decode()
    assert '<input type="hidden" name="mois" value="202612">' in client.get("/agenda/?mois=202612").content.decode()
    assert 'type="hidden"' not in client.get("/agenda/").content.decode().split('<form class="facets"')[1].split("</form>")[0]


def test_a_reader_of_the_network_sees_more(five, client, people, each_engine):
    client.force_login(people.member)
    assert "Caché" in titles(client.get("/agenda/").content.decode())


def test_a_month_is_a_table_with_days(five, client, each_engine):
    html = client.get("/agenda/?mois=202612").content.decode()
    assert "<caption" in html and html.count('<th scope="col">') == 7
    cell = re.search(r"<b>8</b>(.*?)</td>", html, re.S)[1]  # 26 November and twelve days
    assert "Bientôt" in cell and "Caché" not in html and "Passé" not in html
    assert re.search(r"<b>16</b>[^<]*<a [^>]*class=\"off\"", html), "a cancelled event is struck out"
    assert 'aria-current="date"' in client.get("/agenda/?mois=202611").content.decode()
    assert "mois=202701" in html and "mois=202611" in html


@pytest.mark.parametrize(
    "asked", ["mois=202613", "mois=999999", "mois=abc", "mois=000001", "du=abc&au=-1", "quand=jamais", "au=99999999999999"]
)
def test_an_absurd_period_is_as_if_none_was_asked(five, client, asked):
    assert client.get(f"/agenda/?{asked}").status_code == 200


def test_nothing_announced_is_said(w, now, client):
    lab_page(w)
    event(w, "Vieux", w.a, starts=NOON - timedelta(days=300))
    html = client.get("/agenda/").content.decode()
    assert "Rien d’annoncé pour le moment" in html and "0 événement" in html


def read(answer):
    assert answer["Content-Type"].startswith("text/calendar")
    told = Calendar.from_ical(answer.content)
    return {str(entry["summary"]): entry for entry in told.walk("VEVENT")}


def test_a_calendar_follows_the_network_a_lab_a_region(five, client):
    assert set(read(client.get("/agenda/?sortie=ics"))) == {"En cours", "Bientôt", "Annulé", "Plus tard"}
    lab = five["now"].owner_lab.code
    assert set(read(client.get(f"/agenda/?lab={lab}&sortie=ics"))) == {"En cours", "Bientôt"}
    assert set(read(client.get("/agenda/?region=bretagne&sortie=ics"))) == {"En cours", "Bientôt"}
    assert set(read(client.get(f"{five['soon'].url}?sortie=ics"))) == {"Bientôt"}


def test_entries_of_a_calendar_are_stable_and_say_what_is_cancelled(five, client, w):
    entries = read(client.get("/agenda/?sortie=ics"))
    assert entries["Annulé"]["status"] == "CANCELLED" and entries["Bientôt"]["status"] == "TENTATIVE"
    assert entries["En cours"]["dtstart"].dt == NOON - timedelta(days=1)
    before = str(entries["Bientôt"]["uid"])
    page = five["soon"]
    page.title, page.slug = "Bientôt, déplacé", "deplace"
    page.save_revision().publish()
    assert str(read(client.get("/agenda/?sortie=ics"))["Bientôt, déplacé"]["uid"]) == before


def test_lines_of_a_calendar_are_folded_at_75_bytes(w, now, client):
    event(w, "É" * 200, w.a, starts=NOON + timedelta(days=1))
    lines = client.get("/agenda/?sortie=ics").content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines) and any(line.startswith(b" ") for line in lines)


def test_whole_days_end_on_the_day_after(w, now, client):
    paris = ZoneInfo("Europe/Paris")
    event(w, "Deux jours", w.a, starts=datetime(2026, 12, 1, 9, tzinfo=paris), hours=32, all_day=True)
    entry = read(client.get("/agenda/?sortie=ics"))["Deux jours"]
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (date(2026, 12, 1), date(2026, 12, 3))


def test_whole_days_last_until_the_night_of_the_last_whatever_the_hours_typed(w, now, client):
    lab = lab_page(w, "Lab mobile", presence=("mobile",))
    paris = ZoneInfo("Europe/Paris")
    stop = event(w, "Étape", lab.owner_lab, starts=datetime(2026, 11, 24, tzinfo=paris), hours=96, all_day=True)
    now(datetime(2026, 11, 28, 20, tzinfo=paris))  # after midnight of the last day, which was typed
    assert "À Quimper jusqu’au 28 nov." in client.get(lab.url).content.decode()
    assert "C’est terminé" not in client.get(stop.url).content.decode()
    now(datetime(2026, 11, 29, 0, 1, tzinfo=paris))
    assert "À Quimper" not in client.get(f"{lab.url}?z=1").content.decode()


def typed_event(w, client, **fields):
    """The page that the form of events makes of these fields."""
    shelf(w, EventIndexPage)
    create = client.get(reverse("create_event")).url
    typed = querydict_from_html(client.get(create).content.decode(), form_id="page-edit-form")
    typed.update({"title": "Étape", "slug": "etape", "summary": "Une phrase.", "city": "Quimper", "action-publish": "1"} | fields)
    answer = client.post(create, typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return EventPage.objects.get(slug="etape")


def test_hours_are_typed_in_the_zone_that_the_event_will_have(w, now, client, people):
    lab_page(w, "Lab de Paris", w.a, region="ile-de-france")
    client.force_login(people.national)
    moments = {"owner_lab": w.a.pk, "starts_at": "2026-12-01 09:00", "ends_at": "2026-12-01 17:00"}
    page = typed_event(w, client, **moments, postcode="97410")
    assert (page.timezone, page.territory.slug, page.starts.hour) == ("Indian/Reunion", "la-reunion", 9)


def test_a_day_is_typed_by_its_dates_alone(w, now, client, people):
    client.force_login(people.national)
    moments = {"owner_lab": w.a.pk, "starts_at": "2026-12-01 00:00", "ends_at": "2026-12-01 00:00", "all_day": "on"}
    page = typed_event(w, client, **moments)
    assert (page.first_day, page.last_day, page.ends.hour, page.ends.minute) == (20261201, 20261201, 23, 59)


def test_the_list_of_the_admin_says_the_day_of_the_place(w, now, client, people):
    starts = datetime(2026, 12, 2, 0, tzinfo=UTC)  # the 1st, 20 h in Guadeloupe
    event(w, "Le soir", w.a, starts=starts, hours=2, timezone="America/Guadeloupe")
    client.force_login(people.editor)
    assert 'datetime="2026-12-01"' in client.get(reverse("event_pages:index")).content.decode()


@pytest.mark.parametrize(("country", "postcode"), [("BE", "1000"), ("EE", "10111"), ("FR", "100")])
def test_a_postcode_from_abroad_is_of_no_department(w, now, country, postcode):
    assert event(w, "Loin", w.a, country=country, postcode=postcode).territory is None


def hrefs(html, *holding):
    return [unescape(a) for a in re.findall(r'href="([^"]*)"', html) if all(part in a for part in holding)]


@pytest.fixture
def long_agenda(five, w):
    for i in range(14):
        event(w, f"Ancien {i:02}", w.a, starts=NOON - timedelta(days=60 + i))
        event(w, f"Futur {i:02}", w.a, starts=NOON + timedelta(days=60 + i))


def test_addresses_of_the_agenda_say_the_period_and_never_its_dates(long_agenda, client, each_engine):
    for path, said in (("/agenda/", "18 événements à venir"), ("/agenda/?quand=passes", "15 événements passés")):
        html = client.get(path).content.decode()
        assert said in html
        turned = hrefs(html, "page=2")[0]
        assert "du=" not in turned and "fini=" not in turned and "tri=" not in turned
        again = client.get(f"/agenda/{turned}").content.decode()
        assert said in again and "Toute la période" not in again and 'class="chips"' not in again
    past = client.get("/agenda/?quand=passes&type=visit&q=ancien").content.decode()
    assert all("fini=" not in address for address in hrefs(past))
    assert hrefs(past, "quand=passes", "q=ancien") and hrefs(past, "quand=passes", "type=visit")  # one criterion less


def test_whatever_the_date_is_offered_to_who_gave_dates_alone(five, w, client, each_engine):
    event(w, "Vieux", w.a, starts=NOON - timedelta(days=300), territory=Territory.objects.get(slug="corse"))
    html = client.get("/agenda/?region=corse").content.decode()
    assert "Quelle que soit la date" not in html and "?region=corse" not in hrefs(html)
    html = client.get("/agenda/?region=corse&du=20261201&au=20261231").content.decode()
    assert "Quelle que soit la date" not in html  # nothing comes there: without dates it is what comes


def test_the_feed_has_what_was_announced_last_first(w, now, client, each_engine):
    for i in range(24):
        now(NOON + timedelta(minutes=i))
        event(w, f"Annonce {i:02}", w.a, starts=NOON + timedelta(days=100 + i))
    feed = client.get("/agenda/?sortie=atom").content.decode()
    assert re.findall(r"<title>(Annonce \d\d)", feed)[:2] == ["Annonce 23", "Annonce 22"] and "<title>Agenda</title>" in feed


def test_a_cancelled_event_is_said_in_the_month_and_not_only_struck_out(five, client):
    assert re.search(r'class="off">[^<]*<span class="vh"> annulé</span>', client.get("/agenda/?mois=202612").content.decode())


def test_an_event_says_when_where_and_that_it_is_cancelled(five, client):
    html = client.get(five["soon"].url).content.decode()
    assert "8–10 déc. 2026" in html and "Lorient" in html and "Gratuit" in html
    assert "Cet événement n’a pas lieu" in client.get(five["off"].url).content.decode()
    assert client.get(five["hidden"].url).status_code == 404


def test_hours_are_those_of_the_place_with_its_zone(w, now, client):
    starts = datetime(2026, 12, 1, 5, tzinfo=UTC)  # 9 h in La Réunion
    page = event(w, "À Saint-Pierre", w.a, starts=starts, hours=8, timezone="Indian/Reunion", insee_code="97416")
    html = client.get(page.url).content.decode()
    assert page.territory.slug == "la-reunion" and "9\u202fh–17\u202fh" in html.replace("\xa0", "\u202f") and "La Réunion" in html


def test_an_editor_types_hours_of_the_place(w, now, people, client):
    page = event(w, "Étape", w.a, timezone="America/Martinique", starts=NOON)
    form = page.get_edit_handler().get_form_class()(instance=page, for_user=people.editor)
    assert form.initial["starts_at"] == datetime(2026, 11, 26, 7)  # 11 h UTC
    data = {"title": page.title, "slug": page.slug, "kind": "visit", "summary": "x", "timezone": "America/Martinique"}
    data |= {
        "starts_at": "2026-11-26 08:00",
        "ends_at": "2026-11-26 12:00",
        "mode": "onsite",
        "country": "FR",
        "status": "scheduled",
    }
    form = page.get_edit_handler().get_form_class()(
        data | {"access": "public", "owner_lab": w.a.pk}, instance=page, for_user=people.editor
    )
    form.full_clean()
    assert form.cleaned_data["starts_at"].astimezone(UTC) == datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.mark.parametrize("n", [1, 3, 24])
def test_the_agenda_asks_as_few_queries_for_one_event_as_for_many(w, now, client, count, index, n):
    for i in range(n):
        page = event(w, f"Étape {i}", w.a, starts=NOON + timedelta(days=i))
    event(w, "Caché", w.a, access="lab", starts=NOON + timedelta(days=1))
    index()
    for path, queries in (("/agenda/", 4), ("/agenda/?mois=202612", 4), (page.url, 5), ("/agenda/?sortie=ics", 3)):
        client.get(path)
        with count(queries):
            answer = client.get(f"{path}{'&' if '?' in path else '?'}z=1")
        assert "Caché".encode() not in answer.content


def test_search_engines_keep_what_comes_and_neither_its_criteria_nor_months_without_end(w, client, now):
    event(w, "Étape", w.a)
    told = {
        path: "noindex" in client.get(path).content.decode() for path in ("/agenda/", "/agenda/?q=etape", "/agenda/?mois=202612")
    }
    assert told == {"/agenda/": False, "/agenda/?q=etape": True, "/agenda/?mois=202612": True}
    assert client.get("/agenda/?mois=202612").content.decode().count('rel="nofollow"') == 2
