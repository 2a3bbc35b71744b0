"""What people looked for and did not find; what a cluster that was away has yet to hear."""

import logging

from django.db import models
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger("search")


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
