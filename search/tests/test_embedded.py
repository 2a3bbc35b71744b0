"""The embedded index: what it finds, how it follows what is published, what it survives."""

import shutil
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from search import indexing, registry
from search.engines import EngineAwayError, Reader, engine
from search.query import SearchQuery

ANYONE = Reader("fr", ("public",))


def found(text, reader=ANYONE, kind="tool", size=20):
    """Titles, the best first."""
    of = registry.kind(kind)
    answer = engine().search(SearchQuery(of, text=text), reader, 0, size)
    titles = dict(of.model.objects.values_list("pk", "title"))
    return [titles[pk] for pk in answer.ids]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("gommettes vote", "Vote par gommettes"),  # in any order
        ("gomettes", "Vote par gommettes"),  # a typo
        ("gommete vot", "Vote par gommettes"),  # a typo and a half-word
        ("gommette", "Vote par gommettes"),  # the singular
        ("GOMMETTES", "Vote par gommettes"),
        ("pastilles", "Vote par gommettes"),  # a synonym
        ("créativité", "Éveil créatif"),
        ("creativite", "Éveil créatif"),
        ("l'éveil", "Éveil créatif"),
        ("l’eveil", "Éveil créatif"),
        ("créa", "Éveil créatif"),
        ('"éveil créatif"', "Éveil créatif"),
        ("boule de neige", "1-2-4-Tous"),  # another name
        ("1-2-4", "1-2-4-Tous"),
        ("124", None),
        ("le groupe ne se connaît pas", "Portraits croisés"),  # a need
        ("aujourd'hui", "Éveil créatif"),
        ("aujourd’hui", "Éveil créatif"),
        ("zzzzzz", None),
    ],
)
def test_what_people_type_finds_what_they_mean(w, index, text, first):
    w.tool("Vote par gommettes", tagline="Chacun dépose ses points et le choix se voit.", goals=["choose"])
    w.tool("Éveil créatif", tagline="Réveiller la créativité du groupe, aujourd'hui.")
    w.tool("1-2-4-Tous", alt_titles="Boule de neige\nPenser, partager", tagline="Tout le monde a parlé en douze minutes.")
    w.tool("Portraits croisés", when_to_use="<p>Le groupe ne se connaît pas encore.</p>", goals=["meet"])
    index()
    assert (found(text) or [None])[0] == first


def test_what_is_not_wanted_is_left_out_and_phrases_are_kept_whole(w, index):
    w.tool("Carte des acteurs"), w.tool("Carte du territoire"), w.tool("Acteurs et carte")
    index()
    assert found("carte -territoire") and "Carte du territoire" not in found("carte -territoire")
    assert found('"carte des acteurs"') == ["Carte des acteurs"]


OPERATORS = [
    '"', "'", "%", "\0", "\u2028", " ", "x" * 10_000, "(", "*", "NEAR(", "\ud800", "é" * 300, "--", "-", '-"', "title_fr:carte",
    "AND OR NOT", "carte^2", "carte~", "[a TO z]", "f_phase:scan", "/.*/", "+carte", "IN [a b]", "\\", "{}", "carte)", "((((((((",
    "🐝", "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 4, "-carte", '""', "« »", "؟", "1" * 190,
]  # fmt: skip


@pytest.mark.parametrize("text", OPERATORS)
def test_whatever_is_typed_is_only_text(w, index, client, text):
    w.tool("Carte")
    index()
    typed = {"q": text.encode("utf-8", "surrogatepass")}
    response = client.get("/outils/", typed)
    assert response.status_code == 200 and not response.context["is_plain"]
    assert client.get("/recherche/suggestions/tool/", typed).status_code == 200


def test_nobody_finds_what_she_may_not_read(w, index, client):
    people = w.people()
    for level in ("public", "clip", "network", "lab"):
        w.tool(f"Canari {level}", access=level)
    w.tool("Canari brouillon", live=False)
    w.tool("Canari voisin", w.b, access="lab")
    index()
    shown = {
        None: {"public"}, "peer": {"public", "clip"}, "member": {"public", "clip", "network", "lab"},
        "neighbour": {"public", "clip", "network", "voisin"}, "national": {"public", "clip", "network", "lab", "voisin"},
    }  # fmt: skip
    for who, levels in shown.items():
        client.logout()
        if who:
            client.force_login(getattr(people, who))
        wanted = {f"Canari {level}" for level in levels}
        response = client.get("/outils/?q=canari")
        assert {tool.title for tool, _bar in response.context["rows"]} == wanted, who
        assert response.context["total"] == len(wanted)  # nor does she count it
        chosen = client.get("/outils/?q=canari&objectif=ideate").context["facets"]
        assert [c.count for f in chosen if f.name == "objectif" for c in f.choices] == [len(wanted)]
        assert set(client.get("/recherche/suggestions/tool/?q=cana").json()["suggestions"]) == wanted
        for form in ("atom", "csv"):
            told = client.get(f"/outils/?q=canari&sortie={form}").content.decode()
            assert {
                level for level in ("public", "clip", "network", "lab", "voisin", "brouillon") if f"Canari {level}" in told
            } == levels


def test_a_stale_index_shows_nobody_what_was_closed_since(w, index, client):
    tool = w.tool("Canari")
    index()
    type(tool).objects.filter(pk=tool.pk).update(access="network")  # behind the back of the index
    assert client.get("/outils/?q=canari").context["rows"] == []


def test_what_is_hidden_changes_no_answer(w, index):
    """The word that goes on from « kano » was no longer found once somebody had written « Kano » for her lab alone."""
    w.tool("Kanopia")
    index()
    before = found("kano")
    w.tool("Kano", w.b, access="lab")
    index()
    assert found("kano") == before == ["Kanopia"]
    assert found("kano", Reader("fr", ("public", "lab"))) == ["Kano"]


def test_a_misspelt_word_is_told_with_what_was_searched_instead(w, index, client):
    w.tool("Vote par gommettes")
    index()
    html = client.get("/outils/?q=gomettes").content.decode()
    assert "Rien pour" in html and "gommettes" in html and "<mark>gommettes</mark>" in html


def test_words_found_are_marked_whatever_their_accents(w, index, client):
    w.tool("Éveil", tagline="Réveiller la créativité & l'envie <b>")
    index()
    html = client.get("/outils/?q=creativite").content.decode()
    assert "<mark>créativité</mark>" in html and "&lt;b&gt;" in html


def test_answers_to_words_do_not_push_pages_out_of_the_cache(w, index, client):
    w.tool("Canari")
    index()
    assert client.get("/outils/?q=canari")["Cache-Control"] == "no-cache"
    assert "private" in client.get("/recherche/suggestions/tool/?q=can")["Cache-Control"]
    assert "no-cache" not in client.get("/outils/?max=45").get("Cache-Control", "")


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_the_index_follows_publication_change_and_deletion(w, index, commits):
    index()
    with commits():
        tool = w.tool("Canari jaune")
    assert found("canari") == ["Canari jaune"]
    with commits():
        tool.title = "Merle"
        tool.save_revision().publish()
    assert found("canari") == [] and found("merle") == ["Merle"]
    with commits():
        tool.unpublish()
    assert found("merle") == []
    with commits():
        tool.save_revision().publish()
    with commits():
        tool.access = "network"
        tool.save_revision().publish()
    assert found("merle") == [] and found("merle", Reader("fr", ("public", "network"))) == ["Merle"]
    with commits():
        tool.delete()
    assert engine().check() == 0


def test_a_draft_changes_nothing_of_the_index(w, index, commits, monkeypatch):
    tool = w.tool("Canari")
    index()
    asked = []
    monkeypatch.setattr(indexing.refresh.__class__, "enqueue", lambda self, *args, **kwargs: asked.append(args))
    with commits():
        tool.title = "Autre"
        tool.save_revision()
    assert [args for args in asked if args[:1] == ("tool",)] == []


def test_a_source_leaves_the_english_listing_when_its_translation_comes_and_returns_when_it_goes(w, index, commits):
    english = Reader("en", ("public",))
    tool = w.tool("Merle")
    index()
    assert found("merle", english) == ["Merle"]
    with commits():
        translated = w.english(tool, title="Blackbird", slug="blackbird")
    assert found("merle", english) == [] and found("blackbird", english) == ["Blackbird"]
    with commits():
        translated.delete()
    assert found("merle", english) == ["Merle"]


def test_the_listing_answers_plainly_without_an_index_and_says_so(w, client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "nowhere"
    w.tool("Canari")
    response = client.get("/outils/?q=canari")
    assert response.context["is_plain"] and response.context["total"] == 1
    assert "Recherche simplifiée" in response.content.decode()
    assert response["Cache-Control"] == "no-store"  # nor does anybody keep it for when the index is back


@pytest.mark.parametrize("fault", ["cut", "gone", "foreign", "empty", "no pointer"])
def test_a_broken_index_answers_plainly_then_mends_itself(w, client, index, fault, caplog):
    w.tool("Canari")
    index()
    folder = engine().folder
    current = folder / (folder / "current").read_text()
    if fault == "cut":
        for path in current.iterdir():
            path.write_bytes(path.read_bytes()[:7])
    elif fault == "gone":
        shutil.rmtree(current)
    elif fault == "foreign":
        (folder / "current").write_text("00000000-other")
    elif fault == "empty":
        (folder / "current").write_text("")
    else:
        (folder / "current").unlink()
    engine()._open = ("", None, None)  # a process that comes after
    assert client.get("/outils/?q=canari").context["is_plain"]
    assert ("The index does not answer" in caplog.text) == (fault in ("cut", "gone"))  # operators read why
    call_command("rebuild_search", "--if-needed", verbosity=0)
    response = client.get("/outils/?q=canari")
    assert not response.context["is_plain"] and response.context["total"] == 1


def test_a_rebuild_has_no_empty_moment_and_leaves_one_index(w, index, monkeypatch):
    w.tool("Canari")
    index()
    seen = []

    def entries():
        for entry in indexing.everything():
            seen.append(found("canari"))
            yield entry

    engine().rebuild(entries())
    assert seen and all(titles == ["Canari"] for titles in seen)
    assert len([path for path in engine().folder.iterdir() if path.is_dir()]) == 1


def test_a_rebuild_that_fails_leaves_the_old_index(w, index):
    w.tool("Canari")
    index()

    def full():
        yield from indexing.everything()
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError):
        engine().rebuild(full())
    assert found("canari") == ["Canari"]


def test_a_writer_killed_in_the_middle_leaves_the_index_whole_and_free(w, index):
    w.tool("Canari")
    index()
    killed = f"""
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
django.setup()
from search.engines.embedded import EmbeddedEngine
from search.engines import schema
from search.entries import SearchEntry
engine = EmbeddedEngine({str(engine().folder)!r})
with engine.writing():
    writer = engine.index().writer(15_000_000, 1)
    writer.add_document(schema.document(SearchEntry("tool", 1, "fr", ("fr",), "public", None, "Jamais")))
    os.kill(os.getpid(), 9)
"""
    done = subprocess.run([sys.executable, "-c", killed], cwd=django_settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == -9, done.stderr
    assert found("canari") == ["Canari"] and engine().check() == 1
    other = w.tool("Merle")
    engine().write(registry.kind("tool").entries([other.pk]))
    assert found("merle") == ["Merle"]


def test_the_doctor_tells_drift_and_mends_it(w, index, capsys):
    kept, gone, changed = w.tool("Gardé"), w.tool("Parti"), w.tool("Changé")
    index()
    model = type(kept)
    model.objects.filter(pk=gone.pk).update(live=False)
    model.objects.filter(pk=changed.pk).update(tagline="Autre")
    engine().write([], [f"tool:{kept.pk}"])
    wanted = {"missing": [f"tool:{kept.pk}"], "extra": [f"tool:{gone.pk}"], "stale": [f"tool:{changed.pk}"]}
    assert indexing.drift() == wanted
    with pytest.raises(CommandError, match="--repair"):
        call_command("search_doctor")
    call_command("search_doctor", "--repair")
    assert f"absentes : tool:{kept.pk}" in capsys.readouterr().out
    assert indexing.drift() == {"missing": [], "extra": [], "stale": []}


def test_an_engine_without_files_says_that_it_is_away(settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path
    with pytest.raises(EngineAwayError):
        engine().check()
    assert [one.name for one in indexing.in_need()] == ["embedded"]


def counted(**chosen):
    """The facets of all tools, under these choices."""
    return engine().search(SearchQuery(registry.kind("tool"), chosen=chosen), ANYONE, 0, 20).facets


def test_each_facet_is_counted_under_the_choices_of_the_others(w, index):
    w.tool("Un", phases=["focus"], goals=["choose"])
    w.tool("Deux", phases=["focus", "act"], goals=["meet"])
    w.tool("Trois", phases=["act"], goals=["choose", "meet"])
    w.tool("Secret", phases=["focus"], goals=["choose"], access="lab")
    index()
    one, two = counted(temps=("focus",)), counted(temps=("focus",), objectif=("choose",))
    assert one["temps"] == {"focus": 2, "act": 2} and one["objectif"] == {"choose": 1, "meet": 1}
    assert two["temps"] == {"focus": 1, "act": 1} and two["objectif"] == {"choose": 1, "meet": 1}
    assert counted(temps=("focus", "act"))["objectif"] == counted()["objectif"] == {"choose": 2, "meet": 2}


@pytest.mark.parametrize(
    "code",
    ['focus" OR f_phase:"act', "focus) OR (f_phase:act", '"', "\\", '\\"', "*", "[a TO z]", "NOT act", "act OR", "^", "a b"],
)
def test_a_code_in_an_address_is_only_a_code(w, index, code):
    w.tool("Un", phases=["focus"], goals=["choose"])
    w.tool("Deux", phases=["act"], goals=["meet"])
    index()
    assert counted(temps=(code,))["objectif"] == {} and counted(temps=(code,))["temps"] == {"focus": 1, "act": 1}
    assert counted(temps=(code, "focus"))["objectif"] == {"choose": 1}
