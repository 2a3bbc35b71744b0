"""Everything that a demonstration needs, then serve it: `bin/demo` ends here."""

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.utils import OperationalError

from portal.management import people, serving


class Command(BaseCommand):
    help = "Prépare la démonstration si besoin, puis la sert sur http://localhost:8000."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="efface tout et recommence (demande avant)")
        parser.add_argument("--yes", action="store_true", help="avec --reset : sans question")
        parser.add_argument("--no-serve", action="store_true", help="prépare sans servir")

    def handle(self, *args, port, reset, yes, no_serve, **options):
        data = settings.PORTAL_DATA_DIR
        serving.check_room(data)
        held = serving.lock(data)
        serving.check_port(port)
        if reset:
            serving.reset(data, sure=yes)
        try:
            self.prepare(data)
        except OperationalError as error:
            raise CommandError(f"La base est occupée ou abîmée ({error}). Arrêtez ce qui s'en sert, puis relancez.") from None
        except OSError as error:
            raise CommandError(
                f"Le disque refuse ({error.strerror} : {error.filename}). Faites de la place, puis relancez."
            ) from None
        connection.close()
        if not no_serve:
            serving.announce(port, self.say)
            serving.serve(port)
        held.close()

    def say(self, text, ending="\n"):
        self.stdout.write(text, ending=ending)
        self.stdout.flush()

    def prepare(self, data):
        self.step(1, "Base de données", data, "migrations", serving.migration_state(), lambda: serving.migrate(self.say))
        self.say("2/4 Contenu", ending="")
        self.load()
        self.step(3, "Feuilles de style et images", data, "static", serving.static_state(), serving.collect_static)
        self.say("4/4 Comptes (gardés dans " + str(data / "comptes.txt") + ")\n")
        self.say(people.make_accounts(data / "comptes.txt"))
        cache.clear()  # what an older version of the code cached

    def step(self, number, name, data, stamp, state, do):
        """One step, skipped when its last state is today's and the database is there."""
        self.say(f"{number}/4 {name}", ending="")
        there = (data / "db.sqlite3").exists() if stamp == "migrations" else settings.STATIC_ROOT.exists()
        if there and serving.is_current(data, stamp, state):
            return self.say(" : à jour")
        do()
        serving.remember(data, stamp, state)
        return self.say(" : prêt")

    def load(self):
        from tools_library.models import ToolPage

        if ToolPage.objects.exists():
            return self.say(" : déjà là")
        self.say(" : chargement (quelques secondes)")
        return call_command("load_demo", stdout=self.stdout)
