"""The tests of the embedded default: nothing outside a temporary folder, no worker, quick passwords."""

import hashlib
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import BASE_DIR, file_storages, sqlite

SECRET_KEY = "test-only-and-long-enough-for-the-checks-of-django-0123456789"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
# One folder a checkout: two that run their tests at once do not meet.
CHECKOUT = hashlib.sha256(str(BASE_DIR).encode()).hexdigest()[:8]
PORTAL_DATA_DIR = Path(tempfile.gettempdir()) / f"essaim-tests-{CHECKOUT}"
DATABASES = sqlite(PORTAL_DATA_DIR)
PORTAL_DATA_DIR.mkdir(exist_ok=True)
SEARCH_INDEX = PORTAL_DATA_DIR / "tests.lock" / "index"  # under a file: only a test that asks for an index makes one
DATABASES["default"]["TEST"] = {"NAME": PORTAL_DATA_DIR / "test.sqlite3"}  # a file, so that --reuse-db reuses it
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},  # portal/tests/pagecache has both
    "parts": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
STORAGES = file_storages(PORTAL_DATA_DIR)
MEDIA_ROOT = PORTAL_DATA_DIR / "media"
STATIC_ROOT = PORTAL_DATA_DIR / "static"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": ["default"]}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
NATIONAL_TEAM_NEEDS_SECOND_FACTOR = False  # the tests of the second factor turn it on
STATIC_ROOT.mkdir(exist_ok=True)
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
for noisy in ("wagtail", "django_tasks"):
    LOGGING.setdefault("loggers", {})[noisy] = {"level": "WARNING"}
