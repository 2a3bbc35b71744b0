"""« Par où commencer ? »: a need in plain words leads to three tools, a page and a piece of news."""

from django.utils.functional import cached_property
from django.utils.translation import get_language

from .everything import EverythingListing
from .hits import Hit, hit
from .listing import quoted
from .marking import marks
from .query import SearchQuery
from .signals import nothing_found
from .text import typed, words

NAME = "besoin"  # in the address


class Need:
    """Each kind is asked by itself, so that a need in ten words which one page has whole hides no tool that has most of it."""

    def __init__(self, request):
        self.text = typed(request.GET.get(NAME, ""))
        self.listing = EverythingListing(request, get_language())
        self.answers = []

    @cached_property
    def hits(self) -> list[Hit]:
        """Group by group, in the order of kinds: the kinds of a group are asked in turn until it is full."""
        refs, left = [], {}
        for kind in self.listing.kind.parts:
            group, most = kind.leads
            if size := left.setdefault(group, most):
                found = self.listing.slice(SearchQuery(kind, text=self.text), 0, size, count=False)
                self.answers.append(found)
                left[group] -= len(found.refs)
                refs += found.refs
        return [hit(kind, page, self.marks) for kind, page in self.listing.kind.cards(self.listing.found, refs)]

    @property
    def marks(self):
        """Of what has been asked so far."""
        return marks(self.text, frozenset().union(*(found.stems for found in self.answers)))

    def context(self) -> dict:
        hits, every = self.hits, SearchQuery(self.listing.kind, text=self.text)
        if not hits and not self.listing.is_plain:
            text = " ".join(words(self.text))
            nothing_found.send(sender=None, kind=every.kind.code, language=self.listing.language, text=text)
        return {
            "need": self.text,
            "quoted": quoted(self.text),
            "query": every,
            "rows": hits,
            "marks": self.marks,
            "more": every.address(),
            "shelves": self.listing.shelves(),
            "is_plain": self.listing.is_plain,
            "is_standby": self.listing.is_degraded and not self.listing.is_plain,
        }
