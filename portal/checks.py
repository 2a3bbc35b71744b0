"""Guard rails: what must never be true of an installation."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register


@register()
def media_lies_outside_packages(app_configs, **kwargs):
    """`media` is an app, not an upload folder: files of people never lie among code."""
    root = Path(settings.MEDIA_ROOT).resolve()
    packages = [Path(config.path).resolve() for config in apps.get_app_configs()]
    return [
        Error(f"MEDIA_ROOT ({root}) lies inside the package {package.name}.", id="portal.E001")
        for package in packages
        if root == package or package in root.parents
    ]


@register()
def shelves_hold_only_owned_pages(app_configs, **kwargs):
    """A page type on a shelf without an owner would be judged by its place: refuse it."""
    from .rights.policy import shelf_models

    return [
        Error(f"{child.__name__} stands under {shelf.__name__} and does not need an owner", id="portal.E002")
        for shelf in shelf_models()
        for child in shelf.allowed_subpage_models()
        if not getattr(child, "needs_owner", False)
    ]


@register()
def page_types_are_ours(app_configs, **kwargs):
    """Every page type is a BasePage: it has a level and one rule to read it."""
    from wagtail.models import Page, get_page_models

    from .models import BasePage

    foreign = [m for m in get_page_models() if m is not Page and not issubclass(m, BasePage)]
    return [Error(f"{model.__name__} is not a BasePage", id="portal.E003") for model in foreign]


@register("database")
def no_private_page_rows(app_configs, databases=None, **kwargs):
    """One scale of access: rows of Wagtail's own privacy would be a second lock that nobody looks at."""
    from django.db import connections
    from wagtail.models import PageViewRestriction

    table = PageViewRestriction._meta.db_table
    for alias in databases or []:
        if table in connections[alias].introspection.table_names() and PageViewRestriction.objects.using(alias).exists():
            return [Error("Pages carry Wagtail's own privacy: use the field “access”.", id="portal.E004")]
    return []
