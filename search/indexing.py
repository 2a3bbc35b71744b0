"""The index follows what is published: after the commit, by the task worker, one writer at a time."""

import logging
from collections.abc import Iterator, Mapping

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django_tasks import task

from .engines import EmbeddedEngine, Engine, EngineAwayError, engine, engines
from .entries import SearchEntry
from .models import LateChange
from .registry import kind, kind_of, kinds
from .signals import index_changed

logger = logging.getLogger("search")
BATCH = 100  # late changes told at once: each may hold a long text
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
    after_commit(kind_of(sender).code, instance.pk, getattr(instance, "translation_key", None))


def after_commit(code: str, pk: int, key=None) -> None:
    transaction.on_commit(lambda: refresh.enqueue(code, pk, str(key or "")))


@task()
def refresh(code: str, pk: int, key: str = "") -> None:
    """The entries of an object and of its translations, as they are now, in every index. No index yet: a rebuild takes it all.

    What a cluster that is away cannot take waits in the database; a fault of the index in the data folder tries the task again.
    """
    entries, gone = changes(code, pk, key)
    for one in engines():
        try:
            refused = one.write(entries, gone) if one.exists() else {}
        except EngineAwayError:
            if one.name == EmbeddedEngine.name:
                raise
            LateChange.objects.create(kind=code, pk_of=pk, key=key)
            continue
        if one.name != EmbeddedEngine.name:
            remember(code, pk, key, refused)
    index_changed.send(sender=None)


def remember(code: str, pk: int, key: str, refused: Mapping[str, str]) -> None:
    """What the cluster will not have is tried again, later; what it has taken is owed no more."""
    LateChange.objects.filter(kind=code, pk_of=pk, tries__gt=0).delete()
    if refused:
        LateChange.objects.create(kind=code, pk_of=pk, key=key, tries=1, why=" ".join(refused.values())[:200])


def changes(code: str, pk: int, key: str = "") -> tuple[list[SearchEntry], set[str]]:
    """The entries of an object and of its translations; the ids of those that are no more."""
    of = kind(code)
    pks = {pk, *of.related(pk, key)}
    entries = list(of.entries(pks))
    return entries, {f"{code}:{one}" for one in pks} - {entry.id for entry in entries}


def catch_up() -> int:
    """Tell a cluster that is back what it has missed, as it is now. How many objects it took."""
    waiting = LateChange.objects.filter(tries__lt=LateChange.MOST_TRIES)
    if not waiting.exists():
        return 0
    cluster = engine()
    cluster.check()
    done = read = 0
    while rows := list(waiting.filter(pk__gt=read)[:BATCH]):
        read = rows[-1].pk
        done += tell(cluster, rows)
    logger.info("%s has caught up: %d objects", cluster.name, done)
    index_changed.send(sender=None)
    return done


def tell(cluster: Engine, rows: list[LateChange]) -> int:
    """These changes at once; one that cannot be told, or that the cluster refuses, keeps no other from it."""
    made, gone, of, faults = {}, set(), {}, {}
    for asked in {row.asked for row in rows}:
        try:
            entries, left = changes(*asked)
        except Exception as error:  # ours: the object has what its entry cannot be made of
            logger.exception("No entry can be made of %s:%s", *asked[:2])
            faults[asked] = repr(error)
            continue
        made |= {entry.id: entry for entry in entries}
        gone |= left
        of |= {entry.id: asked for entry in entries}
    faults |= {of[id_]: why for id_, why in cluster.write(made.values(), gone - made.keys()).items()}
    LateChange.objects.filter(pk__in=[row.pk for row in rows if row.asked not in faults]).delete()  # others may have come
    for row in rows:
        if row.asked in faults:
            row.refused(faults[row.asked])
    return len({row.asked for row in rows} - faults.keys())


def everything() -> Iterator[SearchEntry]:
    for one in kinds():
        yield from one.entries(None)


def rebuild(of=None) -> int:
    """A new index, then in place of the old one; of one engine, or of all. How many entries it has."""
    for one in [of] if of else engines():
        number = one.rebuild(everything())
        logger.info("index of %s rebuilt: %d entries", one.name, number)
    LateChange.objects.update(tries=0)  # another form may hold what the one before refused
    index_changed.send(sender=None)
    return number


def drift(of=None) -> dict[str, list[str]]:
    """Ids that the index lacks, has too many, or has as they no longer are."""
    of = of or engine()
    wanted = {entry.id: entry.digest for entry in everything()}
    has = of.digests()
    found = {
        "missing": sorted(wanted.keys() - has.keys()),
        "extra": sorted(has.keys() - wanted.keys()),
        "stale": sorted(id_ for id_ in wanted.keys() & has.keys() if wanted[id_] != has[id_]),
    }
    cache.set(f"drift:{of.name}", sum(map(len, found.values())), None)  # for the measures
    return found


def repair(found: dict[str, list[str]], of=None) -> Mapping[str, str]:
    """Writes again what differs. {id: why} of what the engine will not have."""
    wrong = {*found["missing"], *found["stale"]}
    refused = (of or engine()).write([entry for entry in everything() if entry.id in wrong], found["extra"])
    index_changed.send(sender=None)
    return refused


def in_need() -> list[Engine]:
    """Those whose index is missing, broken, or of another form than the code's. A cluster that is away needs nothing yet."""
    return [one for one in engines() if needs_rebuild(one)]


def needs_rebuild(one) -> bool:
    try:
        return not one.exists() or one.check() < 0
    except EngineAwayError:
        return one.name == EmbeddedEngine.name
