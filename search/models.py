"""Words that editors keep; what people looked for and did not find; what a cluster that was away has yet to hear."""

import logging

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from . import terms
from .promotions import taken

logger = logging.getLogger("search")


class Synonym(models.Model):
    """A group of terms that mean the same: who types one finds what holds any other."""

    terms = models.TextField(
        _("terms"),
        help_text=_("One per line, or with commas; two at least. Accents and the plural count for nothing."),
    )

    class Meta:
        verbose_name = _("group of synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["terms", "pk"]

    def __str__(self):
        return Truncator(", ".join(self.listed)).chars(80)

    @property
    def listed(self) -> list[str]:
        return terms.listed(self.terms)

    def clean(self):
        if not self.terms.strip():
            return  # told by the field itself
        others = Synonym.objects.exclude(pk=self.pk)
        faults = terms.faults(self.listed) or terms.known_elsewhere(self.listed, others)
        if self.pk is None and len(others) >= terms.MOST_GROUPS:
            faults.append(gettext("There are %(n)d groups already: take one out first.") % {"n": terms.MOST_GROUPS})
        if faults:
            raise ValidationError({"terms": faults})
        self.terms = "\n".join(self.listed)


class Promotion(models.Model):
    """For some words, some results first: chosen by editors, on the page of results alone."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    wordings = models.TextField(
        _("words searched"),
        help_text=_("What readers type, one per line. The order, accents, the plural and small words count for nothing."),
    )
    first_day = models.DateField(_("from"), null=True, blank=True, help_text=_("Empty: from now on."))
    last_day = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day included. Empty: without end."))

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["wordings", "pk"]

    def __str__(self):
        return Truncator(", ".join(self.listed)).chars(80)

    @property
    def listed(self) -> list[str]:
        return terms.listed(self.wordings)

    @property
    def state(self) -> str:
        today = timezone.localdate()
        if self.first_day and self.first_day > today:
            return pgettext("promoted result", "To come")
        is_over = self.last_day and self.last_day < today
        return pgettext("promoted result", "Over") if is_over else pgettext("promoted result", "Shown")

    def meets(self, other) -> bool:
        """Whether some day has both."""
        begins = not self.last_day or not other.first_day or other.first_day <= self.last_day
        return begins and (not other.last_day or not self.first_day or self.first_day <= other.last_day)

    def clean(self):
        faults = (terms.faults_of_wordings(self.listed) or taken(self)) if self.wordings.strip() else []
        if self.pk is None and Promotion.objects.count() >= terms.MOST_GROUPS:
            faults.append(gettext("There are %(n)d already: take one out first.") % {"n": terms.MOST_GROUPS})
        found = {"wordings": faults} if faults else {}
        if self.first_day and self.last_day and self.last_day < self.first_day:
            found["last_day"] = [gettext("It would end before it begins.")]
        if found:
            raise ValidationError(found)
        self.wordings = "\n".join(self.listed)


class Promoted(models.Model):
    """One of the results that a promotion puts first. Gone, withdrawn or hidden from a reader: she is shown nothing of it."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(max_length=20)
    pk_of = models.BigIntegerField()
    said = models.CharField(max_length=160, blank=True)
    place = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("result put first")
        verbose_name_plural = _("results put first")
        ordering = ["place", "pk"]

    def __str__(self):
        return f"{self.kind}:{self.pk_of}"


class FruitlessSearch(models.Model):
    """A question that found nothing, and how many times in a month. Nobody's name, no hour."""

    month = models.CharField(_("month"), max_length=7)  # “2026-11”
    kind = models.CharField(_("list"), max_length=20)
    language = models.CharField(_("language"), max_length=5)
    text = models.CharField(_("words"), max_length=80)
    number = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("search without a result")
        verbose_name_plural = _("searches without a result")
        ordering = ["-month", "-number", "text"]
        constraints = [models.UniqueConstraint(fields=["month", "kind", "language", "text"], name="one_count_of_a_search")]

    def __str__(self):
        return self.text


class LateChange(models.Model):
    """An object whose change the cluster could not take: told to it once it is back. Several rows may be one change.

    tries: how many times it refused the object itself. After MOST_TRIES that is set aside until it changes; the doctor names it.
    """

    MOST_TRIES = 5

    kind = models.CharField(max_length=20)
    pk_of = models.BigIntegerField()
    key = models.CharField(max_length=36, blank=True)  # of its translations, when it is gone
    tries = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("late change")
        verbose_name_plural = _("late changes")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind}:{self.pk_of}"

    @property
    def asked(self) -> tuple[str, int, str]:
        return self.kind, self.pk_of, self.key

    def refused(self, why: str) -> None:
        self.tries, self.why = self.tries + 1, why[:200]
        self.save(update_fields=["tries", "why"])
        if self.tries == self.MOST_TRIES:
            logger.error("The cluster refuses %s, which is set aside: %s", self, self.why)


class AnswerTime(models.Model):
    """How many answers of an engine took no longer than a step (search.metrics.STEPS), since the site began."""

    engine = models.CharField(max_length=20)
    step = models.PositiveSmallIntegerField()
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("time of answers")
        verbose_name_plural = _("times of answers")
        constraints = [models.UniqueConstraint(fields=["engine", "step"], name="one_count_of_a_step")]

    def __str__(self):
        return f"{self.engine}, {self.step}"
