"""Everything that cannot be made again, in one file, while the site runs."""

import io
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.backup import archive, stores
from portal.backup.databases import database
from portal.management.clear import ClearCommand


class Command(ClearCommand):
    help = "Sauvegarde la base et les fichiers dans une archive, pendant que le site tourne."

    def add_arguments(self, parser):
        parser.add_argument(
            "target", type=Path, metavar="DOSSIER_OU_FICHIER", help="un dossier qui existe, ou un fichier .zip à créer"
        )
        parser.add_argument("--with-secret", action="store_true", help="y met aussi la clé secrète du site (par défaut : non)")

    def handle(self, *args, target, with_secret, **options):
        path = self.place(target)
        try:
            with archive.writing(path) as writer:
                facts = self.fill(writer, path.parent, with_secret)
        except OSError as error:
            raise CommandError(
                f"La sauvegarde n'a pas pu s'écrire dans {path} ({error.strerror}). Rien n'y est laissé."
            ) from None
        files = sum(name.startswith(stores.PREFIX) for name in writer.members)
        self.stdout.write(f"{path} : {sum(facts['rows'].values())} lignes, {files} fichiers, {path.stat().st_size / 1e6:.1f} Mo.")

    def place(self, target):
        if target.is_dir():
            return target / f"essaim-{timezone.localtime():%Y%m%d-%H%M%S}.zip"
        if not target.parent.is_dir():
            raise CommandError(f"Le dossier {target.parent} n'existe pas. Créez-le, puis relancez.")
        if target.exists():
            raise CommandError(f"{target} existe déjà. Donnez un autre nom.")
        return target

    def fill(self, writer, folder, with_secret):
        """Files, then the database, then the files that came between: all that the database names is there."""
        stores.add_new(writer)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".essaim-") as scratch:
            dumped = Path(scratch) / archive.DATABASE
            rows = database().dump(dumped)
            with dumped.open("rb") as file:
                writer.add(archive.DATABASE, file)
        stores.add_new(writer)
        if with_secret:
            writer.add(archive.SECRET, io.BytesIO(settings.SECRET_KEY.encode()))
        facts = {
            "made_at": timezone.now().isoformat(),
            "vendor": connection.vendor,
            "rows": rows,
            "migrations": sorted(MigrationRecorder(connection).applied_migrations()),
            "base_url": settings.WAGTAILADMIN_BASE_URL,
        }
        writer.finish(facts)
        return facts
