"""Properties of the map of labs and of the line of a tour."""

import math
import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta

import pytest

from portal import pictures
from portal.pictures import Lab, Stop

from .test_pictures import HOSTILE, check, points, texts

CODES = ("84", "27", "53", "24", "94", "44", "32", "11", "28", "75", "76", "52", "93")
OVERSEAS = {"01": (-61.6, 16.2), "02": (-61.0, 14.6), "03": (-52.9, 4.2), "04": (55.5, -21.1), "06": (45.16, -12.82)}
LINKS = {code: f"/labs/regions/{code}/" for code in (*CODES, *OVERSEAS)}
PARIS = Lab("Lab national", "nation", "11", 2.38, 48.87)


def many(number):
    """Invented labs, spread without chance; one in five overseas."""
    out = [PARIS]
    for i in range(number - 1):
        kind, turn, drift = ("place", "mobile", "agency", "plan")[i % 4], (i * 0.618034) % 1, (i * 0.414214) % 1
        if i % 5 == 4:
            code = list(OVERSEAS)[i // 5 % 5]
            lon, lat = OVERSEAS[code]
            out.append(Lab(f"L{i}", kind, code, lon + (turn - 0.5) * 0.2, lat + (drift - 0.5) * 0.2))
        else:
            out.append(Lab(f"L{i}", kind, CODES[i % 13], -1 + 7 * turn, 44 + 5 * drift))
    return out


def marks_of(picture):
    """Centre and reach of each mark of a map."""
    out = []
    for kind, d in re.findall(r'class="k-(\w+)" d="([^"]*)"', picture):
        if kind == "under":
            continue
        pieces = ["M" + piece for piece in d.split("M")[1:]]
        for piece in pieces[:: {"nation": 3, "plan": 2}.get(kind, 1)]:
            ends = points(piece)
            xs, ys = [x for x, _ in ends], [y for _, y in ends]
            if "a" in piece:
                reach = (max(xs) - min(xs)) / 2
                out.append((min(xs) + reach, ys[0], reach))
            else:
                out.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, (max(xs) - min(xs)) / 2))
    return out


@pytest.mark.parametrize(
    "labs",
    [
        many(27),
        many(300),
        [Lab(f"L{i}", "place", "11", 2.35, 48.86) for i in range(300)],
        [Lab(f"L{i}", "mobile", "06", 45.2, -12.8) for i in range(120)],
    ],
    ids=["27", "300", "300 in Paris", "120 in Mayotte"],
)
def test_marks_never_hide_each_other(labs):
    picture = pictures.france_map(labs)
    check(picture)
    marks = marks_of(picture)
    assert len(marks) == len(labs)
    for i, (a, b, r) in enumerate(marks):
        for c, d, s in marks[i + 1 :]:
            assert math.hypot(a - c, b - d) >= r + s - 0.2, "no mark touches another"
    if len(labs) <= 30:
        assert len(picture.encode()) <= 36_000


def test_regions_are_links_whose_words_count():
    labs = [PARIS, Lab("Rennes", "place", "53", -1.7, 48.1), Lab("Ajaccio", "plan", "94", 8.7, 41.9)]
    root = ET.fromstring(pictures.france_map(labs, links=LINKS))
    links = {a.get("href"): a.get("aria-label").replace("\xa0", " ") for a in root.findall(".//a")}
    assert len(links) == 18 and root.get("role") == "group"
    assert links["/labs/regions/53/"] == "Bretagne : 1 lab" and links["/labs/regions/94/"] == "Corse : 1 en projet"
    assert root.get("aria-label").replace("\xa0", " ") == "Carte des 18 régions : 2 labs, 1 en projet, dans 2 régions."
    english = pictures.france_map(labs, links=LINKS, lang="en").replace("\xa0", " ")
    assert "Brittany: 1 lab" in english and "Corsica: 1 planned" in english and "French Guiana" in english
    assert "<a " not in pictures.france_map(labs)


def test_a_planned_lab_and_one_that_is_not_there_yet_are_hollow():
    """Of each mark, how many outlines it has: a second one is the hole."""
    kinds = ("place", "mobile", "next", "plan")
    outlines = {kind: sum(d.count("M") for found, d in marks(kind) if found == kind) for kind in kinds}
    assert outlines == {"place": 1, "mobile": 1, "next": 2, "plan": 2}


def marks(kind):
    return re.findall(r'class="k-(\w+)" d="([^"]*)"', pictures.france_map([Lab("x", kind, "53", -4, 48)]))


def test_a_mark_is_drawn_where_it_is_and_counted_in_its_region():
    away = Lab("Lab de Guadeloupe", "mobile", "01", 2.35, 48.86, "11")  # in Paris this week
    drawn = pictures.france_map([away], links=LINKS).replace("\xa0", " ")
    x, y = map(float, re.search(r'class="k-mobile" d="M(\S+) (\S+?)l', drawn).groups())
    assert 250 < x < 350 and 100 < y < 250 and "Guadeloupe : 1 lab" in drawn


def test_a_position_at_the_pole_is_drawn_at_the_edge():
    for region in ("53", "06"):
        assert "k-place" in pictures.france_map([Lab("Faute de frappe", "place", region, 0, -90)])


def test_a_lab_without_a_position_is_counted_and_not_drawn():
    nowhere = pictures.france_map([Lab("Sans adresse", "place", "53")])
    assert "k-place" not in nowhere and "1 sans position" in nowhere
    for bad in (Lab("x", "ruche", "53", 0, 47), Lab("x", "place", "999", 0, 47)):
        with pytest.raises(ValueError):
            pictures.france_map([bad])


def test_what_people_write_never_becomes_markup():
    check(pictures.france_map([Lab(HOSTILE, "place", "53", -1.7, 48.1)]))
    check(pictures.tour_line([Stop(HOSTILE, date(2026, 1, 1), date(2026, 1, 3))], date(2026, 1, 2)))


@pytest.mark.parametrize("width", [328, 1120])
@pytest.mark.parametrize("count", [0, 1, 2, 8, 60, 300])
def test_the_line_of_a_tour_holds_whatever_the_stops(count, width):
    first = date(2026, 1, 1)
    for gap, last in ((1, 0), (7, 4), (40, 100)):
        stops = [Stop(f"Ville numéro {i}", first + timedelta(i * gap), first + timedelta(i * gap + last)) for i in range(count)]
        for now in (date(2025, 1, 1), first, date(2026, 3, 3), date(2030, 1, 1)):
            root = check(pictures.tour_line(stops, now, width=width))
            assert not count or any(text == "aujourd’hui" for text, _ in texts(root))
    with pytest.raises(ValueError):
        pictures.tour_line([Stop("x", date(2026, 2, 1), date(2026, 1, 1))], first)


ROAD = [Stop("Lorient", date(2026, 11, 16), date(2026, 11, 19)), Stop("Quimper", date(2026, 11, 24), date(2026, 11, 28)),
        Stop("Vannes", date(2026, 12, 7), date(2026, 12, 11))]  # fmt: skip


def test_the_line_of_a_tour_says_where_the_lab_is():
    said = pictures.tour_line(ROAD, date(2026, 11, 26)).replace("\xa0", " ")
    assert "3 étapes. Aujourd’hui à Quimper, jusqu’au 28 nov. Prochaine étape : Vannes, 7–11 déc." in said.replace(
        "nov..", "nov."
    ).replace("déc..", "déc.")
    assert "Aujourd’hui entre deux étapes" in pictures.tour_line(ROAD, date(2026, 12, 2))
    assert "Pas d’étape à venir" in pictures.tour_line(ROAD, date(2027, 1, 1))
    assert "Next stop: Vannes" in pictures.tour_line(ROAD, date(2026, 11, 26), lang="en")


def test_a_crowd_has_a_dot_a_person():
    assert len(points(ET.fromstring(pictures.crowd(5)).find("path").get("d"))) == 10
    with pytest.raises(ValueError):
        pictures.crowd(0)
