"""A cache on disk that makes the site slow when it breaks, never dead."""

import logging
import pickle
import time
import zlib

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

logger = logging.getLogger("portal.caching")
# Of the disk, of half a file, of what an older version of the code has written.
BROKEN = (OSError, EOFError, zlib.error, pickle.UnpicklingError, ValueError, AttributeError, ImportError, LookupError)
PATIENCE = 60  # seconds between two complaints


class FileCache(FileBasedCache):
    """What cannot be read is not there; what cannot be written is not kept; the logs say so once a minute.

    Not so `add`: attempts to sign in, codes that serve once and tokens are counted with it. Without it their door stays shut.
    """

    told = -PATIENCE

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

    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        if super().has_key(key, version):
            return False
        super().set(key, value, timeout, version)
        return True

    def _createdir(self):  # at the start of a process too
        self.forgiving(super()._createdir, None)

    def forgiving(self, act, otherwise, *args, **kwargs):
        try:
            return act(*args, **kwargs)
        except BROKEN as error:
            if time.monotonic() - FileCache.told > PATIENCE:
                FileCache.told = time.monotonic()
                logger.error("The cache %s does not work: %s", self._dir, error)
            return otherwise
