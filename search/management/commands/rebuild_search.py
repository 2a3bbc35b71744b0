"""A new index of all that is published; the old one answers until the new one is ready."""

import time

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines import EngineAwayError, engines


class Command(BaseCommand):
    help = "Reconstruit les index de recherche. L'ancien répond jusqu'à ce que le nouveau soit prêt."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed", action="store_true", help="seulement ceux qui manquent, sont abîmés ou d'une autre forme"
        )
        parser.add_argument("--engine", choices=[one.name for one in engines()], help="celui d'un moteur seulement")

    def handle(self, *args, if_needed=False, engine=None, verbosity=1, **options):
        for one in indexing.in_need() if if_needed else engines():
            if engine in (None, one.name):
                self.rebuild(one, verbosity)

    def rebuild(self, one, verbosity):
        begin = time.monotonic()
        try:
            number = indexing.rebuild(one)
        except OSError as error:
            raise CommandError(
                f"L'index n'a pas pu être écrit : {error.strerror}. L'ancien, s'il existe, répond toujours."
            ) from None
        except EngineAwayError as error:
            raise CommandError(f"{one.name} ne répond pas ({error}). L'ancien index, s'il existe, n'a pas changé.") from None
        if verbosity:
            self.stdout.write(f"{one.name} : {number} entrées, en {time.monotonic() - begin:.1f} s")
