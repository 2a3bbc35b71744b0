"""A lab as readers see it: where it is, what it offers, who is there. Its identity and its rights are those of accounts.Lab."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import PageManager

from portal.fields import LinesField
from portal.models import BasePage, Term, Territory
from search.text import fold
from tools_library import rows

from .. import lab_page, panels
from ..forms import LabForm
from .choices import GeoSource, LabStatus, LabType
from .lab_rows import LabInspiration
from .querysets import LabQuerySet

FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]
RESERVED = {"regions", "integrer", "ecrire"}  # network/urls.py
ROWS = ("hours", "rooms", "team", "links", "awards", "inspirations")
SEARCHED = ("title", "summary", "body", "city", "organisation", "host_organisation", "access_notes")


def terms(vocabulary, label, **options):
    return ParentalManyToManyField(
        Term, related_name="+", verbose_name=label, limit_choices_to={"vocabulary": vocabulary}, blank=True, **options
    )


class LabPage(BasePage):
    """A lab: its owner is the lab itself."""

    # --- what it is
    lab_type = models.CharField(_("type of lab"), max_length=10, choices=LabType, default=LabType.REGIONAL)
    presence = terms("presence", _("presence"), help_text=_("A place where people come, a lab that travels, or both."))
    status = models.CharField(_("state"), max_length=10, choices=LabStatus, default=LabStatus.OPEN, db_index=True)
    planned_for = models.DateField(_("planned for"), null=True, blank=True, help_text=_("If it is not open yet."))
    opened_on = models.DateField(_("open since"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # Null only in drafts.
    territory = models.ForeignKey(Territory, models.PROTECT, null=True, related_name="labs", verbose_name=_("region or entity"))
    coverage_departments = models.CharField(
        _("territory covered"), max_length=200, blank=True, help_text=_("Insee codes of departments. For example: 22 29 35 56.")
    )
    parent_lab = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lab it depends on")
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True, help_text=_("The body it belongs to."))
    organisation_siret = models.CharField(_("SIRET"), max_length=14, blank=True, help_text=_("14 digits."))
    summary = models.CharField(
        _("summary"), max_length=300, help_text=_("One or two sentences. For example: A van, two facilitators, four departments.")
    )
    body = RichTextField(_("presentation"), features=FEATURES, blank=True)
    cover = models.ForeignKey(
        "media.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    cover_alt = models.CharField(_("description of the picture"), max_length=200, blank=True, help_text=_("What it shows."))

    # --- coming
    address_line = models.CharField(_("street address"), max_length=160, blank=True, help_text=_("For example: 12 rue du Port."))
    address_extra = models.CharField(_("more of the address"), max_length=160, blank=True, help_text=_("Floor, door, building."))
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    insee_code = models.CharField(_("Insee code of the town"), max_length=5, blank=True)
    country = models.CharField(_("country"), max_length=2, default="FR", help_text=_("Two letters."))
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("For a mobile lab: where it is when it is on no road. For example: 47.99597."),
    )  # fmt: skip
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)], help_text=_("For example: -4.09795."),
    )  # fmt: skip
    geo_source = models.CharField(_("origin of the position"), max_length=10, choices=GeoSource, blank=True, editable=False)
    geo_score = models.DecimalField(max_digits=4, decimal_places=3, null=True, editable=False)
    geo_locked = models.BooleanField(_("position kept as typed"), default=False, help_text=_("The address never moves it."))
    access_notes = models.TextField(_("how to come"), blank=True, help_text=_("Station, bus, car park, door."))
    accessibility_url = models.URLField(_("its page on Acceslibre"), blank=True)
    accessibility_notes = models.TextField(
        _("accessibility of the place"), blank=True, help_text=_("For example: step-free, lift, accessible toilets.")
    )
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Where letters to the lab go: never shown."))
    website = models.URLField(_("website"), blank=True)
    booking_url = models.URLField(_("address where one books"), blank=True)

    # --- what one finds there
    capacity_max = models.PositiveSmallIntegerField(_("people at most"), null=True, blank=True)
    services = terms("service", _("services"), help_text=_("What one may ask of it."))
    equipment = terms("equipment", _("equipment"))
    host_organisation = models.CharField(
        _("hosted by"), max_length=160, blank=True, help_text=_("A third place, another lab, an agency.")
    )
    host_needs = LinesField(_("what it needs on the spot"), blank=True, help_text=_("One a line, for who hosts a mobile lab."))
    kit = LinesField(_("what is in the suitcase"), blank=True, help_text=_("One a line: what it brings."))

    # --- how true it is
    verified_on = models.DateField(_("verified on"), null=True, help_text=_("The day somebody last checked all of it."))
    verified_by = models.CharField(_("verified by"), max_length=80, blank=True, help_text=_("A role is enough."))
    origin = models.CharField(_("source"), max_length=200, blank=True, help_text=_("Where this comes from."))

    completeness = models.PositiveSmallIntegerField(_("completeness"), default=0, editable=False)
    # Folded words of all that is searched, for the plain listing. Both are written by save().
    search_text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(LabQuerySet)()

    base_form_class = LabForm
    hue = "labs"
    sheet = "labs"
    needs_owner = True
    schema_type = "Place"
    parent_page_types = ["network.LabIndexPage"]
    subpage_types: list[str] = []
    shared_fields = (
        "access", "lab_type", "presence", "status", "planned_for", "opened_on", "closed_on", "territory",
        "coverage_departments", "parent_lab", "organisation", "organisation_siret", "cover", "address_line", "address_extra",
        "postcode", "city", "insee_code", "country", "latitude", "longitude", "geo_source", "geo_score", "geo_locked",
        "accessibility_url", "phone", "email", "website", "booking_url", "capacity_max", "services", "equipment",
        "host_organisation", "verified_on", "verified_by", "origin",
    )  # fmt: skip
    shared_child_fields = {
        "hours": ("weekday", "opens", "closes"),
        "links": ("url",),
        "rooms": ("capacity", "photo"),
        "team": ("role", "count", "name", "since", "until"),
        "awards": ("year", "url"),
    }
    edit_handler = panels.lab_tabs(BasePage)

    class Meta:
        verbose_name = _("lab")
        verbose_name_plural = _("labs")

    # --- reading

    @classmethod
    def for_page(cls):
        """All that its page renders: one query for the lab, one for all its rows."""
        return cls.objects.select_related("locale", "owner_lab", "territory", "cover", "parent_lab__locale").with_family()

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | lab_page.context(self, request)

    def related_labs(self, user):
        """(whether it is the inspiration, lab) pairs that `user` may read."""
        return lab_page.inspirations(self, user, LabInspiration)

    def structured_data(self, request):
        return lab_page.structured_data(self, super().structured_data(request))

    @property
    def said(self) -> str:
        """« Lab mobile, ouvert »: what it is, in a few words."""
        return lab_page.said(self)

    @property
    def writing_address(self) -> str:
        return lab_page.writing_address(self)

    @property
    def is_open(self) -> bool:
        return self.status == LabStatus.OPEN

    @property
    def is_mobile(self) -> bool:
        return self._is_there("on_the_road", "mobile")

    @property
    def is_physical(self) -> bool:
        return self._is_there("here", "physical")

    def _is_there(self, annotated, code) -> bool:
        known = getattr(self, annotated, None)
        return any(term.code == code for term in self.presence.all()) if known is None else known

    @property
    def point(self) -> tuple[float, float] | None:
        """(longitude, latitude) in degrees, WGS84; None when it is not known. Never (0, 0) in its place."""
        if self.latitude is None or self.longitude is None:
            return None
        return float(self.longitude), float(self.latitude)

    # --- writing

    @staticmethod
    def _slug_is_available(slug, parent_page, page=None):
        return slug not in RESERVED and BasePage._slug_is_available(slug, parent_page, page)

    def clean(self):
        super().clean()
        faults = {}
        if (self.latitude is None) != (self.longitude is None):
            faults["longitude" if self.longitude is None else "latitude"] = _("A position has a latitude and a longitude.")
        if self.cover_id and not self.cover_alt:
            faults["cover_alt"] = _("Describe the picture.")
        if self.owner_lab_id and self._others_of_the_lab().exists():
            faults["owner_lab"] = _("This lab already has a page.")
        if faults:
            raise ValidationError(faults)

    def _others_of_the_lab(self):
        return LabPage.objects.filter(owner_lab=self.owner_lab_id).exclude(translation_key=self.translation_key)

    def save(self, *args, **kwargs):
        self.search_text = " ".join(fold(lab_page.searched(self)).split())
        self.completeness = lab_page.completeness(self)
        if (fields := kwargs.get("update_fields")) is not None and set(fields) & set(SEARCHED):
            kwargs["update_fields"] = [*fields, "search_text", "completeness"]
        if self.live and not fields and kwargs.get("clean", True):
            rows.check(self, ROWS)
        super().save(*args, **kwargs)
