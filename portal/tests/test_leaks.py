"""The leak matrix: level, reader, channel. A page that a reader may not read shows neither a word nor a byte of itself."""

import functools

import pytest
from django.core.cache import cache
from django.urls import reverse
from wagtail.models import PageLogEntry

from media.tests.conftest import CANARY as BYTES
from media.tests.conftest import SIZE, body, committing, document, image, shown, stores  # noqa: F401  (fixtures)
from media.tests.test_doors import PICTURE, READS, sign_in
from network.models import CaseInspiration
from portal.rights.collections import lab_collection
from portal.tests.world import fresh

READERS = ["nobody", "peer", "member", "editor", "manager", "neighbour", "national"]
EDITORS = {"editor", "manager", "neighbour", "national"}
OWNERS = {"editor", "manager", "national"}  # of the lab that keeps the page, or above it
TITLE = "Canari{} des champs"  # the first word is in the address too; searches ask for the others
CANARY = TITLE.format("")
LEVELS = [*(level for level in READS if level), "draft"]


def may_read(level, reader):
    return level != "draft" and reader in READS[level]


def may_name(level, reader):
    """Whose admin names the page: who keeps it, and the editors who read it."""
    return reader in OWNERS or (reader in EDITORS and may_read(level, reader))


def public_only(level, reader):
    """What is the same for every reader holds what everybody reads."""
    return level == "public"


def may_open(level, reader):
    """A file that no live page shows is its lab's editors'."""
    return reader in OWNERS if level == "draft" else may_read(level, reader)


def owners(level, reader):
    return reader in OWNERS


# channel: (who finds the canary there, its address). {…} are names of `place`.
CHANNELS = {
    "page": (may_read, "{page}"),
    "page, asked by number": (may_read, "/o/{reference}"),
    "what a print has become": (may_read, "/o/{reference}/22222"),
    "card, in one file": (may_read, "/fiches/{reference}.html"),
    "kit": (may_read, "/fiches/{reference}.zip"),
    "selection": (may_read, "/outils/selection/?o={reference}"),
    "news": (may_read, "{news}"),
    "listing": (may_read, "/outils/"),
    "listing, searched": (may_read, "/outils/?q=champs"),
    "listing in English": (may_read, "/en/tools/?q=champs"),
    "names of files, as one types": (may_read, "/recherche/suggestions/file/?q=champs"),
    "listing of news": (may_read, "/actualites/"),
    "case": (may_read, "{case}"),
    "case, by its short address": (may_read, "/c/{case_reference}"),
    "case, cited": (may_read, "/c/{case_reference}.bib"),
    "tool of a case, and its cases": (may_read, "{named}"),
    "case that names it": (may_read, "{naming}"),
    "listing of cases": (may_read, "/etudes-de-cas/"),
    "listing of cases, searched": (may_read, "/etudes-de-cas/?q=champs"),
    "cases, as a table": (may_read, "/etudes-de-cas/?sortie=csv"),
    "search over everything": (may_read, "/recherche/?q=champs"),
    "one kind of everything": (may_read, "/recherche/?q=champs&sorte=news"),
    "everything in English": (may_read, "/en/recherche/?q=champs"),
    "everything, as a feed": (may_read, "/recherche/?q=champs&sortie=atom"),
    "everything, as a table": (may_read, "/recherche/?q=champs&sortie=csv"),
    "where to begin": (may_read, "/recherche/?besoin=champs"),
    "names as one types": (may_read, "/recherche/suggestions/?q=cham"),
    "names of tools as one types": (may_read, "/recherche/suggestions/tool/?q=cham"),
    "site map for people": (public_only, "/plan-du-site/"),
    "home": (may_read, "/"),
    "feed": (public_only, "/flux/"),
    "sitemap": (public_only, "/sitemap.xml"),
    "JSON": (public_only, "/api/tools/{reference}.json"),
    "robots": (lambda level, reader: False, "/robots.txt"),
    "document": (may_open, "{document}"),
    "image": (may_open, "{image}"),
    "rendition": (may_open, "{rendition}"),
    "draft, seen": (owners, "/admin/pages/{pk}/view_draft/"),
    "revision, seen": (owners, "/admin/pages/{pk}/revisions/{revision}/view/"),
    "form": (owners, "/admin/pages/{pk}/edit/"),
    "history": (owners, "/admin/pages/{pk}/history/"),
    "usage": (owners, "/admin/pages/{pk}/usage/"),
    "explorer": (owners, "/admin/pages/{shelf}/"),
    "explorer, searched": (owners, "/admin/pages/{shelf}/?q=champs"),
    "admin search": (owners, "/admin/pages/search/?q=champs"),
    "flat list": (owners, "/admin/tools/?q=champs"),
    "chooser": (may_name, "/admin/choose-page/{shelf}/?page_type=tools_library.toolpage"),
    "chooser, searched": (may_name, "/admin/choose-page/search/?q=champs&page_type=tools_library.toolpage"),
    "admin API": (owners, "/admin/api/main/pages/?search=champs"),
    "images of the admin": (owners, "/admin/images/?q=champs"),
    "documents of the admin": (owners, "/admin/documents/?q=champs"),
    "chooser of images": (owners, "/admin/images/chooser/results/?q=champs"),
    "chooser of documents": (owners, "/admin/documents/chooser/results/?q=champs"),
    "site history": (owners, "/admin/reports/site-history/"),
}


FEW = {"where to begin"}  # shows three tools of those that one may read, not all


def settle(w, shown, level):  # noqa: F811
    """A tool with its file and its picture, and a piece of news, all of lab A."""
    access, title = "public" if level == "draft" else level, TITLE.format(level)
    files, news = shown(title, access=access), w.piece(title, access=access)
    named = w.tool(f"Outil {level}")
    case = w.case(title, access=access, tools=[named])
    naming = w.case(f"Cas {level}", rows={"inspirations": [CaseInspiration(sort_order=0, case=case)]})
    # The first page of the history of the site holds so many entries: those of what comes with the canary leave it room.
    PageLogEntry.objects.filter(page_id__in=[named.pk, case.pk, naming.pk]).delete()
    for file in (files.document, files.image):
        type(file).objects.filter(pk=file.pk).update(collection=lab_collection(w.a))
    if level == "draft":
        for page in (files.page, news, case):
            page.unpublish()
    tool, photo = fresh(files.page), fresh(files.image)
    return {
        "case": f"/etudes-de-cas/{case.slug}/", "case_reference": case.reference, "named": named.url, "naming": naming.url,
        "page": f"/outils/{tool.slug}/", "news": f"/actualites/{news.slug}/", "pk": tool.pk,
        "revision": tool.latest_revision_id, "reference": tool.reference, "shelf": w.tools.pk, "document": files.document.url,
        "image": reverse("image_original", args=[photo.pk]), "rendition": photo.get_rendition(SIZE).url,
    }  # fmt: skip


def told(client, address) -> tuple[set, bool]:
    """Of which levels an address shows the words, and whether it gives the bytes of a file."""
    data = body(client.get(address, follow=True))
    words = address.strip("/").rpartition("/")[2].replace("-", " ")
    text = data.lower()
    for asked in (address, f'value="{words}"'):  # a missing page says what was asked for, and proposes to search for it
        text = text.replace(asked.lower().encode(), b"")
    return {level for level in LEVELS if f"canari{level}".encode() in text}, BYTES in data or bool(PICTURE.match(data))


def faults_of(reader, told_by, places):
    """What this reader should not have seen, or should have: of each level by each channel, and of the others beside it."""
    for channel, (rule, pattern) in CHANNELS.items():
        for level, place in places.items():
            words, has_bytes = told_by(pattern.format(**place))
            if (level in words or has_bytes) != rule(level, reader) and not (channel in FEW and words and rule(level, reader)):
                yield f"{channel}, {level}: {reader} {'does not see it' if rule(level, reader) else 'sees it'}"
            for other in words - {level}:
                if not may_read(other, reader) and not may_name(other, reader):
                    yield f"{channel}, {level}: {reader} sees {other} beside it"


def test_every_channel_shows_a_page_to_whom_it_should_and_to_nobody_else(w, people, client, shown):  # noqa: F811
    """One page of each level; an address that is the same for all of them is asked for once."""
    w.english(w.tools, title="Tools", slug="tools")
    places = {level: settle(w, shown, level) for level in LEVELS}
    faults = []
    for reader in READERS:
        cache.clear()  # kits are counted by the minute
        sign_in(client, people, reader)
        faults += faults_of(reader, functools.cache(lambda address: told(client, address)), places)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("field", ["based_on", "replaced_by"])
def test_a_number_guessed_in_a_form_does_not_give_a_title(w, people, client, field):
    """Stock draws again what was posted in a chooser, with the title of the page, whoever may see it."""
    mine, theirs = w.tool("À moi", live=False), [w.tool(CANARY, w.b, live=False), w.tool(CANARY, w.b, access="lab")]
    client.force_login(people.editor)
    for page in theirs:
        response = client.post(reverse("wagtailadmin_pages:edit", args=[mine.pk]), {"title": "", field: page.pk})
        assert CANARY not in response.content.decode()
    client.force_login(people.neighbour)
    own = w.tool("À elle", w.b, live=False)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[own.pk]), {"title": "", field: theirs[0].pk})
    assert CANARY in response.content.decode()  # her own lab's


def test_filters_of_the_lists_name_colleagues_only(w, people, client):
    for page, author in ((w.tool("À nous"), people.manager), (w.tool("À eux", w.b), people.neighbour)):
        type(page).objects.filter(pk=page.pk).update(owner=author)
    client.force_login(people.editor)
    for url in ("/admin/tools/", f"/admin/pages/{w.tools.pk}/", "/admin/pages/search/"):
        seen = client.get(url).content.decode()
        assert people.neighbour.email not in seen
    assert people.manager.email in client.get(f"/admin/pages/{w.tools.pk}/").content.decode()
