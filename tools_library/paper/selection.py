"""« Ma sélection »: the tools that an address names, as this reader may read them."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language

from ..models import ToolPage

MOST = 30  # tools in a list
REFERENCE = re.compile(r"[A-Z]{2,5}-\d{1,6}")
ASKED = 200  # words read in an address; more is no selection


@dataclass(frozen=True)
class Selection:
    """`tools` in the order asked; `ignored`: what names nothing that this reader may read; `left`: beyond the most."""

    tools: list
    ignored: list[str]
    left: int = 0

    @property
    def references(self) -> list[str]:
        return [tool.reference for tool in self.tools]

    def query(self, without: str = "") -> str:
        return urlencode([("o", reference) for reference in self.references if reference != without])

    def address(self, without: str = "") -> str:
        query = self.query(without)
        return reverse("selection") + (f"?{query}" if query else "")


def asked(request) -> list[str]:
    """The references of `?o=`, once each, in order; several in one value too, as somebody types them."""
    typed = " ".join(request.GET.getlist("o"))[:4000]
    return list(dict.fromkeys(word.upper() for word in re.split(r"[\s,;]+", typed) if word))[:ASKED]


def readable(user, references) -> dict:
    """{reference: tool} that `user` may read, in the language of the interface where it exists: a constant number of queries."""
    tools = ToolPage.for_page().visible_to(user).in_language(get_language()).filter(reference__in=references)
    found = {tool.reference: tool for tool in tools}
    attach_sources(found.values())
    return found


def attach_sources(tools) -> None:
    """The French page of each translation, in one query for all."""
    keys = {tool.translation_key for tool in tools if tool.locale.language_code != settings.LANGUAGE_CODE}
    pages = ToolPage.objects.filter(translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE) if keys else ()
    sources = {page.translation_key: page for page in pages}
    for tool in tools:
        tool.source = sources.get(tool.translation_key) if tool.translation_key in keys else None


def select(request) -> Selection:
    words = asked(request)
    wanted = [word for word in words if REFERENCE.fullmatch(word)]
    found = readable(request.user, wanted[:ASKED]) if wanted else {}
    tools = [found[word] for word in wanted if word in found]
    ignored = [word[:20] for word in words if word not in found]
    return Selection(tools[:MOST], ignored, max(0, len(tools) - MOST))
