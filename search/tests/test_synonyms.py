"""Synonyms that editors keep: the groups of before, what a change does, what is refused, what a preview shows."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search import indexing, synonyms
from search.engines import EmbeddedEngine, EngineAwayError, Reader
from search.engines.elastic import ElasticEngine
from search.engines.questions import joined
from search.models import FruitlessSearch, Synonym
from search.query import SearchQuery
from search.registry import all_kinds
from search.signals import index_changed
from search.synonyms import made_of
from search.tests.test_everything import titles

ADD = "/admin/synonyms/new/"


def group(terms):
    made = Synonym(terms=terms)
    made.full_clean()
    made.save()
    cache.clear()  # a transaction of the test has no commit
    return made


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request, tmp_path, settings):
    """find(words, synonyms) -> the titles that an engine answers to everybody."""
    settings.SEARCH_INDEX = tmp_path / "index"
    one = EmbeddedEngine(tmp_path / "index")
    if request.param == "elasticsearch":
        one = ElasticEngine(request.getfixturevalue("cluster"))

    def find(text, said=None):
        one.rebuild(indexing.everything())
        query = SearchQuery(all_kinds(), text=text, synonyms=said)
        refs = one.search(query, Reader("fr", ("public",)), 0, 50).refs
        return sorted(all_kinds().found(None, "fr")[code].get(pk=pk).title for code, pk in refs)

    return find


def test_the_groups_of_before_are_rows(db):
    """What was in the code stands in the database, so that nothing changes on the day of the upgrade."""
    rows = [row.listed for row in Synonym.objects.all()]
    assert len(rows) == 8 and ["post-it", "note repositionnable", "sticky note"] in rows
    known = synonyms.kept()
    assert known["gommettes",] == (("pastille",), ("dot",)) and ("brise", "glace") in known["icebreaker",]
    for row in Synonym.objects.all():
        row.full_clean()


def test_a_group_finds_what_holds_any_other_term(w, engine):
    w.tool("Boussole commune"), w.tool("Le cap du groupe"), w.tool("Cap caché", access="lab"), w.tool("Autre")
    assert engine("boussole") == ["Boussole commune"]
    group("boussole, cap, repère")
    assert engine("boussoles") == engine("cap") == ["Boussole commune", "Le cap du groupe"]


@pytest.mark.parametrize("term", ["prise de décision", "mise au vert annuelle", "jeu d’équipe"])
def test_a_term_of_several_words_is_met_as_it_is_typed(w, engine, term):
    w.tool("Boussole commune"), w.tool("Autre"), w.tool("Boussole cachée", access="lab")
    group(f"boussole, {term}")
    assert engine(term) == engine(term.upper()) == ["Boussole commune"]
    assert engine("boussole") == ["Boussole commune"]


def test_unsaved_groups_answer_alone_and_are_written_nowhere(w, engine):
    w.tool("Boussole commune"), w.tool("Le cap du groupe")
    then = made_of([["boussole", "cap"]])
    assert engine("boussole", then) == ["Boussole commune", "Le cap du groupe"] and engine("boussole") == ["Boussole commune"]


def test_the_longest_term_comes_first():
    known = made_of([["prise de décision", "choix"], ["prise", "branchement"]])
    words = [("une",), ("prise",), ("de",), ("decision",), ("prise",)]
    assert joined(words, known) == [("une",), ("prise", "de", "decision"), ("prise",)]


def test_a_change_is_seen_at_once_here_and_told_to_who_keeps_pages(w, index, client, django_capture_on_commit_callbacks):
    w.tool("Boussole commune"), w.tool("Le cap du groupe")
    index()
    heard = []

    def hear(**kwargs):
        heard.append(1)

    index_changed.connect(hear)
    assert titles(client.get("/recherche/?q=boussole")) == ["Boussole commune"]
    with django_capture_on_commit_callbacks(execute=True):
        made = Synonym.objects.create(terms="boussole\ncap")
    assert len(titles(client.get("/recherche/?q=boussole"))) == 2
    assert client.get("/outils/?q=cap").context["total"] == 2
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert titles(client.get("/recherche/?q=boussole")) == ["Boussole commune"] and len(heard) == 2
    index_changed.disconnect(hear)


def test_another_process_reads_again_when_the_version_moves(db):
    """What it holds was read under another version, which the processes share in the cache."""
    elsewhere = synonyms.Kept("synonyms", lambda rows: rows.count())
    elsewhere.rows = Synonym.objects
    assert elsewhere() == 8
    Synonym.objects.create(terms="boussole\ncap")
    assert elsewhere() == 8  # until it is committed
    synonyms.kept.move()
    assert elsewhere() == 9


def test_they_cost_no_query_once_read(w, index, client):
    w.tool("Carte")
    index()
    client.get("/recherche/?q=carte")
    with CaptureQueriesContext(connection) as asked:
        client.get("/recherche/?q=pastille"), client.get("/outils/?q=carte")
    assert not [row for row in asked.captured_queries if '"search_synonym"' in row["sql"] or '"search_promot' in row["sql"]]


@pytest.mark.parametrize(
    "terms, said",
    [
        ("boussole", "tell|apart"), ("boussole, Boussoles", "apart"), (",;\n,", "apart"), ("boussole, …", "…"), ("boussole, les", "les"),
        ("boussole, à la", "à la"), ("boussole, " + "x" * 61, "60"), ("boussole, un terme qui en dit trop", "trop"),
        (", ".join(f"terme{n}" for n in range(13)), "12"), ("boussole, GOMMETTES", "gommette"), ("boussole, Brise glace", "brise-glace"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_group_is_said(db, terms, said):
    from django.utils import translation

    with translation.override("en"), pytest.raises(ValidationError, match=said) as told:
        Synonym(terms=terms).full_clean()
    assert list(told.value.message_dict) == ["terms"] and len(told.value.messages) == 1


def test_a_group_may_keep_its_own_terms_and_lines_or_commas_are_one(db):
    row = Synonym.objects.get(terms__contains="gommette")
    row.terms = "gommette , pastille;dot\n\n  rond   de couleur "
    row.full_clean()
    assert row.listed == ["gommette", "pastille", "dot", "rond de couleur"] and row.terms.count("\n") == 3


def test_there_are_five_hundred_groups_at_most(db):
    Synonym.objects.bulk_create(Synonym(terms=f"mota{n}\nmotb{n}") for n in range(500 - Synonym.objects.count()))
    with pytest.raises(ValidationError, match="500"):
        Synonym(terms="boussole, cap").full_clean()
    Synonym.objects.get(terms="mota1\nmotb1").full_clean()
    assert len(synonyms.made_of(row.listed for row in Synonym.objects.all())) > 1_900


# --- the admin


def test_the_national_team_keeps_groups_and_their_history(w, people, client):
    client.force_login(people.national)
    html = client.get("/admin/synonyms/").content.decode()
    assert "gommette, pastille, dot" in html and "/admin/synonyms/" in client.get("/admin/").content.decode()
    assert "pastille" in client.get("/admin/synonyms/?q=gommette").content.decode()
    assert "pastille" not in client.get("/admin/synonyms/results/?q=visio").content.decode()
    assert client.post(ADD, {"terms": "boussole, cap"}).status_code == 302
    made = Synonym.objects.get(terms="boussole\ncap")
    assert client.post(reverse("synonyms:edit", args=[made.pk]), {"terms": "boussole\ncap\nrepère"}).status_code == 302
    assert client.get(reverse("synonyms:history", args=[made.pk])).content.decode().count("nationale@example.org") >= 1
    assert client.post(reverse("synonyms:delete", args=[made.pk])).status_code == 302 and Synonym.objects.count() == 8


def test_a_fault_loses_nothing_of_what_was_written(w, people, client):
    client.force_login(people.national)
    response = client.post(ADD, {"terms": "boussole\ngommette"})
    html = response.content.decode()
    assert response.status_code == 200 and "boussole\ngommette</textarea>" in html and "gommette, pastille, dot" in html
    assert Synonym.objects.count() == 8


def test_the_preview_says_what_comes_and_writes_nothing(w, people, index, client):
    w.tool("Boussole commune"), w.tool("Le cap du groupe"), w.tool("Cap caché", access="lab"), w.tool("Autre")
    index()
    client.force_login(people.national)
    cache.clear()
    response = client.post(ADD, {"terms": "boussole, cap, zzzz", "preview": "1"})
    boussole, cap, none = response.context["changes"]
    assert (boussole.before, boussole.after, cap.before, cap.after, none.before, none.after) == (1, 3, 2, 3, 0, 3)
    states = {line.title: line.state for line in boussole.becomes}
    assert states == {"Boussole commune": "", "Le cap du groupe": "in", "Cap caché": "in"}  # the editor's own rights
    assert [line.state for line in boussole.was] == [""]
    html = response.content.decode()
    assert "boussole\ncap\nzzzz</textarea>" in html or "boussole, cap, zzzz</textarea>" in html
    assert Synonym.objects.count() == 8 and client.get("/recherche/?q=boussole").context["total"] == 1


def test_the_preview_of_a_change_shows_the_term_that_leaves(w, people, index, client):
    w.tool("Boussole commune"), w.tool("Le cap du groupe"), w.tool("Un repère")
    index()
    made = group("boussole, cap, repère")
    client.force_login(people.national)
    edit = reverse("synonyms:edit", args=[made.pk])
    response = client.post(edit, {"terms": "boussole, cap", "preview": "1"})
    told = {change.words: (change.before, change.after) for change in response.context["changes"]}
    assert told == {"boussole": (3, 2), "cap": (3, 2), "repère": (3, 1)}
    assert "out" in {line.state for line in response.context["changes"][0].was}
    assert Synonym.objects.get(pk=made.pk).listed == ["boussole", "cap", "repère"]
    same = client.post(edit, {"terms": "boussole, cap, repère", "preview": "1"})
    assert all(change.is_nothing for change in same.context["changes"])


def test_a_fault_has_no_preview_and_an_engine_away_is_said(w, people, index, client, monkeypatch):
    w.tool("Boussole commune")
    index()
    client.force_login(people.national)
    assert client.post(ADD, {"terms": "boussole", "preview": "1"}).context["changes"] is None

    def away(*args, **kwargs):
        raise EngineAwayError("away")

    monkeypatch.setattr(EmbeddedEngine, "search", away)
    response = client.post(ADD, {"terms": "boussole, cap", "preview": "1"})
    assert response.context["changes"] is None and len(response.context["notes"]) == 1
    assert client.post(ADD, {"terms": "boussole, cap"}).status_code == 302 and Synonym.objects.count() == 9


@pytest.mark.elasticsearch
def test_the_preview_asks_the_cluster_that_answers(w, people, client, settings, tmp_path, cluster):
    w.tool("Boussole commune"), w.tool("Le cap du groupe")
    settings.SEARCH_INDEX = tmp_path / "none"
    settings.SEARCH_CLUSTER = {"nodes": list(cluster.nodes), "prefix": cluster.prefix, "standby": False}
    ElasticEngine(cluster).rebuild(indexing.everything())
    client.force_login(people.national)
    boussole, _cap = client.post(ADD, {"terms": "boussole, cap", "preview": "1"}).context["changes"]
    assert (boussole.before, boussole.after) == (1, 2) and [line.state for line in boussole.becomes] == ["", "in"]


def test_a_search_without_a_result_is_answered_from_its_list(w, people, client):
    FruitlessSearch.objects.create(month="2026-11", kind="", language="fr", text="boussole d’équipe & co", number=3)
    client.force_login(people.national)
    html = client.get("/admin/reports/fruitless/").content.decode()
    address = "/admin/synonyms/new/?words=boussole+d%E2%80%99%C3%A9quipe+%26+co"
    assert address in html and "/admin/promotions/new/?words=" in html
    assert ">\nboussole d’équipe &amp; co</textarea>" in client.get(address).content.decode()
    client.force_login(people.editor)
    html = client.get("/admin/reports/fruitless/").content.decode()
    assert "boussole" in html and "/admin/synonyms/" not in html
