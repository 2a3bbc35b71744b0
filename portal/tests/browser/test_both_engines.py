"""The demo on each engine, the same journeys; and Elasticsearch killed while somebody searches."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from .checklist import shell
from .conftest import DATA, PORT, named_by, serving, tab_to

pytestmark = [pytest.mark.journey, pytest.mark.elasticsearch]
NODE = 9202  # a node of these tests alone, which they may kill
SPARE = "L’index de secours du site répond"
# Where readers go: what they read there does not say which engine answers.
PLACES = [
    "/recherche/?q=gomettes",  # with its typo
    "/recherche/?q=vote&sorte=tool",
    "/recherche/?q=d%C3%A9cider%20ensemble&langue=fr",
    '/recherche/?q="parties prenantes" -carte',
    "/recherche/?q=post-it",
    "/recherche/?q=zzzzqqqq",
    "/recherche/?besoin=le+groupe+ne+se+conna%C3%AEt+pas",
    "/recherche/?q=vote&tri=date",
    "/outils/?max=45&de=20&format=remote",
    "/outils/?q=carte&max=60",
    "/en/outils/?q=vote",
    "/en/recherche/?q=vote",
]


@pytest.fixture(scope="module")
def node(cluster):
    def run(verb):
        subprocess.run(["bin/elasticsearch", verb, str(NODE)], cwd=settings.BASE_DIR, check=True, capture_output=True)

    def kill():
        pid = (Path(settings.BASE_DIR) / ".elasticsearch" / f"pid-{NODE}").read_text()
        os.kill(int(pid), signal.SIGKILL)

    run("start")
    yield SimpleNamespace(start=lambda: run("start"), kill=kill)
    run("stop")


AT_WORK = """
from django_tasks_db.models import DBTaskResult
from media.models.texts import unread
print("AT WORK", unread().count() + DBTaskResult.objects.filter(status__in=("READY", "RUNNING")).count())
"""


def until(told, seconds=90, pause=0.5):
    for _ in range(int(seconds / pause)):
        if told():
            return
        time.sleep(pause)
    raise AssertionError("it does not come")


@pytest.fixture(scope="module")
def served():
    """The address of a demo in which no other test has written, once all that it holds is read and indexed."""
    folder = DATA.with_name(f"{DATA.name}embedded")
    with serving(folder, PORT + 100) as address:
        until(lambda: "AT WORK 0" in shell(AT_WORK, ESSAIM_BROWSER_FOLDER=named_by(folder)), pause=3)
        yield address


@pytest.fixture(scope="module")
def on_cluster(node):
    """The address of the same demo, with a cluster."""
    folder = DATA.with_name(f"{DATA.name}cluster")
    more = {"ESSAIM_SEARCH_NODES": f"http://127.0.0.1:{NODE}", "ESSAIM_SEARCH_PREFIX": f"t{time.time_ns():x}"}
    with serving(folder, PORT + 50, **more) as address:
        told = more | {"ESSAIM_BROWSER_FOLDER": named_by(folder)}
        until(lambda: "AT WORK 0" in shell(AT_WORK, **told), pause=3)
        yield SimpleNamespace(address=address, settings=told)


def read(page, address):
    """The lines of what a reader sees there, and where its links lead."""
    page.goto(address)
    lines = page.inner_text("main").splitlines()
    links = page.eval_on_selector_all("main a", "all => all.map(a => a.getAttribute('href'))")
    return sorted(filter(None, map(str.strip, lines))), sorted(links)


@pytest.mark.parametrize("place", PLACES)
def test_readers_see_the_same_on_both_engines(visit, served, on_cluster, place):
    page = visit(1280)
    mine, other = read(page, served + place), read(page, on_cluster.address + place)
    assert mine == other and not any("index de secours" in line for line in other[0])


def play(page, address):
    """Looks for a tool with a typo, by the keyboard; narrows, changes its mind, opens what comes first. What was seen."""
    seen = []
    page.goto(f"{address}/recherche/")
    tab_to(page, 'main form[role="search"] input[name="q"]')
    page.keyboard.type("gom", delay=30)
    page.wait_for_function("() => document.querySelector('#propositions option')")
    seen.append(page.eval_on_selector_all("#propositions option", "all => all.map(one => one.value)"))
    page.keyboard.press("Control+a")
    page.keyboard.type("votr")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=votr")
    seen.append(page.inner_text("[role=status]"))
    tab_to(page, 'a.tab[href*="sorte=tool"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**sorte=tool**")
    seen.append(page.locator("ol.index h3").all_inner_texts())
    tab_to(page, 'a.more[href^="/outils/"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/outils/?**")
    tab_to(page, ".facets input[type=checkbox]")
    page.keyboard.press("Space")
    tab_to(page, ".facets button")
    page.keyboard.press("Enter")
    page.wait_for_selector("a.chip")
    seen += [page.locator("a.chip").all_inner_texts(), page.inner_text("[role=status]")]
    tab_to(page, "ol.index h3 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/outils/*/")
    return [*seen, page.inner_text("h1")]


def test_a_search_by_the_keyboard_is_the_same_on_both_engines(visit, served, on_cluster):
    page = visit(1280)
    seen = play(page, served)
    assert seen == play(page, on_cluster.address)
    assert (
        seen[0] == ["Vote par gommettes", "Vote par gommettes, feuille A3 de dix idées"]
        and len(seen[2]) > 2
        and seen[-1] in seen[2]
    )


def test_a_table_taken_away_is_the_same_on_both_engines(visit, served, on_cluster):
    page = visit(1280)
    for place in ("/recherche/?q=vote&sortie=csv", "/outils/?q=carte&sortie=csv"):
        one, two = (page.request.get(address + place) for address in (served, on_cluster.address))
        assert one.headers["content-type"] == two.headers["content-type"] == "text/csv; charset=utf-8"
        assert sorted(one.text().replace(served, "").splitlines()) == sorted(
            two.text().replace(on_cluster.address, "").splitlines()
        )


def state(address):
    with urllib.request.urlopen(f"{address}/sante/pret", timeout=5) as answer:
        return json.load(answer)["search"]


def test_elasticsearch_is_killed_while_somebody_searches_and_nothing_is_lost(visit, on_cluster, node):
    page, address = visit(320), on_cluster.address
    page.goto(f"{address}/recherche/?q=vote")
    usual = page.locator("ol.index h3").all_inner_texts()
    assert SPARE not in page.inner_text("main") and state(address) == "up"
    page.fill('main form[role="search"] input[name="q"]', "gomettes")
    node.kill()
    begin = time.monotonic()
    page.press('main form[role="search"] input[name="q"]', "Enter")
    page.wait_for_url("**q=gomettes**")
    assert SPARE in page.inner_text("main") and time.monotonic() - begin < 6
    assert page.locator("ol.index h3").first.inner_text() == "Vote par gommettes"
    page.goto(f"{address}/recherche/?q=vote")
    assert sorted(page.locator("ol.index h3").all_inner_texts()) == sorted(usual) and state(address) == "spare"

    published = """
from tools_library.models import ToolPage
tool = ToolPage.objects.get(slug="carte-d-empathie", locale__language_code="fr")
tool.title = "Zanzibar des usages"
tool.save_revision().publish()
"""
    shell(published, **on_cluster.settings)

    def shown():
        page.goto(f"{address}/outils/?q=zanzibar&n={time.time_ns()}")
        return page.locator("ol.index h3").all_inner_texts() == ["Zanzibar des usages"]

    until(shown)
    assert SPARE in page.inner_text("main")
    node.start()
    until(lambda: shown() and SPARE not in page.inner_text("main"))  # the cluster has been told
    assert state(address) == "up"
