"""A cache on disk that makes the site slow when it breaks, never dead."""

import logging
import pickle
import time
import zlib

from django.core.cache.backends.filebased import FileBasedCache

logger = logging.getLogger("portal.caching")
# Of the disk, of half a file, of what an older version of the code has written.
BROKEN = (OSError, EOFError, zlib.error, pickle.UnpicklingError, ValueError, AttributeError, ImportError, LookupError)
COUNTED = "allauth:"  # the limits of sign-in: without them its door stays shut
PATIENCE = 60  # seconds between two complaints


class FileCache(FileBasedCache):
    """What cannot be read is not there; what cannot be written is not kept; the logs say so once a minute."""

    told = 0.0

    def get(self, key, default=None, version=None):
        return self.forgiving(super().get, key, default, key, default, version)

    def set(self, key, *args, **kwargs):
        return self.forgiving(super().set, key, None, key, *args, **kwargs)

    def has_key(self, key, version=None):
        return self.forgiving(super().has_key, key, False, key, version)

    def delete(self, key, version=None):
        return self.forgiving(super().delete, key, False, key, version)

    def clear(self):
        return self.forgiving(super().clear, "", None)

    def _createdir(self):  # at the start of a process too
        self.forgiving(super()._createdir, "", None)

    def forgiving(self, act, key, otherwise, *args, **kwargs):
        try:
            return act(*args, **kwargs)
        except BROKEN as error:
            if str(key).startswith(COUNTED):
                raise
            self.complain(error)
            return otherwise

    def complain(self, error):
        if time.monotonic() - FileCache.told > PATIENCE or not FileCache.told:
            FileCache.told = time.monotonic()
            logger.error("The cache %s does not work: %s", self._dir, error)
