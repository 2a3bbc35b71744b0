"""bin/demo, bin/test and `manage.py demo`: what stops them is said in one line, what they made is kept."""

import io
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections import namedtuple

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError

from portal.accounts.models import NATIONAL_TEAM, User
from portal.management import people, preflight, preparing, serving

ROOT = django_settings.BASE_DIR
TOOLS = ("sh", "dirname", "cat", "cksum", "rm", "mkdir", "cp")
FAKE_PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) exit "${FAKE_OLD:-0}" ;;
  *ensurepip*) exit "${FAKE_NO_VENV:-0}" ;;
  *disk_usage*) exit "${FAKE_FULL:-0}" ;;
  *"import pip"*) exit 0 ;;
  "-V") echo "Python ${FAKE_VERSION:-3.11.7}" ;;
  "-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python && echo venv >>calls ;;
  "-m pip "*) echo "pip $*" >>calls; exit "${FAKE_NO_NETWORK:-0}" ;;
  *) echo "$DJANGO_SETTINGS_MODULE $*" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """checkout(command, ..., VARIABLE=...) runs a script of bin/ in a folder with spaces, with a fake Python as only Python."""
    folder = tmp_path / "un dossier à moi"
    shutil.copytree(ROOT / "bin", folder / "bin")
    for lock in ("requirements.txt", "requirements-dev.txt"):
        (folder / lock).write_text("x==1")
    path = tmp_path / "path"
    path.mkdir()
    for tool in TOOLS:
        (path / tool).symlink_to(shutil.which(tool))
    (path / "python3").write_text(FAKE_PYTHON)
    (path / "python3").chmod(0o755)

    def run(*command, **variables):
        environment = {"PATH": str(path), "LANG": "C.UTF-8"} | variables
        done = subprocess.run([*command], cwd=folder, env=environment, capture_output=True, text=True, timeout=20)
        calls = folder / "calls"
        done.calls = calls.read_text().splitlines() if calls.exists() else []
        calls.unlink(missing_ok=True)
        return done

    run.folder, run.path = folder, path
    return run


def test_bin_demo_installs_once_then_hands_over(checkout):
    first = checkout("bin/demo", "--port", "8001")
    assert first.calls[0] == "venv"
    assert "--require-hashes --only-binary :all: -r requirements.txt" in first.calls[1]
    assert first.stdout.splitlines()[-1] == "portal.settings.demo manage.py demo --port 8001"
    second = checkout("bin/demo", "--reset")
    assert (second.calls, second.stdout) == ([], "portal.settings.demo manage.py demo --reset\n")


@pytest.mark.parametrize("what", ["lock", "version"])
def test_bin_demo_installs_again_when_the_lock_or_python_changes(checkout, what):
    checkout("bin/demo")
    if what == "lock":
        (checkout.folder / "requirements.txt").write_text("x==2")
    done = checkout("bin/demo", **({"FAKE_VERSION": "3.12.1"} if what == "version" else {}))
    assert len(done.calls) == 1 and done.calls[0].startswith("pip ")


def test_bin_demo_makes_a_broken_environment_again(checkout):
    checkout("bin/demo")
    (checkout.folder / ".venv/bin/python").unlink()
    assert checkout("bin/demo").calls[0] == "venv"


def test_bin_demo_can_be_called_from_anywhere(checkout, tmp_path):
    (tmp_path / "ailleurs").mkdir()
    done = checkout("sh", "-c", f'cd "{tmp_path}/ailleurs" && "{checkout.folder}/bin/demo"')
    assert done.stdout.endswith("portal.settings.demo manage.py demo\n")


@pytest.mark.parametrize("command", ["bin/demo", "bin/test"])
@pytest.mark.parametrize(
    ("variables", "line"),
    [
        ({"FAKE_OLD": "1"}, "Python 3.11 ou plus récent est introuvable. Installez-le (python.org, apt, brew), puis relancez."),
        (
            {"FAKE_NO_VENV": "1"},
            "Le module venv de Python manque. Installez-le (Debian, Ubuntu : apt install python3-venv), puis relancez.",
        ),
        ({"FAKE_FULL": "1"}, "Le disque est plein : il faut 900 Mo libres dans {folder}. Faites de la place, puis relancez."),
        (
            {"FAKE_NO_NETWORK": "1"},
            "Les paquets n'ont pas pu être installés (détails : .venv/pip.log). "
            "Vérifiez le réseau et la place sur le disque, puis relancez.",
        ),
    ],
)
def test_what_is_missing_is_said_in_one_line(checkout, command, variables, line):
    done = checkout(command, **variables)
    assert done.stderr == line.format(folder=checkout.folder) + "\n" and done.returncode == 1


def test_a_newer_python_beside_an_old_one_is_found(checkout):
    shutil.copy(checkout.path / "python3", checkout.path / "python3.12")
    (checkout.path / "python3").write_text("#!/bin/sh\nexit 1\n")
    assert checkout("bin/demo").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--prot", "8001"], "Option inconnue : --prot. Lisez bin/demo --help."),
        (["--port"], "--port attend un nombre. Essayez bin/demo --port 8001."),
        (["--port", "8k"], "--port attend un nombre. Essayez bin/demo --port 8001."),
        (["--port", "--reset"], "--port attend un nombre. Essayez bin/demo --port 8001."),
    ],
)
def test_a_wrong_option_is_refused_before_anything_is_made(checkout, arguments, said):
    done = checkout("bin/demo", *arguments)
    assert (done.stderr, done.calls, done.returncode) == (said + "\n", [], 1)


def test_help_is_french_and_makes_nothing(checkout):
    done = checkout("bin/demo", "--help")
    assert "--reset" in done.stdout and "efface" in done.stdout
    assert (done.calls, done.returncode) == ([], 0)


def test_bin_test_stops_on_style_and_passes_arguments_to_pytest(checkout):
    command = "portal.settings.test -m pytest -n 2 --dist loadfile --no-loadscope-reorder"
    for arguments, passed in (
        (("-k", "deux mots"), " -k deux mots\n"),
        (("--all", "-x"), " -x\n"),
        ((), " -m not browser and not long and not wide and not verapdf and not elasticsearch\n"),
    ):
        assert command + passed in checkout("bin/test", *arguments).stdout
    python = checkout.folder / ".venv/bin/python"
    python.write_text(python.read_text().replace('case "$*" in', 'case "$*" in\n  *"ruff check"*) echo E501; exit 1 ;;'))
    done = checkout("bin/test")
    assert done.returncode == 1 and done.stderr.startswith("E501\nCorrigez ce code") and "pytest" not in done.stdout


def test_both_locks_hold_the_same_versions_and_no_address():
    pins = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        pins[name] = set(re.findall(r"^([a-z0-9._-]+==[^ \\]+)", text, re.MULTILINE | re.IGNORECASE))
        assert "://" not in text and "--hash=sha256:" in text
    assert pins["requirements.txt"] and pins["requirements.txt"] <= pins["requirements-dev.txt"]


# --- manage.py demo


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def taken(port):
    with socket.create_server(("127.0.0.1", port)):
        yield port


@pytest.fixture
def data(tmp_path, settings):
    settings.PORTAL_DATA_DIR = tmp_path / "var"
    settings.SEARCH_INDEX = tmp_path / "index"
    return settings.PORTAL_DATA_DIR


@pytest.fixture
def demo(data, port, w, monkeypatch):
    """demo(option, ...) prepares a demo in the database of the tests; its words."""
    monkeypatch.setattr(preparing, "collect_static", lambda data: False)

    def run(*options):
        out = io.StringIO()
        call_command("demo", "--no-serve", "--port", str(port), *options, stdout=out)
        return out.getvalue()

    return run


def test_a_taken_port_is_one_line_that_names_a_free_one(taken):
    with pytest.raises(CommandError, match=rf"^Le port {taken} est pris. Essayez bin/demo --port (\d+)\.$") as said:
        preflight.check_port(taken)
    assert preflight.is_free(int(re.search(r"--port (\d+)", str(said.value))[1]))


def test_a_port_taken_on_the_other_loopback_is_taken(port):
    try:
        other = socket.create_server(("::1", port), family=socket.AF_INET6)
    except OSError:
        pytest.skip("this machine has no IPv6")
    with other:
        assert not preflight.is_free(port)


def test_a_refusal_is_the_only_line_of_the_console(taken, tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", "--port", str(taken)],
        cwd=ROOT, capture_output=True, text=True, timeout=60,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert re.fullmatch(rf"Le port {taken} est pris\. Essayez bin/demo --port \d+\.\n", done.stderr)
    assert done.returncode == 1


@pytest.mark.parametrize("number", [0, 65536])
def test_a_port_that_cannot_be_is_refused(number):
    with pytest.raises(CommandError, match="n'existe pas"):
        preflight.check_port(number)


def test_a_full_disk_is_one_line(data, monkeypatch):
    monkeypatch.setattr(preflight.shutil, "disk_usage", lambda path: namedtuple("usage", "free")(10_000_000))
    with pytest.raises(CommandError, match="Le disque est plein : il faut 300 Mo libres"):
        preflight.check_room(data)


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "var").write_text("a file, not a folder")
    with pytest.raises(CommandError, match="Impossible d'écrire dans"):
        preflight.check_room(tmp_path / "var")


def test_two_demos_on_the_same_data_is_one_line(data, demo):
    held = preflight.lock(data)
    with pytest.raises(CommandError, match="Une autre démonstration tourne sur ces données"):
        demo()
    held.release()
    assert "6/6" not in demo()


@pytest.mark.parametrize(
    ("error", "line"),
    [
        ("database is locked", "La base est occupée"),
        ("database or disk is full", "Le disque est plein"),
        ("attempt to write a readonly database", "pas accessible en écriture"),
        ("database disk image is malformed", "bin/demo --reset"),
    ],
)
def test_what_happens_to_a_database_is_one_line(demo, monkeypatch, error, line):
    def fails(*args):
        raise DatabaseError(error)

    monkeypatch.setattr(preparing, "migrate", fails)
    with pytest.raises(CommandError, match=line):
        demo()


def test_a_fault_of_ours_is_not_hidden(demo, monkeypatch):
    def fails(*args):
        raise DatabaseError("no such column: x")

    monkeypatch.setattr(preparing, "migrate", fails)
    with pytest.raises(DatabaseError):
        demo()


def test_an_interrupted_preparation_ends_in_one_line(demo, monkeypatch):
    def interrupted(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(preparing, "migrate", interrupted)
    with pytest.raises(CommandError, match="Relancez bin/demo") as said:
        demo()
    assert said.value.returncode == 130


def test_a_second_run_keeps_data_and_passwords(demo, data, w):
    w.tool("Gardé")
    first = demo()
    passwords = (data / "comptes.txt").read_text()
    hashes = dict(User.objects.values_list("email", "password"))
    second = demo()
    assert (
        "6/7 Comptes" in first and "créés" in first and "3/7 Contenu : déjà là" in first and "5/7 Recherche : index prêt" in first
    )
    assert "2/7 Base de données : à jour" in second and "5/7 Recherche : à jour" in second and "déjà là\n" + passwords in second
    assert (data / "comptes.txt").read_text() == passwords
    assert dict(User.objects.values_list("email", "password")) == hashes
    assert w.home.get_descendants().filter(title="Gardé").exists()


def test_each_account_opens_with_its_password_and_does_what_is_said(demo, data):
    demo()
    passwords = dict(re.findall(r"(\S+@\S+)\s+(\S+)", (data / "comptes.txt").read_text()))
    users = {email: User.objects.get(email=email) for email in passwords}
    assert all(users[email].check_password(word) and len(word) >= 16 for email, word in passwords.items())
    assert {email.split("@")[0]: list(user.memberships.values_list("lab__code", "role")) for email, user in users.items()} == {
        "editrice.bretagne": [("bretagne", "editor")],
        "responsable.bretagne": [("bretagne", "manager")],
        "membre.bretagne": [("bretagne", "member")],
        "nationale": [],
        "pair": [],
    }
    assert users["pair@clip.example"].is_peer and not any(user.is_superuser for user in users.values())
    assert [email for email, user in users.items() if user.is_national] == ["nationale@essaim.example"]
    assert User.objects.filter(groups__name=NATIONAL_TEAM, is_superuser=False).count() >= 1


def test_passwords_are_private_and_made_again_with_their_accounts(demo, data):
    demo()
    kept = data / "comptes.txt"
    before = kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600
    User.objects.filter(email=people.PEOPLE[0].email).delete()
    demo()
    assert kept.read_text() != before and kept.stat().st_mode & 0o777 == 0o600


def test_reset_forgets_all_but_the_secret_key(data):
    data.mkdir()
    for name in ("secret_key", "db.sqlite3", "db.sqlite3-wal", "comptes.txt", "demo.lock"):
        (data / name).write_text("x")
    for name in ("media/originals", "cache", "index", "static"):
        (data / name).mkdir(parents=True)
    preflight.erase(data)
    assert sorted(path.name for path in data.iterdir()) == ["demo.lock", "secret_key", "static"]


def test_reset_asks_first(data, monkeypatch):
    with pytest.raises(CommandError, match="Ajoutez --yes"):
        preflight.confirm_reset(data)
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    with pytest.raises(CommandError, match="Rien n'est effacé"):
        preflight.confirm_reset(data, lambda question: "non")
    preflight.confirm_reset(data, lambda question: " Oui\n")


def test_progress_is_said_in_tenths():
    said = []
    progress = preparing.Tenths(30, said.append)
    for _ in range(30):
        progress.one_more()
    assert said == [f" {n} %" for n in range(10, 101, 10)]


def test_static_files_are_collected_only_when_they_change(tmp_path, settings, monkeypatch):
    settings.BASE_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "var" / "static"
    (tmp_path / "portal" / "static").mkdir(parents=True)
    (tmp_path / "var").mkdir()
    sheet = tmp_path / "portal" / "static" / "site.css"
    sheet.write_text("a")
    (tmp_path / "requirements.txt").write_text("x==1")

    def collect(*args, **kwargs):
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(preparing, "call_command", collect)
    assert [preparing.collect_static(tmp_path / "var") for _ in range(2)] == [True, False]
    sheet.write_text("b")
    assert [preparing.collect_static(tmp_path / "var") for _ in range(2)] == [True, False]


def test_the_server_listens_on_the_loopback_only():
    command = " ".join(serving.server(8000))
    assert "--host 127.0.0.1 --port 8000" in command and "--interface wsgi" in command
    assert "--workers 2 --blocking-threads 16 --respawn-failed-workers" in command


def test_the_address_is_said_once_the_site_is_ready(taken, monkeypatch):
    said, ready = [], iter([False, False, True])
    monkeypatch.setattr(serving, "answers", lambda port: next(ready))
    monkeypatch.setattr(serving.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(serving.threading, "Thread", lambda target, daemon: type("Now", (), {"start": staticmethod(target)}))
    over = serving.announce(taken, said.append)
    assert said == [f"\nOuvrez http://localhost:{taken} (Ctrl+C pour arrêter)\n"] and over.is_set()


def test_letters_of_the_demo_name_its_port(monkeypatch):
    monkeypatch.delenv("ESSAIM_DEMO_PORT", raising=False)
    seen = []
    monkeypatch.setattr(serving, "run", lambda children: seen.append(os.environ["ESSAIM_DEMO_PORT"]))
    serving.serve(8123, answered=threading.Event())
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings.test_browser"}
    told = "from django.conf import settings; print(settings.WAGTAILADMIN_BASE_URL)"
    assert seen == ["8123"]
    assert subprocess.check_output([sys.executable, "-c", told], env=env, text=True) == "http://localhost:8123\n"
