"""Guard rails: what must never be true of the files of an installation."""

from django.conf import settings
from django.core.checks import Error, Warning, register
from django.urls import Resolver404, resolve, reverse

from .filetypes import TYPES


@register()
def every_accepted_type_is_known(app_configs, **kwargs):
    """An extension that nobody can check must not be let in by a line of the settings."""
    accepted = {*settings.WAGTAILDOCS_EXTENSIONS, *settings.WAGTAILIMAGES_EXTENSIONS}
    return [
        Error(f"Uploads of “.{extension}” are accepted, but media.filetypes does not know the type.", id="media.E001")
        for extension in sorted(accepted - set(TYPES))
    ]


@register()
def our_views_stand_at_the_addresses_that_we_give(app_configs, **kwargs):
    """Wagtail's own document view must not stand in front of ours, and MEDIA_URL must lead to the public renditions."""
    from . import views

    wanted = {
        reverse("document", args=[1, "x"]): views.document,
        reverse("wagtaildocs_serve", args=[1, "x"]): views.document,
        f"{settings.MEDIA_URL}x": views.public_rendition,
    }
    return [
        Warning(f"{address} does not lead to media.views.{view.__name__}.", id="media.W003")
        for address, view in wanted.items()
        if view_at(address) is not view
    ]


def view_at(address):
    try:
        return resolve(address).func
    except Resolver404:
        return None


@register("database")
def no_private_collection_rows(app_configs, databases=None, **kwargs):
    """One scale of access: rows of Wagtail's own privacy would be a second lock that our views do not look at."""
    from django.db import connections
    from wagtail.models import CollectionViewRestriction

    table = CollectionViewRestriction._meta.db_table
    for alias in databases or []:
        if table in connections[alias].introspection.table_names() and CollectionViewRestriction.objects.using(alias).exists():
            return [Error("Collections carry Wagtail's own privacy: the pages decide who reads a file.", id="media.E002")]
    return []
