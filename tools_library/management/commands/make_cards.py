"""Cards of what was published since the last time, before anybody asks."""

from django.core.management.base import BaseCommand

from tools_library.paper.ahead import make_ahead


class Command(BaseCommand):
    help = "Fabrique d'avance les fiches A4 de ce qui vient d'être publié."

    def handle(self, *args, verbosity=1, **options):
        number = make_ahead()
        if verbosity:
            self.stdout.write(f"{number} fiches")
