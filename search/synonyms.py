"""Words that mean the same here, whatever the dictionary says: the groups that editors keep."""

from collections.abc import Iterable, Mapping

from .keeping import Kept
from .text import tokens

Tokens = tuple[str, ...]
Groups = Mapping[Tokens, tuple[Tokens, ...]]  # {a term as it may be typed: the others of its group}


def forms(term: str) -> set[Tokens]:
    """A term as it may be typed: folded; and with an s at each word."""
    said = tuple(tokens(term))
    return {said, tuple(f"{token}s" for token in said)}


def made_of(groups: Iterable[Iterable[str]]) -> Groups:
    out = {}
    for group in groups:
        said = [(term, tuple(tokens(term))) for term in group]
        for term, own in said:
            out |= dict.fromkeys(forms(term), tuple(other for _term, other in said if other != own))
    return out


kept = Kept("synonyms", lambda rows: made_of(group.listed for group in rows.all()))
