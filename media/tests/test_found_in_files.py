"""A file on the page « Rechercher »: where its words are, for whoever may open it."""

import pytest
from django.core.files.base import ContentFile

from media.models import PortalDocument
from media.models.texts import DocumentText, source_of
from media.tests.conftest import attach, stores  # noqa: F401  (files of a test in a folder of its own)
from search import indexing


@pytest.fixture
def found(w, settings, tmp_path):
    """found(client, address) -> the page, over an index that is of this instant."""
    settings.SEARCH_INDEX = tmp_path / "index"

    def ask(client, address):
        indexing.rebuild()
        answer = client.get(address)
        assert answer.status_code == 200
        return answer.content.decode()

    return ask


def document(w, title, *pages, level="public"):
    made = PortalDocument(title=title, owner_lab=w.a)
    made.file.save("note.pdf", ContentFile(b"%PDF-1.7 x"), save=False)
    made._set_document_file_metadata()
    made.save()
    attach(w.tool(f"Porte {title}", access=level), made)
    DocumentText.objects.update_or_create(document=made, defaults=read(made, pages))
    return PortalDocument.objects.get(pk=made.pk)


def read(made, pages):
    return {"pages": list(pages), "state": "read", "source": source_of(made)}


def test_a_hit_inside_a_file_says_its_page_and_opens_it_there(w, client, found):
    made = document(w, "Compte rendu", "Ordre du jour.", "On a parlé du <b>capybara</b> longtemps.")
    page = found(client, "/recherche/?q=capybara")
    assert f'href="{made.url}#page=2"' in page and "Dans le fichier, page 2" in page
    assert "&lt;b&gt;<mark>capybara</mark>&lt;/b&gt;" in page  # the words of a file are text
    assert "sorte=file" in page and "Porte" not in page.split('class="row hit')[1].split("</li>")[0]


@pytest.mark.parametrize("level", ["clip", "network", "lab"])
def test_the_words_of_a_file_that_one_may_not_open_are_nowhere(w, client, people, found, level):
    document(w, "Canari secret", "capybara", level=level)
    typed = ["q=capybara", "q=secret", "q=capybara&sortie=csv", "q=secret&sortie=atom"]
    pages = [found(client, f"/recherche/?{one}") for one in typed]
    assert [one for one, page in zip(typed, pages, strict=True) if "anari" in page or "sorte=file" in page] == []
    client.force_login(people.national)
    assert "Canari secret" in found(client, "/recherche/?q=capybara")


def test_files_are_listed_by_title_when_the_index_is_away(w, client, settings, tmp_path):
    settings.SEARCH_INDEX = tmp_path / "nothing"
    document(w, "Compte rendu", "capybara")
    for address in (
        "/recherche/?q=compte",
        "/recherche/?q=compte&langue=fr",
        "/recherche/?q=compte&langue=en",
        "/recherche/?q=compte&sorte=file",
    ):
        page = client.get(address)
        assert page.status_code == 200 and page.context["is_plain"]
        assert ("Compte rendu" in page.content.decode()) == ("langue=en" not in address), address
