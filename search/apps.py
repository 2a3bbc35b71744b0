from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self):
        from . import indexing, promotions, synonyms
        from .models import Promoted, Promotion, Synonym

        autodiscover_modules("search_entries")
        indexing.watch()
        synonyms.kept.follow(Synonym)
        promotions.kept.follow(Promotion, Promoted)
        for kept in (synonyms.kept, promotions.kept):  # a migration, a database that is put back
            post_migrate.connect(kept.changed, sender=self, dispatch_uid=f"{kept.key}-migrated")
