"""Who gets a file, by every address: document, original, rendition, Wagtail's own. Others get a page that does not exist."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Collection

from media.models import PortalDocument, PortalImage
from portal.accounts.access import Access, open_levels
from portal.rights.collections import lab_collection
from portal.tests.world import fresh, person

from .conftest import CANARY, SIZE, body

READS = {
    "public": {"nobody", "peer", "member", "editor", "manager", "neighbour", "national"},
    "clip": {"peer", "member", "editor", "manager", "neighbour", "national"},
    "network": {"member", "editor", "manager", "neighbour", "national"},
    "lab": {"member", "editor", "manager", "national"},
    "": {"editor", "manager", "national"},
}
READERS = sorted(READS["public"])
PICTURE = re.compile(rb"^(\x89PNG|RIFF)")


def sign_in(client, people, reader):
    client.logout()
    if reader != "nobody":
        client.force_login(getattr(people, reader))


def doors(files):
    """{name: address} of all the ways to the bytes."""
    size, whole = (fresh(files.image).get_rendition(spec) for spec in (SIZE, "original"))
    return {
        "document": files.document.url,
        "file of the document": files.document.file.url,
        "Wagtail's": reverse("wagtaildocs_serve", args=[files.document.pk, files.document.filename]),
        "original": files.image.url,
        "file of the image": files.image.file.url,
        "rendition": size.url,
        "rendition original": whole.url,
    }


def opened(client, files):
    """Names of the doors that give bytes; the others must answer 404, and never a byte of the file."""
    found = set()
    for name, address in doors(files).items():
        response = client.get(address)
        data = body(response)
        has_bytes = CANARY in data or bool(PICTURE.match(data))
        assert has_bytes == (response.status_code == 200), (name, response.status_code)
        assert response.status_code in (200, 404), name
        assert response["Cache-Control"].startswith("public") == (files.image.is_public) if has_bytes else True
        found |= {name} if has_bytes else set()
    return found


@pytest.mark.parametrize("level", READS)
def test_every_door_opens_to_the_readers_of_the_level(people, client, files_of, level):
    files = files_of(level or "public")
    if not level:
        files.page.unpublish()
        files = type(files)(page=files.page, document=fresh(files.document), image=fresh(files.image))
    for reader in READERS:
        sign_in(client, people, reader)
        assert opened(client, files) == (set(doors(files)) if reader in READS[level] else set()), reader


@pytest.mark.parametrize("level", Access.values)
def test_the_rule_in_sql_is_the_scale_of_access(people, files_of, level):
    """One rule in two forms, for the sake of the queries: they must never part."""
    files = files_of(level)
    for reader in READERS:
        user = AnonymousUser() if reader == "nobody" else fresh(getattr(people, reader))
        expected = Q(level__in=open_levels(user)) | Q(level="lab", level_labs__in=list(getattr(user, "lab_roles", {})))
        ours = PortalDocument.objects.visible_to(user)
        assert list(ours.order_by("pk")) == list(PortalDocument.objects.filter(expected).distinct().order_by("pk")), reader
        assert (files.document in ours) == (reader in READS[level]), reader


def test_the_lab_of_the_page_reads_even_if_the_file_is_of_another(w, people, client, shown):
    files = shown(access="lab", lab=w.b)
    assert files.document.owner_lab == w.a
    for reader, reads in {"member": False, "editor": True, "neighbour": True, "peer": False, "national": True}.items():
        sign_in(client, people, reader)
        assert bool(opened(client, files)) == reads, reader


def test_a_level_of_several_labs_opens_to_each(w, people, client, shown, document):
    from .conftest import attach

    doc = document(lab=w.b)
    for lab in (w.a, w.b):
        attach(w.tool(f"Outil {lab.code}", lab, access="lab"), doc)
    for reader, status in {"member": 200, "neighbour": 200, "peer": 404, "nobody": 404}.items():
        sign_in(client, people, reader)
        assert client.get(doc.url).status_code == status
    assert list(PortalDocument.objects.visible_to(people.national).filter(pk=doc.pk)) == [fresh(doc)]  # once, not once a lab


def test_a_membership_that_ended_opens_nothing(people, client, files_of):
    from datetime import timedelta

    from django.utils import timezone

    files, yesterday = files_of("lab"), timezone.localdate() - timedelta(1)
    for reader in ("member", "editor"):
        getattr(people, reader).memberships.update(since=yesterday - timedelta(9), until=yesterday)
        sign_in(client, people, reader)
        assert opened(client, files) == set(), reader


def test_somebody_switched_off_reads_nothing(people, client, files_of):
    files = files_of("network")
    client.force_login(people.member)
    type(people.member).objects.filter(pk=people.member.pk).update(is_active=False)
    assert client.get(files.document.url).status_code == 404


def test_what_one_may_not_read_answers_as_what_does_not_exist(client, files_of):
    files = files_of("lab")
    hidden, missing = files.document.url, files.document.url.replace(f"/{files.document.pk}/", "/987654/")
    pages = [client.get(address) for address in (hidden, missing)]
    bodies = [page.content.replace(address.encode(), b"") for page, address in zip(pages, (hidden, missing), strict=True)]
    assert [page.status_code for page in pages] == [404, 404] and bodies[0] == bodies[1]
    headers = [{k: v for k, v in page.headers.items() if k != "Content-Length"} for page in pages]
    assert headers[0] == headers[1]


@pytest.mark.parametrize(
    "headers", [{"if-none-match": "*"}, {"if-none-match": "TAG"}, {"range": "bytes=0-1"}, {"if-range": "TAG"}]
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_no_condition_tells_anything_before_the_check(client, files_of, headers, method):
    files = files_of()
    tag = client.get(files.document.url)["ETag"]
    files.page.unpublish()
    response = getattr(client, method)(files.document.url, headers={k: v.replace("TAG", tag) for k, v in headers.items()})
    assert response.status_code == 404 and not response.has_header("ETag")


def test_editors_see_what_they_may_choose_in_the_common_collection(w, people, client, image, committing):
    common = Collection.objects.get(name="Commun")
    own = {lab.code: lab_collection(lab) for lab in (w.a, w.b)}
    with committing():
        shared, neighbours = image(collection=common, lab=None), image(collection=own["b"], lab=w.b)
    PortalImage.objects.filter(pk=shared.pk).update(owner_lab=None)
    for reader, statuses in {"editor": [200, 404], "neighbour": [200, 200], "member": [404, 404], "peer": [404, 404]}.items():
        sign_in(client, people, reader)
        assert [client.get(photo.get_rendition("max-165x165").url).status_code for photo in (shared, neighbours)] == statuses


def test_a_file_moved_to_another_labs_collection_shows_there(w, people, client, image):
    photo = image(collection=lab_collection(w.b), lab=w.a)
    for reader in ("editor", "neighbour"):
        sign_in(client, people, reader)
        assert client.get(photo.url).status_code == 200
    stranger = person("c@example.org")
    client.force_login(stranger)
    assert client.get(photo.url).status_code == 404


@pytest.mark.parametrize(
    ("reader", "level", "queries"),
    [("nobody", "public", 1), ("member", "public", 4), ("peer", "clip", 4), ("member", "network", 4), ("member", "lab", 4),
     ("editor", "lab", 4), ("neighbour", "network", 4), ("national", "lab", 4)],
)  # fmt: skip
def test_a_document_costs_few_queries(people, client, files_of, count, reader, level, queries):
    """Session, person, her groups, and the one that decides and fetches at once."""
    files = files_of(level)
    sign_in(client, people, reader)
    client.get(files.document.url)
    with count(queries):
        assert client.get(files.document.url).status_code == 200


def test_a_public_rendition_costs_no_query(client, files_of, count):
    address = files_of().image.get_rendition(SIZE).url
    with count(0):
        assert client.get(address).status_code == 200


def test_a_private_rendition_costs_one_query_more_than_a_document(people, client, files_of, count):
    address = files_of("lab").image.get_rendition(SIZE).url
    client.force_login(people.member)
    with count(5):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("name", ["n-importe-quoi.pdf", "page.html", "Été à l'œuvre.pdf"])
def test_the_name_in_the_address_decides_nothing(client, files_of, name):
    files = files_of()
    response = client.get(reverse("document", args=[files.document.pk, name]))
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "address",
    ["/media/", "/media/nulle-part.webp", "/media/../private/x", "/media/a/../../private/x.webp", "/media/%2e%2e/private/x",
     "/media/a//b", "/media/a%00b", "/media/" + "x" * 300, "/media/DOSSIER", "/fichiers/apercu/x/y", "/fichiers/0/x",
     "/fichiers/images/0/original", "/fichiers/99999999999999999999/x"],
)  # fmt: skip
def test_addresses_that_lead_nowhere_answer_404(client, files_of, address):
    image = files_of().image
    assert client.get(address.replace("DOSSIER", image.renditions_key)).status_code == 404


def test_public_addresses_never_reach_private_renditions(client, files_of):
    rendition = files_of("network").image.get_rendition(SIZE)
    path = rendition.file.name.removeprefix("private/")
    for address in (f"/media/{path}", f"/media/private/{path}", f"/media/x/../../private/{path}"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_files_are_only_read(client, files_of, method):
    assert getattr(client, method)(files_of().document.url).status_code == 405
