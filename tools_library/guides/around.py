"""The lessons that use a tool, on its page."""

from django.utils.translation import gettext as _

from portal.durations import duration

from .. import around
from ..models import LessonPage

MOST = 1  # on a page that has little room


@around.register
def lessons(tool, user, language):
    """Of live lessons only: the rows of LessonTool are those of what readers read."""
    found = LessonPage.objects.visible_to(user).in_language(language).filter(named_tools__tool_key=tool.translation_key)
    rows = [
        around.Row(lesson, f"{duration(lesson.minutes)}, {lesson.guide_title}")
        for lesson in found.for_cards().order_by("path")[:MOST]
    ]
    yield _("Lessons that use it"), rows
