"""One machine, loopback only, plain http: what `bin/demo` serves. DEBUG is off, as in production."""

import copy
import os

from .base import *  # noqa: F403
from .base import ADMIN_CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY, PORTAL_DATA_DIR, file_storages  # noqa: F401
from .cluster import cluster
from .environment import Environment
from .secret import secret_key

env = Environment(os.environ)
SEARCH_CLUSTER = cluster(env)  # none, unless ESSAIM_SEARCH_NODES names them: bin/elasticsearch start
env.done()

SECRET_KEY = secret_key(PORTAL_DATA_DIR)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES = file_storages(PORTAL_DATA_DIR, static="whitenoise.storage.CompressedManifestStaticFilesStorage")
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = PORTAL_DATA_DIR / "mail"
WAGTAILADMIN_BASE_URL = f"http://localhost:{os.environ.get('ESSAIM_DEMO_PORT', '8000')}"  # bin/demo --port says which
CONTENT_SECURITY_POLICY = copy.deepcopy(CONTENT_SECURITY_POLICY)
PORTAL_IS_DEMO = True
NATIONAL_TEAM_NEEDS_SECOND_FACTOR = False  # a demo is looked at from any machine; the account page says so
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
