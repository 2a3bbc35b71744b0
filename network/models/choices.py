"""The closed lists of labs and events: codes that code depends on."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LabType(models.TextChoices):
    NATIONAL = "national", _("National lab")
    REGIONAL = "regional", _("Regional lab")
    AGENCY = "agency", _("Lab in an agency")
    CAMPUS = "campus", _("Campus")
    PARTNER = "partner", _("Partner lab")


class LabStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("a lab", "Planned")
    OPEN = "open", pgettext_lazy("a lab", "Open")
    PAUSED = "paused", pgettext_lazy("a lab", "Paused")
    CLOSED = "closed", pgettext_lazy("a lab", "Closed")


class GeoSource(models.TextChoices):
    MANUAL = "manual", _("Typed by hand")
    GEOCODER = "geocoder", _("Found from the address")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 3, _("Wednesday")
    THURSDAY = 4, _("Thursday")
    FRIDAY = 5, _("Friday")
    SATURDAY = 6, _("Saturday")
    SUNDAY = 7, _("Sunday")


class EventKind(models.TextChoices):
    TOUR_STOP = "tour_stop", _("Stop of a mobile lab")
    CODESIGN = "codesign_session", _("Co-design flash session")
    SPRINT = "sprint", _("Collaborative sprint")
    RESIDENCY = "residency", _("Residency")
    VISIT = "visit", _("Visit")
    LAB_EXPERIENCE = "lab_experience", "LAB Experience"
    WEBINAR = "webinar", _("Webinar")
    TRAINING = "training", _("Training")
    CONFERENCE = "conference", _("Conference")
    OPEN_DAY = "open_day", _("Open day")


class EventMode(models.TextChoices):
    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site and online")


class EventStatus(models.TextChoices):
    SCHEDULED = "scheduled", pgettext_lazy("an event", "Scheduled")
    CONFIRMED = "confirmed", pgettext_lazy("an event", "Confirmed")
    CANCELLED = "cancelled", pgettext_lazy("an event", "Cancelled")
    DONE = "done", pgettext_lazy("an event", "Done")


# Where an event may take place: the zones of the French territories, and the ones of the network's neighbours.
ZONES = [
    ("Europe/Paris", _("Paris")),
    ("America/Guadeloupe", _("Guadeloupe")),
    ("America/Martinique", _("Martinique")),
    ("America/Cayenne", _("French Guiana")),
    ("Indian/Reunion", _("Réunion")),
    ("Indian/Mayotte", _("Mayotte")),
    ("Europe/Brussels", _("Brussels")),
    ("Europe/Tallinn", _("Tallinn")),
    ("America/Montreal", _("Montréal")),
    ("UTC", "UTC"),
]
