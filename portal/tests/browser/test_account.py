"""The account in a real browser: a passkey added and used, by keyboard; every page of the account for axe."""

import re

import pytest

from .conftest import faults_of, tab_to

MEMBER = "membre.bretagne@essaim.example"
AWAY = re.compile(r"^(?!.*connexion)")  # from the door
MANAGER = "responsable.bretagne@essaim.example"


def sign_in(page, accounts, email):
    page.goto("/compte/connexion/")
    page.fill("#id_login", email)
    page.fill("#id_password", accounts[email])
    page.keyboard.press("Enter")
    page.wait_for_url(AWAY)


def authenticator(page):
    """A key plugged in, of those that browsers imitate for tests."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def press(page, selector):
    tab_to(page, selector)
    page.keyboard.press("Enter")


@pytest.mark.long
def test_a_passkey_is_added_then_opens_the_door_alone(visit, accounts):
    page = visit()
    authenticator(page)
    sign_in(page, accounts, MEMBER)
    page.goto("/compte/deux-facteurs/cles/ajouter/")
    page.fill("#id_password", accounts[MEMBER])  # is it still you?
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_passwordless")
    page.check("#id_passwordless")
    press(page, "#passkey")
    page.wait_for_url("**/secours/")
    assert page.locator(".codes li").count() == 10
    page.goto("/compte/deconnexion/")
    with page.expect_navigation():
        press(page, ".ways .btn")
    page.goto("/compte/connexion/")
    press(page, "#passkey")
    page.wait_for_url(AWAY)
    page.goto("/compte/")
    assert page.locator("text=Membre, Lab de Bretagne").count() == 1
    page.goto("/compte/deux-facteurs/cles/")
    press(page, 'a[href$="/retirer/"]')
    page.wait_for_url("**/re-authentification/**")
    page.fill("#id_password", accounts[MEMBER])
    page.keyboard.press("Enter")
    page.wait_for_url("**/retirer/")
    press(page, "button.stop")
    page.wait_for_url("**/cles/")
    assert "Aucune clé" in page.inner_text(".ways")


def test_a_key_that_does_not_answer_is_said_in_words(visit, accounts):
    page = visit()
    page.goto("/compte/connexion/")
    page.evaluate("navigator.credentials.get = () => Promise.reject(new Error('nobody')); 0")
    press(page, "#passkey")
    page.wait_for_selector("#key-trouble:not([hidden])")
    assert "n’a pas répondu" in page.inner_text("#key-trouble")


ACCOUNT = ["", "donnees/", "sessions/", "deux-facteurs/", "deux-facteurs/cles/", "adresse/", "mot-de-passe/", "deconnexion/"]
ROOMS = ["", "members/", "members/inviter/", "invitations/", "audit/"]
ROOMS += [f"desk/{name}/" for name in ("waiting", "sent-back", "drafts", "lab", "reread", "english")]
ROOMS += ["help/", "help/publier-un-outil/", "help/raccourcis-clavier/"]


@pytest.mark.journey
def test_the_pages_of_the_account_are_accessible(visit, accounts, axe):
    page, faults = visit(bypass_csp=True), {}
    sign_in(page, accounts, MANAGER)
    for address in [f"/compte/{name}" for name in ACCOUNT] + [f"/admin/{name}" for name in ROOMS]:
        page.goto(address)
        if found := faults_of(page, axe):
            faults[address] = found
    assert faults == {}
