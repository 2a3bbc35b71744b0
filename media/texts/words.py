"""What an editor is told of a file whose text is not read, or not to its end."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .limits import DAMAGED, HUGE, LOCKED, LONG, MISSING, OTHER, PAGES, ROOM, SCAN, TIME

NOTES = {
    LONG: gettext_lazy("it is long, and the search knows its beginning alone (200 kB of text)"),
    PAGES: gettext_lazy("it is long, and the search knows its first 1,000 pages alone"),
    TIME: gettext_lazy("it takes too long to read"),
    ROOM: gettext_lazy("it asks for too much memory to read"),
    LOCKED: gettext_lazy("it is protected by a password"),
    DAMAGED: gettext_lazy("it is damaged"),
    HUGE: gettext_lazy("it is too large, packed or unpacked"),
    OTHER: gettext_lazy("it is not of the type that its name says"),
    SCAN: gettext_lazy("it holds no text. If these are scanned pages, have their characters recognised"),
    MISSING: gettext_lazy("the file is missing"),
}


def told(text) -> str:
    """A sentence; nothing when all of it is read, or when its turn has not come."""
    if text is None or not text.note:
        return ""
    words = _("Text read in part: %(why)s.") if text.state == text.State.PART else _("Text not read: %(why)s.")
    return words % {"why": NOTES.get(text.note, NOTES[DAMAGED])}
