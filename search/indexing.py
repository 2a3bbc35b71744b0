"""The index follows what is published: after the commit, by the task worker, one writer at a time."""

import logging
from collections.abc import Iterator

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django_tasks import task

from .engines import EngineAwayError, engine
from .entries import SearchEntry
from .registry import kind, kind_of, kinds
from .signals import index_changed

logger = logging.getLogger("search")
# What saving a draft writes: nothing that the index knows.
OF_DRAFTS = {
    "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "locked", "locked_at",
    "locked_by", "go_live_at", "expire_at", "numchild", "path", "depth", "url_path",
}  # fmt: skip


def watch() -> None:
    """Connect what changes entries. Called once, when the apps are ready."""
    for one in kinds():
        post_save.connect(saved, sender=one.model, dispatch_uid=f"index-saved-{one.code}")
        post_delete.connect(deleted, sender=one.model, dispatch_uid=f"index-deleted-{one.code}")


def saved(sender, instance, update_fields=None, **kwargs) -> None:
    if update_fields and set(update_fields) <= OF_DRAFTS:
        return
    after_commit(kind_of(sender).code, instance.pk)


def deleted(sender, instance, **kwargs) -> None:
    after_commit(kind_of(sender).code, instance.pk, instance.translation_key)


def after_commit(code: str, pk: int, key=None) -> None:
    transaction.on_commit(lambda: refresh.enqueue(code, pk, str(key or "")))


@task()
def refresh(code: str, pk: int, key: str = "") -> None:
    """The entries of an object and of its translations, as they are now. No index yet: a rebuild will take it all."""
    if not engine().exists():
        return
    of = kind(code)
    pks = {pk, *of.related(pk, key)}
    entries = list(of.entries(pks))
    gone = {f"{code}:{one}" for one in pks} - {entry.id for entry in entries}
    engine().write(entries, gone)
    index_changed.send(sender=None)


def everything() -> Iterator[SearchEntry]:
    for one in kinds():
        yield from one.entries(None)


def rebuild() -> int:
    """A new index, then in place of the old one. How many entries it has."""
    number = engine().rebuild(everything())
    index_changed.send(sender=None)
    logger.info("index rebuilt: %d entries", number)
    return number


def drift() -> dict[str, list[str]]:
    """Ids that the index lacks, has too many, or has as they no longer are."""
    wanted = {entry.id: entry.digest for entry in everything()}
    has = engine().digests()
    return {
        "missing": sorted(wanted.keys() - has.keys()),
        "extra": sorted(has.keys() - wanted.keys()),
        "stale": sorted(id_ for id_ in wanted.keys() & has.keys() if wanted[id_] != has[id_]),
    }


def repair(found: dict[str, list[str]]) -> None:
    """Writes again what differs."""
    wrong = {*found["missing"], *found["stale"]}
    engine().write([entry for entry in everything() if entry.id in wrong], found["extra"])
    index_changed.send(sender=None)


def needs_rebuild() -> bool:
    """Whether the index is missing, broken, or of another form than the code's."""
    try:
        engine().check()
    except EngineAwayError:
        return True
    return False
