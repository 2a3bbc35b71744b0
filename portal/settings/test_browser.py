"""The demo, in a folder of its own, for the tests that drive a real browser."""

import os
import tempfile
from pathlib import Path

from .base import file_cache, file_storages, sqlite
from .demo import *  # noqa: F403
from .secret import secret_key
from .test import CHECKOUT

# A folder for each process of the tests; the first to come prepares one that all copy.
NAMED = os.environ.get("ESSAIM_BROWSER_FOLDER", os.environ.get("PYTEST_XDIST_WORKER", ""))
PORTAL_DATA_DIR = Path(tempfile.gettempdir()) / f"essaim-browser-{CHECKOUT}{NAMED}"
SECRET_KEY = secret_key(PORTAL_DATA_DIR)
DATABASES = sqlite(PORTAL_DATA_DIR)
CACHES = file_cache(PORTAL_DATA_DIR)
STORAGES = file_storages(PORTAL_DATA_DIR, static="whitenoise.storage.CompressedManifestStaticFilesStorage")
STATIC_ROOT = PORTAL_DATA_DIR / "static"
MEDIA_ROOT = PORTAL_DATA_DIR / "media"
EMAIL_FILE_PATH = PORTAL_DATA_DIR / "mail"
ACCOUNT_RATE_LIMITS = False
