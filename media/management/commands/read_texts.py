"""The text of documents that came before their text was read, or when the worker could not."""

from django.core.management.base import BaseCommand

from media.models.texts import unread
from media.texts.tasks import ask, read_text

BATCH = 100


class Command(BaseCommand):
    help = "Ask the worker for the text of documents that is not read yet."

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, default=BATCH, help="documents at most (default: %(default)s)")
        parser.add_argument("--now", action="store_true", help="read them here and now, all of them")

    def handle(self, *args, batch=BATCH, now=False, verbosity=1, **options):
        waiting = list(unread().values_list("pk", flat=True)[: None if now else batch])
        for pk in waiting:
            (read_text.call if now else ask)(pk)
        if verbosity:
            self.stdout.write(f"{len(waiting)} {'read' if now else 'asked for'}")
