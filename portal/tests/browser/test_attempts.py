"""Somebody who tries, with the account of an editor and with that of a peer: addresses typed by hand, forms sent by script."""

import pytest

from .desk import NATIONAL, desk  # noqa: F401  (a fixture)
from .test_editor import EDITOR

pytestmark = pytest.mark.journey
PEER = "pair@clip.example"
ACTS = "edit delete move unpublish copy history usage view_draft lock revisions/1/view"


def number_of(page, slug):
    """The id of a page, as somebody who may see it reads it."""
    return page.request.get(f"/admin/api/main/pages/?slug={slug}").json()["items"][0]["id"]


def test_an_editor_gets_nothing_of_a_neighbour_by_typing_addresses(desk):  # noqa: F811
    national, page = desk(NATIONAL), desk(EDITOR)
    theirs = number_of(national, "world-cafe")  # kept by another lab
    assert page.goto("/outils/world-cafe/").status == 200  # she reads it as everybody does
    for act in ACTS.split():
        answer = page.goto(f"/admin/pages/{theirs}/{act}/")
        assert answer.status in (403, 404) or page.url.endswith("/admin/"), act
        assert "World café" not in page.inner_text("main, body"), act
    page.goto("/admin/tools/?q=world")
    assert page.locator("main table tbody tr").count() == 0


def test_a_form_of_hers_sent_to_a_neighbours_page_changes_nothing(desk):  # noqa: F811
    national, page = desk(NATIONAL), desk(EDITOR)
    theirs, before = number_of(national, "world-cafe"), page.request.get("/outils/world-cafe/").text()
    page.goto("/admin/tools/?q=gommettes")
    for act in ("edit", "unpublish", "delete", "lock"):
        answer = page.evaluate(
            """async (address) => {
                const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value
                    ?? JSON.parse(document.querySelector("#wagtail-config").textContent).CSRF_TOKEN;
                const answer = await fetch(address, {
                    method: "POST", redirect: "manual", headers: { "X-CSRFToken": token },
                    body: new URLSearchParams({ title: "À moi", "action-publish": "1", csrfmiddlewaretoken: token }),
                });
                return answer.status;
            }""",
            f"/admin/pages/{theirs}/{act}/",
        )
        assert answer in (0, 403, 404), act  # 0: sent back to the desk
    after = page.request.get("/outils/world-cafe/")
    assert after.status == 200 and after.text() == before


def test_a_peer_reads_what_is_open_to_peers_and_nothing_of_the_admin(desk, visit, accounts):  # noqa: F811
    page = visit(1280)
    page.goto("/compte/connexion/")
    page.fill("#id_login", PEER)
    page.fill("#id_password", accounts[PEER])
    page.press("#id_password", "Enter")
    page.wait_for_url(lambda address: "connexion" not in address)
    for address in ("/admin/", "/admin/tools/", "/admin/pages/", "/admin/images/", "/admin/api/main/pages/"):
        assert page.goto(address).status in (403, 404), address
    assert page.goto("/outils/").status == 200
    boss = desk(NATIONAL)
    tool = number_of(boss, "forum-ouvert")
    for level, status in (("clip", 200), ("network", 404), ("public", 200)):
        boss.goto(f"/admin/pages/{tool}/edit/")
        boss.wait_for_load_state("networkidle")
        boss.click('[role="tab"] >> text=Droits') if not boss.locator("#id_access").is_visible() else None
        boss.evaluate("([name, value]) => { document.querySelector(name).value = value; }", ["#id_access", level])
        boss.click('footer [data-w-dropdown-target="toggle"]')
        boss.click('[name="action-publish"]')
        boss.wait_for_url("**/admin/pages/*/")
        assert page.goto("/outils/forum-ouvert/").status == status, level
