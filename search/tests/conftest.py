"""Fixtures of the search."""

import pytest


@pytest.fixture
def maps(w, index):
    """Three tools that answer « carte », one that does not and is put first; one hidden that answers."""
    made = [w.tool(f"Carte {n}") for n in range(3)], w.tool("Portraits croisés")
    w.tool("Carte cachée", access="lab")
    index()
    return made
