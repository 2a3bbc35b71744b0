"""What every installation shares. Nothing here reads the environment: production.py does."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .caches import file_cache
from .logs import *  # noqa: F403
from .oidc import *  # noqa: F403
from .safety import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
PORTAL_DATA_DIR = BASE_DIR / "var"

SECRET_KEY = ""  # every other settings file gives one
DEBUG = False
ALLOWED_HOSTS: list[str] = []
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1

INSTALLED_APPS = [
    "portal.accounts",
    "search",
    "media",
    "portal",
    "tools_library",
    "network",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "portal.pagecache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.AnonymousGZipMiddleware",
    "portal.pagecache.ValidatorMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.AdminPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.accounts.middleware.SecondFactorMiddleware",
    "portal.middleware.PrivateWhenSignedInMiddleware",
    "portal.rights.links.ReaderMiddleware",
    "portal.rights.guard.LabGuard",
    "portal.rights.refusals.PublicationRefusedMiddleware",
    "portal.desk.first_visit.PreviewSeen",
    "portal.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "portal" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portal.templatetags.portal_tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.frame",
            ],
        },
    }
]

# --- database: embedded by default. IMMEDIATE: a read-then-write waits instead of failing at once.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,  # seconds
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}


def sqlite(data_dir):
    """The DATABASES of one machine: a file in the data folder."""
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_dir / "db.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    }


def file_storages(data_dir, static="django.contrib.staticfiles.storage.StaticFilesStorage"):
    """The STORAGES of one machine: originals are private, renditions of public images are public."""
    return {
        "default": {
            "BACKEND": "media.storage.PrivateFiles",
            "OPTIONS": {"location": data_dir / "media"},
        },
        "renditions": {
            "BACKEND": "media.storage.Renditions",
            "OPTIONS": {"location": data_dir / "media" / "renditions"},
        },
        "staticfiles": {"BACKEND": static},
    }


DATABASES = sqlite(PORTAL_DATA_DIR)
CACHES = file_cache(PORTAL_DATA_DIR)
STORAGES = file_storages(PORTAL_DATA_DIR)
STATIC_URL = "/static/"
STATIC_ROOT = PORTAL_DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = PORTAL_DATA_DIR / "media"

# --- tasks: what is slow happens after the answer
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- people: one door, by e-mail
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["portal.accounts.backends.LabBackend"]
ACCOUNT_ADAPTER = "portal.accounts.adapter.ClosedAdapter"
ACCOUNT_FORMS = {"login": "portal.accounts.sign_in.SignInForm", "reset_password": "portal.accounts.sign_in.ForgottenForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation has proved the address; a new one is confirmed
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
PASSWORD_RESET_TIMEOUT = 3600  # seconds
MFA_ADAPTER = "portal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"login_webauthn": "portal.accounts.sign_in.KeyForm"}
MFA_TOTP_TOLERANCE = 1  # one code before, one after: clocks of phones drift
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody opens an account alone: an address is always somebody's own
NATIONAL_TEAM_NEEDS_SECOND_FACTOR = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # seconds
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"

# --- languages: French first
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Europe/Paris"
OVERSEAS = ["America/Guadeloupe", "America/Martinique", "America/Cayenne", "America/Miquelon", "Indian/Reunion", "Indian/Mayotte"]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE, *OVERSEAS, "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis"]
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # years are not quantities: the filter `figure` groups digits
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "français"), ("en", "English")]
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False

# --- Wagtail
WAGTAIL_SITE_NAME = "Essaim"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILADMIN_BASE_URL = "http://localhost:8000"
WAGTAILIMAGES_IMAGE_MODEL = "media.PortalImage"
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1000 * 1000  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt", "pptx", "odp", "xlsx", "ods", "csv", "txt", "md", "zip",
                          "png", "jpg", "jpeg", "webp"]  # fmt: skip
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1000 * 1000  # bytes
WAGTAILDOCS_SERVE_METHOD = "serve_view"
METRICS_TOKEN = ""  # who reads /sante/mesures; empty: nobody
SEARCH_CLUSTER = None  # the nodes of Elasticsearch, in production: portal/settings/cluster.py
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.admin_backend"}}
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # milliseconds
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = True
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 5
WAGTAILREDIRECTS_AUTO_CREATE = True  # an address that changes leads to the new one
WAGTAIL_EMBEDS_RESPONSIVE_HTML = True
WAGTAILEMBEDS_FINDERS: list[dict] = []
TAGGIT_CASE_INSENSITIVE = True

# --- mail
DEFAULT_FROM_EMAIL = "Essaim <ne-pas-repondre@localhost>"
EMAIL_TIMEOUT = 10  # seconds
EMAIL_BACKEND = "portal.accounts.mail.QueueBackend"
MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # what the worker uses
