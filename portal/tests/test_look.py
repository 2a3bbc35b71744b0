"""Colours hold their contrast in both schemes, and the documentation tells the true figures."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "portal/static/css/tokens.css").read_text(encoding="utf-8")
LIGHT = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", CSS))
PAIRS = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS)
DARK = LIGHT | {name: dark for name, _light, dark in PAIRS}
HUES = ("outils", "labs", "cas", "guides", "fichiers")


def luminance(colour):
    """Relative luminance of #rrggbb. Source: WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def told(first, second):
    return " / ".join(f"{contrast(scheme[first], scheme[second]):.1f}" for scheme in (LIGHT, DARK))


def test_browsers_without_light_dark_get_the_same_light_colours():
    assert len(PAIRS) > 20
    assert {name: light for name, light, _dark in PAIRS if LIGHT.get(name, light) != light} == {}


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_text_is_readable_on_every_ground(scheme, hue):
    assert contrast(scheme[f"on-{hue}"], scheme[hue]) >= 4.5
    assert contrast(scheme[f"{hue}-trait"], scheme["ground"]) >= 7
    assert contrast(scheme["ink"], scheme[f"{hue}-voile"]) >= 7


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_texts_and_borders_stand_out_of_the_page(scheme):
    for name, least in (("ink", 7), ("soft", 7), ("wrong", 7), ("right", 7), ("line", 3)):
        assert contrast(scheme[name], scheme["ground"]) >= least, name


def test_the_documentation_tells_the_true_contrasts():
    text = (settings.BASE_DIR / "docs/look.md").read_text(encoding="utf-8")
    for hue in HUES:
        cells = [told(f"on-{hue}", hue), told(f"{hue}-trait", "ground"), told("ink", f"{hue}-voile")]
        assert f"| {hue} | {' | '.join(cells)} |" in text
    for name in ("ink", "soft", "line", "wrong", "right"):
        assert f"| {name} | {told(name, 'ground')} on ground | | |" in text
