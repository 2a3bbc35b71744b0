"""The flat lists: what they show and to whom, what they are filtered by, and what they cost at any size."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db.models.sql import compiler
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from media.models import LabCollection, PortalDocument, PortalImage
from portal.models import NewsPage
from portal.rights.collections import ensure_lab, lab_collection
from portal.tests.crowd import counted, many_files, many_labs, many_pages
from portal.tests.fixtures import once
from tools_library.models import ToolPage

LISTS = {"tools:index": 32, "news:index": 29, "files:images": 27, "files:documents": 24}  # queries, for an editor
EXPLORER = 48
ASKED = [{}, {"q": "Copie"}, {"state": "live", "english": "none", "use": "none"}]
BIG = {
    "editor": {
        "tools:index": (30, 30, 30),
        "news:index": (29, 29, 29),
        "files:images": (25, 25, 23),
        "files:documents": (24, 24, 22),
    },
    "national": {
        "tools:index": (28, 28, 28),
        "news:index": (27, 27, 27),
        "files:images": (25, 25, 23),
        "files:documents": (24, 24, 22),
    },
}


def image_of(lab, title="Photo", **fields):
    return PortalImage.objects.create(
        title=title, file=get_test_image_file(), collection=lab_collection(lab), owner_lab=lab, **fields
    )


def document_of(lab, title="Feuille", name="feuille.pdf", **fields):
    document = PortalDocument(title=title, collection=lab_collection(lab), owner_lab=lab, **fields)
    document.file.save(name, ContentFile(b"x"))
    return document


def shown(client, name, **asked):
    return client.get(reverse(name), asked).content.decode()


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_list_costs_the_same_queries_at_any_number(w, people, client, count, n):
    for i in range(n):
        image = image_of(w.a, f"Photo {i}", uploaded_by_user=people.editor)
        document_of(w.a, f"Feuille {i}")
        w.tool(f"Outil {i}", cover=image, cover_alt="Un mur")
        w.piece(f"Nouvelle {i}")
    client.force_login(people.editor)
    for name, queries in LISTS.items():
        shown(client, name)
        with count(queries):
            html = shown(client, name)
        assert html.count("data-bulk-action-checkbox") == n, name
    client.get(reverse("wagtailadmin_explore", args=[w.tools.pk]))
    with count(EXPLORER):
        client.get(reverse("wagtailadmin_explore", args=[w.tools.pk]))


@pytest.fixture
def rows_read(monkeypatch):
    """How many rows the database has handed over."""
    read, stock = [0], compiler.cursor_iter

    def counted(*args, **kwargs):
        for chunk in stock(*args, **kwargs):
            read[0] += len(chunk)
            yield chunk

    monkeypatch.setattr(compiler, "cursor_iter", counted)
    return read


@pytest.mark.parametrize("pages", [50, pytest.param(5000, marks=pytest.mark.long)])
def test_a_list_of_an_editor_costs_the_same_with_five_thousand_pages_and_forty_labs(w, people, client, count, rows_read, pages):
    labs = [w.a, *many_labs(39 if pages > 50 else 1)]
    for lab in labs:
        ensure_lab(lab)
    many_pages(ToolPage, w.tool("Modèle", steps=0), pages, labs)
    many_pages(NewsPage, w.piece("Modèle"), pages, labs)
    ToolPage.objects.filter(pk__in=ToolPage.objects.values("pk")[: pages // 2]).update(owner_lab=w.a)  # half of all is hers
    many_files(min(pages, 500), labs)
    counted()
    for who, lists in BIG.items():
        client.force_login(getattr(people, who))
        for name, costs in lists.items():
            shown(client, name)
            for queries, asked in zip(costs, ASKED, strict=True):
                rows_read[0] = 0
                with count(queries):
                    shown(client, name, **asked)
                assert rows_read[0] < 900, (name, asked)
        rows_read[0] = 0
        client.get(reverse("wagtailadmin_explore", args=[w.tools.pk]))
        assert rows_read[0] < 900


@once
def both_labs(w):
    for lab, title in ((w.a, "À nous"), (w.b, "Canari")):
        image = image_of(lab, title)
        document_of(lab, title)
        w.tool(title, lab, cover=image, cover_alt="x")
        w.piece(title, lab, live=False)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("who", ["editor", "manager"])
def test_a_list_shows_one_s_own_and_nothing_of_a_neighbour(both_labs, w, people, client, name, who):
    client.force_login(getattr(people, who))
    for asked in ({}, {"q": "Canari"}, {"owner_lab": w.b.pk}, {"ordering": "-title"}, {"use": "some"}, {"layout": "grid"}):
        html = shown(client, name, **asked)
        assert "Canari" not in html.replace('value="Canari"', "").replace("q=Canari", ""), asked
    assert "À nous" in shown(client, name)
    client.force_login(people.national)
    assert "Canari" in shown(client, name)


def test_news_are_filed_in_their_shelf(w, people, client):
    client.force_login(people.editor)
    assert client.get(reverse("create_news")).url == reverse("wagtailadmin_pages:add", args=["portal", "newspage", w.news.pk])
    client.force_login(people.member)
    assert client.get(reverse("create_news")).status_code == 403


def only(html, *titles):
    names = ("Brouillon", "Publiée", "Modifiée", "Relue")
    return {name for name in names if f">{name}<" in html.replace("\n", "").replace("  ", "")} == set(titles)


def test_pages_are_filtered_by_state_language_and_reading(w, people, client):
    w.tool("Brouillon", live=False)
    old = timezone.now() - timedelta(days=400)
    w.tool("Publiée")
    ToolPage.objects.filter(title="Publiée").update(last_published_at=old)
    changed = w.tool("Modifiée", review_due_on=timezone.localdate() - timedelta(days=1))
    changed.save_revision()
    ToolPage.objects.filter(pk=changed.pk).update(has_unpublished_changes=True)
    read = w.tool("Relue", last_reviewed_on=timezone.localdate(), licence="CC0-1.0")
    ToolPage.objects.filter(pk=read.pk).update(last_published_at=old)
    w.english(read, title="Read again", slug="read")
    client.force_login(people.editor)
    assert only(shown(client, "tools:index", state="draft"), "Brouillon")
    assert only(shown(client, "tools:index", state="changed"), "Modifiée")
    assert only(shown(client, "tools:index", reading="due"), "Publiée", "Modifiée")
    assert only(shown(client, "tools:index", english="none"), "Brouillon", "Publiée", "Modifiée")
    assert only(shown(client, "tools:index", licence="CC0-1.0", locale="fr"), "Relue")
    assert only(shown(client, "tools:index", q="modifiee"), "Modifiée")
    assert only(shown(client, "tools:index", q=changed.reference), "Modifiée")


def test_a_page_that_waits_for_review_is_found(w, people, client):
    waiting = w.tool("Brouillon", live=False)
    waiting.save_revision(user=people.editor)
    waiting.get_workflow().start(waiting, people.editor)
    w.tool("Publiée")
    client.force_login(people.editor)
    assert only(shown(client, "tools:index", state="review"), "Brouillon")


def test_a_file_says_who_gets_it_what_shows_it_and_who_added_it(w, people, client):
    used, unused = image_of(w.a, "Utile", uploaded_by_user=people.editor), image_of(w.a, "Seule")
    w.tool("Fiche réseau", cover=used, cover_alt="x", access="network")
    hidden = document_of(w.a, "Feuille")
    client.force_login(people.editor)
    html = shown(client, "files:images")
    assert "Fiche réseau" in html and "Réseau" in html and "editrice@example.org" in html and "PNG" in html
    assert "Seule" in shown(client, "files:images", use="none") and "Utile" not in shown(client, "files:images", use="none")
    assert "Seule" not in shown(client, "files:images", level="network")
    assert "Feuille" in shown(client, "files:documents", kind="pdf", level="none")
    assert "Feuille" not in shown(client, "files:documents", kind="docx") and hidden.pk and unused.pk


def test_a_common_file_names_no_page_that_one_may_not_read(w, people, client):
    common = PortalImage.objects.create(
        title="Commune", file=get_test_image_file(), collection=LabCollection.objects.get(lab=None).collection
    )
    w.tool("Canari", w.b, cover=common, cover_alt="x", access="lab")
    w.tool("Fiche publique", w.b, cover=common, cover_alt="x")
    client.force_login(people.national)
    assert "Canari" in shown(client, "files:images")
    PortalImage.objects.filter(pk=common.pk).update(collection=lab_collection(w.a))
    client.force_login(people.editor)
    for url in (
        reverse("files:images"),
        reverse("wagtailimages:edit", args=[common.pk]),
        reverse("wagtailimages:delete", args=[common.pk]),
    ):
        html = client.get(url).content.decode()
        assert "Canari" not in html and "Fiche publique" in html, url


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(w, people, client, name):
    client.force_login(people.editor)
    assert "de votre lab pour l’instant" in shown(client, name)
    assert "Rien ici ne répond à cela" in shown(client, name, q="zzz")


@pytest.mark.parametrize("text", ['"', "'", "%", "\0", "\u2028", "é" * 500, 'a b"c', "*", "a-b", "()"])
@pytest.mark.parametrize("name", LISTS)
def test_any_text_is_searched_in_any_list(w, people, client, name, text):
    client.force_login(people.editor)
    assert client.get(reverse(name), {"q": text, "owner_lab": w.a.pk, "access": "public"}).status_code == 200


def test_a_replacement_and_a_deletion_name_what_they_break_first(w, people, client):
    image = image_of(w.a)
    w.tool("Fiche illustrée", cover=image, cover_alt="x")
    client.force_login(people.editor)
    for address in (reverse("wagtailimages:edit", args=[image.pk]), reverse("wagtailimages:delete", args=[image.pk])):
        assert "Fiche illustrée" in client.get(address).content.decode()
    document = document_of(w.a)
    assert "Rien de publié ne l’utilise" in client.get(reverse("wagtaildocs:delete", args=[document.pk])).content.decode()


def test_a_member_has_no_list(w, people, client):
    client.force_login(people.member)
    assert {client.get(reverse(name)).status_code for name in LISTS} == {403}


def test_a_page_deleted_names_what_it_breaks_and_says_that_it_is_for_good(w, people, client):
    from tools_library.models import ToolRelation

    tool = w.tool("Fiche")
    for lab, title, access in ((w.a, "Suite", "public"), (w.b, "Canari", "lab")):
        other = w.tool(title, lab, access=access).get_latest_revision_as_object()
        other.relations = [ToolRelation(sort_order=0, target=tool, relation="after")]
        other.save_revision().publish()
    client.force_login(people.manager)
    html = client.get(reverse("wagtailadmin_pages:delete", args=[tool.pk])).content.decode()
    assert "Suite" in html and "Canari" not in html and "d’un autre lab" in html and "pour de bon" in html


def test_a_file_whose_collection_changes_changes_lab(w, people, client):
    document = document_of(w.a)
    client.force_login(people.national)
    given = {"title": "Feuille", "collection": lab_collection(w.b).pk, "tags": "", "credit": ""}
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), given)
    assert PortalDocument.objects.get(pk=document.pk).owner_lab == w.b


def test_a_list_leads_to_the_form_in_its_shelf(w, people, client):
    client.force_login(people.editor)
    assert 'href="/admin/outils/creer/' in shown(client, "tools:index")
    assert 'href="/admin/actualites/creer/' in shown(client, "news:index")


def test_a_file_that_the_settings_show_says_so_in_words(w, people, client):
    from portal.models import SiteSettings

    site = SiteSettings.objects.get()
    site.logo = image_of(w.a, "Marque")
    site.save()
    client.force_login(people.national)
    html = shown(client, "files:images")
    assert "portal.sitesettings" not in html and str(SiteSettings._meta.verbose_name) in html
