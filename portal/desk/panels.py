"""The panels of the dashboard, in place of Wagtail's: a question each, its first rows, how many there are."""

from django.db.models import Count, Window
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from . import first_visit, storage
from .creations import creations
from .questions import QUESTIONS, may_add

FIRST = 5  # rows; the rest is a list away
LARGEST = 5  # labs


class DeskPanel(Component):
    """What the panels share: a stylesheet, a width, and the person who looks."""

    wide = False
    icon = "doc-empty"

    class Media:
        css = {"all": ["css/desk.css"]}

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        context = {"panel": self, "request": request, "csrf_token": parent_context.get("csrf_token")}
        return context | self.found(request.user)

    def found(self, user) -> dict:
        return {}


class QuestionPanel(DeskPanel):
    """The first rows that answer a question."""

    template_name = "portal/desk/question.html"

    def __init__(self, question, user):
        self.question, self.order, self.wide, self.icon = question, question.order, question.wide, question.icon
        self.heading = question.title(user)
        self.url = reverse(f"desk:{question.name}")

    def found(self, user):
        """One query gives the rows and their total."""
        rows = list(self.question.pages(user).annotate(total=Window(Count("*")))[:FIRST])
        self.question.dress(rows)
        return {"rows": rows, "total": rows[0].total if rows else 0, "many_labs": tells_labs_apart(user)}


class CreatePanel(DeskPanel):
    """« Créer un outil », « Créer une actualité »."""

    template_name = "portal/desk/create.html"
    order, wide = 10, True

    def found(self, user):
        return {"creations": creations() if may_add(user) else []}


class FirstVisitPanel(DeskPanel):
    """Four steps, until they are done or closed."""

    template_name = "portal/desk/first_visit.html"
    order, wide = 5, True
    heading = _("Your first visit")

    def found(self, user):
        begun = creations()
        steps = first_visit.steps(user, begun[0].url if begun else "") if may_add(user) else []
        return {"steps": steps, "done": sum(step.done for step in steps)}


class StoragePanel(DeskPanel):
    """Bytes of images and documents, by lab."""

    template_name = "portal/desk/storage.html"
    order, icon = 80, "folder-inverse"
    heading = _("Room taken by files")

    def found(self, user):
        rooms = storage.rooms(user)
        return {"rooms": rooms[:LARGEST], "others": rooms[LARGEST:], "total": sum(room.bytes for room in rooms)}


def tells_labs_apart(user) -> bool:
    """Whether a row must say whose it is."""
    return len(user.editing_labs) != 1


def panels(user) -> list[DeskPanel]:
    asked = [QuestionPanel(question, user) for question in QUESTIONS if question.is_asked(user)]
    return [FirstVisitPanel(), CreatePanel(), *asked, StoragePanel()]
