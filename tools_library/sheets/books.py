"""What the words of cells mean: labs, terms, materials and tools by the names that people give them, read once."""

from collections.abc import Iterable
from functools import cached_property

from django.conf import settings
from django.utils.translation import override
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.accounts.models import Lab
from portal.models import Term

from ..models import Material, ToolPage
from .cells import key


class Names:
    """Values, the word that is written for each, and all that is understood."""

    def __init__(self, rows: Iterable[tuple]):
        """`rows`: (value, word written, other words understood...)."""
        self.words, self.values = {}, {}
        for value, word, *others in rows:
            self.words[value] = word
            for name in (word, *others):
                if name:
                    self.values.setdefault(key(str(name)), value)

    def find(self, text: str):
        """Raises KeyError."""
        return self.values[key(text)]

    def say(self, value) -> str:
        return str(self.words.get(value, ""))

    def some(self, most=12) -> str:
        """The words that one may write, for a message."""
        words = [str(word) for word in self.words.values()]
        return ", ".join(words[:most]) + ("…" if len(words) > most else "")


def of_choices(choices) -> Names:
    """By label in French or in English, or by code."""
    said = {}
    for code, _language in settings.LANGUAGES:
        with override(code):
            for value, label in choices:
                said.setdefault(value, []).append(str(label))
    # A label says itself in the language of the moment.
    return Names((value, label, value, *said[value]) for value, label in choices)


class Books:
    """All that a user may name in a cell."""

    def __init__(self, user):
        self.user = user
        self.blanks: dict[str, dict] = {}  # what a new step, a new material is made from

    @cached_property
    def labs(self) -> Names:
        return Names((lab.pk, lab.name, lab.code) for lab in Lab.objects.all())

    @cached_property
    def own_labs(self) -> set[int]:
        """The labs for which she may make tools."""
        return set(self.labs.words) if self.user.is_national else set(self.user.editing_labs)

    @cached_property
    def materials(self) -> Names:
        return Names((m.pk, m.name, m.code, m.name_fr, m.name_en) for m in Material.objects.all())

    @cached_property
    def material_codes(self) -> Names:
        return Names((m.code, m.name, m.code, m.name_fr, m.name_en) for m in Material.objects.all())

    @cached_property
    def _terms(self) -> dict[str, Names]:
        terms = list(Term.objects.all())
        said = lambda t: (t.pk, t.label, t.code, t.label_fr, t.label_en, t.short_fr, t.short_en)  # noqa: E731
        return {name: Names(said(t) for t in terms if t.vocabulary == name) for name in Term.Vocabulary.values}

    def terms(self, vocabulary: str) -> Names:
        return self._terms[vocabulary]

    @cached_property
    def tools(self) -> Names:
        """By reference: those that she reads on the site and those that she edits. A neighbour's draft does not exist."""
        sources = ToolPage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
        rows = [*sources.visible_to(self.user).values_list("pk", "reference")]
        rows += sources.filter(pk__in=editable(self.user)).values_list("pk", "reference")
        return Names(rows)

    @cached_property
    def references(self) -> dict[int, str]:
        """Of every tool, to write what a tool of hers already names."""
        return dict(ToolPage.objects.values_list("pk", "reference"))


def editable(user):
    """The ids of the pages that `user` may change."""
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})
    return pages.values("pk")
