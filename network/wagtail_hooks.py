"""The network in the admin: « Labs », « Événements »."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet

from portal.content_checks import Fault
from portal.desk.creations import Creation
from portal.lists.pages import Filed

from .cases import hooks as cases  # noqa: F401  (its hooks register themselves)
from .lists import EventFilters, EventList, LabFilters, LabList
from .models import EventPage, LabPage
from .views import create_event, create_lab


class LabListing(Filed, PageListingViewSet):
    model = LabPage
    index_view_class = LabList
    icon = "site"
    menu_label = _("All labs")
    create_url_name, create_label = "create_lab", _("Create a lab's page")
    filterset_class = LabFilters


class EventListing(Filed, PageListingViewSet):
    model = EventPage
    index_view_class = EventList
    icon = "calendar-alt"
    menu_label = _("All events")
    create_url_name, create_label = "create_event", _("Create an event")
    filterset_class = EventFilters


lab_listing, event_listing = LabListing("lab_pages"), EventListing("event_pages")


@hooks.register("register_admin_viewset")
def register_lists():
    return [lab_listing, event_listing]


@hooks.register("register_admin_urls")
def register_create():
    return [
        path("labs/creer/", create_lab, name="create_lab"),
        path("evenements/creer/", create_event, name="create_event"),
    ]


@hooks.register("register_desk_creation")
def create_event_from_the_desk():
    return Creation(_("Create an event"), reverse("create_event"), icon="calendar-alt", order=30)


@hooks.register("register_admin_menu_item")
def labs_menu():
    items = [
        MenuItem(_("Create a lab's page"), reverse("create_lab"), icon_name="plus", order=1, name="create-lab"),
        MenuItem(_("All labs"), lab_listing.menu_url, icon_name="site", order=2, name="all-labs"),
    ]
    return SubmenuMenuItem(_("Labs"), Menu(items=items), icon_name="site", order=60, name="lab-pages")


@hooks.register("register_admin_menu_item")
def events_menu():
    items = [
        MenuItem(_("Create an event"), reverse("create_event"), icon_name="plus", order=1, name="create-event"),
        MenuItem(_("All events"), event_listing.menu_url, icon_name="calendar-alt", order=2, name="all-events"),
    ]
    return SubmenuMenuItem(_("Events"), Menu(items=items), icon_name="calendar-alt", order=75, name="event-pages")


@hooks.register("content_faults")
def faults_of_a_lab(page):
    """The panel of checks: what visitors look for and do not find."""
    if not isinstance(page, LabPage):
        return []
    found = [] if page.point else [Fault("no-position")]
    return found + [Fault("no-access")] * (not page.accessibility_notes and page.is_physical)
