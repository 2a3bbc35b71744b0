"""Find where the mobile lab of Bretagne is this week: by the map, by the list, without a mouse, without JavaScript."""

import re

import pytest
from icalendar import Calendar

from .conftest import tab_to

BRETAGNE = '.map a[data-region="53"]'


@pytest.mark.parametrize("script", [True, False])
def test_the_mobile_lab_of_bretagne_is_found_by_keyboard_from_the_home_page(visit, script):
    page = visit(java_script_enabled=script)
    page.goto("/")
    page.click("nav >> text=Labs")
    if script:
        tab_to(page, BRETAGNE)
    else:
        page.focus(BRETAGNE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/labs/regions/bretagne/")
    assert page.locator("h1").inner_text() == "Bretagne"
    page.click("main >> text=Lab mobile de Bretagne")
    said = page.locator(".here").inner_text()
    assert re.match(r"À Quimper jusqu’au \d", said) and "Prochaine étape" in said
    with page.expect_download() as download:
        page.click("text=La tournée dans mon agenda")
    calendar = Calendar.from_ical(download.value.path().read_bytes())
    assert "Quimper" in " ".join(str(event["location"]) for event in calendar.walk("VEVENT"))


def test_the_list_is_narrowed_without_javascript_and_the_map_follows(visit):
    page = visit(320, java_script_enabled=False)
    page.goto("/labs/")
    page.check("input[name=presence][value=mobile]")
    page.click("text=Afficher les labs")
    assert page.locator("#res").inner_text() == "14 labs ouverts".replace(" ", "\xa0", 1)
    assert page.locator(".regions li").count() == 14 and page.locator(".regions .k-place").count() == 0
    assert page.locator(".map path.k-place").count() == 0 and page.locator(".map path.k-mobile").count() == 1


def test_a_region_of_the_list_lights_up_on_the_map(visit):
    page = visit()
    page.goto("/labs/")
    page.focus("#r-06 a")
    assert page.locator('.map a[data-region="06"].on').count() == 1
    page.focus("#r-53 a")
    assert page.locator('.map a[data-region="06"].on').count() == 0 and page.locator(f"{BRETAGNE}.on").count() == 1


def test_the_map_is_shown_in_a_frame(visit):
    page = visit()
    frame = '<iframe src="/labs/integrer/" width="600" height="900"></iframe>'
    page.route("**/cadre.html", lambda route: route.fulfill(body=frame, content_type="text/html"))  # without a policy of ours
    page.goto("/cadre.html")
    assert page.frames[1].locator("h1").inner_text().startswith("24")
