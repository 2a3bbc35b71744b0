"""Everything that a demonstration needs, then serve it: `bin/demo` ends here."""

import logging
from contextlib import contextmanager

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from portal.management import people, preflight, preparing, serving
from portal.management.clear import ClearCommand

STEPS = 7


@contextmanager
def quiet_logs():
    """Wagtail logs each page that is made: hundreds of lines would hide what we say."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


class Command(ClearCommand):
    help = "Prépare la démonstration si besoin, puis la sert sur http://localhost:8000."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="efface tout et recommence (demande avant)")
        parser.add_argument("--yes", action="store_true", help="avec --reset : efface sans demander")
        parser.add_argument("--no-serve", action="store_true", help="prépare sans servir")

    def handle(self, *args, port, reset, yes, no_serve, **options):
        data = settings.PORTAL_DATA_DIR
        lock = self.begin(data, port, reset, yes)
        try:
            with quiet_logs():
                self.prepare(data)
        except (KeyboardInterrupt, OSError, DatabaseError) as error:
            self.say("\n")
            if line := preflight.explain(error, data):
                raise CommandError(line, returncode=130 if isinstance(error, KeyboardInterrupt) else 1) from None
            raise
        if not no_serve:
            self.serve(port)
        lock.release()

    def begin(self, data, port, reset, yes):
        """Nothing is written before all this is true. The lock on the data."""
        preflight.check_room(data)
        lock = preflight.lock(data)
        preflight.check_port(port)
        if reset:
            if not yes:
                preflight.confirm_reset(data)
            preflight.erase(data)
        self.step(1, f"Dossier {preflight.shown(data)} : {'vidé' if reset else 'prêt'}, port {port} : libre\n")
        return lock

    def prepare(self, data):
        self.step(2, "Base de données")
        self.say(" : prête\n" if preparing.migrate(data, self.say) else " : à jour\n")
        self.step(3, "Contenu")
        self.load()
        self.step(4, "Feuilles de style et images")
        self.say(" : prêtes\n" if preparing.collect_static(data) else " : à jour\n")
        self.step(5, "Recherche")
        self.say(" : index prêt\n" if preparing.build_index() else " : à jour\n")
        self.step(6, f"Comptes, gardés dans {preflight.shown(data / 'comptes.txt')}")
        table, made = people.make_accounts(data / "comptes.txt")
        self.say((" : créés\n" if made else " : déjà là\n") + table)
        cache.clear()  # what an older version of the code had cached

    def load(self):
        from portal.models import HomePage

        if HomePage.objects.exists():
            return self.say(" : déjà là\n")
        self.say(" : chargement\n")
        return call_command("load_demo", stdout=self.stdout)

    def serve(self, port):
        self.step(7, "Serveur : démarrage\n")
        connection.close()
        serving.serve(port, answered=serving.announce(port, self.say))
        self.say("Arrêté.\n")

    def step(self, number, name):
        self.say(f"{number}/{STEPS} {name}")

    def say(self, text):
        self.stdout.write(text, ending="")
        self.stdout.flush()
