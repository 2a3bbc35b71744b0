"""Bytes on the wire: ranges, conditions, names, types, memory."""

import gzip
import io
import tarfile
from unittest import mock

import pytest
from django.core.files.base import ContentFile

from media.downloads import CHUNK, Slice, disposition, parse_range
from media.filetypes import served_as
from portal.tests.world import fresh

from .conftest import SIZE, attach, body

DATA = b"%PDF-0123456789"


@pytest.fixture
def serve(w, document):
    """serve(data, name=..., title=...): a document on a public page, fresh."""

    def make(data=DATA, name="carte.pdf", title="Carte d'été"):
        doc = document(title, data, name)
        attach(w.tool(), doc)
        return fresh(doc)

    return make


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None), ("bytes=0-3", (0, 3)), ("bytes=5-", (5, 9)), ("bytes=-4", (6, 9)), ("bytes=-99", (0, 9)),
        ("bytes=0-99", (0, 9)), ("bytes=9-9", (9, 9)), ("BYTES=0-3", (0, 3)), (" bytes=0-3 ", (0, 3)),
        ("bytes=10-", False), ("bytes=99-100", False), ("bytes=-0", False),
        ("bytes=3-1", None), ("bytes=0-1,4-5", None), ("lines=0-1", None), ("bytes=-", None), ("bytes=a-b", None),
        ("bytes=1-2-3", None), ("bytes=-1-2", None), ("bytes=99999999999999999999-", None), ("bytes=٣-٤", None),
    ],
)  # fmt: skip
def test_ranges_are_read_as_the_rfc_says(header, expected):
    assert parse_range(header, 10) == expected


def test_an_empty_file_has_no_range():
    assert parse_range("bytes=0-", 0) is False and parse_range("bytes=-5", 0) is False and parse_range("", 0) is None


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("Carte.pdf", "Carte.pdf", "Carte.pdf"),
        ("Été à l’œuvre.pdf", "Ete a l'uvre.pdf", "%C3%89t%C3%A9%20%C3%A0%20l%E2%80%99%C5%93uvre.pdf"),
        ('a"b\r\nSet-Cookie: y.pdf', "a_b__Set-Cookie_ y.pdf", "a_b__Set-Cookie_%20y.pdf"),
        ("../../etc/passwd", "_.._etc_passwd", "_.._etc_passwd"),
        ("facture\u202efdp.exe.pdf", "facture_fdp.exe.pdf", "facture_fdp.exe.pdf"),
        ("100%.pdf", "100_.pdf", "100%25.pdf"),
        ("日本.pdf", "fichier.pdf", "%E6%97%A5%E6%9C%AC.pdf"),
        ("a\ud800b.pdf", "a_b.pdf", "a_b.pdf"),
        ("", "fichier", "fichier"),
        ("...", "fichier", "fichier"),
    ],
)
def test_names_come_whole_and_never_break_the_header(name, plain, encoded):
    header = disposition(name, inline=False)
    assert header == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"


def test_a_name_too_long_keeps_its_extension():
    header = disposition("é" * 400 + ".pdf", inline=True)
    assert header.startswith('inline; filename="') and header.endswith(".pdf") and len(header) < 1200


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.pdf", b"%PDF-1.7", ("application/pdf", True)),
        ("A.PDF", b"%PDF-1.7", ("application/pdf", True)),
        ("a.pdf", b"<html><script>", ("application/octet-stream", False)),
        ("a.pdf", b"\n%PDF-1.7", ("application/octet-stream", False)),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 30, ("image/png", True)),
        ("a.png", b"GIF89a", ("application/octet-stream", False)),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 30, ("image/jpeg", True)),
        ("a.txt", "été".encode(), ("text/plain; charset=utf-8", True)),
        ("a.txt", "été".encode("cp1252"), ("text/plain; charset=windows-1252", True)),
        ("a.txt", "été".encode("utf-16"), ("text/plain; charset=utf-16", True)),
        ("a.txt", "é".encode()[:1], ("text/plain; charset=utf-8", True)),
        ("a.txt", b" \n<!DOCTYPE html>", ("application/octet-stream", False)),
        ("a.csv", b"a;b", ("text/csv; charset=utf-8", False)),
        ("a.md", b"# Titre", ("text/markdown; charset=utf-8", False)),
        ("a.zip", b"PK\x03\x04", ("application/zip", False)),
        ("a.html", b"<html>", ("application/octet-stream", False)),
        ("a.svg", b"<svg>", ("application/octet-stream", False)),
        ("a.pdf.html", b"%PDF-1.7", ("application/octet-stream", False)),
        ("a", b"%PDF-1.7", ("application/octet-stream", False)),
        ("a.txt", b"", ("text/plain; charset=utf-8", True)),
    ],
)  # fmt: skip
def test_types_are_ours_and_the_bytes_must_agree(name, head, expected):
    assert served_as(name, head) == expected


def test_a_download_says_its_name_type_and_rules(client, serve):
    response = client.get(serve().url)
    assert response.status_code == 200 and body(response) == DATA
    assert {name: response[name] for name in response.headers if name not in ("Vary", "Content-Language", "ETag")} == {
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=300",
        "Content-Disposition": "inline; filename=\"Carte d'ete.pdf\"; filename*=UTF-8''Carte%20d%27%C3%A9t%C3%A9.pdf",
        "Content-Length": "15",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": "application/pdf",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-site",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }


@pytest.mark.parametrize(
    ("wanted", "status", "part", "content_range"),
    [
        ("bytes=5-8", 206, b"0123", "bytes 5-8/15"),
        ("bytes=-2", 206, b"89", "bytes 13-14/15"),
        ("bytes=13-", 206, b"89", "bytes 13-14/15"),
        ("bytes=0-999", 206, DATA, "bytes 0-14/15"),
        ("bytes=15-", 416, b"", "bytes */15"),
        ("bytes=0-1,3-4", 200, DATA, None),
        ("pages=1-2", 200, DATA, None),
    ],
)
def test_a_piece_is_served_exactly(client, serve, wanted, status, part, content_range):
    response = client.get(serve().url, headers={"range": wanted})
    assert (response.status_code, body(response), response.headers.get("Content-Range")) == (status, part, content_range)
    assert response["Content-Length"] == str(len(part))


def test_if_range_serves_a_piece_of_the_same_version_only(client, serve):
    doc = serve()
    tag = client.get(doc.url)["ETag"]
    for value, status in ((tag, 206), ('"old"', 200), (f"W/{tag}", 200), ("Wed, 21 Oct 2026 07:28:00 GMT", 200)):
        assert client.get(doc.url, headers={"range": "bytes=0-1", "if-range": value}).status_code == status, value


@pytest.mark.parametrize("form", ["{}", "W/{}", '"a", {}', '"a",W/{} , "b"', "*"])
def test_not_modified_sends_nothing(client, serve, form):
    doc = serve()
    first = client.get(doc.url)
    second = client.get(doc.url, headers={"if-none-match": form.format(first["ETag"]), "range": "bytes=0-1"})
    assert second.status_code == 304 and second.content == b"" and second["ETag"] == first["ETag"]
    assert second["Cache-Control"] == first["Cache-Control"] and second["Content-Length"] == "15"


def test_another_version_is_another_tag(client, serve):
    doc = serve()
    before = client.get(doc.url)["ETag"]
    doc.file.save("carte.pdf", ContentFile(b"%PDF-autre"), save=False)
    doc._set_document_file_metadata()
    doc.save()
    assert client.get(doc.url, headers={"if-none-match": before}).status_code == 200


def test_head_says_what_get_would_and_ignores_ranges(client, serve):
    doc = serve()
    answers = [client.head(doc.url, headers={"range": "bytes=0-1"}), client.get(doc.url)]
    head, get = ({k: v for k, v in answer.items() if k != "Vary"} for answer in answers)
    assert head == get and answers[0].status_code == 200 and answers[0].content == b""


def test_a_private_file_is_kept_by_no_cache(w, people, client, document):
    doc = document()
    attach(w.tool(access="network"), doc)
    client.force_login(people.member)
    for headers in ({}, {"range": "bytes=0-1"}, {"range": "bytes=99-"}, {"if-none-match": "*"}):
        assert client.get(doc.url, headers=headers)["Cache-Control"] == "private, no-store"


def test_nothing_is_compressed_on_the_way(client, serve):
    """The site compresses its pages; a file keeps its own length, tag and ranges."""
    text = b"abcdefghij" * 500
    doc = serve(text, "notes.txt", "Notes")
    whole = client.get(doc.url, headers={"accept-encoding": "gzip, br"})
    assert body(whole) == text and whole["Content-Length"] == "5000" and not whole["ETag"].startswith("W/")
    part = client.get(doc.url, headers={"accept-encoding": "gzip", "range": "bytes=10-19"})
    assert body(part) == b"abcdefghij" and part.status_code == 206
    assert not whole.has_header("Content-Encoding") and not part.has_header("Content-Encoding")


def test_an_archive_of_an_archive_arrives_byte_for_byte(client, serve):
    """As .tar.gz did once: a type guessed from the name made browsers store the unpacked bytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        archive.addfile(tarfile.TarInfo("a"))
    for name, data in (("a.tar.gz", out.getvalue()), ("b.txt.gz", gzip.compress(b"x")), ("c.html", b"<script>alert(1)</script>")):
        response = client.get(serve(data, name, "Archive").url)
        assert body(response) == data and not response.has_header("Content-Encoding")
        assert response["Content-Type"] == "application/octet-stream"
        assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Canevas", "Canevas.pdf"),
        ("Canevas.PDF", "Canevas.pdf"),
        ("A\r\nX-Mal: 1", "A__X-Mal_%201.pdf"),
        (' "', "_.pdf"),
        ("v1.2", "v1.2.pdf"),
    ],
)
def test_the_title_names_the_download(client, serve, title, name):
    response = client.get(serve(title=title).url)
    assert response["Content-Disposition"].endswith(f"UTF-8''{name}") and not response.has_header("X-Mal")


def test_a_file_stored_without_a_digest_has_a_stable_tag(client, serve):
    doc = serve()
    type(doc).objects.update(file_hash="")
    tags = {client.get(doc.url)["ETag"] for _n in range(2)}
    assert len(tags) == 1 and len(tags.pop()) == 42


def test_memory_does_not_grow_with_the_file():
    reads = []

    class Endless(io.RawIOBase):
        def read(self, size=-1):
            reads.append(size)
            return b"x" * size

        def seek(self, place, whence=0):
            return place

    sent = sum(len(chunk) for chunk in Slice(Endless(), 0, 10 * CHUNK + 1))
    assert sent == 10 * CHUNK + 1 and max(reads) == CHUNK


def test_a_file_that_shrank_ends_and_is_closed():
    file = io.BytesIO(b"abc")
    assert b"".join(Slice(file, 1, 100)) == b"bc" and file.closed


@pytest.mark.parametrize("headers", [{}, {"range": "bytes=0-1"}, {"range": "bytes=99-"}, {"if-none-match": "*"}])
@pytest.mark.parametrize("method", ["get", "head"])
def test_the_file_is_closed_even_if_nobody_reads_it(client, serve, method, headers):
    doc, handles = serve(), []
    real = type(doc.file.storage._wrapped if hasattr(doc.file.storage, "_wrapped") else doc.file.storage)._open

    def watched(self, name, mode="rb"):
        handles.append(real(self, name, mode))
        return handles[-1]

    with mock.patch("media.storage.PrivateFiles._open", watched):
        getattr(client, method)(doc.url, headers=headers).close()
    assert [handle.closed for handle in handles] == [True]


def test_a_file_lost_by_the_store_is_missing_and_told_to_the_log(client, serve, caplog):
    doc = serve()
    doc.file.storage.delete(doc.file.name)
    assert client.get(doc.url).status_code == 404
    assert "documents/carte" in caplog.text


def test_a_store_that_does_not_answer_says_when_to_come_back(client, serve):
    doc = serve()
    with mock.patch("media.storage.PrivateFiles._open", side_effect=TimeoutError("store")):
        response = client.get(doc.url)
    assert response.status_code == 503 and response["Retry-After"] == "60" and response["Cache-Control"] == "private, no-store"


def test_a_public_rendition_may_be_kept_for_ever(client, shown):
    response = client.get(shown().image.get_rendition(SIZE).url, headers={"accept-encoding": "gzip"})
    assert response["Cache-Control"] == "public, max-age=31536000, immutable" and response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff" and not response.has_header("Content-Encoding")
    assert int(response["Content-Length"]) == len(body(response))
