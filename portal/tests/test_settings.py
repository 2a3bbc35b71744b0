"""Production reads the environment, all at once and strictly; docs/settings.md lists what it reads."""

import os
import re
import subprocess
import sys
from pathlib import Path

import certifi
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.settings.production import production

ROOT = Path(settings.BASE_DIR)
GOOD = {
    "ESSAIM_SECRET_KEY": "a-long-key-of-many-different-characters-0123456789-xyz",
    "ESSAIM_ALLOWED_HOSTS": "essaim.example, www.essaim.example",
    "ESSAIM_BASE_URL": "https://essaim.example",
}


def test_the_least_environment_is_enough():
    made = production(GOOD)
    assert made["ALLOWED_HOSTS"] == ["essaim.example", "www.essaim.example"]
    assert made["DATABASES"]["default"]["ENGINE"] == "django.db.backends.sqlite3"
    assert made["SESSION_COOKIE_NAME"] == "__Host-sessionid" and made["SECURE_SSL_REDIRECT"]


def test_every_fault_is_said_at_once_one_line_each():
    bad = {
        "ESSAIM_SECRET_KEY": "short", "ESSAIM_ALLOWED_HOSTS": "https://x/", "ESSAIM_BASE_URL": "http://x",
        "ESSAIM_DATABASE_URL": "mysql://x", "ESSAIM_HSTS_SECONDS": "soon", "ESSAIM_BEHIND_PROXY": "maybe",
        "ESSAIM_MAIL_URL": "pigeon://x",
    }  # fmt: skip
    with pytest.raises(ImproperlyConfigured) as said:
        production(bad)
    lines = str(said.value).splitlines()[1:]
    assert sorted(line.split(":")[0] for line in lines) == sorted(bad)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ESSAIM_DATABASE_URL", "postgresql://u:p@h:abc/x"), ("ESSAIM_DATABASE_URL", "postgresql://u:p@h:99999/x"),
        ("ESSAIM_DATABASE_URL", "postgresql://"), ("ESSAIM_DATABASE_URL", "postgresql://u:p@h"),
        ("ESSAIM_MAIL_URL", "smtp://mail:abc"), ("ESSAIM_MAIL_URL", "smtp://"), ("ESSAIM_MAIL_FROM", "nobody"),
        ("ESSAIM_HSTS_SECONDS", "²"), ("ESSAIM_HSTS_SECONDS", "-1"), ("ESSAIM_ALLOWED_HOSTS", ","),
        ("ESSAIM_ALLOWED_HOSTS", "essaim.example:8000"), ("ESSAIM_ALLOWED_HOSTS", "*"), ("ESSAIM_BASE_URL", "https://"),
        ("ESSAIM_BASE_URL", "https://essaim.example/x"), ("ESSAIM_BASE_URL", "https://[x"), ("ESSAIM_DATA_DIR", "var"),
        ("ESSAIM_SEARCH_NODES", "search-1:9200"), ("ESSAIM_SEARCH_NODES", "https://search-1.example"),
        ("ESSAIM_SEARCH_API_KEY", "key"), ("ESSAIM_SEARCH_CA", "/ca.pem"), ("ESSAIM_SEARCH_PREFIX", "essaim"),
        ("ESSAIM_SEARCH_STANDBY", "maybe"), ("ESSAIM_CACHE_URL", "memcached://x"), ("ESSAIM_CACHE_URL", "redis://"),
    ],
)  # fmt: skip
def test_a_malformed_variable_is_named_and_nothing_else(name, value):
    with pytest.raises(ImproperlyConfigured) as said:
        production(GOOD | {name: value})
    assert [line.split(":")[0] for line in str(said.value).splitlines()[1:]] == [name]


def test_a_slash_at_the_end_of_the_address_does_no_harm():
    made = production(GOOD | {"ESSAIM_BASE_URL": "https://essaim.example/"})
    assert made["WAGTAILADMIN_BASE_URL"] == "https://essaim.example" and made["CSRF_TRUSTED_ORIGINS"] == [
        "https://essaim.example"
    ]


def test_a_local_socket_needs_no_host():
    made = production(GOOD | {"ESSAIM_DATABASE_URL": "postgresql:///essaim"})["DATABASES"]["default"]
    assert made["HOST"] == "" and made["NAME"] == "essaim"


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_variable_is_named(name):
    with pytest.raises(ImproperlyConfigured, match=f"{name}: missing"):
        production({key: value for key, value in GOOD.items() if key != name})


def test_a_database_address_becomes_settings():
    made = production(GOOD | {"ESSAIM_DATABASE_URL": "postgresql://u:p%40ss@db.example:5433/essaim"})["DATABASES"]["default"]
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        "u",
        "p@ss",
        "db.example",
        5433,
        "essaim",
    )


def test_mail_address_becomes_settings():
    made = production(GOOD | {"ESSAIM_MAIL_URL": "smtp+tls://u:p@mail.example"})
    assert (made["EMAIL_HOST"], made["EMAIL_PORT"], made["EMAIL_USE_TLS"], made["EMAIL_USE_SSL"]) == (
        "mail.example",
        587,
        True,
        False,
    )


OIDC = {
    "ESSAIM_OIDC_ISSUER": "https://auth.example/api/v2",
    "ESSAIM_OIDC_CLIENT_ID": "essaim",
    "ESSAIM_OIDC_CLIENT_SECRET": "secret",
    "ESSAIM_OIDC_NAME": "ProConnect",
}


def test_without_an_issuer_nobody_signs_in_elsewhere():
    assert production(GOOD)["OIDC"] is None


def test_a_provider_becomes_settings():
    more = {
        "ESSAIM_OIDC_SCOPES": "openid email given_name", "ESSAIM_OIDC_DOMAINS": "Ville.example, .gouv.example",
        "ESSAIM_OIDC_ACR_VALUES": "eidas1", "ESSAIM_OIDC_SECOND_FACTOR_ACR": "eidas2,eidas3",
    }  # fmt: skip
    assert production(GOOD | OIDC | more)["OIDC"] == {
        "issuer": "https://auth.example/api/v2", "client_id": "essaim", "client_secret": "secret", "name": "ProConnect",
        "scopes": ["openid", "email", "given_name"], "domains": ["ville.example", ".gouv.example"],
        "acr_values": ["eidas1"], "second_factor_acr": ["eidas2", "eidas3"],
    }  # fmt: skip
    least = production(GOOD | OIDC)["OIDC"]
    assert (least["scopes"], least["domains"], least["acr_values"]) == (["openid", "email", "profile"], [], [])


@pytest.mark.parametrize("name", [name for name in OIDC if name != "ESSAIM_OIDC_ISSUER"])
def test_a_provider_half_given_is_refused(name):
    with pytest.raises(ImproperlyConfigured, match=f"{name}: missing"):
        production(GOOD | {key: value for key, value in OIDC.items() if key != name})
    with pytest.raises(ImproperlyConfigured, match=f"{name}: given without"):
        production(GOOD | {name: OIDC[name]})


@pytest.mark.parametrize(
    "name, value",
    [
        ("ESSAIM_OIDC_ISSUER", "http://auth.example"), ("ESSAIM_OIDC_ISSUER", "https://a.example/.well-known/openid-configuration"),
        ("ESSAIM_OIDC_ISSUER", "https://a.example/" + "x" * 200), ("ESSAIM_OIDC_NAME", "P" * 41),
        ("ESSAIM_OIDC_SCOPES", "profile email"), ("ESSAIM_OIDC_SCOPES", "openid"), ("ESSAIM_OIDC_DOMAINS", "nour@ville.example"),
        ("ESSAIM_OIDC_DOMAINS", "*.example"), ("ESSAIM_OIDC_DOMAINS", "localhost"), ("ESSAIM_OIDC_TYPO", "x"),
    ],
)  # fmt: skip
def test_a_provider_badly_given_is_one_line(name, value):
    with pytest.raises(ImproperlyConfigured) as said:
        production(GOOD | OIDC | {name: value})
    assert [line.split(":")[0] for line in str(said.value).splitlines()[1:]] == [name]


def test_every_variable_is_documented_and_no_other():
    code = "".join((ROOT / f"portal/settings/{name}.py").read_text() for name in ("production", "cluster"))
    documented = set(re.findall(r"`(ESSAIM_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert set(re.findall(r'"(ESSAIM_[A-Z_]+[A-Z])"', code)) == documented


def run(*command, **environment):
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("ESSAIM_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, capture_output=True, text=True, timeout=60,
        env=kept | {"DJANGO_SETTINGS_MODULE": "portal.settings.production"} | environment,
    )  # fmt: skip


def test_check_deploy_is_clean_in_production(tmp_path):
    done = run("check", "--deploy", "--fail-level", "WARNING", **GOOD, ESSAIM_DATA_DIR=str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_production_without_environment_fails_early(tmp_path):
    done = run("check")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert sorted(done.stderr.splitlines()[1:]) == sorted(f"{name}: missing" for name in GOOD)


def test_the_secret_key_is_made_once_and_kept_private(tmp_path):
    from portal.settings.secret import secret_key

    first = secret_key(tmp_path / "var")
    assert len(first) > 50 and secret_key(tmp_path / "var") == first
    assert (tmp_path / "var" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_an_editor_chooses_among_the_hours_of_the_network(people, client):
    client.force_login(people.editor)
    page = client.get("/admin/account/").content.decode()
    zones = re.findall(r'<option value="(\w+/\w+)"', page)
    assert "Indian/Reunion" in zones and len(zones) == 10 and "localtime" not in page  # which browsers do not know


def test_a_cluster_is_named_node_by_node():
    nodes = {"ESSAIM_SEARCH_NODES": "https://s1.example:9200, https://s2.example:9200"}
    made = production(GOOD | nodes | {"ESSAIM_SEARCH_API_KEY": "key", "ESSAIM_SEARCH_CA": certifi.where()})["SEARCH_CLUSTER"]
    assert made["nodes"] == ["https://s1.example:9200", "https://s2.example:9200"]
    assert (made["api_key"], made["ca_certs"], made["prefix"], made["standby"]) == ("key", certifi.where(), "essaim", True)
    assert production(GOOD)["SEARCH_CLUSTER"] is None


@pytest.mark.parametrize(
    "wrong",
    [{"ESSAIM_SEARCH_PREFIX": "Essaim-"}, {"ESSAIM_SEARCH_NODES": "https://u:p@s.example:9200", "ESSAIM_SEARCH_API_KEY": "x"}],
)
def test_a_cluster_is_refused_with_a_name_or_two_keys(wrong):
    with pytest.raises(ImproperlyConfigured):
        production(GOOD | {"ESSAIM_SEARCH_NODES": "https://s1.example:9200"} | wrong)


@pytest.mark.parametrize("path", ["none.pem", ".", "no_certificate.pem"])
def test_an_authority_that_is_none_stops_the_start(tmp_path, path):
    (tmp_path / "no_certificate.pem").write_text("Bonjour\n")
    told = {"ESSAIM_SEARCH_NODES": "https://s1.example:9200", "ESSAIM_SEARCH_CA": str(tmp_path / path)}
    with pytest.raises(ImproperlyConfigured, match="ESSAIM_SEARCH_CA: no certificate of an authority"):
        production(GOOD | told)


def test_a_secret_may_be_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 60 + "\n")
    given = {name: value for name, value in GOOD.items() if name != "ESSAIM_SECRET_KEY"}
    assert production(given | {"ESSAIM_SECRET_KEY_FILE": str(tmp_path / "key")})["SECRET_KEY"] == "k" * 60
    for more in (
        {"ESSAIM_SECRET_KEY_FILE": str(tmp_path / "none"), "ESSAIM_SECRET_KEY": "k" * 60},
        {"ESSAIM_MAIL_URL_FILE": str(tmp_path / "none")},
    ):
        with pytest.raises(ImproperlyConfigured, match="_FILE: "):
            production(GOOD | more)
