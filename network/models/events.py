"""Events: stops of mobile labs, sessions, visits, webinars."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone as clock
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager

from portal.models import BasePage, Shelf, Term, Territory
from search.outputs import OUTPUT
from search.text import fold

from .. import calendars, event_page, panels
from ..forms import EventForm
from .choices import ZONES, EventKind, EventMode, EventStatus
from .querysets import EventQuerySet

SEARCHED = ("title", "summary", "body", "city", "venue_name", "host_organisation")


class EventIndexPage(Shelf):
    """The shelf « Agenda »."""

    summary = models.CharField(_("lead"), max_length=300, blank=True)

    kind = "event"
    hue = "labs"
    sheet = "listing"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["network.EventPage"]
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("shelf of events")

    def listing_class(self):
        from ..event_listing import EventListing

        return EventListing

    def columns(self):
        from ..event_listing import COLUMNS

        return COLUMNS

    def outputs(self, request):
        from ..event_listing import serve

        return serve(self, request)


class EventPage(BasePage):
    """Something that takes place, between two moments of the place where it is."""

    kind = models.CharField(_("type"), max_length=20, choices=EventKind, default=EventKind.TOUR_STOP, db_index=True)
    summary = models.CharField(_("summary"), max_length=200, help_text=_("One sentence: for whom, to do what."))
    body = RichTextField(_("presentation"), features=["h3", "bold", "italic", "ol", "ul", "link"], blank=True)
    # Null only in drafts.
    starts_at = models.DateTimeField(_("begins"), null=True, db_index=True, help_text=_("In the hour of the place."))
    ends_at = models.DateTimeField(
        _("ends"), null=True, db_index=True, help_text=_("For a stop of several days: the end of the last one.")
    )
    all_day = models.BooleanField(_("whole days"), default=False, help_text=_("Hours are not shown."))
    timezone = models.CharField(
        _("time zone"), max_length=40, choices=ZONES, blank=True, help_text=_("Empty: the one of the lab's region.")
    )
    mode = models.CharField(_("format"), max_length=8, choices=EventMode, default=EventMode.ONSITE)
    territory = models.ForeignKey(
        Territory, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region or entity"),
        help_text=_("Empty: the one of the lab."),
    )  # fmt: skip
    venue_name = models.CharField(_("place"), max_length=120, blank=True, help_text=_("For example: Third place of the port."))
    host_organisation = models.CharField(_("hosted by"), max_length=160, blank=True)
    address_line = models.CharField(_("street address"), max_length=160, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    insee_code = models.CharField(_("Insee code of the town"), max_length=5, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )  # fmt: skip
    country = models.CharField(_("country"), max_length=2, default="FR", help_text=_("Two letters."))
    audience = ParentalManyToManyField(
        Term, blank=True, related_name="+", verbose_name=_("audience"), limit_choices_to={"vocabulary": "visitor"}
    )
    capacity = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    is_full = models.BooleanField(_("full"), default=False)
    registration_url = models.URLField(_("address where one registers"), blank=True)
    price_note = models.CharField(_("price"), max_length=80, blank=True, help_text=_("Empty: free."))
    status = models.CharField(_("state"), max_length=10, choices=EventStatus, default=EventStatus.SCHEDULED, db_index=True)
    attendance = models.PositiveSmallIntegerField(_("people who came"), null=True, blank=True)
    replay_url = models.URLField(_("address of the recording"), blank=True)
    report = models.ForeignKey(
        "portal.NewsPage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("report"),
        help_text=_("The news that tells it."),
    )  # fmt: skip

    # Days of the place as numbers that sort (20261124), and folded words. Written by save().
    first_day = models.PositiveIntegerField(editable=False, null=True, db_index=True)
    last_day = models.PositiveIntegerField(editable=False, null=True, db_index=True)
    search_text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(EventQuerySet)()

    base_form_class = EventForm
    hue = "labs"
    sheet = "labs"
    needs_owner = True
    ages = in_plan = False  # it has a date
    schema_type = "Event"
    parent_page_types = ["network.EventIndexPage"]
    subpage_types: list[str] = []
    shared_fields = (
        "access", "kind", "starts_at", "ends_at", "all_day", "timezone", "mode", "territory", "host_organisation",
        "address_line", "postcode", "city", "insee_code", "latitude", "longitude", "country", "audience", "capacity", "is_full",
        "registration_url", "status", "attendance", "replay_url", "report", "first_day", "last_day",
    )  # fmt: skip
    edit_handler = panels.event_tabs(BasePage)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    # --- reading

    @classmethod
    def for_page(cls):
        rows = cls.objects.select_related("owner_lab", "locale", "territory", "report__owner_lab", "report__locale")
        return rows.prefetch_related("audience")

    def serve(self, request, *args, **kwargs):
        if request.GET.get(OUTPUT) == "ics":
            return calendars.answer([self], self.title, self.slug, request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | event_page.context(self, request)

    def structured_data(self, request):
        return event_page.structured_data(self, super().structured_data(request))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone or "Europe/Paris")

    @property
    def starts(self):
        """The moment it begins, in the hour of its place."""
        return self.starts_at and self.starts_at.astimezone(self.zone)

    @property
    def ends(self):
        return self.ends_at and self.ends_at.astimezone(self.zone)

    @property
    def is_over(self) -> bool:
        return bool(self.ends_at and self.ends_at < clock.now())

    @property
    def is_now(self) -> bool:
        return bool(self.starts_at and self.ends_at and self.starts_at <= clock.now() <= self.ends_at)

    @property
    def is_stop(self) -> bool:
        """Whether a mobile lab is there, or will be."""
        return self.kind == EventKind.TOUR_STOP and not self.is_cancelled

    @property
    def is_cancelled(self) -> bool:
        return self.status == EventStatus.CANCELLED

    @property
    def point(self) -> tuple[float, float] | None:
        """(longitude, latitude) in degrees, WGS84."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.longitude), float(self.latitude)

    @property
    def place(self) -> str:
        """The town, else the place, for a sentence."""
        return self.city or self.venue_name

    # --- writing

    def clean(self):
        super().clean()
        faults = {}
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            faults["ends_at"] = _("It ends before it begins.")
        if (self.latitude is None) != (self.longitude is None):
            faults["longitude" if self.longitude is None else "latitude"] = _("A position has a latitude and a longitude.")
        if self.kind == EventKind.TOUR_STOP and not self.city:
            faults["city"] = _("Where does the lab stop?")
        if faults:
            raise ValidationError(faults)

    def save(self, *args, **kwargs):
        event_page.derive(self)
        self.search_text = " ".join(fold(event_page.searched(self)).split())
        if (fields := kwargs.get("update_fields")) is not None:
            more = ["search_text"] * bool(set(fields) & set(SEARCHED))
            more += ["first_day", "last_day"] * bool(set(fields) & {"starts_at", "ends_at"})
            kwargs["update_fields"] = list(dict.fromkeys([*fields, *more]))
        super().save(*args, **kwargs)
