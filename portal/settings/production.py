"""Production: all reading of the environment, each variable checked at start-up. docs/settings.md lists them."""

import os
import sys
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import BASE_DIR, file_cache, file_storages, sqlite
from .caches import shared_cache
from .cluster import cluster
from .environment import Environment


def postgresql(address):
    """DATABASES from postgresql://user:password@host:port/name (the password may be percent-encoded)."""
    parts = urlsplit(address)
    return {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.strip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": parts.port or "",
            "CONN_MAX_AGE": 60,  # seconds
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                "connect_timeout": 2,
                "tcp_user_timeout": 5000,  # milliseconds: a host that went silent does not hold a worker
                # Compiling the long queries of the admin takes seconds, running them milliseconds.
                "options": "-c statement_timeout=20000 -c jit=off",
            },
        }
    }


def mail(address):
    """EMAIL_* settings from smtp://, smtps:// or smtp+tls://user:password@host:port."""
    parts = urlsplit(address)
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
    }


def oidc(env):
    """OIDC: the provider at whose door people may sign in, or None."""
    issuer = env.address("ESSAIM_OIDC_ISSUER", ["https"], "")
    unsaid = None if issuer else ""
    told = {
        "ESSAIM_OIDC_CLIENT_ID": env.text("ESSAIM_OIDC_CLIENT_ID", unsaid),
        "ESSAIM_OIDC_CLIENT_SECRET": env.text("ESSAIM_OIDC_CLIENT_SECRET", unsaid),
        "ESSAIM_OIDC_NAME": env.text("ESSAIM_OIDC_NAME", unsaid),
        "ESSAIM_OIDC_SCOPES": env.words("ESSAIM_OIDC_SCOPES", "openid email profile"),
        "ESSAIM_OIDC_DOMAINS": env.words("ESSAIM_OIDC_DOMAINS", ""),
        "ESSAIM_OIDC_ACR_VALUES": env.words("ESSAIM_OIDC_ACR_VALUES", ""),
        "ESSAIM_OIDC_SECOND_FACTOR_ACR": env.words("ESSAIM_OIDC_SECOND_FACTOR_ACR", ""),
    }
    given = [name for name in env.source if name.partition("_OIDC_")[0] == "ESSAIM" and env.source[name].strip()]
    for name in given:
        if not issuer:
            env.fault(name, "given without the issuer of a provider")
        elif name not in {"ESSAIM_OIDC_ISSUER", *told}:
            env.fault(name, "no such variable")
    if not issuer:
        return None
    check_oidc(env, issuer, told)
    made = {name.partition("_OIDC_")[2].lower(): value for name, value in told.items()}
    return {"issuer": issuer, **made, "domains": [domain.lower() for domain in made["domains"]]}


def check_oidc(env, issuer, told):
    if "/.well-known" in issuer or len(issuer) > 200:
        env.fault("ESSAIM_OIDC_ISSUER", "the issuer alone, without /.well-known/..., of 200 characters at most")
    if len(told["ESSAIM_OIDC_NAME"]) > 40:
        env.fault("ESSAIM_OIDC_NAME", "of 40 characters at most: a button says it")
    if not {"openid", "email"} <= set(told["ESSAIM_OIDC_SCOPES"]):
        env.fault("ESSAIM_OIDC_SCOPES", "must hold openid and email")
    if any("." not in domain or set(domain) & set("@/*:") for domain in told["ESSAIM_OIDC_DOMAINS"]):
        env.fault("ESSAIM_OIDC_DOMAINS", "domains separated by commas, without @ nor *, such as example.fr or .example.fr")


def production(source):
    """Every setting that production draws from the environment `source`. Raises ImproperlyConfigured."""
    env = Environment(source)
    data_dir = env.folder("ESSAIM_DATA_DIR", BASE_DIR / "var")
    static = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    # without a host: a local socket
    database = env.address("ESSAIM_DATABASE_URL", ["postgresql", "postgres"], "", host=False, path=True)
    redis = env.address("ESSAIM_CACHE_URL", ["redis", "rediss"], "")
    base_url = env.site("ESSAIM_BASE_URL")
    secure = not env.flag("ESSAIM_PLAIN_HTTP", False)
    settings = {
        "SECRET_KEY": env.text("ESSAIM_SECRET_KEY", least=50),
        "ALLOWED_HOSTS": env.names("ESSAIM_ALLOWED_HOSTS"),
        "WAGTAILADMIN_BASE_URL": base_url,
        "CSRF_TRUSTED_ORIGINS": [base_url] if base_url else [],
        "PORTAL_DATA_DIR": data_dir,
        "DATABASES": postgresql(database) if database else sqlite(data_dir),
        "CACHES": shared_cache(redis) if redis else file_cache(data_dir),
        "STORAGES": file_storages(data_dir, static),
        "STATIC_ROOT": data_dir / "static",
        "MEDIA_ROOT": data_dir / "media",
        "DEFAULT_FROM_EMAIL": env.sender("ESSAIM_MAIL_FROM", "Essaim <ne-pas-repondre@localhost>"),
        "SECURE_SSL_REDIRECT": secure,
        "SESSION_COOKIE_SECURE": secure,
        "CSRF_COOKIE_SECURE": secure,
        "SESSION_COOKIE_NAME": "__Host-sessionid" if secure else "sessionid",
        "CSRF_COOKIE_NAME": "__Host-csrftoken" if secure else "csrftoken",
        "SECURE_HSTS_SECONDS": env.number("ESSAIM_HSTS_SECONDS", 31_536_000) if secure else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": secure,
        "SECURE_HSTS_PRELOAD": secure,
        "METRICS_TOKEN": env.text("ESSAIM_METRICS_TOKEN", "", least=20),
        "OIDC": oidc(env),
        "SEARCH_CLUSTER": cluster(env),
        **mail(env.address("ESSAIM_MAIL_URL", ["smtp", "smtps", "smtp+tls"], "smtp://localhost:25")),
    }
    if env.flag("ESSAIM_BEHIND_PROXY", False):
        settings["SECURE_PROXY_SSL_HEADER"] = ("HTTP_X_FORWARDED_PROTO", "https")
        settings["ALLAUTH_TRUSTED_PROXY_COUNT"] = 1  # limits count readers, not the proxy
    env.done()
    return settings


if os.environ.get("DJANGO_SETTINGS_MODULE") == "portal.settings.production":
    try:
        globals().update(production(os.environ))
    except ImproperlyConfigured as error:
        sys.exit(str(error))  # lines for an operator: no stack of Python above them
