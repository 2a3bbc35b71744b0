"""Every address of the admin, as a neighbour: nothing of another lab is shown, nothing of it changes.

The addresses come from the resolver. One without an expectation fails: a new Wagtail may bring a view that asks nobody.
"""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from portal.tests.admin_urls import expectations
from portal.tests.neighbour import CANARY, address, routes, state

ROUTES = sorted({(name, keys) for name, keys in routes() if name != "wagtailadmin_logout"}, key=str)
ON_A_PAGE = {"page_id", "parent_page_id", "page_to_move_id", "object_id"}
PAGES = {"wagtailadmin_api:pages:detail", "wagtailadmin_api:pages:action", "wagtailadmin_pages:revisions_compare"}


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def outcome(response):
    if response.status_code in (403, 404, 405) or (response.status_code == 302 and response.url == "/admin/"):
        return "refused"
    return {200: "shown", 302: "moved", 400: "bad", 500: "broken"}[response.status_code]


def test_every_address_has_an_expectation():
    assert {name for name, _keys in ROUTES} == set(expectations("editor"))


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_an_address_that_names_something_of_a_neighbour(w, b, people, client, who):
    client.force_login(getattr(people, who))
    client.raise_request_exception = False
    before, answers, leaks = state(b), {}, []
    for name, keys in ROUTES:
        pages = [b.draft, b.review, b.live, b.inner, b.guide] if keys & ON_A_PAGE or name in PAGES else [b.draft]
        for page in pages:
            url = address(b, page, name, keys)
            url += f"?id={page.pk}" if "bulk" in name or name.endswith("multiple") else ""
            for method in ("get", "post"):
                response = getattr(client, method)(url, {"comment": "x"} if method == "post" else {})
                answers.setdefault(name, {"get": set(), "post": set()})[method].add(outcome(response))
                if CANARY.encode() in body(response):
                    leaks.append((name, method, page.title))
    found = {name: tuple("|".join(sorted(row[method])) for method in ("get", "post")) for name, row in answers.items()}
    assert leaks == []
    assert found == expectations(who)
    assert state(b) == before


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_a_page_of_mine_opens_nothing_of_the_neighbour(w, b, people, client, who):
    """One's own page, with the neighbour's revision, task, workflow state or destination in the same address."""
    mine = w.tool("À moi", w.a, live=False)
    mine.save_revision(user=people.editor)
    mine.get_workflow().start(mine, people.editor)
    client.force_login(getattr(people, who))
    client.raise_request_exception = False
    before, leaks = state(b), []
    for name, keys in ROUTES:
        if not keys & ON_A_PAGE or len(keys) < 2:
            continue
        for page in (b.draft, b.review, b.live, b.inner):
            for method in ("get", "post"):
                response = getattr(client, method)(
                    address(b, page, name, keys, here=mine), {"comment": "x"} if method == "post" else {}
                )
                if CANARY.encode() in body(response) or response.status_code == 500:
                    leaks.append((name, method, page.title, response.status_code))
    assert leaks == []
    assert state(b) == before


# What each list may be asked: any of them the first three; the others, those whose name says that they read it.
QUERIES = [
    ("?q=Canari&search_all=1", ""), ("?export=csv", ""), ("?ordering=-title", ""),
    ("?q=Canari", "search"), ("?p=2", "index"), ("?id=all", "multiple"), ("?export=xlsx", "report|index"),
    ("?page_type=tools_library.ToolPage", "choose_page|explore|search|aging|tools|news|guides|lessons"),
    ("?has_child_pages=false&search_all=1", "api"), ("?fields=*&search=Canari&limit=20", "api"),
    ("?status=in_progress", "workflow"), ("?content_type=tools_library.toolpage", "reports|search"),
    ("?use=none", "images|doc"), ("?use=some&layout=grid", "images|doc"), ("?level=none&q=canari.txt", "images|doc"),
    *((query, "tools:|news:|guides:|lessons:") for query in ("?state=draft", "?state=review", "?state=changed", "?english=none&reading=due")),
]  # fmt: skip

WORDS = (
    "brouillon",
    "prochaine",
    "soumise",
    "interne",
    "renvoyée",
    "motif",
    "fermée",
    "nouvelle",
    "image",
    "document",
    "guide",
    "leçon",
)


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_no_list_of_the_admin_shows_what_is_the_neighbours(w, b, people, client, who):
    """Filters, searches, exports of every list, and the shared shelves."""
    client.force_login(getattr(people, who))
    client.raise_request_exception = False
    shown = {name for name, answers in expectations(who).items() if "shown" in answers[0]}
    if who == "manager":  # in the rooms of an editor she sees what an editor sees: the rule is the same
        shown -= {name for name, answers in expectations("editor").items() if answers == expectations(who)[name]}
    shown = {name for name in shown if not name.endswith("results") or name.removesuffix("_results") not in shown}  # one view
    lists = {name: reverse(name) for name, keys in ROUTES if not keys and name in shown}
    lists |= {name: reverse(name, args=[w.tools.pk]) for name in ("wagtailadmin_explore", "wagtailadmin_choose_page_child")}
    leaks = []
    for name, url in lists.items():
        for query in (query for query, names in QUERIES if re.search(names, name)):
            found = body(client.get(url + query))
            if any(f"{CANARY} {word}".encode() in found for word in WORDS):
                leaks.append(url + query)
            if b"canari@example.org" in found:
                leaks.append(url + query)
    assert leaks == []
    assert b.draft.title  # the canary was there


def test_the_national_team_sees_and_edits_all(w, b, people, client):
    client.force_login(people.national)
    assert f"{CANARY} brouillon" in client.get(reverse("tools:index")).content.decode()
    for page in (b.live, b.draft, b.review):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_bulk_actions_act_on_one_s_own_and_name_nobody_elses(w, b, people, client):
    mine = w.tool("À moi", w.a, live=False)
    client.force_login(people.editor)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    url += "?" + "&".join(f"id={page.pk}" for page in (mine, b.draft, b.review, b.live))
    assert CANARY not in client.get(url).content.decode()
    client.post(url)
    left = Page.objects.filter(pk__in=[page.pk for page in (mine, b.draft, b.review, b.live)])
    assert set(left.values_list("pk", flat=True)) == {b.draft.pk, b.review.pk, b.live.pk}


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_a_transfer_to_another_lab_is_the_national_teams(w, people, client, who):
    page = w.tool("À nous", w.a)
    client.force_login(getattr(people, who))
    client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"owner_lab": w.b.pk, "title": "x", "slug": "x"})
    page.refresh_from_db()
    assert page.owner_lab == w.a


def test_leaving_a_lab_ends_everything_at_once(w, people, client):
    page = w.tool("À nous", w.a, live=False)
    type(page).objects.filter(pk=page.pk).update(locked=True, locked_by=people.editor, owner=people.editor)
    held = people.editor.memberships.get()
    held.lab = w.b
    held.save()
    rights = type(page).objects.get(pk=page.pk).permissions_for_user(type(people.editor).objects.get(pk=people.editor.pk))
    assert not any((rights.can_edit(), rights.can_delete(), rights.can_unlock(), rights.can_copy(), rights.can_move()))
