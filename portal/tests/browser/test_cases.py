"""A case study found and read: where something failed, and the tool that was used."""

import pytest

from .conftest import faults_of

CASE = "/etudes-de-cas/agence-de-demain/"
PAGES = [CASE, "/etudes-de-cas/", "/etudes-de-cas/?theme=service_offer", "/etudes-de-cas/?q=zzzz", "/chiffres-cles/"]


@pytest.mark.parametrize("script", [False, True])
def test_find_a_case_where_something_failed_and_the_tool_it_used(visit, script):
    page = visit(320, java_script_enabled=script)
    page.goto("/etudes-de-cas/")
    page.fill('.facets input[type="search"]', "maquettes écartées")
    page.check('[name=outil][value="OUT-016"]')
    page.click(".facets button.btn")
    page.wait_for_url("**/etudes-de-cas/?*outil=OUT-016*")
    page.click('ul.index a[href="/etudes-de-cas/agence-de-demain/"]')
    page.wait_for_url(f"**{CASE}")
    failed = page.locator(".failed")
    assert failed.locator("li").count() == 3 and failed.locator(".huge").first.inner_text() == "6"
    page.click(".h-outils a")
    page.wait_for_url("**/outils/**")
    assert page.locator(f'main a[href="{CASE}"]').count() == 1  # the tool shows the case


def test_the_keyboard_reaches_what_failed_at_once(visit):
    page = visit()
    page.goto(CASE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "rate"


def test_what_one_takes_away_of_a_case_is_downloaded(visit):
    page = visit()
    page.goto(CASE)
    with page.expect_download() as got:
        page.click('a[href$=".bib"]')
    assert got.value.suggested_filename == "CAS-002.bib"


def test_pages_of_cases_and_figures_have_no_axe_violation(visit, axe):
    """On a phone and at a desk, by day and by night."""
    page, faults = visit(bypass_csp=True), {}
    for address in PAGES:
        page.goto(address)
        if found := faults_of(page, axe):
            faults[address] = found
    assert faults == {}


def test_the_print_has_no_chrome(visit):
    page = visit()
    page.goto(CASE)
    page.emulate_media(media="print")
    for hidden in ("header.top", "footer.foot", "#citer", ".crumb"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".failed").is_visible() and page.locator("p.print-only").last.is_visible()
