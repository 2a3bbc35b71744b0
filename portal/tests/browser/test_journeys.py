"""The portal's main job, played without a mouse: a visitor finds, reads, prints, downloads; an editor publishes."""

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


def sign_in(page, accounts, who):
    page.goto("/compte/connexion/")
    tab_to(page, "#id_login")
    page.keyboard.type(who)
    page.keyboard.press("Tab")
    page.keyboard.type(accounts[who])
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/**")


# Not all that publication asks for: what is missing must be said, and nothing typed be lost.
ESSENTIALS = [
    ("#id_title", "Tour des prénoms"),
    ("#id_kind", "Activit"),  # a list takes the letters of the keyboard
    ("#id_tagline", "Chacun dit son prénom et ce qu'il attend."),
    ('[name="purpose"] ~ * [contenteditable], [data-contentpath="purpose"] [contenteditable]', "Donner une première parole."),
    ("#id_expected_outputs", "Des prénoms connus"),
    ("#id_duration_min", "5"),
    ("#id_duration_max", "10"),
    ("#id_people_min", "3"),
    ("#id_people_max", "30"),
]
TICKED = ["#id_phases_1", "#id_goals_0", "#id_delivery_0"]


def test_an_editor_fills_a_tool_by_keyboard_and_a_refusal_loses_nothing(visit, accounts):
    """From sign-in to the button « Publier », through the tabs: nothing but the keyboard."""
    page = visit(1280)
    sign_in(page, accounts, "editrice.bretagne@essaim.example")
    page.goto("/admin/outils/creer/")
    page.wait_for_load_state("networkidle")
    for selector, text in ESSENTIALS:
        tab_to(page, selector)
        page.keyboard.type(text)
    for selector in TICKED:
        tab_to(page, selector)
        page.keyboard.press("Space")
    tab_to(page, '[role="tab"]', key="Shift+Tab")
    for _ in range(4):  # tabs are walked with the arrows
        page.keyboard.press("ArrowRight")
    tab_to(page, "#id_licence")
    page.keyboard.type("CC BY-SA 4.0")
    tab_to(page, "#id_attribution_text")
    page.keyboard.type("Lab de Bretagne")
    tab_to(page, '[name="action-publish"], footer [data-w-dropdown-target="toggle"]')
    page.keyboard.press("Enter")
    if page.evaluate("!document.activeElement.matches('[name=action-publish]')"):
        tab_to(page, '[name="action-publish"]')
        page.keyboard.press("Enter")
    page.wait_for_selector(".messages .error")
    assert page.input_value("#id_title") == "Tour des prénoms"
    assert page.input_value("#id_duration_max") == "10" and page.is_checked(TICKED[0])
