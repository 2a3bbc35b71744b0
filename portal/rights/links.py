"""Links between pages in rich text: of a page that its reader may not open, no address is written. Stock writes every one."""

import re
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Q
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from .names import readable_pages

# Rich text is expanded with neither request nor user at hand; who reads outside a request is anonymous.
_request: ContextVar = ContextVar("request", default=None)


@contextmanager
def read_in(request):
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


class ReaderMiddleware:
    """Rich text knows who reads it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with read_in(request):
            return self.get_response(request)


class ReadableLinkHandler(PageLinkHandler):
    """One query for all the links of a text, in the language of its reader where there is a translation."""

    @classmethod
    def get_many(cls, attrs_list):
        wanted = [number_of(attrs.get("id")) for attrs in attrs_list]
        known = getattr(_request.get(), "_linked", None)
        if known is not None and known.keys() >= set(wanted):
            return [known[number] for number in wanted]
        return cls.fetch(wanted)

    @classmethod
    def fetch(cls, wanted):
        language, linked = get_language(), Q(pk__in=wanted)
        keys = Page.objects.filter(linked).values("translation_key")
        translated = Q(translation_key__in=keys, locale__language_code=language)
        reader = getattr(_request.get(), "user", None)
        pages = list(Page.objects.filter(linked | translated, readable_pages(reader)).select_related("locale"))
        by_number = {page.pk: page for page in pages}
        here = {page.translation_key: page for page in pages if page.locale.language_code == language}
        found = [by_number.get(number) for number in wanted]
        return [page and here.get(page.translation_key, page) for page in found]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list):
        request = _request.get()
        return [f'<a href="{escape(page.get_url(request))}">' if page else "<a>" for page in cls.get_many(attrs_list)]


LINK = re.compile(r'<a [^>]*linktype="page"[^>]*>')
NUMBER = re.compile(r' id="(\d+)"')


def read_ahead(request, texts) -> None:
    """The pages that many texts link, in one query: what is rendered for `request` from now on asks no more."""
    tags = [tag for text in texts for tag in LINK.findall(text)]
    wanted = sorted({number_of(found[1]) for tag in tags if (found := NUMBER.search(tag))})
    request._linked = dict(zip(wanted, ReadableLinkHandler.fetch(wanted), strict=True)) if wanted else {}


def number_of(text) -> int:
    """The number of a page as rich text holds it; 0, which no page has, for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0
