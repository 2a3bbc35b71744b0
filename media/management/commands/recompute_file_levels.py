"""Rebuild the level of every file from the pages that show it; --check only tells what differs."""

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page

from media.levels import recompute_file, recompute_page
from media.models import PortalDocument, PortalImage


class Drift(Exception):
    """Rolls a check back."""


class Command(BaseCommand):
    help = "Recalcule la diffusion de chaque fichier d'après les pages qui le montrent."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="dit ce qui diffère, sans rien changer")

    def handle(self, *args, check, **options):
        before = self.levels()
        try:
            with transaction.atomic():
                for page in Page.objects.live().iterator():
                    recompute_page(page)
                for model in (PortalImage, PortalDocument):
                    for file in model.objects.all():
                        recompute_file(file)
                after = self.levels()
                if check:
                    raise Drift
        except Drift:
            pass
        changed = [key for key in after if after[key] != before.get(key)]
        for key in changed:
            self.stdout.write(f"{key[0]} {key[1]} : {before.get(key) or 'aucune page'} -> {after[key] or 'aucune page'}")
        self.stdout.write(f"{len(changed)} fichier(s) à corriger." if check else f"{len(changed)} fichier(s) corrigé(s).")

    def levels(self):
        return {
            (model._meta.model_name, pk): level
            for model in (PortalImage, PortalDocument)
            for pk, level in model.objects.values_list("pk", "level")
        }
