"""Properties of the pictures of the library: the seven times, what passes near a request."""

import xml.etree.ElementTree as ET

import pytest

from portal import pictures

from .test_pictures import check, points


def test_what_passes_near_is_named_even_when_two_are_the_same():
    twins = [("Un", 30, 60, 3, 15), ("Deux", 30, 60, 3, 15), ("Trois", 240, 480, 3, None)]
    picture = pictures.near_miss(20, 20, twins)
    check(picture)
    assert "Un, Deux, Trois" in picture and ">Un, Deux<" in picture
    assert all(f">{words}<" in picture for words in ("15\xa0pers.", "20\xa0pers.", "sans limite"))  # what height means
    for bad in ((0, 5), (5, 0)):
        with pytest.raises(ValueError):
            pictures.near_miss(*bad, [])
    for minutes, people in ((1, 1), (100_000, 10_000)):
        check(pictures.near_miss(minutes, people, twins))


def test_seven_times_has_a_dot_per_tool():
    counts = {"prepare": 1, "open": 1, "scan": 11, "focus": 15, "act": 9, "close": 1, "follow": 2}
    lines, marks = check(pictures.seven_times(counts)).findall("path")
    dots = points(marks.get("d"))[::2]  # a dot is a point, then a line of no length
    assert len(dots) == 40 and len(set(dots)) == 40
    assert float(marks.get("stroke-width")) < 236 / 15  # none touches the next
    columns = {x: sum(at == x for at, _y in dots) for x, _y in dots}
    assert list(columns.values()) == list(counts.values())
    assert lines.get("d").count("M") == 1 + 11 + 15 + 15 + 9 + 2


def test_many_tools_make_a_shape_as_wide_as_the_counts():
    counts = {"prepare": 10, "open": 10, "scan": 60, "focus": 80, "act": 20, "close": 10, "follow": 20}
    ends = points(check(pictures.seven_times(counts)).find("path").get("d"))
    ys = [round(130 - y) for x, y in ends[1:15] if y < 130]
    assert ys[::2][:7] == [13, 13, 78, 104, 26, 13, 26]


def test_seven_times_holds_whatever_the_counts():
    for others in ({}, {"scan": 10**6}, {"follow": 20}, dict.fromkeys(("prepare", "scan", "follow"), 5)):
        check(pictures.seven_times(others))
        check(pictures.seven_times(others, width=600))
    for bad in ({"sieste": 3}, {"scan": -1}):
        with pytest.raises(ValueError):
            pictures.seven_times(bad)


def test_a_name_beside_another_flight_goes_above_its_own():
    two = [("Un-deux-quatre-tous", 12, 30, 4, 200), ("Long", 60, 240, 12, 200)]
    picture = ET.fromstring(pictures.near_miss(4, 80, two))
    heights = {text.text: float(text.get("y")) for text in picture.iter("text")}
    assert heights["Un-deux-quatre-tous"] < heights["Long"] - 15
