"""What tests of the admin share: a desk that counts what the policy refuses, and the gestures of an editor."""

import pytest

from .test_editor import EDITOR

NATIONAL = "nationale@essaim.example"
MANAGER = "responsable.bretagne@essaim.example"
LISTEN = """window.violated = []; document.addEventListener("securitypolicyviolation", (event) => {
    window.violated.push([event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber].join(" "));
});"""


def violated(page):
    """What the policy has refused in the page and its frames."""
    return [line for frame in page.frames for line in frame.evaluate("window.violated ?? []")]


def enter(page, accounts, who):
    page.goto("/compte/connexion/")
    page.fill("#id_login", who)
    page.fill("#id_password", accounts[who])
    page.press("#id_password", "Enter")
    page.wait_for_url("**/admin/**")


@pytest.fixture
def desk(visit, accounts):
    """desk(who) -> her page, signed in. One violation, in any page that she has opened, fails the test."""
    pages, refused = [], []

    def told(message):
        if "Content Security Policy" in message.text:  # browsers say so of every violation, frames included
            refused.append(message.text)

    def open_(who=EDITOR):
        page = visit(1400)
        page.add_init_script(LISTEN)
        page.on("console", told)
        enter(page, accounts, who)
        pages.append(page)
        return page

    yield open_
    assert refused + [line for page in pages for line in violated(page)] == []


def settle(page):
    page.wait_for_load_state("networkidle")


def open_tool(page, slug="1-2-4-tous"):
    """The edit form of a tool of her lab; its id."""
    found = page.request.get(f"/admin/api/main/pages/?slug={slug}").json()["items"]
    page.goto(f"/admin/pages/{found[0]['id']}/edit/")
    settle(page)
    return found[0]["id"]


def in_modal(page, opener, search="a"):
    """A chooser: opened, searched, its tabs looked at, closed."""
    opener.click()
    modal = page.locator(".modal-content")
    modal.wait_for()
    settle(page)
    if modal.locator("input[name=q]").count():
        modal.locator("input[name=q]").first.fill(search)
        settle(page)
    for tab in modal.locator('[role="tab"]').all():
        tab.click()
    modal.locator('[data-dismiss="modal"]').first.click()
    modal.wait_for(state="detached")


def open_panel(page, name):
    """The side panel « Aperçu » or « Vérifications », once its preview is there."""
    page.click(f'[data-side-panel-toggle="{name}"]')
    page.wait_for_function("() => document.querySelector('#w-preview-iframe')?.contentDocument?.querySelector('h1')")
    settle(page)


def preview(page):
    return next(frame for frame in page.frames if "/preview/" in frame.url)
