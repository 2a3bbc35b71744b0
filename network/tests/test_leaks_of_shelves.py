"""The leak matrix of labs, events, guides and the API: level, reader, channel."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from media.tests.test_doors import sign_in
from portal.accounts.models import Lab

from .factories import event, lab_page

LEVELS = ("public", "clip", "network", "lab", "draft")
READS = {
    "nobody": {"public"},
    "peer": {"public", "clip"},
    "member": {"public", "clip", "network", "lab"},
    "editor": {"public", "clip", "network", "lab"},
    "neighbour": {"public", "clip", "network"},
    "national": {"public", "clip", "network", "lab"},
}
EVERYBODY = {"public"}
LISTS = (
    "/labs/", "/labs/?q=champs", "/labs/?sortie=geojson", "/labs/?sortie=csv", "/labs/?sortie=atom", "/labs/integrer/",
    "/labs/regions/bretagne/", "/agenda/", "/agenda/?q=champs", "/agenda/?sortie=ics", "/agenda/?sortie=csv", "/agenda/?mois={month}",
    "/guides/", "/guides/?q=champs", "/guides/?sortie=csv",
)  # fmt: skip
OF_ALL = (
    "/api/labs?limit=100",
    "/api/events?limit=100",
    "/api/guides?limit=100",
    "/api/cases?limit=100",
    "/sitemap.xml",
    "/plan-du-site/",
)


def titled(level):
    return f"Canari{level} des champs"


@pytest.fixture
def shelves(w):
    """{level: the pages of it}; the lab of each level is an organisation of its own, but for the level “lab”."""
    when, out = timezone.now() + timedelta(days=1), {}
    for level in LEVELS:
        access = "public" if level == "draft" else level
        own = w.a if level == "lab" else Lab.objects.create(code=f"l-{level}", name=f"Lab {level}")
        guide = w.guide(titled(level), w.a, access=access)
        out[level] = [
            lab_page(w, titled(level), own, access=access), event(w, titled(level), w.a, access=access, starts=when), guide,
            w.lesson(guide, titled(level)), w.case(titled(level), w.a, access=access),
        ]  # fmt: skip
    for page in out["draft"]:
        page.unpublish()
    return out, f"{when:%Y%m}"


def names(level):
    return {titled(level), titled(level).lower().replace(" ", "-")}


def test_lists_show_what_the_reader_may_read_and_nothing_else(shelves, w, people, client, answers):
    _pages, month = shelves
    answers.ready()
    wrong = []
    for who in READS:
        sign_in(client, people, who)
        for address in (*LISTS, *OF_ALL):
            cache.clear()
            body = client.get(address.format(month=month)).content.decode()
            for level in LEVELS:
                expected = level in (EVERYBODY if address in OF_ALL else READS[who])
                if any(name in body for name in names(level)) != expected:
                    wrong.append((who, address, level, "missing" if expected else "seen"))
    assert wrong == []


def test_a_page_that_is_not_for_this_reader_answers_404_in_every_form(shelves, people, client):
    pages, _month = shelves
    wrong = []
    for who in READS:
        sign_in(client, people, who)
        for level, found in pages.items():
            for address in (*(page.url for page in found), f"{found[1].url}?sortie=ics"):
                status = client.get(address).status_code
                if (status == 200) != (level in READS[who]):
                    wrong.append((who, address, status))
    assert wrong == []
