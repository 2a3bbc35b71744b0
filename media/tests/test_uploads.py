"""What may come in: a refusal for each reason, in words that help; what is taken belongs to a lab and replaces safely."""

import io
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.urls import reverse
from django.utils.translation import override
from PIL import Image as Pillow
from wagtail.models import Collection, UploadedFile

from media import archives
from media.models import PortalDocument, PortalImage
from media.uploads import check_document, check_image, human_size
from media.uploads import shown as harmless
from portal.accounts.models import Lab, Membership
from portal.rights.collections import lab_collection
from portal.tests.world import fresh

from .conftest import SIZE, png

ODF = "application/vnd.oasis.opendocument"


def packed(members, compression=zipfile.ZIP_DEFLATED):
    """An archive of {name: bytes}; a ZipInfo may stand for a name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def office(part, **more):
    return packed({"[Content_Types].xml": "<Types/>", part: "<x/>", **more})


def odf(kind):
    return packed({"mimetype": f"{ODF}.{kind}", "content.xml": "<x/>"})


def link():
    info = zipfile.ZipInfo("lien")
    info.external_attr = 0o120777 << 16
    return info


def picture(kind, size=(80, 60), **options):
    out = io.BytesIO()
    Pillow.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def huge_png(width, height):
    """A black PNG, written without holding its pixels: 10 kB that unfold into 81 million."""
    row = zlib.compressobj(9)
    data = b"".join(row.compress(b"\0" * (width // 8 + 1)) for _n in range(height)) + row.flush()
    chunks = [(b"IHDR", struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def encrypted():
    data = bytearray(packed({"a.txt": "x"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def crowd():
    return packed({f"{n}": "" for n in range(archives.MAX_MEMBERS + 1)}, zipfile.ZIP_STORED)


def overlapping():
    """Members that all share the same bytes: small, and endless once unpacked."""
    data = packed({"a": b"0" * 100_000})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry, count = data[start:end], 40
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    return data[:start] + entry * count + tail


def directory_that_lies():
    """The end record counts one member, the list holds many megabytes of them."""
    data = packed({"a": "x"})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entries = data[start:end] * 100_000
    return data[:start] + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, len(entries), start, 0)


TAKEN = {
    "a.pdf": b"%PDF-1.7 x",
    "b.docx": office("word/document.xml"),
    "c.pptx": office("ppt/presentation.xml"),
    "d.xlsx": office("xl/workbook.xml"),
    "e.odt": odf("text"),
    "f.odp": odf("presentation"),
    "g.ods": odf("spreadsheet"),
    "h.zip": packed({"dossier/été.txt": "x", "dossier/": ""}),
    "i.txt": "été ".encode() * 5000,
    "j.csv": "été;œuvre".encode("cp1252"),
    "k.csv": "\ufeffété;1".encode(),
    "l.csv": "été;1".encode("utf-16"),
    "m.md": b"# Titre\n\n<b>gras</b>",
    "n.png": png(),
    "o.jpg": picture("JPEG"),
    "p.jpeg": picture("JPEG"),
    "q.webp": picture("WEBP"),
    "Majuscules.PDF": b"%PDF-1.4",
}

REFUSED = {
    "type": {
        "page.html": b"<html>", "dessin.svg": b"<svg/>", "virus.exe": b"MZ\0", "a.pdf.html": b"%PDF-", "sans-extension": b"%PDF-",
        "a.docm": office("word/document.xml"), "a.tar.gz": b"\x1f\x8b",
    },
    "empty": {"vide.pdf": b"", "vide.txt": b""},
    "markup": {
        "page.pdf": b"<!DOCTYPE html><script>", "page.txt": b"\xef\xbb\xbf  <html>", "dessin.png": b"<svg onload=a()>",
        "donnees.csv": "<?xml version='1.0'?><svg>".encode("utf-16"),
    },
    "content": {
        "cadrage.pdf": b"MZ\x90\0", "prefixe.pdf": b"x%PDF-1.7", "image.png": b"GIF89a", "image.jpg": png(),
        "vide.zip": packed({}), "fiche.docx": b"not a zip", "binaire.txt": b"a\0b", "virus.zip": b"MZ" + packed({"a": "x"}),
    },
    "text": {"fin.txt": b"a" * 9000 + b"\0", "fin.csv": b"a" * 9000 + b"\x81"},
    "damaged": {
        "coupe.zip": packed({"a": "x"})[:-10], "coupe.png": png()[:-30], "chevauchement.zip": overlapping(),
        "coupe.jpg": picture("JPEG", (900, 900), quality=95)[:-900],
    },
    "crowded": {"foule.zip": crowd(), "menteur.zip": directory_that_lies()},
    "huge": {"bombe.zip": packed({"a": b"0" * 9_000_000})},
    "paths": {
        "haut.zip": packed({"../../etc/passwd": "x"}), "racine.zip": packed({"/etc/passwd": "x"}),
        "windows.zip": packed({"..\\..\\x": "x"}), "disque.zip": packed({"C:/x": "x"}),
        "cache.docx": office("word/document.xml", **{"a/../../x": "x"}),
    },
    "links": {"lien.zip": packed({link(): "/etc/passwd"})},
    "locked": {"cle.zip": encrypted()},
    "macros": {"macros.docx": office("word/document.xml", **{"word/vbaProject.bin": "x"})},
    "other": {
        "tableur.docx": office("xl/workbook.xml"), "tableur.odt": odf("spreadsheet"), "archive.xlsx": packed({"a": "x"}),
    },
    "pixels": {"grand.png": huge_png(9000, 9000)},
}  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_what_it_says_is_taken_whole(name):
    file = SimpleUploadedFile(name, TAKEN[name])
    check_document(file)
    assert file.read() == TAKEN[name]


CASES = [(code, *case) for code, cases in REFUSED.items() for case in cases.items()]


# Named, because an archive holds the hour at which it is made: two processes would not collect the same tests.
@pytest.mark.parametrize(("code", "name", "data"), CASES, ids=[f"{code}-{name}" for code, name, _data in CASES])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_refusal_names_the_file_and_its_reason(code, name, data, language):
    with override(language), pytest.raises(ValidationError) as refused:
        check_document(SimpleUploadedFile(name, data))
    assert refused.value.code == code
    told = refused.value.messages[0]
    assert name in told and told.endswith(".") and "%" not in told


@pytest.mark.parametrize("name", ["a.pdf", "b.docx", "i.txt", "h.zip"])
def test_the_library_of_images_takes_images_only(name):
    with pytest.raises(ValidationError) as refused:
        check_image(SimpleUploadedFile(name, TAKEN[name]))
    assert refused.value.code == "type"


@pytest.mark.parametrize("kind", ["AVIF", "JPEG", "PNG", "WEBP"])
def test_images_of_every_kind_are_taken(kind):
    check_image(SimpleUploadedFile(f"photo.{kind.lower()}", picture(kind)))


def test_frames_count_as_pixels(settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 10_000
    frames = [Pillow.new("RGB", (50, 50), colour) for colour in ("red", "blue", "green", "white", "black")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    with pytest.raises(ValidationError) as refused:
        check_image(SimpleUploadedFile("anime.webp", out.getvalue()))
    assert refused.value.code == "pixels"


def test_an_image_of_81_million_pixels_is_refused_before_it_unfolds():
    import tracemalloc

    data = huge_png(9000, 9000)
    assert len(data) < 20_000
    tracemalloc.start()
    with pytest.raises(ValidationError):
        check_image(SimpleUploadedFile("grand.png", data))
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


def test_an_image_that_pillow_itself_refuses_to_open_has_too_many_pixels(monkeypatch):
    monkeypatch.setattr(Pillow, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(ValidationError) as refused:
        check_image(SimpleUploadedFile("bombe.png", png()))
    assert refused.value.code == "pixels"


def test_a_file_on_disk_is_checked_as_one_in_memory():
    file = TemporaryUploadedFile("h.zip", "application/zip", 0, None)
    file.write(TAKEN["h.zip"])
    file.size = len(TAKEN["h.zip"])
    check_document(file)
    assert file.read() == TAKEN["h.zip"]


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (14_000_000, "14 MB"), (14_210_000, "14.3 MB"),
     (10_000_001, "10.1 MB"), (2_000_000_000, "2 GB")],
)  # fmt: skip
def test_sizes_are_decimal_and_never_look_smaller_than_they_are(count, told):
    with override("en"):
        assert human_size(count) == told


def test_names_in_messages_are_harmless_and_short():
    """Wagtail's uploader inserts our sentence in its page as HTML."""
    assert harmless("<img src=x onerror=alert(1)>.pdf") == "img src=x onerror=alert(1).pdf"
    assert harmless("a\u202efdp.exe") == "afdp.exe" and len(harmless("é" * 300 + ".pdf")) == 56


# --- through the admin


def send(client, kind, file, title="Titre", collection=None, **more):
    collection = collection or lab_collection(Lab.objects.get(code="a"))
    data = {"title": title, "collection": collection.pk, "tags": "", "description": "", "credit": "", **more}
    if "multiple" in kind:
        return client.post(reverse(kind), {**data, "files[]": file})
    prefix = "image-chooser-upload-" if kind.startswith("wagtailimages_chooser") else ""
    prefix = "document-chooser-upload-" if kind.startswith("wagtaildocs_chooser") else prefix
    return client.post(reverse(kind), {f"{prefix}{name}": value for name, value in {**data, "file": file}.items()})


DOORS = {
    "wagtaildocs:add": PortalDocument,
    "wagtaildocs:add_multiple": PortalDocument,
    "wagtaildocs_chooser:create": PortalDocument,
    "wagtailimages:add": PortalImage,
    "wagtailimages:add_multiple": PortalImage,
    "wagtailimages_chooser:create": PortalImage,
}


def good(model):
    return SimpleUploadedFile("Été.png", png()) if model is PortalImage else SimpleUploadedFile("Été.pdf", b"%PDF-1.7 x")


@pytest.mark.parametrize("door", DOORS)
def test_an_editors_file_belongs_to_her_lab_by_every_door(w, people, client, door, committing):
    client.force_login(people.editor)
    with committing():
        response = send(client, door, good(DOORS[door]))
    assert response.status_code in (200, 302)
    file = DOORS[door].objects.get()
    assert (file.owner_lab, file.level, file.uploaded_by_user) == (w.a, "", people.editor)
    assert file.file_size and len(file.file_hash) == 40 and file.collection == lab_collection(w.a)
    for reader, status in {"editor": 200, "national": 200, "neighbour": 404, "member": 404}.items():
        client.force_login(getattr(people, reader))
        assert client.get(file.url).status_code == status, reader
    client.logout()
    assert client.get(file.url).status_code == 404


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", ["page.html", "<img src=x onerror=alert(1)>.svg", "menteur"])
def test_every_door_refuses_in_the_same_words(w, people, client, door, name):
    name = {"menteur": "menteur.png" if DOORS[door] is PortalImage else "menteur.pdf"}.get(name, name)
    client.force_login(people.editor)
    response = send(client, door, SimpleUploadedFile(name, b"<svg onload=alert(1)>"))
    assert not DOORS[door].objects.exists() and not UploadedFile.objects.exists()
    told = response.content.decode()
    told = response.json().get("error_message", told) if "json" in response["Content-Type"] else told
    assert harmless(name) in told.replace("&quot;", '"') and "<img src=x" not in told
    if "multiple" in door:
        assert told.count("\n") == 0  # one sentence, not ours and then Wagtail's


@pytest.mark.parametrize("door", [door for door in DOORS if "multiple" in door])
def test_a_file_whose_details_are_missing_waits_checked(w, people, client, door):
    """The uploader keeps a good file when another field fails; a bad one must not slip in that way."""
    client.force_login(people.editor)
    bad = SimpleUploadedFile("mal.png" if DOORS[door] is PortalImage else "mal.pdf", b"MZ\0")
    assert "error_message" in send(client, door, bad, title="x" * 300).json() and not UploadedFile.objects.exists()
    waiting = send(client, door, good(DOORS[door]), title="x" * 300).json()
    upload = UploadedFile.objects.get()
    name = door.replace("add_multiple", "create_multiple_from_uploaded_") + ("image" if "image" in door else "document")
    prefix = f"uploaded-{'image' if 'image' in door else 'document'}-{upload.pk}-"
    details = {"title": "Court", "collection": lab_collection(w.a).pk, "tags": "", "description": "", "credit": ""}
    client.post(reverse(name, args=[upload.pk]), {f"{prefix}{key}": value for key, value in details.items()})
    assert waiting["success"] and DOORS[door].objects.get().owner_lab == w.a


def test_a_file_belongs_to_the_lab_of_its_collection(w, people, client):
    Membership.objects.create(user=people.editor, lab=w.b, role="editor")
    client.force_login(people.editor)
    for lab in (w.b, w.a):
        send(client, "wagtaildocs:add", good(PortalDocument), title=lab.code, collection=lab_collection(lab))
        assert PortalDocument.objects.get(title=lab.code).owner_lab == lab


def test_the_national_teams_file_belongs_to_nobody(w, people, client):
    client.force_login(people.national)
    send(client, "wagtaildocs:add", good(PortalDocument), collection=Collection.objects.get(name="Commun"))
    assert PortalDocument.objects.get().owner_lab is None


@pytest.mark.parametrize("name", ["lourd.pdf", "lourd.png"])
def test_too_heavy_is_said_with_both_sizes_in_french(w, people, client, settings, name):
    kind = "IMAGES" if name.endswith("png") else "DOCS"
    setattr(settings, f"WAGTAIL{kind}_MAX_UPLOAD_SIZE", 1500)
    client.force_login(people.editor)
    data = png() + b"0" * 2000 if kind == "IMAGES" else b"%PDF-" + b"0" * 2000
    response = send(client, f"wagtail{kind.lower()}:add", SimpleUploadedFile(name, data))
    told = str(response.context["form"].errors["file"])
    weight = "2,2" if kind == "IMAGES" else "2,1"
    assert f"« {name} » pèse {weight} ko. 1,5 ko au plus." in told.replace("\xa0", " ")


def test_replacing_a_document_keeps_its_address_and_takes_the_old_bytes_away(w, people, client, shown, committing):
    files = shown()
    doc = files.document
    storage, old, address = doc.file.storage, doc.file.name, doc.url
    client.force_login(people.national)
    form = {"title": "Version 2", "collection": doc.collection_id, "tags": "", "credit": ""}
    with committing():
        client.post(reverse("wagtaildocs:edit", args=[doc.pk]), {**form, "file": SimpleUploadedFile("v2.pdf", b"%PDF-2")})
        assert storage.exists(old)  # until the change is certain
    assert not storage.exists(old) and b"".join(client.get(address).streaming_content) == b"%PDF-2"
    assert fresh(doc).level == "public" and fresh(doc).file_size == 6


def test_a_refused_replacement_changes_nothing(w, people, client, shown):
    doc = shown().document
    client.force_login(people.national)
    form = {"title": "Version 2", "collection": doc.collection_id, "tags": "", "credit": ""}
    response = client.post(reverse("wagtaildocs:edit", args=[doc.pk]), {**form, "file": SimpleUploadedFile("v2.pdf", b"MZ")})
    assert response.context["form"].errors["file"] and fresh(doc).title == doc.title
    assert doc.file.storage.exists(doc.file.name)


def test_replacing_an_image_makes_its_sizes_again_at_other_addresses(w, people, client, shown, committing):
    photo = shown().image
    storage, old, address = photo.file.storage, photo.file.name, photo.get_rendition(SIZE).url
    client.force_login(people.national)
    form = {"title": "Bleue", "collection": photo.collection_id, "tags": "", "credit": "", "description": ""}
    with committing():
        client.post(
            reverse("wagtailimages:edit", args=[photo.pk]), {**form, "file": SimpleUploadedFile("photo.png", png("blue"))}
        )
    new = fresh(photo).get_rendition(SIZE).url
    assert not storage.exists(old) and new != address and new.startswith("/media/")
    assert client.get(address).status_code == 404 and client.get(new).status_code == 200


def test_lists_and_choosers_show_only_what_the_collections_allow(w, people, client, document, image):
    own, other = lab_collection(w.a), lab_collection(w.b)
    document("Canevas de a", collection=own)
    document("Canevas de b", lab=w.b, collection=other)
    image("Photo de a", collection=own)
    image("Photo de b", lab=w.b, collection=other)
    client.force_login(people.editor)
    for address in ("/admin/documents/", "/admin/documents/chooser/", "/admin/images/", "/admin/images/chooser/"):
        page = client.get(address).content.decode()
        assert " de a" in page and " de b" not in page, address


def test_the_form_says_what_is_taken(w, people, client):
    client.force_login(people.editor)
    with override("fr"):
        page = client.get(reverse("wagtailimages:add_multiple")).content.decode()
    assert "AVIF, JPEG, JPG, PNG, WEBP" in page and "10" in page
