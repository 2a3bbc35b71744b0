"""One scale of access: who reads what, and a page that one may not read does not exist."""

import re

import pytest

from portal.tests.fixtures import once
from portal.tests.world import fresh

READERS = ["nobody", "peer", "member", "editor", "manager", "neighbour", "national"]
READS = {
    "public": set(READERS),
    "clip": set(READERS) - {"nobody"},
    "network": {"member", "editor", "manager", "neighbour", "national"},
    "lab": {"member", "editor", "manager", "national"},
}


def sign_in(client, people, reader):
    if reader != "nobody":
        client.force_login(getattr(people, reader))


NAMES = {"public": "Ouverte", "clip": "Canari des pairs", "network": "Canari du réseau", "lab": "Canari du lab"}


@once
def levels_once(w):
    """{level: (tool, piece of news)}: what is not public has a canary for a name."""
    return {level: (w.tool(name, access=level), w.piece(f"{name} (nouvelle)", access=level)) for level, name in NAMES.items()}


@pytest.mark.parametrize("reader", READERS)
def test_levels_open_to_whom_they_should(levels_once, people, client, reader):
    sign_in(client, people, reader)
    reads = {level for level in READS if reader in READS[level]}
    for kind, listing in enumerate(("/outils/", "/actualites/")):
        pages = {level: fresh(both[kind]) for level, both in levels_once.items()}
        assert {level: client.get(page.url).status_code for level, page in pages.items()} == {
            level: 200 if level in reads else 404 for level in READS
        }
        html = client.get(listing).content.decode()
        assert {level for level, page in pages.items() if f">{page.title}<" in html} == reads
        assert all((page.title in html) == (level in reads) for level, page in pages.items())


@pytest.mark.parametrize("address", ["/sitemap.xml", "/flux/", "/plan-du-site/", "/", "/api/tools/{}.json", "/o/{}"])
def test_nothing_narrower_than_public_reaches_the_machines_outputs(levels_once, people, client, address):
    client.force_login(people.national)  # even for those who may read it: these outputs are public
    if address in ("/", "/o/{}"):
        client.logout()
    for level in ("clip", "network", "lab"):
        tool = fresh(levels_once[level][0])
        assert "anari" not in client.get(address.format(tool.reference), follow=True).content.decode(), level


@pytest.mark.long
def test_what_one_may_not_read_is_a_missing_page_byte_for_byte(w, client):
    w.tool("Secret", access="lab", slug="aaaaaa")
    w.tool("Brouillon", live=False, slug="bbbbbb")
    pages = [client.get(f"/outils/{slug}/") for slug in ("aaaaaa", "bbbbbb", "cccccc")]
    assert {response.status_code for response in pages} == {404}
    bodies = {re.sub("aaaaaa|bbbbbb|cccccc", "x", response.content.decode()) for response in pages}
    assert len(bodies) == 1 and "Se connecter pour la lire" in bodies.pop()


def test_a_membership_that_ended_opens_nothing(w, people, client):
    from datetime import timedelta

    from django.utils import timezone

    tool = w.tool("Canari", access="lab")
    people.member.memberships.update(since=timezone.localdate() - timedelta(9), until=timezone.localdate() - timedelta(1))
    client.force_login(people.member)
    assert client.get(tool.url).status_code == 404


def test_a_translation_is_never_more_open_than_its_source(w, client):
    source = w.tool("Fiche")
    english = w.english(source, title="Sheet", slug="sheet")
    draft = source.get_latest_revision_as_object()
    draft.access = "network"
    draft.save_revision().publish()
    assert client.get(english.url).status_code == 404


def test_wagtails_own_privacy_is_refused_by_a_check(w):
    from wagtail.models import PageViewRestriction

    from portal.checks import no_private_page_rows

    assert no_private_page_rows(None, databases=["default"]) == []
    PageViewRestriction.objects.create(page=w.tools, restriction_type="login")
    assert [error.id for error in no_private_page_rows(None, databases=["default"])] == ["portal.E004"]


@pytest.mark.parametrize("role", ["editor", "manager", "national"])
def test_nobody_may_set_wagtails_own_privacy(w, people, role):
    tool = w.tool()
    assert not tool.permissions_for_user(getattr(people, role)).can_set_view_restrictions()
