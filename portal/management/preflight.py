"""What must be true before the demo touches anything. Each refusal is one line that says what to do."""

import errno
import shutil
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from .locks import Lock

ROOM = 300_000_000  # bytes that the demo may need
STATE = ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm", "media", "cache", "index", "mail", "comptes.txt", ".migrations")


def shown(path: Path) -> str:
    """A path as people read it: short when it is in the checkout."""
    return str(path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path)


def check_room(data: Path) -> None:
    """The data folder exists, we may write in it, the disk has room."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe = data / ".essai"
        probe.write_text("x")
        probe.unlink()
    except OSError as error:
        raise CommandError(explain_os(error, data)) from None
    if shutil.disk_usage(data).free < ROOM:
        raise CommandError(full(data))


def full(data: Path) -> str:
    return f"Le disque est plein : il faut 300 Mo libres pour {shown(data)}. Faites de la place, puis relancez."


def explain_os(error: OSError, data: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return full(data)
    place = error.filename or shown(data)
    return f"Impossible d'écrire dans {place} ({error.strerror}). Donnez-vous ce droit, puis relancez."


def explain_database(error: Exception, data: Path) -> str | None:
    """One line for what happens to a database file; None when the fault is ours."""
    said = str(error).lower()
    if "locked" in said:
        return "La base est occupée par une autre commande. Attendez qu'elle finisse ou arrêtez-la, puis relancez."
    if "full" in said:
        return full(data)
    if "readonly" in said or "unable to open" in said:
        return f"La base n'est pas accessible en écriture. Donnez-vous ce droit sur {shown(data)}, puis relancez."
    if "malformed" in said or "not a database" in said:
        return "La base est abîmée. Recommencez avec bin/demo --reset (tout sera effacé)."
    return None


def explain(error: BaseException, data: Path) -> str | None:
    """One line for what ended the preparation; None when the fault is ours."""
    if isinstance(error, KeyboardInterrupt):
        return "Arrêté. Relancez bin/demo pour continuer."
    if isinstance(error, OSError):
        return explain_os(error, data)
    return explain_database(error, data)


def lock(data: Path) -> Lock:
    """Held until it is released. Two demos on the same data would fight over the database."""
    made = Lock(data / "demo.lock")
    if not made.take():
        raise CommandError("Une autre démonstration tourne sur ces données. Arrêtez-la (Ctrl+C), puis relancez.")
    return made


def is_free(port: int) -> bool:
    """Nobody answers on either loopback address (browsers try both), and we may listen.

    Raises PermissionError for a port that the system reserves.
    """
    for address in ("127.0.0.1", "::1"):
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family) as probe:
            probe.settimeout(1)
            if probe.connect_ex((address, port)) == 0:
                return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise
        except OSError:
            return False
    return True


def check_port(port: int) -> None:
    if not 0 < port < 65536:
        raise CommandError(f"Le port {port} n'existe pas. Essayez bin/demo --port 8001.")
    try:
        if is_free(port):
            return
        other = next((number for number in range(port + 1, min(port + 20, 65536)) if is_free(number)), 8001)
    except PermissionError:
        raise CommandError(f"Le port {port} est réservé au système. Essayez bin/demo --port 8001.") from None
    raise CommandError(f"Le port {port} est pris. Essayez bin/demo --port {other}.")


def confirm_reset(data: Path, ask=input) -> None:
    """Raises CommandError unless somebody at the terminal types « oui »."""
    if not sys.stdin.isatty():
        raise CommandError("Personne ne peut répondre ici. Ajoutez --yes pour effacer sans question.")
    try:
        answer = ask(f"Effacer la base, les fichiers et les comptes de {shown(data)} ? Tapez « oui » : ")
    except (EOFError, KeyboardInterrupt):
        answer = ""
    if answer.strip().lower() != "oui":
        raise CommandError("Rien n'est effacé.")


def erase(data: Path) -> None:
    """Forget everything but the secret key and the static files."""
    for name in STATE:
        path = data / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
