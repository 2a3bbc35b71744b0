"""Imports of tools: who brought which file when, what it did, and how to take it back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ToolImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; the national team reads all."""
        return self if user.is_national else self.filter(by=user)


class ToolImport(models.Model):
    """A file of tools, from its reading to its effects."""

    class State(models.TextChoices):
        READ = "read", _("To be confirmed")
        RUNNING = "running", _("Under way")
        DONE = "done", _("Imported")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")

    at = models.DateTimeField(_("date"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )  # what was done stays when somebody leaves
    filename = models.CharField(_("file"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READ)
    # What was read, until it is confirmed; then only what was shown.
    table = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    created = models.PositiveIntegerField(_("tools made"), default=0)
    changed = models.PositiveIntegerField(_("tools changed"), default=0)
    unchanged = models.PositiveIntegerField(_("left as they are"), default=0)
    refused = models.PositiveIntegerField(_("rows refused"), default=0)

    objects = ToolImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("import of tools")
        verbose_name_plural = _("imports of tools")

    def __str__(self):
        return self.filename

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)

    @property
    def to_do(self) -> int:
        """How many tools confirming it would write."""
        return sum(line["outcome"] in ("created", "changed") for line in self.report)


class ToolImportLine(models.Model):
    """A tool that an import wrote: its draft before, its draft after."""

    imported = models.ForeignKey(ToolImport, models.CASCADE, related_name="lines")
    # A number: when the page goes, what happened to it stays readable.
    page_id = models.PositiveIntegerField(db_index=True)
    reference = models.CharField(_("reference"), max_length=12)
    title = models.CharField(_("title"), max_length=255)
    is_new = models.BooleanField(_("new"), default=False)
    revision_id = models.PositiveBigIntegerField()
    previous_id = models.PositiveBigIntegerField(null=True)
    had_changes = models.BooleanField(default=False)  # unpublished ones, before
    told = models.CharField(_("what came of it"), max_length=300, blank=True)  # why it could not be undone, or not be done
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("tool of an import")
        verbose_name_plural = _("tools of an import")

    def __str__(self):
        return f"{self.reference} {self.title}"
