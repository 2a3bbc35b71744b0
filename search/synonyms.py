"""Words that mean the same here, whatever the dictionary says."""

from functools import cache

from .text import tokens

# One line a group, folded when read. A group is what people of the network say for one thing.
GROUPS = """
    post-it, note repositionnable, sticky note
    gommette, pastille, dot
    brise-glace, icebreaker, énergiseur, démultiplicateur, faire connaissance
    parties prenantes, acteurs, stakeholders
    remue-méninges, brainstorming, brainstorm
    bilan, rétrospective, débrief, debriefing
    visio, à distance, remote, en ligne
    usager, utilisateur, bénéficiaire
"""


@cache
def groups() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    out = {}
    for line in GROUPS.strip().splitlines():
        terms = [tuple(tokens(term)) for term in line.split(",")]
        for term in terms:
            for form in {term, tuple(f"{token}s" for token in term)}:
                out[form] = tuple(other for other in terms if other != term)
    return out


def synonyms(said: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return groups().get(said, ())
