"""How often a tool was taken away."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ToolCount(models.Model):
    """Files downloaded, sheets printed: of a tool, in all its languages, in a month. Nobody's name, no hour."""

    class What(models.TextChoices):
        FILE = "file", _("Files taken away")
        PRINT = "print", _("Sheets printed")

    tool = models.UUIDField(_("tool"))  # its translation key: it outlives a page that is deleted and made again
    month = models.CharField(_("month"), max_length=7)  # “2026-11”
    what = models.CharField(_("what"), max_length=10, choices=What)
    number = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("number of a tool")
        verbose_name_plural = _("numbers of tools")
        constraints = [models.UniqueConstraint(fields=["tool", "month", "what"], name="one_count_of_a_tool")]

    def __str__(self):
        return f"{self.tool} {self.month} {self.what}: {self.number}"
