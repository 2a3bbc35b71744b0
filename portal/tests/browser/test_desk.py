"""The desk in a real browser: an editor's and the national team's, for axe; the first visit without a script."""

import pytest

from .conftest import faults_of
from .test_account import sign_in

EDITOR = "editrice.bretagne@essaim.example"
NATIONAL = "nationale@essaim.example"


@pytest.mark.journey
@pytest.mark.parametrize("who", [EDITOR, NATIONAL])
def test_the_desk_is_accessible_and_as_wide_as_the_screen(visit, accounts, axe, who):
    page, faults = visit(bypass_csp=True), {}
    sign_in(page, accounts, who)
    for address in ("/admin/", "/admin/desk/waiting/", "/admin/desk/english/", "/admin/help/traduire/"):
        page.goto(address)
        if found := faults_of(page, axe):
            faults[address] = found
    assert faults == {}


def test_the_first_visit_is_read_and_closed_without_a_script(visit, accounts):
    page = visit(1280, java_script_enabled=False)
    page.goto("/compte/connexion/")
    page.fill("#id_login", NATIONAL)
    page.fill("#id_password", accounts[NATIONAL])
    page.press("#id_password", "Enter")
    page.wait_for_load_state()
    page.goto("/admin/")
    assert page.locator(".desk-steps li").count() == 4
    page.click("button[value=tools]")
    assert page.url.endswith("/admin/desk/lab/")
    page.goto("/admin/")
    assert page.locator(".desk-steps .desk-done").count() >= 1
    page.click("button[value=closed]")
    assert page.locator(".desk-steps").count() == 0 and page.locator("#desk-waiting").count() == 1
