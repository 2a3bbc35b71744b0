"""The same tests on PostgreSQL: a server on this machine, as CI starts it."""

from .production import postgresql
from .test import *  # noqa: F403

DATABASES = postgresql("postgresql://essaim:essaim@localhost:5432/essaim")
DATABASES["default"]["CONN_MAX_AGE"] = 0
