"""Load the demo content into an empty site."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tools_library.models import ToolPage


class Command(BaseCommand):
    help = "Charge le contenu de démonstration dans un site vide."

    def handle(self, *args, **options):
        if ToolPage.objects.exists():
            raise CommandError("Le site contient déjà des outils : rien n'est chargé.")
        from portal.demo.load import load
        from portal.demo.queued import queued_once

        with queued_once(), transaction.atomic():
            load(self.say)
        self.stdout.write("Contenu de démonstration chargé.")

    def say(self, text):
        if self.stdout.isatty():
            self.stdout.write(f"\r  {text}", ending="")
            self.stdout.flush()
