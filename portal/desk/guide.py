"""Help in the admin: the Markdown of portal/help, which is also what the documentation links to."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

FOLDER = Path(__file__).resolve().parents[1] / "help"
SLUGS = (
    "publier-un-outil",
    "relire-et-renvoyer",
    "membres-et-invitations",
    "images-et-fichiers",
    "traduire",
    "importer",
    "retrouver-et-annuler",
    "raccourcis-clavier",
)
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
NEIGHBOUR = re.compile(r"\]\(([a-z-]+)\.md\)")  # a link from one file to another, as it is written in the files


@dataclass(frozen=True)
class Page:
    """One page of help: its title and first sentence are those of the file."""

    slug: str
    title: str
    lead: str
    html: SafeString

    @property
    def url(self):
        return reverse("help:page", args=[self.slug])


@cache
def pages() -> tuple[Page, ...]:
    return tuple(map(read, SLUGS))


def read(slug: str) -> Page:
    heading, lead, body = (FOLDER / f"{slug}.md").read_text(encoding="utf-8").split("\n\n", 2)
    html = MARKDOWN.render(NEIGHBOUR.sub(r"](../\1/)", body))
    return Page(slug, heading.removeprefix("# "), lead, mark_safe(html))  # noqa: S308  (our own files, HTML refused in them)


class HelpView(WagtailAdminTemplateMixin, TemplateView):
    """All the pages, and whom to write to."""

    template_name = "portal/desk/help_index.html"
    page_title = _("Help")
    header_icon = "help"
    index_url = reverse_lazy("help:index")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"pages": pages(), "here": getattr(self, "page", None)}


class HelpPageView(HelpView):
    """One of them, the others beside."""

    template_name = "portal/desk/help_page.html"

    def dispatch(self, request, *args, slug, **kwargs):
        self.page = next((page for page in pages() if page.slug == slug), None)
        if self.page is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return self.page.title

    def get_breadcrumbs_items(self):
        top = {"url": self.index_url, "label": HelpView.page_title}
        return [*self.breadcrumbs_items, top, {"url": "", "label": self.page.title}]
