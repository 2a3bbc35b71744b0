"""What a learner with an account has done. Keys are translation keys: French and English share one progress."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .guide_choices import Completion


class Enrolment(models.Model):
    """A person follows a guide."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="enrolments")
    guide_key = models.UUIDField(_("guide"), db_index=True)
    started_at = models.DateTimeField(_("started"), default=timezone.now)
    last_lesson_key = models.UUIDField(_("last lesson"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)  # sticky: new lessons take nothing away

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["user", "guide_key"], name="enrolment_once_per_guide")]

    def __str__(self):
        return f"{self.user_id}: {self.guide_key}"


class LessonProgress(models.Model):
    """What became of one lesson."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="lessons")
    lesson_key = models.UUIDField(_("lesson"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    completed_at = models.DateTimeField(_("completed"), null=True, blank=True)
    how = models.CharField(_("how"), max_length=10, choices=Completion, blank=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson_key"], name="progress_once_per_lesson")]

    def __str__(self):
        return f"{self.enrolment_id}: {self.lesson_key}"


class LearnerNote(models.Model):
    """An answer in « Mon carnet »: nobody else reads it, not even in the admin."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="notes")
    lesson_key = models.UUIDField(_("lesson"))
    block_id = models.UUIDField(_("question"))
    text = models.TextField(_("text"), max_length=4000)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson_key", "block_id"], name="note_once_per_question")]

    def __str__(self):
        return f"{self.enrolment_id}: {self.block_id}"
