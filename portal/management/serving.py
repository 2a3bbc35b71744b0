"""The steps of `manage.py demo`: each says what it does, and stops with one clear line when it cannot."""

import fcntl
import shutil
import socket
import sys
import threading
import time
import urllib.request
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command

from .supervisor import Child, manage, run

ROOM = 300 * 1000 * 1000  # bytes that the demo may need
STATE = ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "media", "cache", "index", "mail", "comptes.txt")


def check_room(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".essai"
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        raise CommandError(f"Impossible d'écrire dans {data} ({error.strerror}). Donnez-vous ce droit, puis relancez.") from None
    if shutil.disk_usage(data).free < ROOM:
        raise CommandError(f"Le disque est plein : il faut 300 Mo libres pour {data}. Faites de la place, puis relancez.")


def lock(data: Path):
    """Held as long as the returned file is open. Two demos on the same data would fight over the database."""
    file = (data / "demo.lock").open("w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise CommandError("Une autre démonstration tourne déjà sur ces données. Arrêtez-la (Ctrl+C), puis relancez.") from None
    return file


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CommandError(f"Le port {port} est pris. Essayez bin/demo --port {port + 1}.") from None


def reset(data: Path, *, sure: bool) -> None:
    """Forget everything but the secret key, after a yes."""
    if not sure:
        if not sys.stdin.isatty():
            raise CommandError("Ajoutez --yes pour effacer sans question.")
        if input(f"Effacer la base, les fichiers et les comptes de {data} ? Tapez « oui » : ").strip().lower() != "oui":
            raise CommandError("Rien n'est effacé.")
    for name in STATE:
        path = data / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def is_current(data: Path, name: str, state: str) -> bool:
    """Whether a step was last done in this state; a stamp file remembers it."""
    stamp = data / f".{name}"
    return stamp.exists() and stamp.read_text() == state


def remember(data: Path, name: str, state: str) -> None:
    (data / f".{name}").write_text(state)


def static_state() -> str:
    """Changes when a static file of ours changes, or a package is upgraded."""
    files = sorted(p for folder in settings.BASE_DIR.glob("*/static") for p in folder.rglob("*") if p.is_file())
    seen = [f"{p.relative_to(settings.BASE_DIR)}:{p.stat().st_mtime_ns}" for p in files]
    lock_file = settings.BASE_DIR / "requirements.txt"
    return str(hash_text("\n".join(seen) + lock_file.read_text()))


def hash_text(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()


def migration_state() -> str:
    from django.db.migrations.loader import MigrationLoader

    return hash_text(str(sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)))


def migrate(say) -> None:
    """About ten seconds from nothing: a dot a second says that it is alive."""
    over = threading.Event()

    def tick():
        while not over.wait(1):
            say(".", ending="")

    threading.Thread(target=tick, daemon=True).start()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        over.set()


def collect_static() -> None:
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)


def announce(port: int, say) -> None:
    """Say the address once it answers."""

    def wait():
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sante/pret", timeout=2)  # noqa: S310  (our own address)
                return say(f"\nOuvrez http://localhost:{port}   (Ctrl+C pour arrêter)")
            except OSError:
                time.sleep(0.2)
        return say("\nLe serveur ne répond pas. Lisez les lignes ci-dessus.")

    threading.Thread(target=wait, daemon=True).start()


def serve(port: int) -> None:
    """granian and the worker, side by side: both end together, one that dies is started again."""
    server = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "2", "--blocking-threads", "16", "--respawn-failed-workers", "--log-level", "warning",
        "portal.wsgi:application",
    ]  # fmt: skip
    run([Child("server", lambda n: server), Child("work", lambda n: manage("work"))])
