"""The flat lists in a real browser: for axe, on a telephone, and an act on several pages by keyboard."""

import time

import pytest

from .conftest import faults_of, tab_to
from .test_editor import press, sign_in

pytestmark = pytest.mark.journey
LISTS = [
    "tools/",
    "news/",
    "images/",
    "documents/",
    "tools/?q=zzzz",
    "documents/?q=zzzz",
    "documents/?use=none",
    "images/?layout=grid",
]


def soon(holds, seconds=2):
    """Within two seconds, by the worker of the demo: what search.md asks of a publication."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.1)
    assert holds()


@pytest.mark.parametrize("who", ["editrice.bretagne@essaim.example", "nationale@essaim.example"])
def test_the_lists_are_accessible(visit, accounts, axe, who):
    page, faults = visit(bypass_csp=True), {}
    sign_in(page, accounts, who)
    for address in LISTS:
        page.goto(f"/admin/{address}")
        if found := faults_of(page, axe):
            faults[address] = found
    assert faults == {}


def test_a_tool_is_withdrawn_from_the_list_then_shown_again_by_keyboard(visit, accounts):
    page = visit()
    sign_in(page, accounts, "responsable.bretagne@essaim.example")
    page.goto("/admin/tools/?q=gommettes", wait_until="networkidle")
    tab_to(page, "[data-bulk-action-checkbox]")
    page.keyboard.press("Space")
    page.wait_for_selector(".bulk-actions-choices:not(.hidden)")
    press(page, '[data-bulk-action-button][href*="/unpublish/"]')
    page.wait_for_url("**/bulk/wagtailcore/page/unpublish/**")
    press(page, "main form button[type=submit]")
    page.wait_for_url("**/admin/tools/?q=gommettes")
    assert page.request.get("/outils/vote-par-gommettes/").status == 404
    soon(lambda: "Vote par gommettes" not in page.request.get("/outils/?q=vote+gommettes").text())
    press(page, '.messages a[href*="/annuler/"]')
    page.wait_for_url("**/annuler/**")
    press(page, "main form button[type=submit]")
    page.wait_for_selector(".messages .success")
    assert page.request.get("/outils/vote-par-gommettes/").status == 200
    soon(lambda: "<mark>gommettes</mark>" in page.request.get("/outils/?q=vote+gommettes").text())
