"""The visitor's main job, played without a mouse: find, read, print, download."""

import pytest

from .conftest import tab_to


def test_a_lab_team_with_45_minutes_and_20_people_leaves_with_a_file(visit):
    page = visit(320)
    page.goto("/")
    tab_to(page, "#de")
    page.keyboard.press("Control+a")
    page.keyboard.type("20")
    tab_to(page, "#max")
    page.keyboard.press("Control+a")
    page.keyboard.type("45")
    page.keyboard.press("Enter")
    page.wait_for_url("**/outils/?*")
    assert page.locator("h2#res").inner_text().replace("\u00a0", " ") == "13 outils"
    tab_to(page, 'a[href="/outils/carte-d-empathie/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/carte-d-empathie/")
    assert page.locator(".step").count() >= 4
    tab_to(page, "#fichiers a.whole")
    with page.expect_response("**/fichiers/**") as answer:
        page.evaluate("fetch(document.activeElement.href)")
    assert answer.value.status == 200 and answer.value.headers["content-type"] == "application/pdf"


def test_the_same_without_javascript(visit):
    page = visit(320, java_script_enabled=False)
    page.goto("/")
    page.fill("#de", "20")
    page.fill("#max", "45")
    page.click(".ask button")
    assert "13" in page.inner_text("h2#res")
    page.click('a[href="/outils/1-2-4-tous/"]')
    page.wait_for_url("**/outils/1-2-4-tous/")
    assert page.locator(".step").count() >= 4


@pytest.mark.parametrize("media", ["print"])
def test_the_printed_tool_is_black_on_white_without_navigation(visit, media):
    page = visit(1280)
    page.goto("/outils/1-2-4-tous/")
    page.emulate_media(media=media)
    assert not page.is_visible(".top") and not page.is_visible(".foot") and page.is_visible(".conduct")
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_forced_colours_keep_every_mark(visit):
    page = visit(1280, forced_colors="active")
    page.goto("/outils/1-2-4-tous/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches") and page.is_visible(".poster svg")


def test_the_appearance_can_be_chosen_and_is_kept(visit):
    page = visit()
    page.goto("/")
    for _ in range(2):
        page.click(".foot button")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
