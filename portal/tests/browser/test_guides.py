"""Do a lesson and come back tomorrow: on a device, in an account, with and without JavaScript."""

import json

import pytest

from .conftest import faults_of
from .desk import MANAGER
from .test_account import sign_in

GUIDE = "/guides/creer-son-lab/"
FIRST = f"{GUIDE}decider-de-l-ouvrir/a-quoi-sert-un-lab/"
SECOND = f"{GUIDE}decider-de-l-ouvrir/un-commanditaire-et-un-premier-probleme/"
END = ".end button"
PLAN = ".plan li"
REFUSE = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"


def kept(page):
    return page.evaluate("JSON.parse(localStorage.getItem('labs.guides.v1') || '{}')")


def tomorrow(page, **more):
    """The same device, another day: a new browser with what the first one kept."""
    return page.context.storage_state() | more


def test_do_a_lesson_and_come_back_tomorrow(visit):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.method))
    page.goto(GUIDE)
    page.click("[data-resume]")
    assert page.url.endswith(FIRST)
    page.fill("[data-note] textarea", "Le délai de réponse.")
    page.check(".checks input >> nth=0")
    page.click(END)
    assert page.locator(f"{PLAN}.done").count() == 1 and page.locator("[data-finish] [role=status]").inner_text() != ""
    page.evaluate("""() => new MutationObserver((seen) => { window.saidAgain = seen.length })
        .observe(document.querySelector('[data-finish] [role=status]'), { childList: true, characterData: true, subtree: true })""")
    page.type("[data-note] textarea", " Oui.")
    assert page.evaluate("window.saidAgain") is None
    page.fill("[data-note] textarea", "Le délai de réponse.")
    assert set(asked) == {"GET"}  # nothing is sent
    back = visit(storage_state=tomorrow(page))
    back.goto(GUIDE)
    assert back.locator(f"{PLAN}.done").count() == 1
    back.click("[data-resume]")
    assert back.url.endswith(SECOND)
    back.goto("/guides/")
    assert back.locator("[data-resume-any] a").get_attribute("href") == SECOND
    back.goto("/")
    assert back.locator("[data-resume-any] a").get_attribute("href") == SECOND
    assert back.locator("[data-resume-any] a").inner_text().startswith("Reprendre")
    back.goto(FIRST)
    assert back.input_value("[data-note] textarea") == "Le délai de réponse." and back.is_checked(".checks input >> nth=0")
    back.click(END)
    assert back.locator(f"{PLAN}.done").count() == 0


def test_progress_is_taken_away_erased_and_put_back(visit, tmp_path):
    page = visit()
    page.goto(FIRST)
    page.click(END)
    with page.expect_download() as taken:
        page.click("[data-take]")
    taken.value.save_as(tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text()) == kept(page)
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.click("[data-erase]")
    assert kept(page) != {}  # asked first
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-erase]")
    assert kept(page) == {} and page.locator(f"{PLAN}.done").count() == 0
    page.click(END)  # on the page that was open
    assert page.locator(f"{PLAN}.done").count() == 1
    page.click(END)
    page.set_input_files("[data-bring]", tmp_path / "a.json")
    page.wait_for_selector(f"{PLAN}.done")
    (tmp_path / "b.json").write_text("[[")
    page.set_input_files("[data-bring]", tmp_path / "b.json")
    page.wait_for_selector("[data-told]:has-text('a changé')")
    page.reload()
    assert page.locator(f"{PLAN}.done").count() == 1
    page.goto(GUIDE)
    assert page.get_attribute("[data-resume]", "href") != FIRST
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("[data-erase]")
    assert page.evaluate("document.querySelector('[data-resume]').href").endswith(FIRST)


@pytest.mark.parametrize("how", ["kept", "blocked"])
def test_a_file_put_back_joins_the_notes_of_both(visit, tmp_path, how):
    page = visit()
    if how == "blocked":
        page.add_init_script(REFUSE)
    page.goto(FIRST)
    guide, lesson = page.evaluate("[window.guides.guide, window.guides.lesson]")
    note = page.get_attribute("[data-note]", "data-note")
    page.fill("[data-note] textarea", "Ici.")
    brought = {guide: {"l": {lesson: {"ts": 5, "d": 5}}, "n": {f"{lesson}:{note}": "Ailleurs."}}}
    (tmp_path / "a.json").write_text(json.dumps(brought))
    for _twice in range(2):
        page.set_input_files("[data-bring]", tmp_path / "a.json")
        page.wait_for_selector(f"{PLAN}.done")
        assert page.input_value("[data-note] textarea") == "Ici.\n\nAilleurs."


def test_one_progress_for_french_and_english(visit):
    page = visit()
    page.goto(FIRST)
    page.click(END)
    page.click(".tools a[hreflang=en]")
    assert "/en/" in page.url and page.locator(f"{PLAN}.done").count() == 1


@pytest.mark.parametrize("how", ["blocked", "broken"])
def test_a_device_that_keeps_nothing_reads_all_the_same(visit, how):
    page = visit()
    page.add_init_script(REFUSE if how == "blocked" else "localStorage.setItem('labs.guides.v1', '{\"x\": 3, \"y\": [')")
    page.goto(FIRST)
    page.click(END)
    assert page.locator(f"{PLAN}.done").count() == 1
    assert ("ne garde rien" in page.inner_text("[data-mine]")) is (how == "blocked")


def test_without_javascript_the_plan_is_links(visit):
    page = visit(java_script_enabled=False)
    page.goto(GUIDE)
    page.click(f"{PLAN} a >> nth=0")
    assert page.url.endswith(FIRST) and not page.is_visible(END) and not page.is_visible("[data-mine]")
    page.click(".turn a[rel=next]")
    assert page.url.endswith(SECOND)
    page.click(".turn a[rel=prev]")
    assert page.url.endswith(FIRST)


def test_a_device_goes_into_an_account_once_and_without_javascript_one_goes_on(visit, accounts):
    page = visit()
    page.goto(FIRST)
    page.fill("[data-note] textarea", "Le délai de réponse.")
    page.click(END)
    sign_in(page, accounts, MANAGER)
    page.goto(FIRST)
    assert page.is_visible("[data-merge]") and page.locator(f"{PLAN}.done").count() == 0
    with page.expect_navigation():
        page.click("[data-merge] button >> nth=0")
    assert kept(page) == {} and page.locator(f"{PLAN}.done").count() == 1 and not page.is_visible("[data-merge]")
    assert page.input_value(".book textarea") == "Le délai de réponse."
    plain = visit(java_script_enabled=False, storage_state=page.context.storage_state())
    plain.goto(SECOND)
    plain.click(END)
    assert plain.url.split("#")[0].endswith(SECOND) and plain.locator(f"{PLAN}.done").count() == 2
    plain.goto("/mon-avancement/")
    plain.click("main section a.btn")
    assert plain.url.endswith("/un-lieu-ou-une-valise/")
    plain.goto("/mon-avancement/")
    plain.click("main form[action$='/quitter/'] button")
    plain.click("[name=sure]")
    plain.goto(GUIDE)
    assert plain.locator(f"{PLAN}.done").count() == 0


def test_the_device_forgets_only_what_the_account_has_taken(visit, accounts):
    page = visit()
    page.goto(FIRST)
    page.click(END)
    page.check(".checks input >> nth=0")
    gone = {"l": {"00000000-0000-4000-8000-000000000001": {"ts": 5, "d": 5}}, "n": {}}
    page.evaluate("gone => guides.write({ ...guides.read(), '00000000-0000-4000-8000-000000000000': gone })", gone)
    sign_in(page, accounts, MANAGER)
    page.goto(FIRST)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.click("[data-merge] button >> nth=0")
    page.wait_for_selector("[data-merge] [role=status]:has-text('Connectez-vous')")
    assert len(kept(page)) == 2 and page.is_checked(".checks input >> nth=0")
    page.context.add_cookies(cookies)
    with page.expect_navigation():
        page.click("[data-merge] button >> nth=0")
    assert kept(page) == {"00000000-0000-4000-8000-000000000000": gone} and not page.is_checked(".checks input >> nth=0")
    assert "reste sur cet appareil" in page.inner_text("main > .band [role=status]")
    page.click("[data-merge] button >> nth=0")
    page.wait_for_selector("[data-merge] [role=status]:has-text('reste sur cet appareil')")
    assert len(kept(page)) == 1


def test_what_is_written_is_kept_before_a_lesson_is_marked(visit, accounts):
    page = visit()
    sign_in(page, accounts, MANAGER)
    page.goto(SECOND)
    had = page.locator(f"{PLAN}.done").count()
    page.goto(FIRST)
    page.fill(".book textarea", "Écrit, puis terminé.")
    page.context.clear_cookies(name="sessionid")
    page.click(END)
    page.wait_for_selector(".book [role=status]:has-text('Pas encore')")
    assert page.input_value(".book textarea") == "Écrit, puis terminé."
    sign_in(page.context.new_page(), accounts, MANAGER)
    with page.expect_navigation():
        page.click(END)
    assert page.input_value(".book textarea") == "Écrit, puis terminé." and page.locator(f"{PLAN}.done").count() != had
    page.fill(".book textarea", "Gardé par son bouton.")
    page.click(".book button")
    page.wait_for_selector(".book [role=status]:has-text('Gardé')")
    page.reload()
    assert page.input_value(".book textarea") == "Gardé par son bouton."


def test_no_erases_the_device_and_nothing_else(visit, accounts):
    page = visit()
    page.goto(FIRST)
    page.click(END)
    page.check(".checks input >> nth=0")
    sign_in(page, accounts, MANAGER)
    page.goto(FIRST)
    page.click("[data-merge] button >> nth=1")
    assert not page.is_checked(".checks input >> nth=0") and page.evaluate("localStorage.getItem('labs.guides.ticks')") is None
    assert kept(page) == {} and not page.is_visible("[data-merge]")
    had = page.locator(f"{PLAN}.done").count()
    page.reload()
    assert page.locator(f"{PLAN}.done").count() == had  # what the account had, and no more


@pytest.mark.parametrize("address", ["/guides/", GUIDE, f"{GUIDE}decider-de-l-ouvrir/", FIRST, SECOND, "/en/guides/"])
def test_pages_of_guides_are_accessible(visit, axe, address):
    page = visit()
    page.goto(address)
    assert faults_of(page, axe) == {}


def test_a_signed_in_lesson_is_accessible(visit, axe, accounts):
    page = visit()
    sign_in(page, accounts, MANAGER)
    for address in (FIRST, "/mon-avancement/"):
        page.goto(address)
        assert faults_of(page, axe) == {}
