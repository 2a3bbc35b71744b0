"""Facilitator notes reach members of labs who are signed in, and nothing else: a canary over every output."""

import pytest

from portal.tests.fixtures import once
from portal.tests.world import fresh

CANARY = "CANARI-DES-NOTES"


@once
def noted_once(w):
    tool = w.tool("Outil", facilitator_notes=f"<p>{CANARY}</p>")
    w.english(tool, title="Tool", slug="tool", facilitator_notes=f"<p>{CANARY} in English</p>")
    return tool


@pytest.fixture
def noted(noted_once, w):
    return fresh(noted_once)


PUBLIC = ["/", "/outils/", "/outils/?q=canari", "/outils/outil/", "/en/outils/tool/", "/en/outils/", "/flux/", "/sitemap.xml"]
PUBLIC += ["/plan-du-site/", "/composants/", "/o/OUT-001", "/api/tools/OUT-001.json"]
HERS = {"/outils/outil/", "/en/outils/tool/", "/o/OUT-001"}  # where a member of a lab reads them
ASKED = [
    (reader, address)
    for reader in ("nobody", "peer", "member")
    for address in PUBLIC
    if reader != "member" or address not in HERS
]


@pytest.mark.parametrize(("reader", "address"), ASKED)
def test_no_public_output_holds_the_notes(noted, people, client, address, reader):
    if reader != "nobody":
        client.force_login(getattr(people, reader))
    response = client.get(address, follow=True)
    assert response.status_code == 200 and CANARY not in response.content.decode()


@pytest.mark.parametrize("reader", ["member", "editor", "manager", "neighbour", "national"])
def test_members_of_labs_read_the_notes_and_no_cache_keeps_them(noted, people, client, reader):
    client.force_login(getattr(people, reader))
    response = client.get("/outils/outil/")
    assert CANARY in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_notes_do_not_enter_the_plain_search(noted):
    assert CANARY.lower() not in fresh(noted).search_text


def test_a_member_who_left_yesterday_reads_no_notes(noted, people, client):
    from datetime import timedelta

    from django.utils import timezone

    yesterday = timezone.localdate() - timedelta(days=1)
    people.member.memberships.update(since=yesterday - timedelta(days=9), until=yesterday)
    client.force_login(people.member)
    assert CANARY not in client.get("/outils/outil/").content.decode()


def test_the_shared_cache_holds_no_note(noted, people, client, settings):
    from django.core.cache import cache

    client.force_login(people.member)
    client.get("/outils/outil/")
    kept = repr([cache._cache[key] for key in cache._cache])
    assert CANARY not in kept
    client.logout()
    assert CANARY not in client.get("/outils/outil/").content.decode()
