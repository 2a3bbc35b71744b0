"""What facets and intervals offer, in the words of the reader: labs, regions, languages, terms, choices, minutes."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.facets import Interval

from .accounts.models import Lab
from .content_version import cached
from .durations import duration
from .models import territories
from .vocabularies import terms

Values = Callable[[], dict[str, str]]
MOST_MINUTES = 100_000


def labs() -> dict[str, str]:
    """{code: name} of every lab, by name."""
    return cached("labs-by-name", lambda: dict(Lab.objects.order_by("name").values_list("code", "name")))


def regions() -> dict[str, str]:
    return {slug: row.name for slug, row in territories().items()}


def of_terms(vocabulary: str, short: bool = True) -> Values:
    """The words of a vocabulary; short: those for lists."""
    return lambda: {term.code: term.short if short else term.label for term in terms().get(vocabulary, [])}


def of_choices(choices) -> Values:
    return lambda: {str(choice.value): str(choice.label) for choice in choices}


def minutes_words(low, high) -> str:
    if low is None:
        return _("%(duration)s at most") % {"duration": duration(high)}
    return _("%(low)s to %(high)s") % {"low": duration(low), "high": duration(high)}


def minutes_way(more, value, span) -> str:
    if more:
        return _("Take %(more)s more") % {"more": duration(value - span[1])}
    return _("Be satisfied with %(time)s") % {"time": duration(value)}


def of_minutes(low: str, high: str) -> Interval:
    """?min=…&max=…, over the columns named."""
    return Interval(
        "minutes", "min", "max", (low, high), MOST_MINUTES, minutes_words, minutes_way, gettext_lazy("Whatever the time")
    )
