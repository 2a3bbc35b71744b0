"""The leak matrix of what searches: level, reader, channel, and who answers: the database, the index of the site, a cluster."""

import functools

import pytest
from django.core.cache import cache

from media.tests.conftest import committing, document, image, shown, stores  # noqa: F401  (fixtures)
from media.tests.test_doors import sign_in
from search.models import Promoted, Promotion

from .test_leaks import CHANNELS, FEW, LEVELS, READERS, faults_of, may_open, may_read, settle, told

TYPO, EXCLUSION = "a typo of its name", "everything, without two words"  # which only an index knows
SEARCHES = {name: found for name, found in CHANNELS.items() if "cham" in found[1] and "/admin/" not in found[1]} | {
    "listing, as a feed": (may_read, "/outils/?q=champs&sortie=atom"),
    "listing, as a table": (may_read, "/outils/?q=champs&sortie=csv"),
    "news, searched": (may_read, "/actualites/?q=champs"),
    "cases, searched": (may_read, "/etudes-de-cas/?q=champs"),
    "cases, as a feed": (may_read, "/etudes-de-cas/?q=champs&sortie=atom"),
    "everything, the newest first": (may_read, "/recherche/?q=champs&tri=newest"),
    EXCLUSION: (may_read, "/recherche/?q=champs+-zebu+-yack"),
    "its title, as one types": (may_read, "/recherche/suggestions/?q=canari{level}"),
    TYPO: (may_read, "/recherche/?q=cxnari{level}"),
    f"{TYPO}, among tools": (may_read, "/outils/?q=cxnari{level}"),
    f"{TYPO}, as a need": (may_read, "/recherche/?besoin=cxnari{level}"),
}
PROMOTED = {"champs": ["lab", "draft", "network"], "canaris des champs": ["clip"]}  # three at most for some words


@pytest.fixture
def places(w, shown, answers):  # noqa: F811
    """One page of each level with its news and its file; those that not everybody reads are promoted for the word too."""
    w.english(w.tools, title="Tools", slug="tools")
    made = {level: settle(w, shown, level) | {"level": level} for level in LEVELS}
    for words, levels in PROMOTED.items():
        promote(words, made, levels)
    answers.ready()
    return made


def promote(words, made, levels):
    promotion = Promotion.objects.create(wordings=words)
    for place, level in enumerate(levels):
        Promoted.objects.create(promotion=promotion, kind="tool", pk_of=made[level]["pk"], place=place, said=f"canari{level}")


def test_no_search_shows_a_page_to_whom_it_should_not(places, people, client, answers, monkeypatch):
    searches = (
        SEARCHES if answers.name != "plain" else {n: one for n, one in SEARCHES.items() if TYPO not in n and n != EXCLUSION}
    )
    monkeypatch.setattr("portal.tests.test_leaks.CHANNELS", searches)
    monkeypatch.setattr("portal.tests.test_leaks.FEW", FEW | {f"{TYPO}, as a need"})
    faults = []
    for reader in READERS:
        cache.clear()
        sign_in(client, people, reader)
        faults += faults_of(reader, functools.cache(lambda address: told(client, address)), places)
    assert not faults, "\n".join(faults)


def test_no_total_and_no_count_tells_of_what_is_hidden(places, people, client, answers):
    """Of each level: a tool, a piece of news, and a file, which its lab's editors find when no live page shows it."""
    for reader in READERS:
        cache.clear()
        sign_in(client, people, reader)
        pages = sum(may_read(level, reader) for level in LEVELS)
        files = sum(may_open(level, reader) for level in LEVELS if level != "draft")
        response = client.get("/recherche/?q=champs")
        counts = {tab.address.partition("sorte=")[2]: tab.count for tab in response.context["tabs"]}
        assert (counts["tool"], counts["news"], counts["case"]) == (pages, pages, pages), reader
        assert files <= counts["file"] <= files + 1, reader
        assert response.context["total"] == counts[""] == sum(n for code, n in counts.items() if code), reader
        promised = {hit.page.title.split()[0] for hit in response.context["promoted"]}
        readable = {f"Canari{level}" for level in PROMOTED["champs"] if may_read(level, reader)}
        assert promised == (readable if answers.name != "plain" else set()), reader
        listing = client.get("/outils/?q=champs")
        assert listing.context["total"] == pages, reader
        for facet in listing.context["facets"]:
            assert all(choice.count <= pages for choice in facet.choices), (reader, facet.name)
