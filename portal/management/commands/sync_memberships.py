"""A membership that began or ended by its date gives or takes the rights of its lab in the admin."""

from django.core.management.base import BaseCommand

from portal.accounts.models import User
from portal.rights.collections import PREFIX, sync_groups


class Command(BaseCommand):
    help = "Donne et retire les droits des labs selon les dates des appartenances. Chaque nuit, par « manage.py work »."

    def handle(self, *args, verbosity, **options):
        people = User.objects.filter(memberships__isnull=False) | User.objects.filter(groups__name__startswith=PREFIX)
        changed = [user for user in people.distinct() if sync_groups(user)]
        if verbosity:
            self.stdout.write("\n".join(f"{user.email} : droits mis à jour" for user in changed) or "Rien à changer.")
