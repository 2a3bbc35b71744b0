"""The pictures of case studies: well formed, measured, light, the same every time, in both languages."""

import re
import xml.etree.ElementTree as ET

import pytest

from portal import pictures

NUMBERS = [
    (7, 1, 50, 100, 940, "agences", 4), (None, None, 120, None, None, "", 6), (None, None, None, None, None, "", 0),
    (3, 0, None, None, None, "", 2), (1, 1, None, 5, None, "", 1), (40, 12, 9_000, 80_000, 300_000, "x" * 200, 5),
    (None, None, 1, 0, 12, "lieux", 3), (None, None, None, 12, 12, "lieux", 3),
]  # fmt: skip


def drawn(numbers, **options):
    svg = pictures.funnel(*numbers, **options)
    return svg, ET.fromstring(svg)


def number_of_dots(path):
    """Dots of a dashed path: its lengths over its gap."""
    gap = float(path.get("stroke-dasharray").split()[1])
    lines = re.findall(r"M([\d.]+) [\d.]+H([\d.]+)", path.get("d"))
    return sum(round((float(end) - float(start)) / gap) + 1 for start, end in lines)


@pytest.mark.parametrize("numbers", NUMBERS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_funnel_is_well_formed_light_and_deterministic(numbers, lang):
    svg, root = drawn(numbers, lang=lang)
    assert svg == pictures.funnel(*numbers, lang=lang)
    assert len(svg) < 9_000 and len(list(root.iter())) <= 40
    width, height = map(float, root.get("viewBox").split()[2:])
    for x, y in re.findall(r"M([\d.-]+) ([\d.-]+)", svg):
        assert 0 <= float(x) <= width and 0 <= float(y) <= height


@pytest.mark.parametrize(("done", "target"), [(100, 940), (0, 12), (12, 12), (1, 21), (19, 41)])
def test_each_place_is_a_dot(done, target):
    _svg, root = drawn((7, 1, None, done, target, "agences", 4))
    fields = [path for path in root.iter("path") if path.get("stroke-dasharray")]
    assert [number_of_dots(path) for path in fields] == [n for n in (done, target - done) if n]


def test_the_sentence_says_what_is_drawn():
    _svg, root = drawn((7, 1, 50, 100, 940, "agences", 4))
    assert root.get("aria-label") == "7\u00a0maquettes, 1\u00a0retenue, essayée dans 100 agences sur 940."
    _svg, root = drawn((7, 1, 50, 100, 940, "agencies", 4), lang="en")
    assert root.get("aria-label") == "7\u00a0mock-ups, 1\u00a0kept, in use in 100 agencies out of 940."


def test_mock_ups_are_circles_and_those_that_were_kept_are_full():
    _svg, root = drawn((7, 1, None, None, None, "", 2))
    (rings,) = [path.get("d") for path in root.iter("path") if path.get("class") == "ring"]
    assert rings.count("M") == 6


def test_hostile_words_stay_words():
    svg, _root = drawn((None, None, None, 1, 2, '<script>"&', 1))
    assert "<script>" not in svg


@pytest.mark.parametrize("numbers", [(7, 8, None, None, None), (None, None, -1, None, None), (None, None, None, 3, 2)])
def test_impossible_numbers_are_refused(numbers):
    with pytest.raises(ValueError):
        pictures.funnel(*numbers)


@pytest.mark.parametrize(("sources", "copies"), [(0, 1), (2, 3), (1, 0), (30, 40)])
def test_a_line_of_descent_has_a_line_for_each(sources, copies):
    svg = pictures.lineage(sources, copies)
    lines = ET.fromstring(svg)[0].get("d")
    assert lines.count("M") == min(sources, 8) + min(copies, 8) and svg == pictures.lineage(sources, copies)
    with pytest.raises(ValueError):
        pictures.lineage(-1, 0)
