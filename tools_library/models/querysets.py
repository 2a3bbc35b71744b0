"""How tools are read: their words of the vocabularies in one query, what a row shows, references in order."""

from django.apps import apps
from django.db import models
from django.utils.translation import get_language

from portal.models import BasePageQuerySet
from portal.vocabularies import WithTerms


class ToolQuerySet(WithTerms, BasePageQuerySet):
    term_fields = ("phases", "goals", "delivery", "participation")
    lab_fields = ("maintainers",)

    def with_printable(self):
        """Each says `is_printable`: whether it has a file to print."""
        attachments = apps.get_model("tools_library", "ToolAttachment")
        files = attachments.objects.filter(page=models.OuterRef("pk"), document__isnull=False)
        yes = models.Case(models.When(models.Exists(files), then=models.Value("oui")), default=models.Value(""))
        return self.annotate(is_printable=yes)

    def for_cards(self):
        """What a row shows, in two queries."""
        return self.select_related("locale", "owner_lab").with_terms()

    def for_references(self, pages, user):
        """The tools of `pages` that `user` may read, in the language of the interface where they exist."""
        keys = {page.translation_key: place for place, page in enumerate(pages)}
        rows = self.filter(translation_key__in=keys).visible_to(user).in_language(get_language())
        return sorted(rows.for_cards(), key=lambda tool: keys[tool.translation_key])
