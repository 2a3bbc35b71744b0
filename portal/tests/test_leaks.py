"""The leak matrix: level, reader, channel. A page that a reader may not read shows neither a word nor a byte of itself."""

import pytest
from django.urls import reverse

from media.tests.conftest import CANARY as BYTES
from media.tests.conftest import SIZE, body, committing, document, image, shown, stores  # noqa: F401  (fixtures)
from media.tests.test_doors import PICTURE, READS, sign_in
from portal.rights.collections import lab_collection
from portal.tests.world import fresh

READERS = ["nobody", "peer", "member", "editor", "manager", "neighbour", "national"]
EDITORS = {"editor", "manager", "neighbour", "national"}
OWNERS = {"editor", "manager", "national"}  # of the lab that keeps the page, or above it
TITLE, WORD = "Canari des champs", b"canari"  # the word is in the address too; searches ask for the others
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


def settle(w, shown, level):  # noqa: F811
    """A tool with its file and its picture, and a piece of news, all of lab A."""
    access = "public" if level == "draft" else level
    w.english(w.tools, title="Tools", slug="tools")
    files, news = shown(TITLE, access=access), w.piece(TITLE, access=access)
    for file in (files.document, files.image):
        type(file).objects.filter(pk=file.pk).update(collection=lab_collection(w.a))
    if level == "draft":
        for page in (files.page, news):
            page.unpublish()
    tool, photo = fresh(files.page), fresh(files.image)
    return {
        "page": f"/outils/{tool.slug}/", "news": f"/actualites/{news.slug}/", "pk": tool.pk,
        "revision": tool.latest_revision_id, "reference": tool.reference, "shelf": w.tools.pk, "document": files.document.url,
        "image": reverse("image_original", args=[photo.pk]), "rendition": photo.get_rendition(SIZE).url,
    }  # fmt: skip


def found(client, address) -> bool:
    response = client.get(address, follow=True)
    data = body(response)
    words = address.strip("/").rpartition("/")[2].replace("-", " ")
    told = data.lower()
    for asked in (address, f'value="{words}"'):  # a missing page says what was asked for, and proposes to search for it
        told = told.replace(asked.lower().encode(), b"")
    return WORD in told or BYTES in data or bool(PICTURE.match(data))


@pytest.mark.parametrize("level", LEVELS)
def test_every_channel_shows_a_page_to_whom_it_should_and_to_nobody_else(w, people, client, shown, level):  # noqa: F811
    place = settle(w, shown, level)
    faults = []
    for reader in READERS:
        sign_in(client, people, reader)
        for channel, (rule, pattern) in CHANNELS.items():
            expected, seen = rule(level, reader), found(client, pattern.format(**place))
            if seen != expected:
                faults.append(f"{channel}: {reader} {'sees it' if seen else 'does not see it'}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("field", ["based_on", "replaced_by"])
def test_a_number_guessed_in_a_form_does_not_give_a_title(w, people, client, field):
    """Stock draws again what was posted in a chooser, with the title of the page, whoever may see it."""
    mine, theirs = w.tool("À moi", live=False), [w.tool(TITLE, w.b, live=False), w.tool(TITLE, w.b, access="lab")]
    client.force_login(people.editor)
    for page in theirs:
        response = client.post(reverse("wagtailadmin_pages:edit", args=[mine.pk]), {"title": "", field: page.pk})
        assert TITLE not in response.content.decode()
    client.force_login(people.neighbour)
    own = w.tool("À elle", w.b, live=False)
    response = client.post(reverse("wagtailadmin_pages:edit", args=[own.pk]), {"title": "", field: theirs[0].pk})
    assert TITLE in response.content.decode()  # her own lab's


def test_filters_of_the_lists_name_colleagues_only(w, people, client):
    for page, author in ((w.tool("À nous"), people.manager), (w.tool("À eux", w.b), people.neighbour)):
        type(page).objects.filter(pk=page.pk).update(owner=author)
    client.force_login(people.editor)
    for url in ("/admin/tools/", f"/admin/pages/{w.tools.pk}/", "/admin/pages/search/"):
        told = client.get(url).content.decode()
        assert people.neighbour.email not in told
    assert people.manager.email in client.get(f"/admin/pages/{w.tools.pk}/").content.decode()
