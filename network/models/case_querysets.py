"""How case studies are read: what a row shows, the region of the lab that leads them, all their rows in one query."""

from django.db import models

from portal import family
from portal.models import BasePageQuerySet


class CaseQuerySet(family.WithFamily, BasePageQuerySet):
    def with_region(self):
        """Each says `region`: the address of the territory of the lab that leads it, None where that lab has no page."""
        from .labs import LabPage

        own = LabPage.objects.filter(owner_lab=models.OuterRef("owner_lab")).order_by("pk")
        return self.annotate(region=models.Subquery(own.values("territory__slug")[:1]))

    def for_cards(self):
        """What a row shows, in two queries."""
        return (
            self.select_related("locale", "owner_lab", "theme", "phase")
            .prefetch_related("challenges")
            .defer("problem", "outcomes", "indirect_effects", "provenance", "review_note", "search_text")
        )
