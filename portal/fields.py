"""Model fields of the house."""

from django.db import models
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.fields import StreamField


class BodyField(StreamField):
    """A StreamField whose blocks are code, not schema: changing them makes no migration."""

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class LinesField(models.TextField):
    """A list of short texts, one a line in the form. `lines()` reads it."""

    def formfield(self, **kwargs):
        return super().formfield(**{"widget": AdminAutoHeightTextInput} | kwargs)


def lines(text: str) -> list[str]:
    """The lines that say something, without the dash or dot that people put in front."""
    return [stripped for line in text.splitlines() if (stripped := line.strip().lstrip("-–•* ").strip())]
