"""Pages that blocks name: known by their number until they are shown, then read once a kind, for their reader."""

from functools import cached_property

from django.apps import apps
from django.utils.translation import get_language
from wagtail.blocks import PageChooserBlock
from wagtail.models import Page

KINDS = {"tool": "tools_library.ToolPage", "case": "network.CaseStudyPage", "lab": "network.LabPage"}


class NamedPage(PageChooserBlock):
    """A chooser whose page is not read until a form asks for it: a lesson names ten of them, its reader may open some."""

    def __init__(self, kind, **kwargs):
        self.kind = kind
        super().__init__(page_type=KINDS[kind], **kwargs)

    @cached_property
    def target_models(self):
        """A type of an upper package may not be installed: any page then, and none is ever shown."""
        return [model_of(self.kind) or Page]

    def to_python(self, value):
        return None if value is None else self.model_class(pk=value)

    def bulk_to_python(self, values):
        return list(map(self.to_python, values))

    def get_form_state(self, value):
        return super().get_form_state(value and self.model_class.objects.filter(pk=value.pk).first())

    def deconstruct(self):
        return super(PageChooserBlock, self).deconstruct()


def model_of(kind):
    """The page type of a kind of block; None where its package is not there."""
    try:
        return apps.get_model(KINDS[kind])
    except LookupError:
        return None


def numbers(body) -> dict[str, set[int]]:
    """{kind: the pages that a body names}, without a query."""
    found = {kind: set() for kind in KINDS}
    for block in body:
        if hasattr(block.value, "get"):
            for kind in KINDS:
                if page := block.value.get(kind):
                    found[kind].add(page.pk)
    return found


def readable(body, user) -> dict[str, dict[int, object]]:
    """{kind: {number: page}} of what a body names and `user` may read, in her language where it exists: a query a kind."""
    return {kind: of_kind(kind, pks, user) for kind, pks in numbers(body).items() if pks and model_of(kind)}


def of_kind(kind, pks, user) -> dict[int, object]:
    model = model_of(kind)
    keys = model.objects.filter(pk__in=pks).values("translation_key")
    pages = list(model.objects.visible_to(user).filter(translation_key__in=keys).select_related("locale", "owner_lab"))
    here = {page.translation_key: page for page in pages if page.locale.language_code == get_language()}
    return {page.pk: here.get(page.translation_key, page) for page in pages if page.pk in pks}
