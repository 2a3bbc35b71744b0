"""Files for tests: real bytes in a temporary folder."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Pillow

from media.models import PortalDocument, PortalImage

CANARY = b"CANARI-DES-OCTETS"


@pytest.fixture(autouse=True)
def stores(settings, tmp_path):
    from django.core.files.storage import storages

    settings.STORAGES = {
        name: options if name == "staticfiles" else {**options, "OPTIONS": {"location": tmp_path / name}}
        for name, options in settings.STORAGES.items()
    }
    storages.__dict__.pop("backends", None)
    storages._storages.clear()
    for model in (PortalDocument, PortalImage, PortalImage.get_rendition_model()):
        field = model._meta.get_field("file")
        field.storage = storages["renditions" if "rendition" in model._meta.model_name else "default"]
    return tmp_path


def png(colour="red", size=(800, 600)):
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def document(w):
    def make(title="Canevas", data=b"%PDF-1.7 " + CANARY, name="canevas.pdf", lab=None):
        file = PortalDocument(title=title, owner_lab=lab or w.a)
        file.file.save(name, ContentFile(data), save=False)
        file.save()
        return file

    return make


@pytest.fixture
def image(w):
    def make(title="Photo", lab=None):
        file = PortalImage(title=title, owner_lab=lab or w.a, file=ImageFile(io.BytesIO(png()), "photo.png"))
        file.save()
        return file

    return make
