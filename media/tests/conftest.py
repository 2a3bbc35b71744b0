"""Files for tests: real bytes in a temporary folder, pages that show them."""

import io
from functools import partial
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import TestCase
from PIL import Image as Pillow

from media.models import PortalDocument, PortalImage, PortalRendition
from portal.tests.fixtures import once
from portal.tests.world import fresh
from tools_library.models import ToolAttachment

CANARY = b"CANARI-DES-OCTETS"
PDF = b"%PDF-1.7 " + CANARY
SIZE = "width-400|format-webp"


@pytest.fixture(autouse=True)
def stores(settings, tmp_path, monkeypatch):
    """Originals and renditions of one test, in its own folder."""
    from django.core.files.storage import storages

    folders = {name: tmp_path / name for name in ("default", "renditions")}
    settings.STORAGES = settings.STORAGES | {
        name: settings.STORAGES[name] | {"OPTIONS": {"location": folder}} for name, folder in folders.items()
    }
    for model, alias in ((PortalDocument, "default"), (PortalImage, "default"), (PortalRendition, "renditions")):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storages[alias])
    return SimpleNamespace(**folders)


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """with committing(): what is to happen once the transaction is certain happens at its end."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def png(colour="red", size=(80, 60), mode="RGB"):
    out = io.BytesIO()
    Pillow.new(mode, size, colour).save(out, "PNG")
    return out.getvalue()


def make_document(w, title="Canevas", data=PDF, name="canevas.pdf", lab=None, **fields):
    file = PortalDocument(title=title, owner_lab=lab or w.a, **fields)
    file.file.save(name, ContentFile(data), save=False)
    file._set_document_file_metadata()
    file.save()
    return file


def make_image(w, title="Photo", lab=None, **fields):
    file = PortalImage(title=title, owner_lab=lab or w.a, file=ImageFile(io.BytesIO(png()), "photo.png"), **fields)
    file._set_image_file_metadata()
    file.save()
    return file


def make_shown(w, title="Outil", **fields):
    """A live tool that shows a document and an image. All three, fresh."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        doc, photo = make_document(w, f"Canevas {title}"), make_image(w, f"Photo {title}")
        tool = cover(attach(w.tool(title, **fields), doc), photo)
    return SimpleNamespace(page=tool, document=fresh(doc), image=fresh(photo))


@pytest.fixture
def document(w):
    return partial(make_document, w)


@pytest.fixture
def image(w):
    return partial(make_image, w)


@pytest.fixture
def shown(w):
    """shown(access="network", lab=w.b): see make_shown."""
    return partial(make_shown, w)


@once
def levels_once(w):
    """{level: what `shown` makes}, of the four levels; no rendition, which each test makes in its folder."""
    made = {level: make_shown(w, f"Outil {level}", access=level) for level in ("public", "clip", "network", "lab")}
    for rendition in PortalRendition.objects.all():
        rendition.delete()
    return made


@pytest.fixture
def files_of(levels_once, stores, w):
    """files_of(level): those made once, fresh; their bytes are in the folder of this test."""

    def again(level="public"):
        files = SimpleNamespace(**{name: fresh(thing) for name, thing in vars(levels_once[level]).items()})
        for file, data in ((files.document.file, PDF), (files.image.file, png())):
            file.storage.save(file.name, ContentFile(data))
        return files

    return again


def attach(tool, *documents, publish=True):
    draft = tool.get_latest_revision_as_object()
    draft.attachments = [ToolAttachment(document=d, kind="canvas", title=d.title) for d in documents]
    revision = draft.save_revision()
    if publish:
        revision.publish()
    return fresh(tool)


def cover(tool, photo, publish=True):
    draft = tool.get_latest_revision_as_object()
    draft.cover, draft.cover_decorative = photo, True
    revision = draft.save_revision()
    if publish:
        revision.publish()
    return fresh(tool)


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def levels(*files):
    """{(level, codes of the labs)} of files, as stored."""
    return {(file.level, "".join(sorted(lab.code for lab in file.level_labs.all()))) for file in map(fresh, files)}
