"""A role that ends soon is told to whoever holds it and to the lab's managers."""

from django.core.management.base import BaseCommand

from portal.accounts.workflow import remind


class Command(BaseCommand):
    help = "Prévient des appartenances qui finissent dans un mois, puis dans une semaine. Chaque nuit, par « manage.py work »."

    def handle(self, *args, verbosity, **options):
        count = remind()
        if verbosity:
            self.stdout.write(f"{count} appartenance(s) rappelée(s).")
