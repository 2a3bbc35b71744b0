"""What each index lacks, has too many, or has as it no longer is."""

from django.core.management.base import BaseCommand, CommandError

from search import indexing
from search.engines import EngineAwayError, engines
from search.models import LateChange

WORDS = {"missing": "absentes", "extra": "en trop", "stale": "périmées"}
SHOWN = 10


class Command(BaseCommand):
    help = "Compare les index de recherche et la base. Avec --repair : remet d'accord."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="réécrit ce qui diffère ; reconstruit au besoin")

    def handle(self, *args, repair=False, verbosity=1, **options):
        wrong = [words for one in engines() if (words := self.look(one, repair, verbosity))]
        late = LateChange.objects.count()
        aside = LateChange.objects.filter(tries__gte=LateChange.MOST_TRIES)
        if verbosity and late:
            self.stdout.write(f"changements que la grappe n'a pas encore : {late}")
        wrong += [f"Refusé par la grappe, mis de côté : {row} ({row.why})" for row in aside[:SHOWN]]
        if wrong:
            raise CommandError("\n".join(wrong))

    def look(self, one, repair, verbosity) -> str:
        """What is wrong with an engine that is not mended."""
        try:
            found = indexing.drift(one)
        except EngineAwayError as error:
            if not repair:
                return f"L'index de {one.name} ne répond pas ({error}). Lancez : manage.py rebuild_search"
            return self.mend(one)
        refused = indexing.repair(found, one) if repair and any(found.values()) else {}
        if verbosity:
            self.tell(one, found)
        if any(found.values()) and not repair:
            return f"L'index de {one.name} diffère de la base. Lancez : manage.py search_doctor --repair"
        return "\n".join(f"{one.name} refuse {id_} : {why}" for id_, why in list(refused.items())[:SHOWN])

    def mend(self, one) -> str:
        try:
            indexing.rebuild(one)
        except EngineAwayError as error:
            return f"{one.name} ne répond pas ({error})."
        return ""

    def tell(self, one, found):
        for name, ids in found.items():
            more = f" (et {len(ids) - SHOWN} autres)" if len(ids) > SHOWN else ""
            self.stdout.write(f"{one.name}, {WORDS[name]} : {', '.join(ids[:SHOWN]) or 'aucune'}{more}")
