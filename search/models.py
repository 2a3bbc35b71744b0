"""What people looked for and did not find; what a cluster that was away has yet to hear."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
    """An object whose change the cluster could not take: told to it once it is back. Several rows may be one change."""

    kind = models.CharField(max_length=20)
    pk_of = models.BigIntegerField()
    key = models.CharField(max_length=36, blank=True)  # of its translations, when it is gone

    class Meta:
        verbose_name = _("late change")
        verbose_name_plural = _("late changes")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind}:{self.pk_of}"


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
