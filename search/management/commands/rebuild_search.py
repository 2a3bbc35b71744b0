"""A new index of all that is published; the old one answers until the new one is ready."""

import time

from django.core.management.base import BaseCommand, CommandError

from search import indexing


class Command(BaseCommand):
    help = "Reconstruit l'index de recherche. L'ancien répond jusqu'à ce que le nouveau soit prêt."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed", action="store_true", help="seulement si l'index manque, est abîmé ou d'une autre forme"
        )

    def handle(self, *args, if_needed=False, verbosity=1, **options):
        if if_needed and not indexing.needs_rebuild():
            return
        begin = time.monotonic()
        try:
            number = indexing.rebuild()
        except OSError as error:
            raise CommandError(
                f"L'index n'a pas pu être écrit : {error.strerror}. L'ancien, s'il existe, répond toujours."
            ) from None
        if verbosity:
            self.stdout.write(f"{number} entrées, en {time.monotonic() - begin:.1f} s")
