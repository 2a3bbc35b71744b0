"""compose.yaml: well formed, no root, bounded, read-only where it can be, no secret in an environment."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
WRITES = {"search"}  # the stock image of Elasticsearch writes its keystore in its own folders


def test_the_file_is_one_of_compose():
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(ROOT / "compose.yaml")]
    said = subprocess.run(command, capture_output=True, text=True)
    assert said.returncode == 0, said.stdout + said.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_bounded_and_is_nobody(name):
    told = SERVICES[name]
    assert told["user"] not in ("root", "0", 0) and told["cap_drop"] == ["ALL"]
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


def test_what_the_secrets_say_is_what_production_takes(tmp_path):
    from portal.settings.production import production

    nodes, cache = "http://elastic:a-b_c@search:9200", "redis://:a-b_c@cache:6379/0"
    told = {"ESSAIM_SECRET_KEY": "k" * 60, "ESSAIM_ALLOWED_HOSTS": "essaim.example", "ESSAIM_BASE_URL": "https://essaim.example"}
    made = production(told | {"ESSAIM_SEARCH_NODES": nodes, "ESSAIM_CACHE_URL": cache})
    assert made["SEARCH_CLUSTER"]["nodes"] == [nodes] and made["CACHES"]["pages"]["LOCATION"] == cache
