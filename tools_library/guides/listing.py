"""The listing « Guides »."""

from django.utils.translation import gettext_lazy as _

from search.listing import Listing

# What the table of the listing says of each: (heading, value).
COLUMNS = (
    (_("Title"), lambda guide: guide.title),
    (_("Hook"), lambda guide: guide.summary),
    (_("Kind"), lambda guide: guide.get_kind_display()),
    (_("Level"), lambda guide: guide.get_level_display()),
    (_("Minutes"), lambda guide: guide.duration_minutes),
    (_("Lessons"), lambda guide: guide.lesson_count or 0),
    (_("Lab"), lambda guide: guide.owner_lab.name if guide.owner_lab else ""),
    (_("Licence"), lambda guide: guide.get_licence_display()),
)


class GuideListing(Listing):
    """A search with one kind."""
