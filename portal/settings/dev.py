"""A developer's machine: errors on the page, mail on the console."""

from .base import *  # noqa: F403

DEBUG = True
SECRET_KEY = "development-only"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.console.EmailBackend"
