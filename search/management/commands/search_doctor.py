"""What the index lacks, has too many, or has as it no longer is."""

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines import EngineAwayError

WORDS = {"missing": "absentes", "extra": "en trop", "stale": "périmées"}
SHOWN = 10


class Command(BaseCommand):
    help = "Compare l'index de recherche et la base. Avec --repair : remet d'accord."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="réécrit ce qui diffère ; reconstruit si l'index ne répond pas")

    def handle(self, *args, repair=False, verbosity=1, **options):
        try:
            found = indexing.drift()
        except EngineAwayError as error:
            if not repair:
                raise CommandError(f"L'index ne répond pas ({error}). Lancez : manage.py rebuild_search") from None
            indexing.rebuild()
            found = indexing.drift()
        if repair and any(found.values()):
            indexing.repair(found)
        if verbosity:
            self.tell(found)
        if any(found.values()) and not repair:
            raise CommandError("L'index diffère de la base. Lancez : manage.py search_doctor --repair")

    def tell(self, found):
        for name, ids in found.items():
            more = f" (et {len(ids) - SHOWN} autres)" if len(ids) > SHOWN else ""
            self.stdout.write(f"{WORDS[name]} : {', '.join(ids[:SHOWN]) or 'aucune'}{more}")
