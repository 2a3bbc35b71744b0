"""Promoted results: first for some words, and nothing of them for who may not read them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.tests.world import fresh
from search import indexing, promotions
from search.engines.elastic import ElasticEngine
from search.models import Promoted, Promotion
from search.registry import kind_of
from search.tests.test_everything import SHOWN, page_of, titles

SAID = "Une phrase que seule la mise en avant dit"


def promote(words, *pages, said="", **fields):
    made = Promotion(wordings=words, **fields)
    made.full_clean()
    made.save()
    for place, page in enumerate(pages):
        Promoted.objects.create(promotion=made, kind=kind_of(type(page)).code, pk_of=page.pk, said=said, place=place)
    cache.clear()  # a transaction of the test has no commit
    return made


def bare(response):
    """What it says, whichever words are marked."""
    return response.content.decode().replace("<mark>", "").replace("</mark>", "")


def firsts(response):
    return [hit.page.title for hit in response.context["promoted"]]


@pytest.mark.parametrize(
    "asked, is_met",
    [("carte des acteurs", True), ("Cartes  d’acteur", True), ("acteurs carte", True), ("« carte des acteurs »", True),
     ("CÀRTE acteurs", True), ("carte", False), ("carte des acteurs -usager", False), ("carte des acteurs locaux", False), ("", False)],
)  # fmt: skip
def test_words_are_met_whatever_their_accents_plural_and_order(asked, is_met):
    assert (promotions.key(asked, "fr") == promotions.key("Carte des acteurs", "fr")) == is_met


def test_a_hyphen_and_small_words_of_another_language_are_no_matter():
    assert promotions.key("post-it", "fr") == promotions.key("post it", "fr") == promotions.key("Post-its", "fr")
    assert promotions.key("l’idée", "fr") == promotions.key("idees", "fr") != ()
    assert promotions.key("le la", "fr") == promotions.key("la le", "fr") != ()  # nothing else was typed


def test_what_is_promoted_comes_first_said_as_such_and_once(maps, client):
    (_zero, one, _two), other = maps
    before = client.get("/recherche/?q=carte")
    promote("carte", other, one, said=SAID)
    response = client.get("/recherche/?q=Cartes")
    assert firsts(response) == ["Portraits croisés", "Carte 1"]
    assert sorted(titles(response)) == ["Carte 0", "Carte 2"] and "cachée" not in response.content.decode()
    for name in ("total", "corrected"):
        assert response.context[name] == before.context[name]
    assert response.context["total"] == 3
    html = bare(response)
    assert html.count("<b>Promoted</b>") + html.count("<b>Mis en avant</b>") == 2 and html.count(SAID) == 2
    assert html.index("Portraits croisés") < html.index("Carte 1") < html.index("Carte 0")


def test_counts_of_tabs_are_those_of_the_hits_alone(maps, client):
    _maps, other = maps
    promote("carte", other)
    response = client.get("/recherche/?q=carte")
    assert [tab.count for tab in response.context["tabs"]] == [3, 3] and firsts(response) == ["Portraits croisés"]


def test_the_list_of_its_kind_puts_it_first_too_and_no_other_list(maps, w, index, client):
    _maps, other = maps
    news = w.piece("Une rencontre")
    w.piece("Carte du mois")
    index()
    promote("carte", other, news)
    tools, pieces = client.get("/outils/?q=carte"), client.get("/actualites/?q=carte")
    assert (firsts(tools), tools.context["total"]) == (["Portraits croisés"], 3)
    assert (firsts(pieces), pieces.context["total"]) == (["Une rencontre"], 1)
    assert firsts(client.get("/recherche/?q=carte&sorte=tool")) == ["Portraits croisés"]


@pytest.mark.parametrize(
    "address", ["/recherche/?q=carte&tri=recent", "/recherche/?q=carte&langue=fr", "/outils/?q=carte&max=60", "/outils/?q=carte&tri=az",
                "/outils/?q=carte&objectif=ideate", "/recherche/?q=carte+-vote", "/recherche/?q=autre", "/recherche/", "/outils/"],
)  # fmt: skip
def test_nothing_is_promoted_where_readers_chose_an_order_or_criteria(maps, client, address):
    promote("carte", maps[1])
    response = client.get(address)
    assert firsts(response) == [] and "Mis en avant" not in response.content.decode()


def test_the_second_page_repeats_nothing_and_keeps_its_place(w, index, client):
    tools = [w.tool(f"Carte {n:02}") for n in range(20)]
    index()
    before = titles(client.get("/recherche/?q=carte&page=2"))
    promote("carte", tools[0])
    one, two = client.get("/recherche/?q=carte"), client.get("/recherche/?q=carte&page=2")
    assert firsts(one) == ["Carte 00"] and "Carte 00" not in titles(one) and firsts(two) == []
    assert titles(two) == before and one.context["total"] == 20


def test_words_that_find_nothing_else_show_it_and_still_say_so(maps, client):
    promote("zzzz", maps[1])
    for address in ("/recherche/?q=zzzz", "/outils/?q=zzzz"):
        response = client.get(address)
        html = response.content.decode()
        assert firsts(response) == ["Portraits croisés"] and response.context["total"] == 0, address
        assert "Portraits croisés" in html and ("Nothing answers" in html or "Aucun" in html or "Rien" in html or "void" in html)


def test_a_hit_alone_that_is_promoted_leaves_no_empty_list(w, index, client):
    piece, tool = w.piece("Une rencontre"), w.tool("Portraits croisés")
    index()
    promote("rencontre", piece), promote("portraits croisés", tool)
    for address, title in (
        ("/recherche/?q=rencontre", "Une rencontre"),
        ("/actualites/?q=rencontre", "Une rencontre"),
        ("/outils/?q=portraits+croisés", "Portraits croisés"),
    ):
        response = client.get(address)
        html = response.content.decode()
        assert (firsts(response), response.context["rows"], response.context["total"]) == ([title], [], 1)
        assert 'class="void"' not in html and title in bare(response)


@pytest.mark.parametrize("who", SHOWN)
def test_nobody_is_shown_nor_told_what_she_may_not_read(w, people, index, client, who):
    """At each level, for each reader, on each page that promotes: neither the title nor what is said with it."""
    levels = {level: w.tool(f"Canari {level}", access=level) for level in ("public", "clip", "network", "lab")}
    levels["voisin"] = w.tool("Canari voisin", w.b, access="lab")
    levels["brouillon"] = w.tool("Canari brouillon", live=False)
    for level, page in levels.items():
        promote(f"mot {level}", page, said=f"{SAID} {level}")
    index()
    if who:
        client.force_login(getattr(people, who))
    for level in levels:
        for address in (f"/recherche/?q=mot+{level}", f"/outils/?q=mot+{level}"):
            html = bare(client.get(address))
            seen = (f"Canari {level}" in html, f"{SAID} {level}" in html, "Mis en avant" in html or "Promoted" in html)
            assert seen == 3 * (level in SHOWN[who],), (who, address)


def test_what_is_withdrawn_closed_or_gone_since_disappears(w, index, client):
    closed, withdrawn, gone, kept = (w.tool(f"Canari {n}") for n in range(4))
    index()
    promote("champs", closed, withdrawn, gone, said=SAID), promote("prés", closed, kept)
    type(closed).objects.filter(pk=closed.pk).update(access="network")  # behind the back of the index
    withdrawn.unpublish(), fresh(gone).delete()
    html = (response := client.get("/recherche/?q=champs")).content.decode()
    assert firsts(response) == [] and SAID not in html and "Mis en avant" not in html and "Promoted" not in html
    assert firsts(client.get("/recherche/?q=prés")) == ["Canari 3"]


@pytest.mark.parametrize(
    "first, last, is_shown", [(0, 0, True), (-3, -1, False), (1, 3, False), (None, -1, False), (-1, None, True)]
)
def test_it_is_shown_between_its_days_alone(maps, client, first, last, is_shown):
    today = timezone.localdate()
    days = [None if n is None else today + timedelta(days=n) for n in (first, last)]
    promote("carte", maps[1], first_day=days[0], last_day=days[1])
    assert firsts(client.get("/recherche/?q=carte")) == (["Portraits croisés"] if is_shown else [])


def test_each_language_has_its_own(w, index, client):
    w.english(w.tools, title="Tools", slug="tools")
    french, alone = w.tool("Portraits"), w.tool("Sans traduction")
    english = w.english(french, title="Portraits in English", tagline="A line.")
    index()
    promote("map", english, alone, language="en"), promote("carte", french)
    assert firsts(client.get("/en/recherche/?q=map")) == ["Portraits in English"]  # what is not translated is of another language
    assert firsts(client.get("/recherche/?q=map")) == [] and firsts(client.get("/en/recherche/?q=carte")) == []
    assert firsts(client.get("/recherche/?q=carte")) == ["Portraits"]


def test_feeds_tables_and_suggestions_know_nothing_of_it(maps, client):
    promote("carte", maps[1], said=SAID)
    for end in ("?q=carte&sortie=atom", "?q=carte&sortie=csv", "suggestions/?q=carte", "?besoin=carte"):
        text = bare(client.get(f"/recherche/{end}"))
        assert "Carte 0" in text and "Portraits" not in text and SAID not in text, end


def test_without_an_index_there_is_no_relevance_and_nothing_first(maps, client, settings, tmp_path):
    promote("carte", maps[1])
    settings.SEARCH_INDEX = tmp_path / "none"
    response = client.get("/recherche/?q=carte")
    assert response.context["is_plain"] and firsts(response) == []


@pytest.mark.parametrize("n", [1, 3, 24])
def test_it_costs_no_query_more(w, client, count, index, n):
    """Six on « Rechercher » with every kind, as without; a kind that no hit has is one more."""
    for i in range(n):
        (
            w.tool(f"Carte {i}"),
            w.piece(f"Carte {i} du mois"),
            w.content(f"Carte {i} du réseau"),
            w.tool(f"Cachée {i}", access="lab"),
        )
    pages = w.tool("Autre outil"), w.piece("Autre nouvelle"), w.content("Autre page")
    index()
    promote("carte", *pages)
    for address, queries in (("/recherche/?q=carte", 4), ("/outils/?q=carte", 5), ("/actualites/?q=carte", 4)):
        client.get(address)
        with count(queries):
            response = client.get(address)
        assert len(response.context["promoted"]) == (3 if "recherche" in address else 1), address
        html = response.content.decode()
        assert "Cachée" not in html and len(html.encode()) < 40_000 and html.count("<") // 2 < 355


# --- words and days


@pytest.mark.parametrize(
    "words, fault",
    [
        ("", "wordings"),
        (", ;\n", "wordings"),
        ("…", "wordings"),
        ("x" * 61, "wordings"),
        ("\n".join(map(str, range(13))), "wordings"),
    ],
)
def test_what_is_wrong_with_words_is_said(db, words, fault):
    with pytest.raises(ValidationError) as told:
        Promotion(wordings=words).full_clean()
    assert list(told.value.message_dict) == [fault]


def test_words_have_one_promotion_on_a_day(w):
    today = timezone.localdate()
    promote("carte des acteurs", first_day=today, last_day=today + timedelta(days=5))
    with pytest.raises(ValidationError, match="carte des acteurs"):
        Promotion(wordings="acteur, cartes d’acteur", last_day=today).full_clean()
    Promotion(wordings="cartes d’acteur", language="en").full_clean()
    Promotion(wordings="cartes d’acteur", first_day=today + timedelta(days=6)).full_clean()
    with pytest.raises(ValidationError) as told:
        Promotion(wordings="x2", first_day=today, last_day=today - timedelta(days=1)).full_clean()
    assert list(told.value.message_dict) == ["last_day"]


def test_any_page_of_any_kind_may_be_first(w, index, client):
    from portal.models import HelpPage

    page = page_of(w, HelpPage, "Aide à imprimer")
    w.tool("Carte")
    index()
    promote("carte", page)
    response = client.get("/recherche/?q=carte")
    assert firsts(response) == ["Aide à imprimer"] and titles(response) == ["Carte"]


@pytest.mark.elasticsearch
def test_a_cluster_answers_below_what_is_promoted(w, client, settings, tmp_path, cluster):
    one, other = w.tool("Carte"), w.tool("Portraits croisés")
    w.tool("Carte cachée", access="lab")
    settings.SEARCH_INDEX = tmp_path / "none"
    settings.SEARCH_CLUSTER = {"nodes": list(cluster.nodes), "prefix": cluster.prefix, "standby": False}
    ElasticEngine(cluster).rebuild(indexing.everything())
    promote("carte", other, one)
    response = client.get("/recherche/?q=cartes")
    assert (firsts(response), titles(response), response.context["total"]) == (["Portraits croisés", "Carte"], [], 1)
    assert not response.context["is_plain"] and "cachée" not in response.content.decode()
