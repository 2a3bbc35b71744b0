from django.apps import AppConfig
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
