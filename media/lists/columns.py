"""What a list of files says of each."""

from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.tables import Column

from portal.durations import file_size

from ..models.texts import is_readable, text_of
from ..texts.words import told


def kind_of(file) -> str:
    """“PDF”, “PNG”."""
    return Path(file.file.name or "").suffix.removeprefix(".").upper()


def size_of(file) -> str:
    return file_size(file.file_size) if file.file_size else ""


def level_of(file) -> str:
    """To whom the file is served: what the pages that show it decide."""
    return file.get_level_display() if file.level else _("Its lab alone: no published page shows it")


def text_told(document) -> str:
    """Whether the search knows its words, and why not."""
    if not is_readable(document):
        return ""
    text = text_of(document)
    return told(text) or (text.get_state_display() if text else _("Not read yet"))


class FileKind(Column):
    """For a document: its type stands for a picture."""

    cell_template_name = "media/admin/kind_cell.html"


class UsedBy(Column):
    """The published pages that show it, in words; then all that names it."""

    cell_template_name = "media/admin/used_by_cell.html"
    SHOWN = 2

    def get_cell_context_data(self, instance, parent_context):
        context = super().get_cell_context_data(instance, parent_context)
        uses = instance.live_uses
        others = uses.count - len(uses.named[: self.SHOWN])
        told = ngettext("and %(n)d other page", "and %(n)d other pages", others) % {"n": others} if others else ""
        return context | {"named": uses.named[: self.SHOWN], "others": told, "usage_url": instance.usage_url}
