"""Files for tests: real bytes in a temporary folder, pages that show them."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Pillow

from media.models import PortalDocument, PortalImage, PortalRendition
from portal.tests.world import fresh
from tools_library.models import ToolAttachment

CANARY = b"CANARI-DES-OCTETS"
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


@pytest.fixture
def document(w):
    def make(title="Canevas", data=b"%PDF-1.7 " + CANARY, name="canevas.pdf", lab=None, **fields):
        file = PortalDocument(title=title, owner_lab=lab or w.a, **fields)
        file.file.save(name, ContentFile(data), save=False)
        file._set_document_file_metadata()
        file.save()
        return file

    return make


@pytest.fixture
def image(w):
    def make(title="Photo", lab=None, **fields):
        file = PortalImage(title=title, owner_lab=lab or w.a, file=ImageFile(io.BytesIO(png()), "photo.png"), **fields)
        file._set_image_file_metadata()
        file.save()
        return file

    return make


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


@pytest.fixture
def shown(w, document, image, committing):
    """shown(access="network", lab=w.b): a live tool that shows a document and an image. All three, fresh."""

    def make(title="Outil", **fields):
        with committing():
            doc, photo = document(f"Canevas {title}"), image(f"Photo {title}")
            tool = cover(attach(w.tool(title, **fields), doc), photo)
        return SimpleNamespace(page=tool, document=fresh(doc), image=fresh(photo))

    return make


def levels(*files):
    """{(level, codes of the labs)} of files, as stored."""
    return {(file.level, "".join(sorted(lab.code for lab in file.level_labs.all()))) for file in map(fresh, files)}
