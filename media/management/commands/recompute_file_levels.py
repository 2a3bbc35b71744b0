"""Who may read each file, computed again from the live pages."""

from django.core.management.base import BaseCommand, CommandError

from media import drift


class Command(BaseCommand):
    help = "Compute again which pages show which files, the level of each file, and where its renditions lie."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="only say what is wrong; exit 1 if anything is")

    def handle(self, *args, check=False, **options):
        if not check:
            self.stdout.write(f"{drift.mend()} put right")
            return
        for fault in (faults := list(drift.faults())):
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} wrong")
        self.stdout.write("Nothing wrong")
