"""How labs and events are read: what a row shows, in few queries."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.family import WithFamily
from portal.models import BasePageQuerySet
from portal.vocabularies import WithTerms

from .choices import EventKind, EventStatus


class LabQuerySet(WithFamily, WithTerms, BasePageQuerySet):
    term_fields = ("presence", "services", "equipment")

    def for_page(self):
        return self.select_related("locale", "owner_lab", "territory", "cover").with_terms()

    def for_rows(self):
        """What a row, the map and GeoJSON show, in one query; `here` and `on_the_road` are the two presences."""
        terms = self.model.presence.through.objects.filter(labpage=OuterRef("pk"))
        return (
            self.select_related("locale", "owner_lab", "territory")
            .defer("body", "search_text", "host_needs", "kit", "access_notes", "accessibility_notes")
            .annotate(here=Exists(terms.filter(term__code="physical")), on_the_road=Exists(terms.filter(term__code="mobile")))
        )


class EventQuerySet(BasePageQuerySet):
    def for_rows(self):
        return self.select_related("locale", "owner_lab", "territory").defer("body")

    def upcoming(self, now=None):
        """Those that have not ended, the soonest first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def past(self, now=None):
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "-pk")

    def stops(self):
        """The stops of mobile labs that take place."""
        return self.filter(~Q(status=EventStatus.CANCELLED), kind=EventKind.TOUR_STOP)
