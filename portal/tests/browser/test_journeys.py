"""The visitor's main job, played without a mouse: find, read, print, download."""

from io import BytesIO

import pytest
from pypdf import PdfReader

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
    assert int(page.locator("h2#res").inner_text().split()[0]) >= 13  # an editor may have published one meanwhile
    tab_to(page, 'a[href="/outils/carte-d-empathie/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/carte-d-empathie/")
    assert page.locator(".step").count() >= 4
    page.evaluate("window.print = () => { window.printed = true }")
    tab_to(page, "#imprimer")
    page.keyboard.press("Enter")
    assert page.evaluate("window.printed") and page.url.endswith("/carte-d-empathie/")
    tab_to(page, "#fichiers a.whole")
    with page.expect_response("**/fichiers/**") as answer:
        page.keyboard.press("Enter")
    assert answer.value.status == 200 and answer.value.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize("script", [False, True])
def test_from_45_minutes_20_people_remotely_to_paper_in_four_actions(visit, script):
    """On a telephone, 400 kilobits a second, half a second away."""
    page = visit(320, java_script_enabled=script)
    slow = page.context.new_cdp_session(page)
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 500, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    )
    page.goto("/outils/")
    page.fill("#m2", "45")
    page.fill("#p1", "20")
    page.check("[name=format][value=remote]")
    page.click("text=Voir les outils")  # 1
    page.wait_for_url("**format=remote**")
    page.wait_for_selector("ol.index li:nth-child(5)")
    page.click("ol.index li:first-child h3 a")  # 2
    paper = page.locator("a[href$='.pdf']", has_text="deux pages A4")
    answer = page.request.get(paper.get_attribute("href"))  # 3: what a click gives
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf" and answer.body()[:5] == b"%PDF-"


def test_a_listing_fills_a_selection(visit):
    page = visit(320)
    page.goto("/outils/?q=gommettes")
    page.click(".row [data-select=OUT-023]")
    mine = page.locator("[data-my-selection] a[href*=selection]")
    assert mine.inner_text() == "Ma sélection (1)" and page.locator("[data-select=OUT-023]").inner_text() == "Retirer"
    mine.click()
    page.wait_for_url("**/outils/selection/?o=OUT-023")
    assert page.locator("[data-remove=OUT-023]").is_visible()


def test_names_are_proposed_as_one_types(visit):
    page = visit(320)
    page.goto("/outils/")
    page.locator("main [data-suggest]").press_sequentially("gom", delay=30)
    page.wait_for_function(
        "() => [...document.querySelectorAll('#propositions option')].some((o) => o.value === 'Vote par gommettes')"
    )
    page.keyboard.type("mettes")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=gommettes**")
    assert page.locator("ol.index h3").first.inner_text() == "Vote par gommettes"


def test_the_same_without_javascript(visit):
    page = visit(320, java_script_enabled=False)
    page.goto("/")
    page.fill("#de", "20")
    page.fill("#max", "45")
    page.click(".ask button")
    assert int(page.inner_text("h2#res").split()[0]) >= 13
    page.click('a[href="/outils/1-2-4-tous/"]')
    page.wait_for_url("**/outils/1-2-4-tous/")
    assert page.locator(".step").count() >= 4


def test_the_printed_tool_is_black_on_white_without_navigation(visit):
    page = visit(1280, "dark")
    page.goto("/outils/1-2-4-tous/")
    page.emulate_media(media="print")
    assert not page.is_visible(".top") and not page.is_visible(".foot") and page.is_visible(".conduct")
    ink = "e => { const s = getComputedStyle(document.querySelector(e)); return [s.color, s.backgroundColor] }"
    assert [page.evaluate(ink, name) for name in ("body", ".poster")] == [["rgb(0, 0, 0)", "rgba(0, 0, 0, 0)"]] * 2


def test_every_tool_prints_on_two_pages(visit):
    """Recto for the group, verso for the facilitator; in English too."""
    page, counts = visit(1280), {}
    page.goto("/plan-du-site/")
    addresses = page.eval_on_selector_all("main a[href^='/outils/']", "links => links.map(a => a.getAttribute('href'))")
    page.goto("/en/plan-du-site/")
    addresses += page.eval_on_selector_all("main a[href^='/en/tools/']", "links => links.map(a => a.getAttribute('href'))")
    for address in addresses:
        if address.count("/") > 2 + address.startswith("/en/"):
            page.goto(address)
            counts[address] = len(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)
    assert len(counts) >= 32 and set(counts.values()) == {2}, counts


def test_forced_colours_keep_every_mark(visit):
    """What a background alone would show is drawn with a colour of the system instead."""
    page = visit(1280, forced_colors="active")
    page.goto("/outils/1-2-4-tous/")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches") and page.is_visible(".poster svg")
    style = "([selector, pseudo, name]) => getComputedStyle(document.querySelector(selector), pseudo)[name]"
    assert page.evaluate(style, [".step", "::after", "backgroundColor"]) == page.evaluate(style, ["body", None, "color"])
    assert page.evaluate(style, [".poster", None, "borderTopStyle"]) == "solid"


def test_reduced_motion_moves_nothing(visit):
    page = visit(1280, reduced_motion="reduce")
    page.goto("/outils/")
    moving = """() => [...document.querySelectorAll('*')].filter(e => {
        const s = getComputedStyle(e), long = t => t.split(',').some(d => parseFloat(d) > 0.01);
        return s.animationName !== 'none' && long(s.animationDuration) || long(s.transitionDuration);
    }).length"""
    assert page.evaluate(moving) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_appearance_can_be_chosen_and_is_kept(visit):
    page = visit()
    page.goto("/")
    for _ in range(2):
        page.click(".foot button")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
