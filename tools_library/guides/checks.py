"""What the panel of checks says of a guide and of a lesson."""

from wagtail import hooks

from portal.content_checks import Fault

from ..models import GuidePage, LessonPage
from ..models.guide_choices import Completion
from . import minutes


@hooks.register("content_faults")
def faults_of_a_lesson(page):
    if not isinstance(page, LessonPage):
        return []
    found = [] if page.summary.strip() else [Fault("no-goal")]
    if page.completion == Completion.PRACTICE and not any(block.block_type == "practice" for block in page.body):
        found.append(Fault("no-practice"))
    return [*found, Fault("long-lesson")] if minutes.reading(page) > minutes.LONGEST else found


@hooks.register("content_faults")
def faults_of_a_guide(page):
    if not isinstance(page, GuidePage):
        return []
    found = [] if page.lines_of("objectives") else [Fault("no-objectives")]
    if page.pk and not LessonPage.objects.descendant_of(page).filter(live=True).exists():
        found.append(Fault("no-lesson"))
    return found
