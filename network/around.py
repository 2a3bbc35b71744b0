"""What stands around a lab or a region on its page, said by the other parts of the network.

A provider answers provider(lab or territory, user, language) with groups, (heading, pages) each, in one query. It shows what
`user` may read.
"""

of_labs: list = []
of_regions: list = []


def groups(providers, of, user, language: str) -> list:
    """Those that hold something."""
    return [(heading, rows) for provider in providers for heading, rows in provider(of, user, language) if rows]
