"""The page « Rechercher »: every kind at once, a tab for each, and nothing that the reader may not read."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from portal.models import HelpPage, LegalPage
from portal.tests.world import fresh
from search import registry
from search.engines import EmbeddedEngine, EngineAwayError
from search.signals import nothing_found
from search.tests.test_embedded import OPERATORS

LEVELS = ("public", "clip", "network", "lab")
SHOWN = {
    None: {"public"}, "peer": {"public", "clip"}, "member": {"public", "clip", "network", "lab"},
    "neighbour": {"public", "clip", "network", "voisin"}, "national": {"public", "clip", "network", "lab", "voisin"},
}  # fmt: skip
EVERY = {"public", "clip", "network", "lab", "voisin", "brouillon"}


def page_of(w, model, title, **fields):
    page = model(title=title, live=False, summary="Un résumé.", **fields)
    Page.objects.get(pk=w.home.pk).add_child(instance=page)
    page.save_revision().publish()
    return fresh(page)


def titles(response):
    return [hit.page.title for hit in response.context["rows"]]


def tabs(response):
    """{label: count}, « everything » apart."""
    return {tab.label: tab.count for tab in response.context["tabs"][1:]}


@pytest.fixture
def canaries(w):
    """One tool, one piece of news and one page a level, one of the neighbours', one draft."""
    made = [(level, {"access": level}) for level in LEVELS]
    for name, fields in made:
        w.tool(f"Canari {name}", **fields)
        w.piece(f"Canari {name}", **fields)
        w.content(f"Canari {name}", owner_lab=w.a, **fields)
    w.tool("Canari voisin", w.b, access="lab"), w.piece("Canari voisin", w.b, access="lab")
    w.content("Canari voisin", owner_lab=w.b, access="lab")
    w.tool("Canari brouillon", live=False), w.piece("Canari brouillon", live=False), w.content("Canari brouillon", live=False)


@pytest.mark.parametrize("who", SHOWN)
def test_nobody_finds_nor_counts_what_she_may_not_read(each_engine, canaries, people, client, who):
    if who:
        client.force_login(getattr(people, who))
    levels, n = SHOWN[who], len(SHOWN[who])
    response = client.get("/recherche/?q=canari")
    assert response.context["is_plain"] == (each_engine == "plain")
    seen = titles(response) + (titles(client.get("/recherche/?q=canari&page=2")) if response.context["next"] else [])
    assert sorted(seen) == sorted(3 * [f"Canari {level}" for level in levels])
    assert response.context["total"] == 3 * n and tabs(response) == {"Outils": n, "Actualités": n, "Pages": n}
    assert response.context["tabs"][0].count == 3 * n
    assert client.get("/recherche/?q=canari&sorte=news").context["total"] == n
    assert tabs(client.get("/recherche/"))["Actualités"] == n
    for address in ("/recherche/?q=canari&sortie=atom", "/recherche/?q=canari&sortie=csv", "/recherche/suggestions/?q=cana"):
        text = client.get(address).content.decode()
        assert {level for level in EVERY if f"Canari {level}" in text} == levels, address


def test_a_word_that_others_keep_corrects_nobody(w, index, client):
    w.tool("Vote par gommettes", access="lab")
    w.piece("Une rencontre")
    index()
    response = client.get("/recherche/?q=gomettes")
    assert (response.context["total"], response.context["corrected"]) == (0, []) and "gommettes" not in response.content.decode()
    client.force_login(w.people().member)
    response = client.get("/recherche/?q=gomettes")
    assert titles(response) == ["Vote par gommettes"] and response.context["corrected"][0][0] == "gomettes"
    assert "<mark>gommettes</mark>" in response.content.decode()


def test_a_stale_index_shows_nobody_what_was_closed_since(w, index, client):
    tool, news = w.tool("Canari"), w.piece("Canari des champs")
    index()
    for page in (tool, news):
        type(page).objects.filter(pk=page.pk).update(access="network")  # behind the back of the index
    response = client.get("/recherche/?q=canari")
    assert titles(response) == [] and "Canari des champs" not in response.content.decode()
    assert client.get("/recherche/suggestions/?q=cana").json() == {"suggestions": []}


def test_kinds_come_together_each_with_what_it_is(w, each_engine, client):
    w.tool("Carte des acteurs", tagline="Qui manque ?"), w.tool("Secret de carte", access="lab")
    w.piece("Une carte", kind="interview", published_on=date(2026, 11, 18))
    page_of(w, HelpPage, "Lire une carte"), page_of(w, LegalPage, "Carte du droit", kind="legal"), w.content("Carte du réseau")
    html = (response := client.get("/recherche/?q=carte")).content.decode()
    assert sorted(titles(response)) == ["Carte des acteurs", "Carte du droit", "Carte du réseau", "Lire une carte", "Une carte"]
    assert list(tabs(response).items()) == [("Outils", 1), ("Actualités", 1), ("Pages", 1), ("Aide", 1), ("Mentions", 1)]
    said = {hit.page.title: (hit.what, hit.about) for hit in response.context["rows"]}
    assert said["Carte des acteurs"] == ("Outil, Faire émerger", "10–30\u00a0min, 4–20 pers.")
    assert said["Une carte"] == ("Entretien", "18 novembre 2026, Lab a") and said["Lire une carte"][0] == "Aide"
    assert "Qui manque" in html and "Un résumé." in html and "Secret" not in html
    assert 'role="status"' in html and response.context["total"] == 5


def test_a_tab_keeps_the_words_and_leads_back_to_all(w, each_engine, client):
    w.tool("Carte"), w.piece("Une carte"), w.piece("Autre chose")
    response = client.get("/recherche/?q=carte&sorte=news&tri=recent")
    assert titles(response) == ["Une carte"] and tabs(response) == {"Outils": 1, "Actualités": 1}
    every, tools, news = response.context["tabs"]
    assert [every.chosen, tools.chosen, news.chosen] == [False, False, True]
    assert every.address == "?q=carte&tri=recent" and tools.address == "?q=carte&sorte=tool&tri=recent"
    assert news.shelf == "/actualites/?q=carte" and response.context["narrower"] == news
    assert 'href="/actualites/?q=carte"' in response.content.decode()
    assert titles(client.get("/recherche/?q=autre")) == ["Autre chose"]  # one kind: its tab, and no other
    assert tabs(client.get("/recherche/?q=autre&sorte=tool")) == {"Outils": 0, "Actualités": 1}  # a chosen one stays


def test_the_newest_come_first_whatever_their_kind(w, each_engine, client):
    now = timezone.now()
    old, new, page = w.tool("Carte ancienne"), w.tool("Carte récente"), w.content("Carte moyenne")
    for one, days in ((old, 30), (new, 1), (page, 10)):
        type(one).objects.filter(pk=one.pk).update(last_published_at=now - timedelta(days=days))
    w.piece("Carte du mois", published_on=timezone.localdate() - timedelta(days=20)), w.piece("Carte cachée", access="lab")
    response = client.get("/recherche/?q=carte&tri=recent")
    assert titles(response) == ["Carte récente", "Carte moyenne", "Carte du mois", "Carte ancienne"]
    told = client.get("/recherche/?q=carte&sortie=atom").content.decode()
    places = [told.index(f"<title>Carte {name}") for name in ("récente", "moyenne", "du mois", "ancienne")]
    assert places == sorted(places) and "cachée" not in told


def test_pages_are_of_twelve_and_hold_each_thing_once(w, each_engine, client):
    for n in range(10):
        w.tool(f"Carte {n}"), w.piece(f"Carte et nouvelle {n}")
    w.tool("Carte cachée", access="lab")
    one, two = client.get("/recherche/?q=carte"), client.get("/recherche/?q=carte&page=2")
    seen = titles(one) + titles(two)
    assert [len(titles(one)), len(titles(two))] == [12, 8] and len(set(seen)) == 20 == one.context["total"]
    assert [page["number"] for page in one.context["pages"]] == [1, 2] and one.context["next"] == "?q=carte&page=2"
    assert titles(client.get("/recherche/?q=carte&page=99")) == titles(two)


def test_the_table_says_the_kind_the_date_and_the_lab(w, each_engine, client):
    (
        w.tool("Carte, la vraie", tagline="=1+1"),
        w.piece("Une carte", published_on=date(2026, 1, 2)),
        w.tool("Carte cachée", access="lab"),
    )
    response = client.get("/recherche/?q=carte&sortie=csv")
    head, *rows = response.content.decode("utf-8-sig").splitlines()
    assert len(head.split(";")) == 6 and len(rows) == 2
    assert any(row.startswith("Actualités;Une carte;Un résumé.;2026-01-02;Lab a;http://testserver/actualites/") for row in rows)
    assert any(row.startswith("Outils;Carte, la vraie;'=1+1;") for row in rows)  # no formula
    assert "recherche-" in response["Content-Disposition"]


def test_english_finds_what_is_translated_and_french_that_is_not(w, each_engine, client):
    w.english(w.tools, title="Tools", slug="tools")
    w.english(w.tool("Carte des acteurs"), title="Stakeholder map", tagline="A carte."), w.piece("Une carte")
    w.tool("Carte cachée", access="lab")
    response = client.get("/en/recherche/?q=carte")
    assert sorted(titles(response)) == ["Stakeholder map", "Une carte"] and response.context["here"] == "Search"
    (facet,) = response.context["facets"]
    assert {choice.code: choice.count for choice in facet.choices} == {"fr": 1, "en": 1}
    assert titles(client.get("/en/recherche/?q=carte&langue=en")) == ["Stakeholder map"]
    assert titles(client.get("/en/recherche/?q=carte&langue=fr&sorte=tool")) == []
    assert client.get("/recherche/?q=carte").context["facets"] == []  # in French, all is in French
    assert 'href="/recherche/?q=carte"' in client.get("/en/recherche/?q=carte").content.decode()


def test_without_a_word_the_page_says_what_can_be_searched(w, each_engine, client):
    w.tool("Carte"), w.piece("Une carte"), w.content("Le réseau"), w.tool("Carte cachée", access="lab")
    response = client.get("/recherche/")
    html = response.content.decode()
    assert response.context["rows"] == [] and tabs(response) == {"Outils": 1, "Actualités": 1, "Pages": 1}
    for address in ("/outils/", "/actualites/", "?sorte=page"):
        assert f'href="{address}"' in html
    assert "noindex" not in html and "Carte" not in html
    assert "noindex" in client.get("/recherche/?q=carte").content.decode()


def test_nothing_found_leaves_a_way_out(w, index, client):
    contact = page_of(w, LegalPage, "Nous écrire", kind="contact")
    w.tool("Carte"), w.piece("Une rencontre"), w.tool("Canari", access="lab")
    index()
    response = client.get("/recherche/?q=carte&sorte=news")
    assert [(way.count, way.address) for way in response.context["relaxations"]] == [(1, "?q=carte"), (1, "?sorte=news")]
    html = client.get("/recherche/?q=canari").content.decode()
    assert f'href="{contact.url}"' in html and 'href="/outils/"' in html and 'href="/actualites/"' in html
    assert client.get("/recherche/?q=canari").context["relaxations"] == []  # nor how many there are elsewhere
    assert client.get("/recherche/?sorte=nowhere").context["total"] == 0


def test_what_nobody_finds_is_told_once_and_without_the_choices(w, index, client):
    w.tool("Carte"), w.piece("Une rencontre")
    index()
    heard = []

    def hear(kind, language, text, **kwargs):
        heard.append((kind, language, text))

    nothing_found.connect(hear)
    for address in (
        "/recherche/?q=zzzz",
        "/recherche/?q=zzzz&sorte=news",
        "/recherche/?q=carte&sorte=news",
        "/recherche/?q=carte",
    ):
        client.get(address)
    nothing_found.disconnect(hear)
    assert heard == [("", "fr", "zzzz")] * 2


def crowd(w, n):
    """`n` things of three kinds and, on the first page whatever their number, one of each kind."""
    for i in range(n):
        (
            w.tool(f"Carte {i}"),
            w.piece(f"Carte {i} du mois"),
            w.content(f"Carte {i} du réseau"),
            w.tool(f"Cachée {i}", access="lab"),
        )
    w.tool("Carte"), w.piece("Carte", published_on=timezone.localdate() + timedelta(days=1)), w.content("Carte")
    page_of(w, HelpPage, "Carte"), page_of(w, LegalPage, "Carte", kind="legal")
    return 3 * n + 5


@pytest.mark.parametrize("n", [1, 3, 24])
def test_it_costs_the_same_queries_at_any_number(w, client, count, index, n):
    total = crowd(w, n)
    index()
    for address, queries in (("/recherche/?q=carte", 6), ("/recherche/?q=carte&sorte=news", 1), ("/recherche/", 0)):
        client.get(address)
        with count(queries):
            response = client.get(address)
        assert "Cachée" not in response.content.decode() and not response.context["is_plain"]
        assert response.context["tabs"][0].count == total and len(response.content) < 35_000


@pytest.mark.parametrize("n", [1, 3, 24])
def test_it_costs_eight_queries_without_an_index(w, client, count, settings, tmp_path, n):
    settings.SEARCH_INDEX = tmp_path / "none"
    total = crowd(w, n)
    client.get("/recherche/?q=carte")
    with count(8):  # two to find, then one a kind, and the terms of the tools
        response = client.get("/recherche/?q=carte")
    assert response.context["total"] == total and response["Cache-Control"] == "no-store"
    assert "Cachée" not in response.content.decode()


def test_a_feed_and_suggestions_cost_few_queries(w, client, count, index):
    for i in range(5):
        w.tool(f"Carte {i}"), w.piece(f"Carte {i} du mois"), w.content(f"Carte {i} du réseau", owner_lab=w.a)
    index()
    client.get("/recherche/?q=carte&sortie=atom")
    with count(4):
        client.get("/recherche/?q=carte&sortie=atom")
    with count(3):
        assert len(client.get("/recherche/suggestions/?q=carte").json()["suggestions"]) == 8


def test_an_engine_that_is_away_is_said_and_nothing_is_kept(w, index, client, monkeypatch):
    w.tool("Carte"), w.tool("Carte cachée", access="lab")
    index()

    def away(*args, **kwargs):
        raise EngineAwayError("away")

    for name in ("search", "suggest"):
        monkeypatch.setattr(EmbeddedEngine, name, away)
    response = client.get("/recherche/?q=carte")
    assert titles(response) == ["Carte"] and response.context["is_plain"] and response["Cache-Control"] == "no-store"
    assert "Recherche simplifiée" in response.content.decode()
    assert client.get("/recherche/suggestions/?q=cart").json() == {"suggestions": ["Carte"]}


def test_words_are_kept_nowhere_and_the_start_is_kept(w, index, client):
    w.tool("Carte")
    index()
    assert client.get("/recherche/?q=carte")["Cache-Control"] == "no-cache"
    assert client.get("/recherche/")["Cache-Control"] == "public, max-age=0, must-revalidate"


@pytest.mark.parametrize("is_plain", [False, True])
def test_whatever_is_typed_is_only_text(w, index, client, is_plain):
    w.tool("Carte"), w.piece("Une carte")
    if not is_plain:
        index()
    for text in OPERATORS:
        typed = {"q": text.encode("utf-8", "surrogatepass")}
        response = client.get("/recherche/", typed)
        assert response.status_code == 200 and response.context["is_plain"] == is_plain, text
        assert client.get("/recherche/suggestions/", typed).status_code == 200


@pytest.mark.parametrize(
    "asked", ["sorte=%00", "sorte=" + "x" * 500, "langue='; DROP", "page=-1", "tri=nope", "sorte=tool&sorte=news&sorte="]
)
def test_an_absurd_address_is_answered(w, each_engine, client, asked):
    w.tool("Carte")
    assert client.get(f"/recherche/?{asked}").status_code == 200


def test_it_is_only_read(w, client):
    assert client.post("/recherche/").status_code == 405 and client.post("/recherche/suggestions/").status_code == 405
    assert client.get("/recherche/suggestions/nowhere/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/rien/", "/outils/", "/recherche/"])
def test_the_box_of_every_page_leads_there(w, client, address):
    html = client.get(address).content.decode()
    assert 'class="find" role="search" action="/recherche/"' in html
    assert address != "/rien/" or ('class="asked" role="search" action="/recherche/"' in html and 'href="/outils/"' in html)


def test_words_typed_are_escaped_wherever_they_are_shown(w, index, client):
    w.tool("Carte")
    index()
    html = client.get("/recherche/", {"q": "<script>x</script>", "sorte": "<b>"}).content.decode()
    assert "<script>x" not in html and "<b>&lt;" not in html and "&lt;script&gt;" in html and ">&lt;b&gt;" in html


def test_every_kind_is_one_of_those_registered(w):
    every = registry.kind(registry.ALL)
    assert {part.code for part in every.parts} == {kind.code for kind in registry.kinds()}
    order = ["tool", "lab", "case", "guide", "lesson", "event", "news", "page", "help", "legal", "file"]
    assert [part.code for part in every.parts] == order and every not in registry.kinds()


# --- where to begin


def test_a_need_leads_to_three_tools_a_page_and_a_piece_of_news(w, index, client):
    for n in range(4):
        w.tool(f"Portraits {n}", when_to_use="<p>Le groupe ne se connaît pas encore.</p>")
    for n in range(2):
        w.piece(f"Un groupe qui ne se connaît pas, {n}"), w.content(f"Connaître son groupe, {n}")
    page_of(w, HelpPage, "Le groupe ne se connaît pas : aide"), page_of(w, LegalPage, "Le groupe ne se connaît pas", kind="legal")
    w.tool("Secret du groupe qui ne se connaît pas", access="lab")
    index()
    response = client.get("/recherche/", {"besoin": "le groupe ne se connaît pas"})
    whats = [hit.what.split(",")[0] for hit in response.context["rows"]]
    assert whats == ["Outil"] * 3 + ["Article", "Page"]
    html = response.content.decode()
    assert "Secret" not in html and "noindex" in html and 'href="/recherche/?q=le+groupe+ne+se+conna%C3%AEt+pas"' in html
    assert response["Cache-Control"] == "no-cache" and "<mark>" in html


def test_what_one_kind_has_whole_hides_nothing_of_another(w, index, client):
    w.piece("Décider ensemble sans perdre une demi-journée"), w.tool("Décider ensemble", tagline="Sans perdre de temps.")
    page_of(w, HelpPage, "Ensemble, décider sans rien perdre"), w.tool("Ensemble, décider sans perdre", access="lab")
    index()
    response = client.get("/recherche/", {"besoin": "décider ensemble sans perdre une demi-journée"})
    assert [hit.what.split(",")[0] for hit in response.context["rows"]] == ["Outil", "Article", "Aide"]


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_need_costs_the_same_queries_at_any_number(w, client, count, index, n):
    for i in range(n):
        (
            w.tool(f"Carte {i}"),
            w.piece(f"Carte {i} du mois"),
            w.content(f"Carte {i} du réseau"),
            w.tool(f"Cachée {i}", access="lab"),
        )
    index()
    client.get("/recherche/?besoin=carte")
    with count(4):
        response = client.get("/recherche/?besoin=carte")
    assert len(response.context["rows"]) == min(n, 3) + 2 and "Cachée" not in response.content.decode()


def test_a_need_that_nothing_answers_says_what_to_do_and_is_told(w, index, client):
    w.tool("Carte"), w.tool("Zzzz", access="lab")
    index()
    heard = []

    def hear(kind, text, **kwargs):
        heard.append((kind, text))

    nothing_found.connect(hear)
    html = client.get("/recherche/?besoin=zzzz").content.decode()
    nothing_found.disconnect(hear)
    assert heard == [("", "zzzz")] and 'href="/outils/"' in html and "Zzzz" not in html


def test_a_need_without_an_index_is_answered_in_words_as_written(w, client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "none"
    w.tool("Décider"), w.piece("Décider"), w.tool("Décider, caché", access="lab")
    response = client.get("/recherche/", {"besoin": "décider"})
    assert [hit.page.title for hit in response.context["rows"]] == ["Décider"] * 2
    assert response["Cache-Control"] == "no-store" and "Recherche simplifiée" in response.content.decode()


def test_the_need_is_asked_where_nothing_is_typed_yet(w, client):
    w.tool("Carte")
    assert 'name="besoin"' in client.get("/recherche/").content.decode()
    assert 'name="besoin"' not in client.get("/recherche/?q=carte").content.decode()
    assert client.get("/recherche/?q=carte&besoin=autre").context["query"].text == "carte"
