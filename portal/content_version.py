"""One version of all that readers see: what is cached under it is fresh at the next request."""

import logging
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import uuid4

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_migrate, post_save

VERSION = "content-version"
DAY = 24 * 3600  # seconds; what an old version left behind is dropped after that
HERE: dict[str, object] = {}  # {version and key: value} of this process
MOST_HERE = 200
WATCHED = (
    "wagtailcore.site",
    "wagtailcore.locale",
    "wagtailredirects.redirect",
    "portal.sitesettings",
    "portal.sociallink",
    "portal.term",
    "portal.territory",
    "tools_library.material",
    "network.keyfigure",
    "network.keyfigurevalue",
    "accounts.lab",
    "media.portalimage",
    "media.portaldocument",
)
logger = logging.getLogger("portal.content_version")


_of_request: ContextVar[list[str] | None] = ContextVar("version_of_request", default=None)


@contextmanager
def one_version():
    """Inside, the version is read once, unless it is moved there: what a request makes is of one moment."""
    token = _of_request.set([])
    try:
        yield
    finally:
        _of_request.reset(token)


def content_version() -> str:
    known = _of_request.get()
    if known:
        return known[0]
    version = cache.get_or_set(VERSION, lambda: uuid4().hex, None)
    if known is not None:
        known.append(version)
    return version


def new_version(**kwargs) -> None:
    """After the transaction: a reader who comes before it must not store old content under the new version."""
    transaction.on_commit(move, robust=True)


def move() -> None:
    """Now. A cache that cannot write must not go on serving the old version: it is dropped, where that can be done."""
    if known := _of_request.get():
        known.clear()
    version = uuid4().hex
    cache.set(VERSION, version, None)
    if cache.get(VERSION) == version:
        return
    cache.delete(VERSION)
    if cache.get(VERSION):
        logger.error("The version of the content cannot be written: readers may see old pages for twenty minutes")


def page_saved(sender, instance, raw=False, update_fields=None, **kwargs) -> None:
    """Without a publication: by a script, by the facts of a source. The saving of a draft shows nothing to anybody."""
    from wagtail.models import Page

    from media.receivers import BOOKKEEPING

    if isinstance(instance, Page) and not raw and not (update_fields and BOOKKEEPING.issuperset(update_fields)):
        new_version()


def cached(key: str, build, here: bool = False):
    """`build()` once per version of the content. Values must be picklable and hold nothing of one reader.

    `here`: kept in this process too, under the same version. For small values that nobody changes in place.
    """
    name = f"{content_version()}:{key}"
    if not here:
        return cache.get_or_set(name, build, DAY)
    value = HERE.get(name, HERE)
    if value is HERE:
        value = cache.get_or_set(name, build, DAY)
        if len(HERE) >= MOST_HERE:  # mostly of older versions
            HERE.clear()
        HERE[name] = value
    return value


def watch() -> None:
    """Connect what moves the version. Called once, when the apps are ready."""
    from wagtail.signals import page_published, page_unpublished, post_page_move

    from media.signals import file_level_changed
    from search.signals import index_changed

    for signal in (page_published, page_unpublished, post_page_move, file_level_changed, index_changed):
        signal.connect(new_version, dispatch_uid=f"version-{id(signal)}")
    for label in WATCHED:
        for signal in (post_save, post_delete):
            signal.connect(new_version, sender=apps.get_model(label), dispatch_uid=f"version-{label}-{id(signal)}")
    post_save.connect(page_saved, dispatch_uid="version-page-saved")
    post_delete.connect(new_version, sender=apps.get_model("wagtailcore.page"), dispatch_uid="version-page-deleted")
    # New code may write the frame in other words: every deployment migrates.
    post_migrate.connect(new_version, sender=apps.get_app_config("portal"), dispatch_uid="version-migrated")
