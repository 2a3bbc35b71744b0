"""The second lock: admin views that look a page up without asking for its permissions.

Denies by default: any page named by an admin URL must be one that the explorer would list.
"""

import re

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from .collections import PREFIX, sync_groups
from .crafted import refuse_crafted
from .names import named_to, readable_pages

PAGE_ARGUMENTS = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
LONGEST = 200  # characters of a search
DATES = ("_from", "_to", "_after", "_before")  # what filters of dates are called
EDGE = re.compile(r"\b(0001|9999)\b")  # the first and last years of Python, which overflow in another zone
NUMBER = re.compile(r"[0-9]{1,18}")  # an id that every view and the database read alike
CLOSED = (  # show any page or file of the site, whoever asks; or break on purpose
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_api:images:",
    "wagtailadmin_api:documents:",
    "wagtailadmin_error_test",
)


def reads_everything(user):
    return user.is_superuser or policy_registry.get_by_type(Page).actions_by_place(user, Page.get_first_root_node())


def shorten(request):
    """A search box takes a line, not a book: each word costs a condition. And a day in another zone must exist."""
    text, edges = request.GET.get("q", ""), [key for key in request.GET if key.endswith(DATES) and EDGE.search(request.GET[key])]
    if len(text) <= LONGEST and not edges:
        return
    request.GET = request.GET.copy()
    for key in edges:
        del request.GET[key]
    if text:
        request.GET["q"] = text[:LONGEST]


def groups_of_today(user):
    """Files ask for groups, and a role that ends by its date leaves its group at night: not before, unless she comes."""
    if not user.is_authenticated:
        return
    held = {name for name in user._group_names if name.startswith(PREFIX)}
    if held != {f"{PREFIX}{code}" for code in user.editing_codes}:
        sync_groups(user)
        vars(user).pop("_group_names", None)


class LabGuard:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.path.startswith("/admin/"):
            return self.get_response(request)
        groups_of_today(request.user)
        shorten(request)
        with named_to(request.user):
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        name, user = request.resolver_match.view_name or "", request.user
        if request.path.startswith("/admin/") and user.is_authenticated and not user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied  # stock: back to the door, which is open, and so on without end
        refuse_crafted(request, name)
        if name.endswith("chosen_multiple") and not all(map(NUMBER.fullmatch, request.GET.getlist("id"))):
            raise Http404  # “+8” is 8 to the view
        if not name.startswith(("wagtailadmin", "simple_translation")) or not getattr(user, "editing_labs", None):
            return
        if reads_everything(user):
            return
        if name.startswith(CLOSED):
            raise PermissionDenied
        wanted = {kwargs[key] for key in PAGE_ARGUMENTS if key in kwargs}
        if name.startswith("wagtailadmin_pages:") and "pk" in kwargs:
            wanted.add(int(kwargs["pk"]))
        visible = policy_registry.get_by_type(Page).explorable_instances(user)
        if name.startswith("wagtailadmin_choose_page"):
            wanted |= set(map(int, filter(NUMBER.fullmatch, request.GET.getlist("id"))))
            visible = visible | Page.objects.filter(readable_pages(user))
        if wanted and visible.filter(pk__in=wanted).count() < len(wanted):
            raise PermissionDenied
        if "task_state_id" in kwargs and not TaskState.objects.filter(
            pk=kwargs["task_state_id"], revision__object_id=str(kwargs["page_id"])
        ):
            raise PermissionDenied
