"""The admin under its policy, enforced: an editor's screens and gestures, and not one violation."""

import re

import pytest

from .conftest import DATA
from .test_editor import EDITOR, SHEET

NATIONAL = "nationale@essaim.example"
LISTEN = """window.violated = []; document.addEventListener("securitypolicyviolation", (event) => {
    window.violated.push([event.violatedDirective, event.blockedURI, event.sourceFile, event.lineNumber].join(" "));
});"""
IMAGE = DATA.parent / "essaim-policy.png"
SCREENS = [
    "/admin/", "/admin/tools/", "/admin/tools/?q=carte&export=", "/admin/pages/", "/admin/pages/search/?q=outil",
    "/admin/images/", "/admin/documents/", "/admin/images/multiple/add/", "/admin/documents/multiple/add/",
    "/admin/documents/add/", "/admin/images/add/", "/admin/reports/aging-pages/", "/admin/reports/site-history/",
    "/admin/reports/workflow/", "/admin/snippets/tools_library/material/", "/admin/snippets/tools_library/material/add/",
    "/admin/account/", "/compte/profil/",
]  # fmt: skip
NATIONAL_SCREENS = [
    "/admin/members/", "/admin/people/", "/admin/labs/", "/admin/audit/", "/admin/invitations/", "/admin/redirects/add/",
    "/admin/settings/portal/sitesettings/", "/admin/workflows/list/", "/admin/reports/locked/", "/admin/snippets/portal/term/",
    "/admin/collections/",
]  # fmt: skip


@pytest.fixture
def desk(visit, accounts):
    """desk(who) -> her page, signed in; what her browser has refused is asked of every document that she leaves."""
    pages, refused = [], []

    def open_(who=EDITOR):
        page = visit(1400)
        page.add_init_script(LISTEN)
        page.on(
            "console", lambda m: refused.append(m.text) if "Refused to" in m.text or "violates the following" in m.text else None
        )
        page.goto("/compte/connexion/")
        page.fill("#id_login", who)
        page.fill("#id_password", accounts[who])
        page.press("#id_password", "Enter")
        page.wait_for_url("**/admin/**")
        pages.append(page)
        return page

    yield open_
    for page in pages:
        refused += [line for frame in page.frames for line in frame.evaluate("window.violated ?? []")]
    assert refused == []


def settle(page):
    page.wait_for_load_state("networkidle")


def tool(page, title="1-2-4-Tous"):
    """The edit form of a tool of her lab."""
    page.goto(f"/admin/tools/?q={title}")
    page.get_by_role("link", name=title, exact=True).first.click()
    page.wait_for_url("**/edit/")
    settle(page)
    return re.search(r"/pages/(\d+)/", page.url)[1]


def in_modal(page, opener, search="a"):
    """A chooser: opened, searched, its other tabs looked at, closed."""
    opener.scroll_into_view_if_needed()
    opener.click()
    modal = page.locator(".modal-content")
    modal.wait_for()
    settle(page)
    field = modal.locator("input[name=q]")
    if field.count():
        field.first.fill(search)
        settle(page)
    for tab in modal.locator('[role="tab"]').all():
        tab.click()
    modal.locator('[data-dismiss="modal"]').first.click()
    modal.wait_for(state="detached")


def test_screens_of_an_editor_break_nothing(desk):
    page = desk()
    for address in SCREENS:
        assert page.goto(address).status == 200, address
        settle(page)
        assert page.evaluate("window.violated") == [], address


def test_screens_of_the_national_team_break_nothing(desk):
    page = desk(NATIONAL)
    for address in NATIONAL_SCREENS:
        assert page.goto(address).status == 200, address
        settle(page)
        assert page.evaluate("window.violated") == [], address


def test_the_form_of_a_tool_all_its_tabs_rows_dates_and_choosers(desk):
    page = desk()
    tool(page)
    tabs = page.locator('form [role="tab"]')
    assert tabs.count() == 6
    for n in range(6):
        tabs.nth(n).click()
    tabs.nth(0).click()
    in_modal(page, page.locator("#id_cover-chooser [data-chooser-action-choose]").first)
    page.locator("#id_last_reviewed_on").click()
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_date").first.click()
    assert page.input_value("#id_last_reviewed_on")
    editor = page.locator('[data-contentpath="purpose"] [contenteditable]')
    editor.click()
    page.keyboard.type(" Un ajout.")
    page.keyboard.press("Control+a")
    page.locator(
        '[data-contentpath="purpose"] button[name="BOLD"], [data-contentpath="purpose"] [data-draftail-trigger]'
    ).first.click(force=True)
    tabs.nth(1).click()
    before = page.locator("#id_steps-FORMS > *").count()
    page.click("#id_steps-ADD")
    assert page.locator("#id_steps-FORMS > *").count() == before + 1
    tabs.nth(3).click()
    page.click("#id_attachments-ADD")
    in_modal(page, page.locator("[id^=id_attachments-][id$=-document-chooser] [data-chooser-action-choose]").last)
    tabs.nth(5).click()
    page.click("#id_relations-ADD")
    in_modal(page, page.locator("[id^=id_relations-][id$=-target-chooser] [data-chooser-action-choose]").last, "carte")


def test_a_text_all_its_blocks_and_the_table(desk):
    page = desk()
    page.goto("/admin/pages/add/portal/newspage/" + shelf(page) + "/")
    settle(page)
    page.fill("#id_title", "Une nouvelle de blocs")
    for name in ("text", "question", "accordion", "callout", "quote", "steps", "figures", "table", "image", "tools", "download"):
        page.locator('[data-contentpath="body"] [data-streamfield-stream-container] button.c-sf-add-button').last.click()
        option = page.locator(f'[data-combobox-option="{name}"], .w-combobox__option').filter(has_text=LABELS[name]).first
        option.hover()
        page.wait_for_timeout(300)  # the preview of the block, in a frame
        option.click()
    assert page.locator("[data-streamfield-child]").count() >= 11
    settle(page)


LABELS = {
    "text": "Texte", "question": "Question", "accordion": "Dépliants", "callout": "Encadré", "quote": "Citation",
    "steps": "Étapes", "figures": "Chiffres", "table": "Tableau", "image": "Image", "tools": "Outils", "download": "Fichier",
}  # fmt: skip


def shelf(page):
    """The id of the shelf of news."""
    answer = page.request.get("/admin/api/main/pages/?type=portal.NewsIndexPage&fields=id&limit=1").json()
    return str(answer["items"][0]["id"])
