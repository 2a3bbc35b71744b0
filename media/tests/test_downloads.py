"""Bytes: ranges, conditions, names, types."""

import pytest

from media.downloads import disposition, parse_range

from .test_levels import attach, got


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None), ("bytes=0-3", (0, 3)), ("bytes=5-", (5, 9)), ("bytes=-4", (6, 9)), ("bytes=-99", (0, 9)), ("bytes=0-99", (0, 9)),
        ("bytes=10-", False), ("bytes=-0", False), ("bytes=3-1", None), ("bytes=0-1,4-5", None), ("lines=0-1", None), ("bytes=-", None),
        ("bytes=99999999999999999999-", None),
    ],
)  # fmt: skip
def test_ranges_are_read_as_the_rfc_says(header, expected):
    assert parse_range(header, 10) == expected


@pytest.mark.parametrize(
    ("name", "ascii_name"),
    [("Carte.pdf", "Carte.pdf"), ("Été à l'œuvre.pdf", "t  l'uvre.pdf"), ('a"b\r\nX: y.pdf', "a_b_X: y.pdf"), ("../../x", ".._.._x"), ("", "fichier")],
)
def test_names_never_break_the_header(name, ascii_name):
    header = disposition(name)
    assert header.startswith(f'attachment; filename="{ascii_name}"') and "\r" not in header and "\n" not in header


def test_types_are_ours():
    assert type_of("x.html") == type_of("x.svg") == type_of("x") == "application/octet-stream"
    assert type_of("X.PDF") == "application/pdf"


@pytest.fixture
def public(w, document):
    doc = document("Carte d'été", b"%PDF-0123456789")
    attach(w.tool(), doc)
    doc.refresh_from_db()
    return doc


def test_a_download_says_its_name_type_and_rules(client, public):
    response = client.get(public.url)
    assert got(client, public.url) == b"%PDF-0123456789" and response["Content-Length"] == "15"
    assert response["Content-Type"] == "application/pdf" and "filename*=UTF-8''Carte%20d%27%C3%A9t%C3%A9.pdf" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff" and "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "public, max-age=300" and not response.has_header("Content-Encoding")


def test_a_piece_is_served(client, public):
    response = client.get(public.url, headers={"range": "bytes=5-8"})
    assert response.status_code == 206 and response["Content-Range"] == "bytes 5-8/15"
    assert b"".join(response.streaming_content) == b"0123"
    assert client.get(public.url, headers={"range": "bytes=99-"}).status_code == 416


def test_if_range_with_another_tag_serves_the_whole(client, public):
    tag = client.get(public.url)["ETag"]
    assert client.get(public.url, headers={"range": "bytes=0-1", "if-range": tag}).status_code == 206
    assert client.get(public.url, headers={"range": "bytes=0-1", "if-range": '"old"'}).status_code == 200


def test_head_and_not_modified(client, public):
    response = client.head(public.url)
    assert response.status_code == 200 and response["Content-Length"] == "15" and response.content == b""
    assert client.get(public.url, headers={"if-none-match": response["ETag"]}).status_code == 304


def test_no_oracle_on_what_one_may_not_read(w, client, public):
    tag = client.get(public.url)["ETag"]
    public.uses.get().page.specific.unpublish()
    for headers in ({"if-none-match": tag}, {"range": "bytes=0-1"}, {"if-none-match": "*"}):
        assert client.get(public.url, headers=headers).status_code == 404


def test_a_private_file_is_kept_by_no_cache(w, people, client, document):
    doc = document()
    attach(w.tool(access="network"), doc)
    client.force_login(people.member)
    assert client.get(doc.url)["Cache-Control"] == "private, no-store"


def test_a_download_costs_few_queries(client, public, count):
    client.get(public.url)
    with count(1):
        got_once = client.get(public.url)
    assert got_once.status_code == 200


def test_a_name_in_the_address_may_be_anything(client, public):
    assert client.get(f"/fichiers/{public.pk}/n-importe-quoi.pdf").status_code == 200
    assert client.post(public.url).status_code == 405
