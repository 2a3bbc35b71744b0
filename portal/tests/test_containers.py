"""compose.yaml: well formed, no root, bounded, read-only where it can be, no secret in an environment."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from deploy.rehearsal import composed, images, limits

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
SCRIPT = (ROOT / "deploy/secrets.sh").read_text()
WRITES = {"search"}  # the stock image of Elasticsearch writes its keystore in its own folders


def test_the_file_is_one_of_compose():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(ROOT / "compose.yaml")]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_bounded_and_is_nobody(name):
    told = SERVICES[name]
    assert re.fullmatch(r"[1-9]\d+(:\d+)?", told["user"]) and told["cap_drop"] == ["ALL"]
    assert told["security_opt"] == ["no-new-privileges:true"] and told["mem_limit"] and told["pids_limit"]
    assert told.get("read_only") or name in WRITES
    assert "healthcheck" in told or told["restart"] == "no"
    assert "privileged" not in told and not any("docker.sock" in str(volume) for volume in told.get("volumes", []))


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_files(name):
    told = SERVICES[name]
    for variable, value in told.get("environment", {}).items():
        if re.search("KEY|PASSWORD|URL|NODES|TOKEN", variable) and variable != "ESSAIM_BASE_URL":
            assert variable.endswith("_FILE") and str(value).removeprefix("/run/secrets/") in told["secrets"], variable
    assert set(told.get("secrets", [])) <= set(COMPOSE["secrets"])


def test_every_variable_of_the_site_is_one_that_it_reads():
    documented = set(re.findall(r"`(ESSAIM_[A-Z_]+)`", (ROOT / "docs/settings.md").read_text()))
    assert {name.removesuffix("_FILE") for name in SERVICES["web"]["environment"]} <= documented


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] and all(
        SERVICES[name]["networks"] == ["inside"] for name in ("database", "cache", "search")
    )


def test_the_script_of_secrets_makes_what_compose_asks(tmp_path):
    (tmp_path / "deploy").mkdir()
    script = tmp_path / "deploy" / "secrets.sh"
    script.write_text((ROOT / "deploy/secrets.sh").read_text())
    said = subprocess.run(["sh", str(script)], capture_output=True, text=True, check=True).stdout
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    missing = set(re.findall(r"secrets/(\S+) manque", said))
    asked = {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert made.keys() | missing == asked and missing == {"mail_url", "certificate.pem", "certificate_key.pem"}
    assert made["database_password"] in made["database_url"] and made["search_password"] in made["search_nodes"]
    subprocess.run(["sh", str(script)], capture_output=True, check=True)
    assert made == {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}  # a second run changes none
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def reader(secret):
    """The user of the services that read a secret: one alone, since one alone may own its file."""
    (user,) = {told["user"].split(":")[0] for told in SERVICES.values() if secret in told.get("secrets", [])}
    return int(user)


def test_each_secret_is_given_to_who_reads_it_and_to_nobody_else(tmp_path):
    given = {file: int(user) for user, files in re.findall(r"^  give (\d+) (.+)$", SCRIPT, re.M) for file in files.split()}
    assert given == {Path(told["file"]).name: reader(name) for name, told in COMPOSE["secrets"].items()}
    if os.getuid():
        return  # only root gives files away
    (tmp_path / "deploy").mkdir()
    script = tmp_path / "deploy" / "secrets.sh"
    script.write_text(SCRIPT)
    for _time in range(2):  # what is given between two runs gets its owner too
        subprocess.run(["sh", str(script)], capture_output=True, check=True)
        (tmp_path / "secrets" / "mail_url").write_text("smtp://mail.example")
    subprocess.run(["sh", str(script)], capture_output=True, check=True)
    for path in (tmp_path / "secrets").iterdir():
        assert (path.stat().st_uid, path.stat().st_mode & 0o777) == (given[path.name], 0o400), path.name


def test_who_asks_nginx_for_a_new_container_has_nginx_ask_again():
    assert SERVICES["proxy"]["depends_on"]["web"]["restart"] is True


def test_what_the_secrets_say_is_what_production_takes(tmp_path):
    from portal.settings.production import production

    nodes, cache = "http://elastic:a-b_c@search:9200", "redis://:a-b_c@cache:6379/0"
    told = {"ESSAIM_SECRET_KEY": "k" * 60, "ESSAIM_ALLOWED_HOSTS": "essaim.example", "ESSAIM_BASE_URL": "https://essaim.example"}
    made = production(told | {"ESSAIM_SEARCH_NODES": nodes, "ESSAIM_CACHE_URL": cache})
    assert made["SEARCH_CLUSTER"]["nodes"] == [nodes] and made["CACHES"]["pages"]["LOCATION"] == cache


def test_variables_are_filled_in_as_compose_does():
    given = {"HOST": "essaim.example", "EMPTY": ""}
    text = ["${HOST:?the name}", "${FROM:-Essaim <a@b.c>}", "${EMPTY:-word}", "${NONE}", 3, 'a "$$(cat x)"']
    assert composed.filled({"a": text}, given) == {
        "a": ["essaim.example", "Essaim <a@b.c>", "word", "", 3, 'a "$(cat x)"'],
    }
    with pytest.raises(KeyError, match="ESSAIM_HOST: the name of the site"):
        composed.read(ROOT / "compose.yaml", {})
    site = composed.read(ROOT / "compose.yaml", {"ESSAIM_HOST": "essaim.example"})
    assert site["services"]["work"]["environment"]["ESSAIM_BASE_URL"] == "https://essaim.example"
    assert "$(cat /run/secrets/search_password)" in site["services"]["search"]["healthcheck"]["test"][-1]


def test_durations_and_sizes_are_those_of_compose():
    assert [composed.seconds(text) for text in ("500ms", "30s", "1m30s", "2h")] == [0.5, 30, 90, 7200]
    assert composed.size("600m") == 600 * 1024**2 and composed.size("1g") == 1024**3
    asked = {name: limits.asked(told) for name, told in SERVICES.items()}
    assert asked["work"] == {"memory": 1024**3, "pids": 100, "cpu": 100_000} and "cpu" not in asked["cache"]


def test_who_is_waited_for_starts_first():
    order = composed.in_order(SERVICES)
    assert sorted(order) == sorted(SERVICES)
    for name, told in SERVICES.items():
        assert all(order.index(other) < order.index(name) for other in told.get("depends_on", {})), name
    assert order.index("search") < order.index("prepare")  # whoever waits for nobody starts before those who do


def test_the_image_is_read_from_the_dockerfile(tmp_path):
    environment, folder, command = composed.image(ROOT / "Dockerfile")
    assert environment["DJANGO_SETTINGS_MODULE"] == "portal.settings.production" and folder == "/srv/essaim"
    assert environment["PATH"] == "/srv/essaim/.venv/bin:$PATH" and command[0] == "granian"
    assert re.search(r"useradd --uid (\d+)", (ROOT / "Dockerfile").read_text())[1] == SERVICES["web"]["user"]


@pytest.mark.parametrize(
    ("path", "pattern", "is_left_out"),
    [
        ("secrets", "secrets", True), ("portal/secrets", "secrets", False), ("portal/tests", "**/tests", True),
        ("a/b/__pycache__", "**/__pycache__", True), ("portal/tests.py", "**/tests", False), ("deploy/rehearsal", "deploy/rehearsal", True),
    ],
)  # fmt: skip
def test_what_the_image_leaves_out_is_what_dockerignore_names(path, pattern, is_left_out):
    assert images.matches(path, pattern) is is_left_out


def test_no_image_is_built_with_secrets_or_data():
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {"secrets", "var", ".git", ".venv", "**/tests"} <= set(ignored)


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_has_its_stand_in(name):
    assert SERVICES[name]["image"].split(":")[0] in images.BUILDERS
