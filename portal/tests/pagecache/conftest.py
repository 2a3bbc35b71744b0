"""What the tests of the page cache share: caches on disk, a scene, and how to see that a page was kept."""

from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.test import TestCase

from media.models import PortalDocument
from media.tests.conftest import attach, stores  # noqa: F401  (files of a test in a folder of its own)
from portal.settings.caches import file_cache
from portal.tests.fixtures import once
from portal.tests.world import fresh
from tools_library.models import Material, ToolMaterial

BYTES = b"%PDF-1.7 x"
GZIP = {"accept-encoding": "gzip, br"}


@pytest.fixture(autouse=True)
def as_with_an_index(monkeypatch):
    """Plain listings are kept nowhere, and these tests make no index: here they are as those of the index."""
    monkeypatch.setattr("search.outputs.page", lambda answer: answer)


@pytest.fixture
def pages(settings, tmp_path, w):
    """The caches of one machine, on disk, empty. How many pages they hold: len(pages())."""
    settings.CACHES = file_cache(tmp_path)
    folder = tmp_path / "cache" / "pages"
    return lambda: list(folder.glob("*.djcache"))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@once
def scene_once(w):
    """A tool with a file and a material, a piece of news, a page and a shelf."""
    document = PortalDocument(title="canevas", owner_lab=w.a)
    document.file.save("canevas.pdf", ContentFile(BYTES), save=False)
    document._set_document_file_metadata()
    with TestCase.captureOnCommitCallbacks(execute=True):
        document.save()
        material = Material.objects.create(code="pens", name_fr="Stylos", category="stationery")
        tool = attach(w.tool("Fiche"), document)
        draft = tool.get_latest_revision_as_object()
        draft.materials = [ToolMaterial(sort_order=0, material=material)]
        draft.save_revision().publish()
        made = {"piece": w.piece(), "page": w.content("Page"), "shelf": w.content("Rayon")}
    return {"tool": tool, **made}


@pytest.fixture
def scene(scene_once, pages, w):
    file = PortalDocument.objects.get().file
    file.storage.save(file.name, ContentFile(BYTES))  # in the folder of this test
    return SimpleNamespace(w=w, **{name: fresh(page) for name, page in scene_once.items()})


def is_kept(client, count, address, **headers):
    """Whether the answer comes without a query, and the same: literally from the cache."""
    with count(0):
        return client.get(address, headers=headers)


def pages_of():
    return caches["pages"]._list_cache_files()


def publish(page, **values):
    draft = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
