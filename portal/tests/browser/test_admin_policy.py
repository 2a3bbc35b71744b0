"""The admin under its policy, enforced: the screens and gestures of an editor, and not one violation."""

import re

import pytest

from media.tests.conftest import png

from .desk import LISTEN, MANAGER, NATIONAL, desk, enter, in_modal, open_panel, open_tool, settle, violated  # noqa: F401  (a fixture)
from .test_editor import EDITOR, SHEET

pytestmark = pytest.mark.journey

EDITORS = """
    / /tools/ /tools/?q=carte /pages/ /pages/search/?q=outil /pages/create/portal/newspage /images/ /documents/ /images/multiple/add/
    /documents/multiple/add/ /documents/add/ /images/add/ /reports/aging-pages/ /reports/site-history/ /reports/workflow/
    /snippets/tools_library/material/ /snippets/tools_library/material/add/ /account/
"""
NATIONALS = """
    /members/ /members/inviter/ /invitations/ /people/ /labs/ /audit/ /redirects/add/ /settings/portal/sitesettings/2/ /workflows/list/ /reports/locked/
    /snippets/portal/term/ /snippets/portal/term/add/ /collections/ /sites/
"""
IMITATIONS = """() => {
    const of = (body) => { const script = document.createElement("script"); script.textContent = body; document.body.append(script); };
    of('window.hacked = 1; new InlinePanel(JSON.parse("{}"));');
    of('new PageChooser("x", {}); window.hacked = 2;');
    of('(function() { var panel = new InlinePanel({}); window.hacked = 3; })();');
    document.body.insertAdjacentHTML("beforeend", '<img src="/x" onerror="window.hacked = 4">');
}"""


def test_screens_of_an_editor_break_nothing(desk):  # noqa: F811
    page = desk()
    for address in EDITORS.split():
        assert page.goto(f"/admin{address}").status == 200, address
        settle(page)
        assert violated(page) == [], address


def test_screens_of_the_national_team_break_nothing(desk):  # noqa: F811
    page = desk(NATIONAL)
    for address in NATIONALS.split():
        assert page.goto(f"/admin{address}").status == 200, address
        settle(page)
        assert violated(page) == [], address


def test_the_form_of_a_tool_its_tabs_rows_dates_and_choosers(desk):  # noqa: F811
    page = desk()
    open_tool(page)
    tabs = page.locator('form [role="tab"]')
    assert tabs.count() == 6
    in_modal(page, page.locator("#id_cover-chooser [data-chooser-action-choose]").first)
    page.locator("#id_last_reviewed_on").click()
    page.locator(".xdsoft_datetimepicker:visible .xdsoft_date").nth(10).click()
    assert page.input_value("#id_last_reviewed_on")
    page.locator('[data-contentpath="purpose"] [contenteditable="true"]').click()
    page.keyboard.type(" Un ajout.")
    page.keyboard.press("Control+k")  # the chooser of links
    page.locator(".modal-content").wait_for()
    page.locator('.modal-content [data-dismiss="modal"]').first.click()
    tabs.nth(1).click()
    add_row(page, "steps")
    tabs.nth(2).click()
    add_row(page, "materials")
    in_modal(page, page.locator("[id^=id_materials-][id$=-material-chooser]:visible [data-chooser-action-choose]:visible").last)
    tabs.nth(3).click()
    add_row(page, "attachments")
    in_modal(page, page.locator("[id^=id_attachments-][id$=-document-chooser] [data-chooser-action-choose]:visible").last)
    tabs.nth(5).click()
    add_row(page, "relations")
    in_modal(page, page.locator("[id^=id_relations-][id$=-target-chooser] [data-chooser-action-choose]:visible").last, "carte")


def add_row(page, name):
    rows = page.locator(f"#id_{name}-FORMS > [data-inline-panel-child]")
    before = rows.count()
    page.click(f"#id_{name}-ADD")
    assert rows.count() == before + 1


def test_a_text_all_its_blocks_with_their_previews_and_the_table(desk):  # noqa: F811
    page = desk()
    page.goto("/admin/pages/create/portal/newspage")
    settle(page)
    page.fill("#id_title", "Une nouvelle de blocs")
    options = page.locator(".w-combobox__option")
    add = page.locator('[data-contentpath="body"] button.c-sf-add-button')
    add.last.click()
    count = options.count()
    assert count == 11
    for n in range(count):
        if n:
            add.last.click()
        page.locator(".w-combobox__option-preview").nth(n).click()
        page.wait_for_function("() => document.querySelector('.w-block-preview iframe, iframe[src*=block-preview]')")
        settle(page)
        options.nth(n).click()
    assert page.locator("[data-streamfield-child]").count() >= 11
    page.locator(".typed-table-block button:visible").first.click()  # a column
    settle(page)


def test_publication_history_comparison_and_bulk(desk):  # noqa: F811
    page = desk(MANAGER)
    pk = open_tool(page, "objectif-inverse")
    page.fill("#id_tagline", "Une phrase à comparer avec celle d'avant.")
    page.click('footer [data-w-dropdown-target="toggle"]')
    page.click('[name="action-publish"]')
    page.wait_for_url("**/admin/pages/*/")
    for query in ("", "?show=folded", "?show=all"):
        page.goto(f"/admin/pages/{pk}/history/{query}")
        settle(page)
    page.locator("td .w-dropdown__toggle").first.click()
    page.locator("a[href*='/revisions/']:visible").first.click()
    settle(page)
    page.goto(f"/admin/pages/{pk}/revisions/compare/earliest...latest/")
    settle(page)
    page.goto(f"/admin/bulk/wagtailcore/page/delete/?id={pk}")
    settle(page)
    page.goto(f"/admin/pages/{pk}/usage/")
    settle(page)
    page.goto("/outils/objectif-inverse/")  # the bar of the page, with its checks
    settle(page)
    assert page.locator("wagtail-userbar").count() == 1


def test_files_sent_together(desk):  # noqa: F811
    page = desk()
    for kind, files in (
        ("images", [("a.png", png("red")), ("b.png", png("blue"))]),
        ("documents", [("a.pdf", SHEET), ("b.pdf", SHEET)]),
    ):
        page.goto(f"/admin/{kind}/multiple/add/")
        payload = [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in files]
        page.set_input_files('input[type="file"]', payload)
        page.wait_for_function("() => document.querySelectorAll('#upload-list .upload-success, #upload-list form').length >= 2")
        settle(page)
    assert page.locator(".w-help-warning").count() == 2  # a PDF without tags: said, and taken


def test_a_review_sent_back_in_its_modal(desk):  # noqa: F811
    page = desk()
    pk = open_tool(page, "vote-par-gommettes")
    page.fill("#id_tagline", "Une phrase à relire.")
    page.click('footer [data-w-dropdown-target="toggle"]')
    page.locator('[name="action-submit"]').click()
    page.wait_for_selector(".messages .success")
    boss = desk(MANAGER)
    boss.goto(f"/admin/pages/{pk}/edit/")
    settle(boss)
    boss.click('footer [data-w-dropdown-target="toggle"]')
    boss.locator("[data-workflow-action-name=reject]:visible").first.click()
    boss.locator(".modal-content textarea").fill("Trop long.")
    boss.locator('.modal-content [type="submit"]').click()
    boss.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))


def test_the_live_preview_and_the_panel_of_checks(desk):  # noqa: F811
    page = desk()
    open_tool(page)
    open_panel(page, "preview")
    open_panel(page, "checks")
    page.wait_for_function("() => Number(document.querySelector('[data-content-word-count]').textContent) > 50")


def test_scripts_that_imitate_wagtail_s_do_not_run(chromium, served, accounts):
    """Written into a page of the admin, whose nonce they do not know."""
    context = chromium.new_context(base_url=served, locale="fr-FR")
    page = context.new_page()
    page.add_init_script(LISTEN)
    enter(page, accounts, EDITOR)
    page.goto("/admin/tools/")
    page.evaluate(IMITATIONS)
    page.wait_for_timeout(500)
    refused = page.evaluate("() => window.violated.length")
    ran = page.evaluate("() => window.hacked ?? 0")
    context.close()
    assert (ran, refused) == (0, 4)
