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
    page.click("[data-erase]")
    assert kept(page) == {} and page.locator(f"{PLAN}.done").count() == 0
    with page.expect_navigation():
        page.set_input_files("[data-bring]", tmp_path / "a.json")
    assert page.locator(f"{PLAN}.done").count() == 1
    (tmp_path / "b.json").write_text("[[")
    page.set_input_files("[data-bring]", tmp_path / "b.json")
    page.reload()
    assert page.locator(f"{PLAN}.done").count() == 1


def test_one_progress_for_french_and_english(visit):
    page = visit()
    page.goto(FIRST)
    page.click(END)
    page.click(".tools a[hreflang=en]")
    assert "/en/" in page.url and page.locator(f"{PLAN}.done").count() == 1


@pytest.mark.parametrize("how", ["blocked", "broken"])
def test_a_device_that_keeps_nothing_reads_all_the_same(visit, how):
    page = visit()
    refuse = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    page.add_init_script(refuse if how == "blocked" else "localStorage.setItem('labs.guides.v1', '{\"x\": 3, \"y\": [')")
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
    plain.goto(GUIDE)
    assert plain.locator(f"{PLAN}.done").count() == 0


def test_no_erases_the_device_and_nothing_else(visit, accounts):
    page = visit()
    page.goto(FIRST)
    page.click(END)
    sign_in(page, accounts, MANAGER)
    page.goto(GUIDE)
    page.click("[data-merge] button >> nth=1")
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
