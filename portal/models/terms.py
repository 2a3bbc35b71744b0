"""All controlled vocabularies, as rows: phases of a session, goals, themes, services, equipment, roles and others."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TermQuerySet(models.QuerySet):
    def of(self, vocabulary):
        return self.filter(vocabulary=vocabulary)


class Term(models.Model):
    """A word of a vocabulary. Code depends on some codes: those may be renamed in words, never removed."""

    class Vocabulary(models.TextChoices):
        PHASE = "phase", _("Times of a session")
        GOAL = "goal", _("Goals")
        DELIVERY = "delivery", _("Delivery")
        PARTICIPATION = "participation", _("Forms of work")
        THEME = "theme", _("Themes")
        PRESENCE = "presence", _("Presence of a lab")
        SERVICE = "service", _("Services of labs")
        EQUIPMENT = "equipment", _("Equipment of labs")
        ROLE = "role", _("Roles in a team")
        VISITOR = "visitor", _("Categories of visitors")
        CASE_PHASE = "case_phase", _("Phases of a project")
        PROBLEM = "problem", _("Difficulties that a lab answers")

    vocabulary = models.CharField(_("vocabulary"), max_length=20, choices=Vocabulary)
    code = models.SlugField(_("code"), max_length=40)
    label_fr = models.CharField(_("label in French"), max_length=80)
    label_en = models.CharField(_("label in English"), max_length=80)
    short_fr = models.CharField(_("short label in French"), max_length=40, blank=True)
    short_en = models.CharField(_("short label in English"), max_length=40, blank=True)
    prompt_fr = models.CharField(_("what a person in need says, in French"), max_length=160, blank=True)
    prompt_en = models.CharField(_("what a person in need says, in English"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_protected = models.BooleanField(_("code depends on it"), default=False, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["vocabulary", "order", "code"]
        verbose_name = _("term")
        verbose_name_plural = _("vocabularies")
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="term_code_per_vocabulary")]

    def __str__(self):
        return self.label

    @property
    def label(self):
        return self._word("label")

    @property
    def short(self):
        return self._word("short") or self.label

    def _word(self, name):
        return getattr(self, f"{name}_{'en' if get_language() == 'en' else 'fr'}")

    def delete(self, *args, **kwargs):
        if self.is_protected:
            raise models.ProtectedError(_("Code depends on this term: rename it instead."), {self})
        return super().delete(*args, **kwargs)
