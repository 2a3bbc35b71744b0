"""Back to what a backup holds. Everything is checked before anything is touched."""

import os
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from portal.backup import archive, stores
from portal.backup.databases import database
from portal.content_version import move
from portal.management.clear import ClearCommand
from portal.management.locks import Lock

LOCKS = {"demo.lock": "La démonstration", "work.lock": "« manage.py work »"}


def known_migrations() -> set[tuple[str, str]]:
    """Those of this code, and those that they have replaced."""
    ours = MigrationLoader(None).disk_migrations
    return set(ours) | {tuple(old) for migration in ours.values() for old in migration.replaces}


class Command(ClearCommand):
    help = "Remet la base et les fichiers d'une sauvegarde. Arrêtez le site avant."

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, metavar="ARCHIVE")
        parser.add_argument("--yes", "--force", action="store_true", dest="yes", help="remplace ce que le site contient")
        parser.add_argument("--check", action="store_true", help="vérifie l'archive, et ne touche à rien")
        parser.add_argument("--secret", type=Path, metavar="FICHIER", help="écrit là la clé secrète que l'archive contient")

    def handle(self, *args, source, yes, check, secret, **options):
        try:
            reader = archive.Reader(source)
        except archive.Unusable as error:
            raise CommandError(f"Restauration refusée : {error}.") from None
        self.fits(reader, secret)
        with tempfile.TemporaryDirectory(dir=self.room(reader), prefix=".restore-") as folder:
            dumped = Path(folder) / archive.DATABASE
            reader.copy(archive.DATABASE, dumped)
            database().check(dumped)
            if check:
                return self.stdout.write(f"{source} est entière : {self.told(reader)}.")
            if not yes and not self.is_empty():
                raise CommandError("Restauration refusée : le site contient déjà quelque chose. Ajoutez --yes pour le remplacer.")
            locks = self.locks()
            self.restore(reader, dumped)
        for lock in locks:
            lock.release()
        self.give(reader, secret)
        return self.stdout.write(f"Le site est celui de la sauvegarde : {self.told(reader)}.")

    # --- before

    def fits(self, reader, secret):
        if reader.manifest["vendor"] != connection.vendor:
            bases = f"{reader.manifest['vendor']}, celle du site est {connection.vendor}"
            raise CommandError(f"Restauration refusée : la base de l'archive est {bases}.")
        unknown = sorted(set(map(tuple, reader.manifest["migrations"])) - known_migrations())
        if unknown:
            raise CommandError(
                f"Restauration refusée : l'archive vient d'une version plus récente du site ({'.'.join(unknown[0])})."
            )
        if secret and (archive.SECRET not in reader.members or secret.exists()):
            raise CommandError(f"Restauration refusée : l'archive ne contient pas de clé secrète, ou {secret} existe déjà.")

    def room(self, reader):
        """The data folder, if it has room for all that the archive holds."""
        data = settings.PORTAL_DATA_DIR
        data.mkdir(parents=True, exist_ok=True)
        needed = sum(told["bytes"] for told in reader.members.values()) + reader.members[archive.DATABASE]["bytes"]
        if shutil.disk_usage(data).free < needed:
            raise CommandError(f"Restauration refusée : il faut {needed / 1e6:.0f} Mo libres dans {data}.")
        return data

    def is_empty(self):
        try:
            return not connection.introspection.table_names() and stores.is_empty()
        except Exception:  # a file that is no database: something is there
            return False

    def locks(self):
        taken = []
        for name, who in LOCKS.items():
            lock = Lock(settings.PORTAL_DATA_DIR / name)
            if not lock.take():
                raise CommandError(f"Restauration refusée : {who} tourne sur ces données. Arrêtez-la, puis relancez.")
            taken.append(lock)
        return taken

    # --- what changes the site

    def restore(self, reader, dumped):
        """New files, then the database at once, then the files that nothing names any more: a stop between leaves a site."""
        try:
            stores.put_back(reader)
            database().load(dumped)
        except OSError as error:
            raise CommandError(f"Arrêté : {error.strerror} ({error.filename}). La base n'a pas changé ; relancez.") from None
        if database().rows() != reader.manifest["rows"]:
            raise CommandError("La base remise n'a pas les lignes de la sauvegarde. Relancez, et ne servez pas ce site.")
        stores.drop_others(reader)
        call_command("migrate", verbosity=0, interactive=False)
        for alias in settings.CACHES:
            caches[alias].clear()
        move()
        if "rebuild_search" in get_commands():
            call_command("rebuild_search", verbosity=0)

    # --- after

    def give(self, reader, secret):
        if secret:
            with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(reader.zip.read(archive.SECRET))

    def told(self, reader):
        files, made = len(reader.names(stores.PREFIX)), timezone.localtime(datetime.fromisoformat(reader.manifest["made_at"]))
        return f"{sum(reader.manifest['rows'].values())} lignes, {files} fichiers, faite le {made:%d/%m/%Y à %H:%M}"
