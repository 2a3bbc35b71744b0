"""What was noted since the last time, added up."""

from django.core.management.base import BaseCommand
from django.db import transaction

from portal import tally


class Command(BaseCommand):
    help = "Additionne les téléchargements, les impressions et les recherches sans résultat notés depuis la dernière fois."

    def handle(self, *args, verbosity=1, **options):
        with transaction.atomic():
            number = tally.collect()
        if verbosity:
            self.stdout.write(f"{number} notes")
