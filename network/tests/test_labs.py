"""Labs: one set on the map, in the list, in GeoJSON and in CSV; regions; the page that may be framed."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from network.models import LabPage
from portal.tests.world import fresh

from .factories import NOON, event, lab_page, organisation


@pytest.fixture
def seven(w, now):
    """Two places, two mobile labs, one planned, one without a position; one that the public does not read."""
    return {
        "rennes": lab_page(w, "Lab de Rennes"),
        "paris": lab_page(w, "Lab national", lab_type="national", region="ile-de-france", point=(2.38, 48.87), city="Paris"),
        "bretagne": lab_page(w, "Lab mobile de Bretagne", presence=("mobile",), point=(-4, 48)),
        "mayotte": lab_page(w, "Lab mobile de Mayotte", presence=("mobile",), region="mayotte", point=(45.16, -12.82)),
        "tours": lab_page(w, "Lab de Tours", status="planned", region="centre-val-de-loire", point=(0.69, 47.39), city="Tours"),
        "sans": lab_page(w, "Lab sans adresse", region="normandie", point=None, city=""),
        "caché": lab_page(w, "Lab caché", access="network"),
    }


def titles_of(html):
    listed = re.search(r'<div class="regions">(.*?)</div>', html, re.S)
    return set(re.findall(r'<li class="k-\w+"><a href="[^"]*"[^>]*>([^<]*)</a>', listed[1])) if listed else set()


def of_csv(response):
    rows = csv.DictReader(io.StringIO(response.content.decode().removeprefix("\ufeff")))
    return {row["nom"]: row for row in rows}


def of_geojson(response):
    return {feature["properties"]["name"]: feature for feature in json.loads(response.content)["features"]}


PUBLIC = {"Lab de Rennes", "Lab national", "Lab mobile de Bretagne", "Lab mobile de Mayotte", "Lab de Tours", "Lab sans adresse"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", PUBLIC),
        ("presence=mobile", {"Lab mobile de Bretagne", "Lab mobile de Mayotte"}),
        ("etat=planned", {"Lab de Tours"}),
        ("region=bretagne", {"Lab de Rennes", "Lab mobile de Bretagne"}),
        ("region=bretagne&presence=physical", {"Lab de Rennes"}),
        ("type=national", {"Lab national"}),
        ("q=mayotte", {"Lab mobile de Mayotte"}),
    ],
)
def test_the_same_set_on_the_map_in_the_list_and_in_the_exports(seven, client, each_engine, asked, expected):
    page = client.get(f"/labs/?{asked}")
    html = page.content.decode()
    assert titles_of(html) == expected
    assert set(of_csv(client.get(f"/labs/?{asked}&sortie=csv"))) == expected
    assert set(of_geojson(client.get(f"/labs/?{asked}&sortie=geojson"))) == expected
    drawn = page.context["page"].listing(page.wsgi_request).marks_of_map()
    assert {mark.name for mark in drawn} == expected


def test_a_reader_of_the_network_finds_the_hidden_lab_everywhere(seven, client, people, each_engine):
    client.force_login(people.member)
    assert "Lab caché" in titles_of(client.get("/labs/").content.decode())
    assert "Lab caché" in of_geojson(client.get("/labs/?sortie=geojson")) and "Lab caché" in of_csv(
        client.get("/labs/?sortie=csv")
    )


def test_the_sentence_counts_open_labs_apart_from_planned_ones(seven, client):
    html = client.get("/labs/").content.decode()
    assert ">5\xa0labs ouverts, 1 en projet</h2>" in html
    assert '<li class="k-plan"><a href="/labs/lab-de-tours/">Lab de Tours</a> <span>En projet, Tours</span>' in html


def test_the_map_has_eighteen_links_whose_words_count(seven, client):
    page = client.get("/labs/").content.decode()
    links = re.findall(r'<a href="(/labs/regions/[\w-]+/)" data-region="\w+" aria-label="([^"]*)"', page)
    assert len(links) == 18 and len({address for address, _said in links}) == 18
    said = dict(links)
    assert said["/labs/regions/bretagne/"] == "Bretagne\xa0: 2\xa0labs"
    assert said["/labs/regions/corse/"] == "Corse\xa0: 0\xa0lab"
    assert all(client.get(address).status_code == 200 for address in said)
    assert page.index('href="#res"') < page.index('id="carte"') < page.index('id="res"')


def test_a_lab_without_a_position_is_in_the_list_and_never_at_zero_zero(seven, client):
    page = client.get("/labs/")
    assert "position non renseignée" in page.content.decode()
    assert of_geojson(client.get("/labs/?sortie=geojson"))["Lab sans adresse"]["geometry"] is None
    row = of_csv(client.get("/labs/?sortie=csv"))["Lab sans adresse"]
    assert (row["latitude"], row["longitude"]) == ("", "")


def test_geojson_is_what_rfc_7946_asks(seven, w, client):
    event(w, "Étape", seven["bretagne"].owner_lab, starts=NOON - timedelta(hours=1), latitude="47.996", longitude="-4.098")
    answer = client.get("/labs/?sortie=geojson")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/geo+json" and told["type"] == "FeatureCollection" and "crs" not in told
    features = of_geojson(answer)
    assert features["Lab mobile de Bretagne"]["geometry"] == {"type": "Point", "coordinates": [-4.098, 47.996]}  # at its stop
    assert features["Lab mobile de Bretagne"]["properties"]["now_in"] == "Quimper"
    assert features["Lab de Rennes"]["geometry"]["coordinates"] == [-1.68, 48.11]  # longitude first
    assert features["Lab de Rennes"]["properties"]["presence"] == ["physical"]


def test_a_mobile_lab_that_is_not_there_yet_is_hollow_at_its_next_stop(seven, w, client):
    lab = seven["bretagne"]
    assert mark(client, lab.title).kind == "mobile"  # at home
    event(w, "Étape", lab.owner_lab, starts=NOON + timedelta(days=9), city="Paris", latitude="48.86", longitude="2.35",
          insee_code="75056")  # fmt: skip
    coming = mark(client, lab.title)
    assert (coming.kind, coming.region, coming.at, coming.lon) == ("next", "53", "11", 2.35)
    told = of_geojson(client.get("/labs/?sortie=geojson"))[lab.title]["properties"]
    assert (told["now_in"], told["next_in"], told["next_from"]) == (None, "Paris", "2026-12-05")
    event(w, "En cours", lab.owner_lab, starts=NOON - timedelta(hours=1), latitude="47.996", longitude="-4.098")
    assert mark(client, lab.title).kind == "mobile"


def mark(client, name):
    page = client.get("/labs/")
    return next(mark for mark in page.context["page"].listing(page.wsgi_request).marks_of_map() if mark.name == name)


def test_csv_does_not_name_a_lab_that_its_reader_may_not_read(seven, client, people):
    LabPage.objects.filter(title="Lab de Rennes").update(parent_lab=seven["caché"])
    LabPage.objects.filter(title="Lab sans adresse").update(parent_lab=seven["paris"])
    rows = of_csv(client.get("/labs/?sortie=csv"))
    assert (rows["Lab de Rennes"]["structure_parente"], rows["Lab sans adresse"]["structure_parente"]) == ("", "Lab national")
    client.force_login(people.member)
    assert of_csv(client.get("/labs/?sortie=csv"))["Lab de Rennes"]["structure_parente"] == "Lab caché"


def test_csv_has_the_columns_of_the_schema_and_no_formula(seven, client):
    LabPage.objects.filter(title="Lab de Rennes").update(summary="=1+1")
    rows = of_csv(client.get("/labs/?sortie=csv"))
    asked = {"id", "nom", "commune", "code_postal", "code_insee", "adresse", "latitude", "longitude", "typologie", "itinerance"}
    assert asked <= set(rows["Lab national"])
    assert rows["Lab de Rennes"]["presentation_resume"] == "'=1+1"
    assert rows["Lab mobile de Mayotte"]["itinerance"] == "Itinérant" and rows["Lab national"]["typologie"] == "national"


def test_hours_are_written_for_people_and_for_openstreetmap(w, client):
    from datetime import time

    from network import hours
    from network.models import LabHours

    spans = [LabHours(weekday=day, opens=time(9), closes=time(12, 30)) for day in (1, 2, 3, 5)]
    spans += [LabHours(weekday=5, opens=time(14), closes=time(17), note="sur rendez-vous")]
    assert hours.osm(spans) == "Mo-We 09:00-12:30; Fr 09:00-12:30,14:00-17:00"
    assert hours.sentences(spans) == ["Lundi à mercredi : 9 h–12 h 30", "Vendredi : 9 h–12 h 30, 14 h–17 h (sur rendez-vous)"]
    assert hours.osm([]) == "" and hours.sentences([]) == []


def test_a_region_overseas_works_as_the_others(seven, w, client):
    event(w, "À Mamoudzou", seven["mayotte"].owner_lab, city="Mamoudzou")
    for slug, name, lab in (("mayotte", "Mayotte", "Lab mobile de Mayotte"), ("bretagne", "Bretagne", "Lab de Rennes")):
        html = client.get(f"/labs/regions/{slug}/").content.decode()
        assert f"<h1>{name}</h1>" in html and lab in html and "Lab caché" not in html
    assert "À Mamoudzou" in client.get("/labs/regions/mayotte/").content.decode()
    assert "Pas encore de lab dans cette région" in client.get("/labs/regions/corse/").content.decode()
    assert client.get("/labs/regions/atlantide/").status_code == 404
    assert "Brittany" in client.get("/en/labs/regions/bretagne/").content.decode()


def test_only_the_embed_page_may_be_framed(seven, client):
    for path in ("/", "/labs/", "/labs/lab-de-rennes/", "/labs/regions/bretagne/"):
        answer = client.get(path)
        assert answer["X-Frame-Options"] == "DENY" and "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    answer = client.get("/labs/integrer/")
    assert answer.status_code == 200 and "X-Frame-Options" not in answer
    assert "frame-ancestors *" in answer["Content-Security-Policy"] and "script-src 'self'" in answer["Content-Security-Policy"]
    again = client.get("/labs/integrer/")  # from the cache of pages
    assert "frame-ancestors *" in again["Content-Security-Policy"] and "X-Frame-Options" not in again
    html = answer.content.decode()
    assert "Lab de Rennes" in html and "Lab caché" not in html and "<form" not in html
    told = client.get("/labs/oembed.json").json()
    assert told["type"] == "rich" and 'src="http://testserver/labs/integrer/"' in told["html"] and told["version"] == "1.0"


def test_a_lab_page_says_where_it_is_and_hides_what_is_not_for_this_reader(seven, w, client, people):
    lab = seven["bretagne"].owner_lab
    event(w, "Ouverte", lab, starts=NOON - timedelta(hours=1))
    event(w, "Du réseau", lab, starts=NOON + timedelta(days=3), city="Vannes", access="network")
    html = client.get("/labs/lab-mobile-de-bretagne/").content.decode()
    assert "À Quimper jusqu’au 28 nov." in html and "Vannes" not in html and "Du réseau" not in html
    assert "Lab caché" not in html  # among the nearest
    client.force_login(people.member)
    assert "Prochaine étape\xa0: Vannes" in client.get("/labs/lab-mobile-de-bretagne/").content.decode()


def test_a_lab_that_is_planned_or_closed_says_so(seven, w, client):
    assert "n’est pas encore ouvert" in client.get("/labs/lab-de-tours/").content.decode()
    lab_page(w, "Lab fermé", status="closed")
    assert "Ce lab est fermé" in client.get("/labs/lab-ferme/").content.decode()
    page = client.get("/labs/")
    assert "Lab fermé" not in {mark.name for mark in page.context["page"].listing(page.wsgi_request).marks_of_map()}


def test_an_email_address_is_never_printed(w, client):
    lab_page(w, email="secret@example.org")
    for path in ("/labs/lab-de-rennes/", "/labs/?sortie=csv", "/labs/?sortie=geojson", "/labs/integrer/"):
        assert b"secret@example.org" not in client.get(path).content


def test_a_lab_has_one_page_and_a_whole_position(w):
    lab = organisation("unique")
    lab_page(w, "Un", lab)
    with pytest.raises(ValidationError, match="déjà une page"):
        lab_page(w, "Deux", lab)
    page = LabPage(title="x", latitude="48", summary="x", owner_lab=organisation("autre"))
    with pytest.raises(ValidationError) as told:
        page.clean()
    assert set(told.value.message_dict) >= {"longitude"}


def test_inspirations_are_seen_from_both_labs(seven, w, client):
    from network.models import LabInspiration

    lab, paris = seven["rennes"], seven["paris"]
    lab.inspirations = [LabInspiration(target=paris), LabInspiration(target=seven["caché"])]
    lab.save_revision().publish()
    english = w.english(fresh(lab), title="Rennes lab", slug="rennes-lab")  # has a copy of the rows
    national = w.english(fresh(paris), title="National lab", slug="national-lab")
    mine, theirs = (client.get(page.url).content.decode() for page in (lab, paris))
    assert "S’est inspiré de" in mine and "Lab national</a>" in mine and "Lab caché" not in mine
    assert "A inspiré" in theirs and "Lab de Rennes</a>" in theirs and "Rennes lab" not in theirs
    mine, theirs = (client.get(page.url).content.decode() for page in (english, national))
    assert "National lab</a>" in mine and "Lab national</a>" not in mine
    assert "Rennes lab</a>" in theirs and "Lab de Rennes</a>" not in theirs


def test_opening_hours_and_links_are_those_of_the_french_page(w, client):
    from datetime import time

    from network.models import LabHours, LabLink

    lab = lab_page(w)
    lab.hours = [LabHours(weekday=1, opens=time(9), closes=time(12), note="sur rendez-vous")]
    lab.links = [LabLink(title="Notre page", url="https://social.example/rennes")]
    lab.save_revision().publish()
    english = w.english(fresh(lab), title="Rennes lab", slug="rennes-lab")
    lab = fresh(lab)
    hours, link = lab.hours.get(), lab.links.get()
    hours.opens, link.url = time(14), "https://social.example/lab"
    hours.closes = time(18)
    lab.hours, lab.links = [hours, LabHours(weekday=5, opens=time(9), closes=time(10))], [link]
    lab.save_revision().publish()
    html = client.get(english.url).content.decode()
    assert "14:00–18:00" in html and "9:00–12:00" not in html and "9:00–10:00" in html
    assert "https://social.example/lab" in html and "https://social.example/rennes" not in html


def test_a_lab_is_previewed_before_it_is_saved(seven, people, client):
    client.force_login(people.editor)
    create = client.get(reverse("create_lab")).url
    typed = querydict_from_html(client.get(create).content.decode(), form_id="page-edit-form")
    typed["title"], typed["slug"], typed["summary"] = "Lab neuf", "lab-neuf", "Deux salles."
    preview = reverse("wagtailadmin_pages:preview_on_add", args=create.rstrip("/").split("/")[-3:])
    assert client.post(preview, typed).json() == {"is_valid": True, "is_available": True}
    assert "Deux salles." in client.get(preview).content.decode()


@pytest.mark.parametrize("n", [1, 3, 24])
def test_pages_of_labs_ask_as_few_queries_for_one_lab_as_for_many(w, client, count, index, n, now):
    for i in range(n):
        lab = lab_page(w, f"Lab {i}", presence=("physical",) if i % 2 else ("mobile",))
        event(w, f"Étape {i}", lab.owner_lab, starts=NOON + timedelta(days=i))
    lab_page(w, "Caché", access="lab")
    index()
    for path, queries in (("/labs/", 5), ("/labs/lab-0/", 8), ("/labs/regions/bretagne/", 6), ("/labs/?sortie=geojson", 4)):
        client.get(path)
        with count(queries):
            html = client.get(f"{path}{'&' if '?' in path else '?'}z=1").content
        assert "Caché".encode() not in html


def test_a_lab_page_shows_its_rooms_its_team_of_today_and_what_it_depends_on(seven, w, client, count):
    from django.core.files.base import ContentFile

    from media.models import PortalImage
    from media.tests.conftest import png
    from network.models import LabRoom, LabTeam
    from portal.tests.world import term

    photo = PortalImage.objects.create(title="salle", file=ContentFile(png(), name="salle.png"), owner_lab=w.a)
    lab = seven["rennes"]
    lab.parent_lab, lab.organisation = seven["paris"], "Direction régionale"
    lab.rooms = [LabRoom(sort_order=n, name=f"Salle {n}", photo=photo, photo_alt=f"Des tables, vue {n}") for n in range(3)]
    today = NOON.date()
    lab.team = [
        LabTeam(sort_order=0, role=term("role", "facilitator"), count=2, text="Ils animent."),
        LabTeam(sort_order=1, role=term("role", "trainer"), text="Partie hier.", until=today - timedelta(days=1)),
    ]
    lab.save_revision().publish()
    client.get(lab.url)
    with count(10):  # eight, and two for the photos, whatever their number
        html = client.get(f"{lab.url}?z=1").content.decode()
    assert all(f'alt="Des tables, vue {n}"' in html for n in range(3))
    assert "Ils animent." in html and "Partie hier." not in html
    assert "Direction régionale" in html and "Rattaché à" in html
    LabPage.objects.filter(pk=seven["paris"].pk).update(access="lab")
    assert "Rattaché à" not in client.get(f"{lab.url}?z=2").content.decode()
