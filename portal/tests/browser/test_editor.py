"""The editor's main job, played without a mouse: from sign-in to a published tool whose file a visitor takes away."""

import re

import pytest

from .conftest import tab_to

pytestmark = pytest.mark.journey
EDITOR = "editrice.bretagne@essaim.example"
ESSENTIALS = [
    ("#id_title", "Tour des prénoms"),
    ("#id_kind", "Activit"),  # a list takes the letters of the keyboard
    ("#id_tagline", "Chacun dit son prénom et ce qu'il attend."),
    ('[data-contentpath="purpose"] [contenteditable]', "Donner une première parole à chacun."),
    ("#id_expected_outputs", "Des prénoms connus"),
    ("#id_duration_min", "5"),
    ("#id_duration_max", "10"),
    ("#id_people_min", "3"),
    ("#id_people_max", "30"),
    ("#id_facilitator_level", "D"),
]
TICKED = ["#id_phases_1", "#id_goals_0", "#id_delivery_0"]
STEP = [
    ("#id_steps-0-title", "Dire son prénom"),
    ("#id_steps-0-minutes", "8"),
    ("#id_steps-0-participation", "Tous"),
    ("#id_steps-0-say", "Dites votre prénom et une attente."),
]
SHEET = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def sign_in(page, accounts, who):
    page.goto("/compte/connexion/")
    tab_to(page, "#id_login")
    page.keyboard.type(who)
    page.keyboard.press("Tab")
    page.keyboard.type(accounts[who])
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/**")
    page.wait_for_load_state("networkidle")


def tab_to_words(page, words, key="Tab", most=60):
    """Press Tab until what has the focus reads `words`."""
    for _ in range(most):
        page.keyboard.press(key)
        if words in (page.evaluate("document.activeElement.innerText") or ""):
            return
    raise AssertionError(f"{words} is not reached in {most} presses of {key}")


def open_form(page):
    """Menu « Outils », « Créer un outil »."""
    tab_to_words(page, "Outils")
    page.keyboard.press("Enter")
    tab_to_words(page, "Créer un outil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/add/tools_library/toolpage/**")
    page.wait_for_load_state("networkidle")


def fill(page, values):
    for selector, text in values:
        tab_to(page, selector)
        page.keyboard.type(text)


def press(page, selector, key="Tab"):
    tab_to(page, selector, key=key)
    page.keyboard.press("Enter")


def go_to_tab(page, name):
    """Back to the tabs, then along them with the arrows."""
    tab_to(page, '[role="tab"][aria-selected="true"]', key="Shift+Tab")
    names = [words.split()[0] for words in page.locator('form [role="tab"]').all_inner_texts()]  # a count of errors may follow
    opened = names.index(page.evaluate("document.activeElement.innerText").split()[0])
    for target in names[opened + 1 : names.index(name) + 1]:
        page.keyboard.press("ArrowRight")
        page.wait_for_function("name => document.activeElement.innerText.startsWith(name)", arg=target)


def publish(page):
    """The button « Publier », at the bottom, in the menu of the other ways to save."""
    press(page, 'footer [data-w-dropdown-target="toggle"]')
    page.wait_for_selector('[name="action-publish"]', state="visible")
    press(page, '[name="action-publish"]')


def give_file(page, file):
    """Space, and the system's own window. Chromium, when the machine is short of breath, loses a press now and then: a person
    presses again, for the focus has not moved."""
    opened = []
    page.once("filechooser", lambda chooser: opened.append(chooser))
    page.wait_for_timeout(200)  # from now on it is this test that is asked, not the system
    for tick in range(300):
        if tick % 100 == 0:
            assert page.evaluate("document.activeElement.type") == "file"
            page.keyboard.press("Space")
        page.wait_for_timeout(100)
        if opened:
            break
    opened[0].set_files(file)


def add_file(page):
    """« Ajouter », « Choisir un document », « Transférer », a title, a file, and back in the form."""
    press(page, "#id_attachments-ADD")
    tab_to_words(page, "Choisir un document")
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('.modal')")  # it takes the focus once it is open
    tab_to(page, "#tab-label-search")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.id === 'tab-label-upload'")
    tab_to(page, "#id_document-chooser-upload-title")
    page.keyboard.type("Prénoms, feuille à imprimer")
    tab_to(page, "#id_document-chooser-upload-file")
    give_file(page, {"name": "prenoms.pdf", "mimeType": "application/pdf", "buffer": SHEET})
    tab_to(page, '#tab-upload button[type="submit"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Prénoms, feuille à imprimer")
    page.wait_for_selector(".modal-body", state="detached")
    tab_to(page, "#id_attachments-0-title")
    page.keyboard.type("Feuille de prénoms")
    tab_to(page, "#id_attachments-0-kind")
    page.keyboard.type("Mod")


def test_an_editor_publishes_a_tool_with_its_file_and_a_visitor_takes_it(visit, accounts):
    page = visit(1280)
    sign_in(page, accounts, EDITOR)
    open_form(page)
    fill(page, ESSENTIALS)
    for selector in TICKED:
        tab_to(page, selector)
        page.keyboard.press("Space")
    go_to_tab(page, "Déroulé")
    press(page, "#id_steps-ADD")
    fill(page, STEP)
    go_to_tab(page, "Fichiers")
    add_file(page)
    publish(page)
    page.wait_for_selector(".messages .error")  # no licence yet: refused, and nothing typed is lost
    assert page.input_value("#id_title") == "Tour des prénoms" and page.is_checked(TICKED[0])
    assert page.input_value("#id_steps-0-say") == STEP[3][1]
    assert page.input_value("#id_attachments-0-title") == "Feuille de prénoms"

    go_to_tab(page, "Droits")
    tab_to(page, "#id_licence")
    page.keyboard.type("CC BY-SA 4.0")
    press(page, ".proposal button")
    assert page.input_value("#id_attribution_text") == "Lab de Bretagne, réseau des labs d'innovation publique."
    publish(page)
    page.wait_for_url("**/admin/pages/*/")  # back in the shelf; a refusal would stay in the form
    assert "publiée" in page.inner_text(".messages .success")

    reader = visit(320)
    reader.goto("/outils/")
    reader.goto("/outils/tour-des-prenoms/")
    assert re.search(r"5–10\smin", reader.inner_text(".facts"))
    tab_to(reader, "#fichiers a")
    with reader.expect_response("**/fichiers/**") as answer:
        reader.keyboard.press("Enter")
    assert answer.value.header_value("content-disposition").startswith('inline; filename="Prenoms, feuille a imprimer.pdf"')
    assert reader.request.get(answer.value.url).body() == SHEET


def test_publishing_while_the_draft_is_being_saved_makes_one_page(visit, accounts):
    """« Publier » waits for the save under way: else the address would be taken by the draft itself."""
    page, held = visit(1280), []

    def hold(route):
        """The server has saved; its answer is on its way."""
        if route.request.headers["accept"] == "application/json" and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    sign_in(page, accounts, EDITOR)
    open_form(page)
    page.route("**/add/tools_library/**", hold)
    fill(page, [("#id_title", "Deux fois"), ("#id_tagline", "Une seule page.")])
    until(page, lambda: held)
    publish(page)
    page.wait_for_timeout(500)
    route, answer = held[0]
    route.fulfill(response=answer)
    page.wait_for_url("**/edit/")
    page.wait_for_selector(".messages .error")  # what publication asks for is missing: said on the page just saved
    assert page.input_value("#id_title") == "Deux fois"
    page.goto("/admin/tools/?q=Deux+fois")
    assert page.get_by_role("link", name="Deux fois", exact=True).count() == 1


@pytest.mark.parametrize("moment", ["as the page comes", "while the answer is on its way"])
def test_what_is_typed_at_any_moment_is_saved_by_itself(visit, accounts, moment):
    """Wagtail alone forgets both, says « Enregistré », and lets the page be left without a word."""
    page, other, held = visit(1280), visit(1280), []

    def hold(route):
        if route.request.method == "POST" and not held:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    for one in (page, other):
        sign_in(one, accounts, EDITOR)
    open_form(page)
    fill(page, [("#id_title", f"Typed {moment}")])
    page.click("footer .action-save")
    page.wait_for_url("**/edit/")
    address = page.url
    page.goto(address)
    if moment == "while the answer is on its way":
        page.route("**/edit/", hold)
        page.fill("#id_tagline", "Le début")
        until(page, lambda: held)
    page.fill("#id_tagline", f"La fin, {moment}")
    for route, answer in held:
        route.fulfill(response=answer)

    def kept():
        other.goto(address)
        return other.input_value("#id_tagline") == f"La fin, {moment}"

    until(page, kept)


def until(page, done):
    for _ in range(100):
        if done():
            return
        page.wait_for_timeout(200)
    raise AssertionError("not in time")
