"""The database search behind the admin's own boxes, which survives any text (wagtail/wagtail#13227)."""

from modelsearch.backends.database import SearchBackend as database_backend

from .text import clean


def SearchBackend(params):  # noqa: N802  (the name that Wagtail looks for)
    """The stock backend of the database in use; its queries are cleaned first."""
    backend = database_backend(params)
    inner = backend._search

    def _search(compiler, query, model_or_queryset, **kwargs):
        return inner(compiler, clean(query) if isinstance(query, str) else query, model_or_queryset, **kwargs)

    backend._search = _search
    return backend
