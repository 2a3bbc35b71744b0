"""Every block that an editor may pick says what it is, in French, with an example that shows; few enough to be read."""

import gettext
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import get_page_models

BLOCKS, GROUPS = 15, 4  # beyond that, nobody knows which does what
MORE = {"LessonPage": 17}  # a lesson also names cases and labs, and has things to do


def streams():
    """(page type, field) of every stream of every page."""
    fields = [(model, field) for model in get_page_models() for field in model._meta.get_fields()]
    return [(model.__name__, field) for model, field in fields if isinstance(field, StreamField)]


def children(block):
    """(name, block) of what a block is made of, whatever its kind."""
    if isinstance(block, blocks.ListBlock):
        return [(None, block.child_block)]
    return list(getattr(block, "child_blocks", {}).items())


def walk(block, path, picked=True):
    """(path, block, whether it is offered in a picker) of everything under a stream."""
    for name, child in children(block):
        below = f"{path}.{name or 'item'}"
        yield below, child, isinstance(block, blocks.BaseStreamBlock)
        yield from walk(child, below)


EVERY = {
    path: (block, offered)
    for name, field in streams()
    for path, block, offered in walk(field.stream_block, f"{name}.{field.name}")
}
OFFERED = {path: block for path, (block, offered) in EVERY.items() if offered}


def test_there_are_streams_and_they_are_walked_to_the_bottom():
    assert {"NewsPage.body.text", "HelpPage.body.callout.title", "HomePage.figures.figures.items.item.source"} <= set(EVERY)


@pytest.mark.parametrize("path", OFFERED)
def test_a_block_of_the_picker_has_group_icon_and_description(path):
    meta = OFFERED[path].meta
    assert isinstance(meta.group, Promise) and isinstance(meta.description, Promise)
    assert meta.icon != blocks.Block().meta.icon


@pytest.mark.parametrize("path", [path for path, (block, _offered) in EVERY.items() if not path.endswith(".item")])
def test_a_block_has_a_label_in_french(path):
    """Ours, or Wagtail's for the parts of its own blocks; never the name of a variable."""
    label = EVERY[path][0].meta.label
    assert isinstance(label, Promise)
    with (settings.BASE_DIR / "portal/locale/fr/LC_MESSAGES/django.mo").open("rb") as file:
        ours = gettext.GNUTranslations(file)._catalog
    with override("en"):
        english = str(label)
    with override("fr"):
        assert english in ours or str(label) != english


@pytest.mark.parametrize("path", OFFERED)
def test_a_block_of_the_picker_is_previewed(w, people, client, path):
    block = OFFERED[path]
    client.force_login(people.national)
    assert block.is_previewable
    html = client.get(f"{reverse('wagtailadmin_block_preview')}?id={block.definition_prefix}").content.decode()
    body = re.search(r"<main[^>]*>(.*)</main>", html, re.S)[1]
    assert 'lang="fr"' in html and (len(re.sub(r"<[^>]+>|\s", "", body)) > 10 or "<img" in body)


@pytest.mark.parametrize(("name", "field"), streams(), ids=lambda value: value if isinstance(value, str) else value.name)
def test_a_picker_is_short_enough_to_be_read(name, field):
    offered = field.stream_block.child_blocks.values()
    assert len(offered) <= MORE.get(name, BLOCKS) and len({str(block.meta.group) for block in offered}) <= GROUPS
