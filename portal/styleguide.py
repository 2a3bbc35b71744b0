"""The living page of components: every piece and every block, in every state, from the code that serves readers."""


def context(request) -> dict:
    return {}
