"""Rows that editors keep and that every search reads: in the process, read again when anybody has changed one."""

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from .signals import index_changed


class Kept:
    """What `read(rows)` makes of them, the same for every reader, under a version that all processes share.

    The version is read before the rows: a change that comes in between is seen at the next question. `rows`: what gives them,
    told once the models are there, which know this module.
    """

    def __init__(self, name: str, read):
        self.key, self.read, self.rows, self.here = f"search-{name}", read, None, ("", None)

    def __call__(self):
        version = cache.get_or_set(self.key, new, None)
        if self.here[0] != version:
            self.here = (version, self.read(self.rows))
        return self.here[1]

    def changed(self, **kwargs) -> None:
        """After the commit: whoever reads before it must not keep old rows under the new version."""
        transaction.on_commit(self.move)

    def move(self) -> None:
        cache.set(self.key, new(), None)
        index_changed.send(sender=None)

    def follow(self, read, *others) -> None:
        """Read the rows of a model; one of these or of the others, saved or deleted, is a change."""
        self.rows = read.objects
        for model in (read, *others):
            for signal in (post_save, post_delete):
                signal.connect(self.changed, sender=model, dispatch_uid=f"{self.key}-{model.__name__}-{id(signal)}")


def new() -> str:
    return uuid4().hex
