"""Terms as editors write them, and what is wrong with some."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .engines.questions import MOST_WORDS, stem
from .engines.schema import FIRST
from .stopwords import STOPWORDS
from .synonyms import forms
from .text import tokens

MOST_GROUPS, MOST_TERMS, MOST_CHARS = 500, 12, 60
SHOWN = 20  # characters of a term that is too long, when it is said


def listed(text: str) -> list[str]:
    """One per line or comma, spaces folded; a term that is written twice counts once."""
    return list(dict.fromkeys(" ".join(part.split()) for part in re.split(r"[,;\n\r]", text) if part.strip()))


def faults(terms: list[str]) -> list[str]:
    """What is wrong with a group of synonyms by itself."""
    found = too_many(terms)
    if len({tuple(stem(token, FIRST) for token in tokens(term)) for term in terms}) < 2:
        found.append(_("Write two terms at least that a search tells apart: accents and the plural count for nothing."))
    return found or [fault for term in terms if (fault := fault_of(term))]


def faults_of_wordings(terms: list[str]) -> list[str]:
    found = too_many(terms) if terms else [_("Write what readers type: one wording at least.")]
    return found or [fault for term in terms if (fault := too_long(term) or silent(term))]


def too_many(terms) -> list[str]:
    if len(terms) <= MOST_TERMS:
        return []
    told = ngettext("%(n)d term at most here; you wrote %(has)d.", "%(n)d terms at most here; you wrote %(has)d.", MOST_TERMS)
    return [told % {"n": MOST_TERMS, "has": len(terms)}]


def too_long(term) -> str:
    if len(term) <= MOST_CHARS:
        return ""
    return _("“%(term)s…” is too long: %(n)d characters at most.") % {"term": term[:SHOWN], "n": MOST_CHARS}


def silent(term) -> str:
    return "" if tokens(term) else _("“%(term)s” has neither a letter nor a digit.") % {"term": term}


def fault_of(term) -> str:
    if fault := too_long(term) or silent(term):
        return fault
    if set(tokens(term)) <= STOPWORDS:
        return _("“%(term)s” is too common a word: a search passes over it.") % {"term": term}
    if len(term.split()) > MOST_WORDS or len(tokens(term)) > MOST_WORDS + 1:
        return _("“%(term)s” is a sentence: %(n)d words at most.") % {"term": term, "n": MOST_WORDS}
    return ""


def known_elsewhere(terms, groups) -> list[str]:
    """A term has one group: two would not know each other."""
    known = {form: group for group in groups for term in group.listed for form in forms(term)}
    told = _("“%(term)s” is in another group already: %(group)s. Add your terms to that one.")
    found = ((term, next((known[form] for form in forms(term) if form in known), None)) for term in terms)
    return [told % {"term": term, "group": group} for term, group in found if group]
