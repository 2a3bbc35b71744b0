"""Documents found by the words inside them: by whom, until when, at which page."""

from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.http import QueryDict
from django.utils import translation
from django.utils.html import escape

from media.lists.usages import unused
from media.models import DocumentText, PortalDocument
from media.models.texts import source_of, text_of, unread
from media.search_entries import FILES, entries
from media.tests import hostile
from media.tests.conftest import attach
from media.texts import limits, tasks, words
from media.texts.passages import Finder, rows, where
from media.texts.reading import Text
from portal.tests import contract
from portal.tests.test_contract import MEMBER, differences
from portal.tests.world import fresh
from search import indexing
from search.engines import EmbeddedEngine, PlainEngine, Reader, engine
from search.engines.elastic import ElasticEngine
from search.engines.questions import stems_of
from search.entries import readings
from search.marking import marks
from search.query import SearchQuery
from search.text import tokens

PDF = hostile.pdf("Page de garde", "Le rossignol chante", "Le rossignol et la grive chantent")
WORD = "rossignol"


@pytest.fixture
def read(w, document, committing):
    """read("Titre", data, name, access="lab"): a document, its text read, shown by a live tool unless shown=False."""

    def make(title="Recueil", data=PDF, name="recueil.pdf", shown=True, lab=None, **fields):
        with committing():
            file = document(title, data, name, lab=lab)
            tool = shown and w.tool(f"Outil {title}", lab, **fields)
            page = shown and attach(tool, file, publish=tool.live)
        file = fresh(file)
        file.page = page
        return file

    return make


def asked(text):
    data = QueryDict(mutable=True)
    data["q"] = text
    return SearchQuery.read(data, FILES)


def found(user, text, of=None):
    """(how many the engine counts, the rows that the reader gets)"""
    answer = (of or engine()).search(asked(text), Reader("fr", readings(user)), 0, 50)
    cards = FILES.cards(FILES.found(user, "fr"), answer.ids)
    return answer.total, rows(cards, marks(text, answer.stems))


# --- reading


def test_a_document_that_comes_in_is_read_by_the_worker(read):
    file = read(shown=False)
    assert (file.text.state, file.text.note, len(file.text.pages)) == ("read", "", 3)


def test_a_type_without_words_is_not_read(read):
    read(data=b"a;b", name="table.csv")
    assert not DocumentText.objects.exists() and not unread().exists()


def test_a_file_that_takes_the_place_of_another_is_read_again_and_the_words_of_before_are_nobody_s(read, committing):
    file = read()
    with committing() as later:
        file.file.save("autre.pdf", ContentFile(hostile.pdf("Un merle")), save=False)
        file._set_document_file_metadata()
        file.save()
        assert text_of(fresh(file)) is None and WORD not in next(entries([file.pk])).file
    assert later and fresh(file).text.pages == ["Un merle"]


def test_a_change_of_title_reads_nothing(read, committing, monkeypatch):
    file = read()
    monkeypatch.setattr(tasks, "read", lambda *args: pytest.fail("read"))
    file.title = "Autre"
    with committing():
        file.save()
    tasks.read_text.call(file.pk)


def test_a_document_that_goes_takes_its_text_along(read, committing, index):
    file = read(shown=False)
    PortalDocument.objects.update(level="public")  # shown in a text that names it, which keeps no file
    index()
    assert found(None, WORD)[0] == 1
    with committing():
        fresh(file).delete()
    assert not DocumentText.objects.exists() and found(None, WORD) == (0, [])


def test_a_document_that_goes_while_it_is_read_fails_nothing(read, document, monkeypatch):
    file = document()

    def gone(*args):
        PortalDocument.objects.filter(pk=file.pk).delete()
        return Text(("Un",), "read")

    monkeypatch.setattr(tasks, "read", gone)
    tasks.read_text.call(file.pk)
    assert not DocumentText.objects.exists()


def test_a_file_that_is_missing_is_noted_and_a_store_that_is_away_is_tried_again(document, monkeypatch):
    file = document()
    file.file.storage.delete(file.file.name)
    tasks.read_text.call(file.pk)
    assert (fresh(file).text.state, fresh(file).text.note) == ("none", "missing")
    other = document("Autre", PDF)
    monkeypatch.setattr(type(other.file.storage), "open", lambda *args: (_ for _ in ()).throw(ConnectionError()))
    with pytest.raises(ConnectionError):
        tasks.read_text.call(other.pk)
    assert list(unread()) == [other]


def test_the_command_reads_what_is_not_read_yet(document, committing, capsys):
    """Documents that were there before: with and without a hash, and one that cannot be read, which is not asked again."""
    one, two, three = document("Un", PDF), document("Deux", PDF), document("Trois", b"%PDF-1.7 rien")
    PortalDocument.objects.filter(pk=two.pk).update(file_hash="")
    with committing():
        call_command("read_texts", batch=2)
    assert list(DocumentText.objects.order_by("pk").values_list("pk", flat=True)) == [one.pk, two.pk]
    assert fresh(two).text.source == source_of(fresh(two)) and list(unread()) == [three]
    call_command("read_texts", now=True)
    assert not unread().exists() and fresh(three).text.note == "damaged"
    call_command("read_texts")
    assert capsys.readouterr().out.splitlines() == ["2 asked for", "1 read", "0 asked for"]


def test_a_text_is_no_use_of_its_document(read):
    """Lists say what names a file, and which files nothing names."""
    file = read(shown=False)
    assert PortalDocument.objects.filter(unused(PortalDocument)).get() == file and file.get_usage().count() == 0


# --- finding


@pytest.mark.parametrize("text", [WORD, "rossignols", "ROSSIGNOL chanter", '"le rossignol"', "rossignl", "rossi"])
def test_a_file_is_found_by_the_words_inside_it(read, index, text):
    file = read()
    read("Sans oiseau", hostile.pdf("Une pierre"))
    index()
    assert [row.address.partition("#")[0] for row in found(None, text)[1]] == [file.url]


def test_words_inside_weigh_less_than_a_title(read, index):
    read("Rien", hostile.pdf(*["rossignol"] * 30))
    read("Le rossignol", hostile.pdf("Rien"))
    index()
    assert [row.title.replace("<mark>", "").replace("</mark>", "") for row in found(None, WORD)[1]] == ["Le rossignol", "Rien"]


def test_the_index_follows_pages_published_narrowed_withdrawn_and_published_again(read, people, index, committing):
    file = read()
    index()
    assert found(None, WORD)[0] == 1
    page = fresh(file.page)
    page.access = "network"
    with committing():
        page.save_revision().publish()
    assert found(None, WORD) == (0, []) and found(people.member, WORD)[0] == 1
    with committing():
        fresh(page).unpublish()
    assert found(people.national, WORD) == (0, [])
    page = fresh(page)
    page.access = "public"
    with committing():
        page.save_revision().publish()
    assert found(None, WORD)[0] == 1
    assert not any(indexing.drift().values())


def test_a_stale_index_shows_nobody_what_was_closed_since(read, index):
    file = read()
    index()
    PortalDocument.objects.filter(pk=file.pk).update(level="network")  # behind the back of the index
    assert found(None, WORD) == (1, [])


def test_drift_sees_a_text_that_the_index_lacks(read, index):
    file = read()
    index()
    DocumentText.objects.filter(pk=file.pk).update(pages=["Un merle"])
    assert indexing.drift() == {"missing": [], "extra": [], "stale": [f"file:{file.pk}"]}


@pytest.fixture(params=["embedded", pytest.param("elastic", marks=pytest.mark.elasticsearch), "plain"])
def made(request, settings, tmp_path):
    """made() -> an engine that knows what the database holds; the site asks the embedded one, or its plain listing."""
    settings.SEARCH_INDEX = tmp_path / "index"

    def make():
        if request.param == "plain":
            return None
        of = (
            EmbeddedEngine(tmp_path / "index")
            if request.param == "embedded"
            else ElasticEngine(request.getfixturevalue("cluster"))
        )
        of.rebuild(indexing.everything())
        return of

    return make


SEES = {
    "nobody": {"public"},
    "peer": {"public", "clip"},
    "member": {"public", "clip", "network", "a"},
    "editor": {"public", "clip", "network", "a"},
    "neighbour": {"public", "clip", "network", "b", "borrowed"},
    "national": {"public", "clip", "network", "a", "b", "borrowed"},
}


def places(w, read):
    """A file at each level; of each lab; of lab A but shown by lab B for itself; two that no live page shows."""
    out = {level: read(f"Recueil {level}", access=level) for level in ("public", "clip", "network")}
    out |= {"a": read("Recueil a", access="lab"), "b": read("Recueil b", lab=w.b, access="lab")}
    out["borrowed"] = read("Recueil borrowed", shown=False)
    attach(w.tool("Emprunt", w.b, access="lab"), out["borrowed"])
    read("Recueil draft", live=False), read("Recueil alone", shown=False)
    return out


@pytest.mark.elasticsearch
def test_the_words_of_a_file_are_found_by_whom_may_open_it_and_by_nobody_else(w, people, read, made, client, tmp_path):
    """Nor counted. Who may open it through its door: the same people, and for a file shown elsewhere its lab's editors."""
    files, of = places(w, read), made()
    for who, seen in SEES.items():
        user = getattr(people, who, None)
        text = "" if of is None else WORD  # the plain listing knows titles alone
        asking = of or PlainEngine(FILES.found(user, "fr"))
        total, shown = found(user, text, asking)
        names = {name for row in shown for name in files if files[name].url == row.address.partition("#")[0]}
        mine = {"borrowed"} if of is None and who == "editor" else set()  # she keeps it: she may open it
        assert (total, names) == (len(seen | mine), seen | mine), who
        client.force_login(user) if user else client.logout()
        opened = {name for name, file in files.items() if client.get(file.url).status_code == 200}
        assert opened >= names and opened - names <= {"borrowed"}, who
        told = set(client.get("/recherche/suggestions/file/?q=recueil").json()["suggestions"])
        hers = seen | ({"borrowed"} if who == "editor" and not (tmp_path / "index").exists() else set())
        assert told == {f"Recueil {name}" for name in hers}, who


def test_a_file_that_two_labs_keep_for_themselves_is_found_by_both_and_by_no_other(w, people, read, index):
    file = read(access="lab")
    attach(w.tool("Chez le voisin", w.b, access="lab"), file)
    index()
    finders = {who for who in SEES if found(getattr(people, who, None), WORD)[0]}
    assert finders == {"member", "editor", "neighbour", "national"}


@pytest.mark.elasticsearch
def test_both_engines_say_the_same_of_the_words_inside_files(db, cluster, tmp_path):
    """Sets, totals and stems, over a corpus whose words are all inside; the first result, where scores are not nearly equal."""
    bodies = [replace(one, kind="file", file=one.body, body="", keywords="pdf") for one in contract.corpus(400)]
    bodies = [replace(one, language="fr", shown_in=("fr", "en"), facets={}, intervals={}, sorts={}) for one in bodies]
    of = EmbeddedEngine(tmp_path / "index"), ElasticEngine(replace(cluster, prefix=f"{cluster.prefix}-files"))
    for one in of:
        one.rebuild(bodies)
    wrong = {text: differences(of, asked(text), MEMBER) for text in contract.asked_of_the_corpus(100)}
    assert {text: said for text, said in wrong.items() if set(said) - {"first"}} == {}
    firsts = [said["first"] for said in wrong.values() if said]
    assert all(one[0] in two and two[0] in one for one, two in firsts)


# --- passages


def marked(file, text, index):
    index()
    with translation.override("en"):
        return found(None, text)[1][0]


def test_a_hit_inside_a_pdf_says_its_page_and_opens_it_there(read, index):
    file = read()
    row = marked(file, "grives rossignol", index)
    assert (row.where, row.address, row.type) == ("In the file, page 3", f"{file.url}#page=3", "PDF")
    assert row.extract == "Le <mark>rossignol</mark> et la <mark>grive</mark> chantent"
    assert marked(file, WORD, index).address.endswith("#page=2")  # the first of equals


def test_a_hit_on_the_title_alone_opens_the_file_at_its_beginning(read, index):
    file = read()
    row = marked(file, "recueil", index)
    assert (row.title, row.where, row.address, row.extract) == ("<mark>Recueil</mark>", "", file.url, "")


def test_a_slide_has_its_number_and_a_text_has_none(read, index):
    slides = read("Diapos", hostile.pptx("Rien", "Un rossignol"), "x.pptx")
    row = marked(slides, WORD, index)
    assert (row.where, row.address) == ("In the file, slide 2", slides.url)
    read("Texte", hostile.docx("Un merle"), "x.docx")
    assert marked(slides, "merle", index).where == "In the file"


@pytest.mark.parametrize(
    ("text", "page", "number"),
    [
        ("cœur", "Au coeur", 1), ("coeur", "Au cœur", 1), ("oeuvre", "L’ŒUVRE", 1), ("ete", "L’Été", 1), ("états", "l'etat", 1),
        ("idée", "D’IDÉES", 1), ("post-it", "des Post-its", 1), ("12", "le 12", 1), ("fac", "Faciliter", 1), ("chat", "achat", 0),
    ],
)  # fmt: skip
def test_a_word_is_found_on_its_page_as_the_marks_show_it(text, page, number):
    of = marks(text, frozenset(stems_of(tokens(text))))
    assert len(Finder(of).hits(f"{page} blanc")) == number == of.show(page).count("<mark>")


def test_the_place_chosen_is_where_most_words_stand_together():
    of = marks("grive merle", frozenset(stems_of(["grive", "merle"])))
    pages = ["grive " * 9, f"merle {'x ' * 200} grive", f"{'y ' * 200}grive et merle", "grive et merle"]
    assert where(pages, Finder(of)) == (2, 400) and where(["rien", ""], Finder(of)) is None


def test_what_a_file_says_is_only_text(read, index):
    file = read("Piège", b"avant " * 60 + b"<script>alert(1)</script> rossignol " + b"fin " * 90, "x.txt")
    row = marked(file, WORD, index)
    assert "&lt;script&gt;" in row.extract and "<script" not in row.extract
    assert row.extract.startswith("… ") and row.extract.endswith(" …") and len(row.extract) < 320


def test_a_list_of_results_costs_two_queries_more_however_many(read, count, people):
    files = [read(f"Recueil {n}").pk for n in range(3)]
    for pks in (files[:1], files):
        with count(1):
            rows(FILES.cards(FILES.found(None, "fr"), pks), None)


# --- what an editor is told


def test_an_editor_is_told_why_a_text_is_not_read(read, people, client):
    from portal.rights.collections import lab_collection

    files = [read(), read("Cassé", b"%PDF-1.7 rien"), read("Long", b"mot " * 60_000, "long.txt")]
    PortalDocument.objects.update(collection=lab_collection(files[0].owner_lab))
    client.force_login(people.editor)
    listed = client.get("/admin/documents/").content.decode()
    sentences = [words.told(text_of(fresh(file))) for file in files]
    assert sentences[0] == "" and all(escape(sentence) in listed for sentence in sentences)
    for file, sentence in zip(files, sentences, strict=True):
        form = client.get(f"/admin/documents/edit/{file.pk}/").content.decode()
        assert [escape(one) in form for one in sentences[1:]] == [one == sentence for one in sentences[1:]]


def test_every_note_has_its_sentence():
    notes = {value for name, value in vars(limits).items() if name.isupper() and isinstance(value, str)}
    assert notes == set(words.NOTES)
