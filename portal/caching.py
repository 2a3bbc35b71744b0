"""Caches that make the site slow when they break, never dead: on disk, or shared by several machines."""

import logging
import os
import pickle
import time
import zlib
from contextlib import contextmanager

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from django.core.files import locks
from redis import RedisError

logger = logging.getLogger("portal.caching")
# Of the disk, of half a file, of what an older version of the code has written.
BROKEN = (OSError, EOFError, zlib.error, pickle.UnpicklingError, ValueError, AttributeError, ImportError, LookupError)
PATIENCE = 60  # seconds between two complaints


class Forgiving:
    """What cannot be read is not there; what cannot be written is not kept; the logs say so once a minute.

    Not so `add` and `incr`: attempts to sign in, codes that serve once and tokens are counted with them. Without them their door
    stays shut.
    """

    told = -PATIENCE
    broken: tuple = ()

    def get(self, key, default=None, version=None):
        return self.forgiving(super().get, default, key, default, version)

    def set(self, key, *args, **kwargs):
        return self.forgiving(super().set, None, key, *args, **kwargs)

    def delete(self, key, version=None):
        return self.forgiving(super().delete, False, key, version)

    def clear(self):
        return self.forgiving(super().clear, None)

    def get_or_set(self, key, default, timeout=DEFAULT_TIMEOUT, version=None):
        kept = self.get(key, self, version)
        if kept is not self:
            return kept
        made = default() if callable(default) else default
        self.set(key, made, timeout, version)
        return made

    def forgiving(self, act, otherwise, *args, **kwargs):
        try:
            return act(*args, **kwargs)
        except self.broken as error:
            if time.monotonic() - Forgiving.told > PATIENCE:
                Forgiving.told = time.monotonic()
                logger.error("The cache %s does not work: %s", self.place(), error)
            return otherwise


class FileCache(Forgiving, FileBasedCache):
    """On the disk of one machine."""

    broken = BROKEN

    def place(self) -> str:
        return self._dir

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        """One caller adds, of all threads and workers: the sign-in takes it for a lock, and for the proof that a code is new."""
        with self.alone():
            if FileBasedCache.has_key(self, key, version):
                return False
            FileBasedCache.set(self, key, value, timeout, version)
            return True

    def incr(self, key, delta=1, version=None):
        """Every count counts, and ends when it was to end: stock loses those of the same moment, and begins another day."""
        with self.alone():
            number = self.get(key, version=version)
            if number is None:
                raise ValueError(f"Key '{key}' not found")
            number += delta
            self.set(key, number, self.left(key, version), version)
            return number

    def left(self, key, version) -> float | None:
        """Seconds until what is kept goes; None: never."""
        with open(self._key_to_file(key, version), "rb") as file:
            expiry = pickle.load(file)  # noqa: S301 (our own file, as stock reads it)
        return None if expiry is None else expiry - time.time()

    @contextmanager
    def alone(self):
        self._createdir()
        with open(os.path.join(self._dir, "alone"), "wb") as file:
            locks.lock(file, locks.LOCK_EX)  # closing lets go
            yield

    def _createdir(self):  # at the start of a process too
        self.forgiving(super()._createdir, None)


class SharedCache(Forgiving, RedisCache):
    """In Redis, for workers on several machines."""

    broken = (RedisError, *BROKEN)

    def place(self) -> str:
        return "Redis"

    def clear(self):
        """What this alias keeps, and nothing of who else uses the server: stock empties the whole database."""
        return self.forgiving(self.drop, None)

    def drop(self):
        client = self._cache.get_client(write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=1_000):
            client.unlink(key)
