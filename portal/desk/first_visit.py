"""The first visit: four steps, ticked as they are done, until the person closes them. Kept on Wagtail's profile."""

from dataclasses import dataclass

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from wagtail.models import PageLogEntry, Revision
from wagtail.users.models import UserProfile

KEY = "first-visit"  # among Wagtail's “dismissibles”: {"tools": true, "preview": true, "closed": true}
SEEN = ("tools", "preview", "closed")
GIVEN = ("wagtail.publish", "wagtail.workflow.start")
PREVIEWS = ("wagtailadmin_pages:preview_on_add", "wagtailadmin_pages:preview_on_edit")


@dataclass
class Step:
    name: str
    label: str
    told: str
    done: bool
    url: str = ""


def seen(user) -> dict:
    profile = getattr(user, "wagtail_userprofile", None)
    known = profile.dismissibles.get(KEY) if profile else None
    return known if isinstance(known, dict) else {}  # the browser may write anything there


def tick(user, name) -> None:
    profile = UserProfile.get_for_user(user)
    profile.dismissibles[KEY] = seen(user) | {name: True}
    profile.save(update_fields=["dismissibles"])


def steps(user, create_url) -> list[Step]:
    """Empty once the person has closed them, or done them all."""
    known = seen(user)
    if known.get("closed"):
        return []
    publishes = user.is_national or bool(user.publishing_labs)
    last = _("Publish it") if publishes else _("Submit it")
    given = _("The arrow beside “Save draft”. What is missing is said, and nothing that you typed is lost.")
    todo = [
        Step("tools", _("Look at what the lab keeps"), _("Its pages, published or not, in one list."), "tools" in known),
        Step("draft", _("Begin a draft"), _("A title is enough. It is saved as you type; nobody else reads it."),
             Revision.objects.filter(user=user).exists(), create_url),
        Step("preview", _("Preview it"), _("The icon of a telephone, at the top right of the form."), "preview" in known),
        Step("given", last, given, PageLogEntry.objects.filter(user=user, action__in=GIVEN).exists()),
    ]  # fmt: skip
    return [] if all(step.done for step in todo) else todo


class FirstVisit(View):
    """A step that only looking at does, or the end of the visit. Plain forms: no script is needed."""

    http_method_names = ["post"]

    def post(self, request):
        name = request.POST.get("step")
        if name in SEEN:
            tick(request.user, name)
        return HttpResponseRedirect(reverse("desk:lab" if name == "tools" else "wagtailadmin_home"))


class PreviewSeen:
    """A preview leaves no trace of its own: the first one is ticked when its form is posted."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.method == "POST" and request.resolver_match.view_name in PREVIEWS and request.user.is_authenticated:
            known = seen(request.user)
            if not known.get("closed") and "preview" not in known:
                tick(request.user, "preview")
