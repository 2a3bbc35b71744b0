"""Uploads: what is refused, in plain words; what is kept, for the right lab."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from media.models import PortalDocument, PortalImage
from media.uploads import check_content

from .conftest import png


def packed(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def hostile():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/passwd", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("cadrage.pdf", b"<html>", "n’est pas un PDF"),
        ("fiche.docx", b"not a zip", "endommagé"),
        ("photo.png", b"GIF89a", "ne contient pas"),
        ("notes.txt", b"a\0b", "n’est pas un fichier texte"),
        ("bombe.zip", packed(a=b"0" * 5_000_000), "bien plus qu’il ne pèse"),
        ("dehors.zip", hostile(), "sortiraient de leur dossier"),
        ("macros.docx", packed(word__vbaProject="x", **{"word__vbaProject.bin": "x"}), "macros"),
    ],
)
def test_what_is_not_what_it_says_is_refused(name, data, words):
    with pytest.raises(ValidationError) as refused:
        check_content(SimpleUploadedFile(name, data))
    told = " ".join(refused.value.messages)
    assert words.replace("’", "'") in told and name in told


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.pdf", b"%PDF-1.7 x"), ("a.docx", packed(word__document="x")), ("a.png", png()), ("a.txt", "été".encode()), ("a.csv", "été;1".encode("cp1252"))],
)
def test_what_is_what_it_says_is_kept(name, data):
    file = SimpleUploadedFile(name, data)
    check_content(file)
    assert file.read() == data


def send(client, name, title, file):
    from portal.rights.collections import lab_collection

    from portal.accounts.models import Lab

    collection = lab_collection(Lab.objects.get(code="a"))
    return client.post(reverse(name), {"title": title, "file": file, "collection": collection.pk, "tags": "", "description": "Une photo"})


def test_an_editors_file_belongs_to_her_lab(w, people, client):
    client.force_login(people.editor)
    assert send(client, "wagtaildocs:add", "Canevas", SimpleUploadedFile("c.pdf", b"%PDF-1.7 x")).status_code == 302
    assert PortalDocument.objects.get().owner_lab == w.a
    assert send(client, "wagtailimages:add", "Photo", SimpleUploadedFile("p.png", png())).status_code == 302
    assert PortalImage.objects.get().owner_lab == w.a


@pytest.mark.parametrize("name", ["page.html", "dessin.svg", "virus.exe", "script.js"])
def test_other_types_are_refused(w, people, client, name):
    client.force_login(people.editor)
    response = send(client, "wagtaildocs:add", "x", SimpleUploadedFile(name, b"<svg onload=alert(1)>"))
    assert response.context["form"].errors["file"] and not PortalDocument.objects.exists()


def test_too_many_pixels_are_refused(w, people, client):
    out = io.BytesIO()
    Pillow.new("1", (9000, 9000)).save(out, "PNG")
    client.force_login(people.editor)
    response = send(client, "wagtailimages:add", "x", SimpleUploadedFile("grand.png", out.getvalue()))
    assert response.context["form"].errors["file"] and not PortalImage.objects.exists()


def test_too_heavy_is_refused_in_french(w, people, client, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    client.force_login(people.editor)
    response = send(client, "wagtaildocs:add", "x", SimpleUploadedFile("lourd.pdf", b"%PDF-" + b"0" * 2000))
    assert "trop" in str(response.context["form"].errors["file"]) and not PortalDocument.objects.exists()
