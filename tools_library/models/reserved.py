"""Addresses under the shelf of tools that are not tools."""

from wagtail.models import Page

RESERVED = {"selection"}


class ReservedSlugs:
    """A tool called « Sélection » gets another address than the page of the same name."""

    @staticmethod
    def _slug_is_available(slug, parent_page, page=None):
        return slug not in RESERVED and Page._slug_is_available(slug, parent_page, page)
