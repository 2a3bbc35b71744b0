"""The edit forms of labs and events: hours of the place where an event takes place, codes that are checked as they are typed."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.rights.forms import PageForm

from . import event_page, geo


class LabForm(PageForm):
    def clean_coverage_departments(self):
        """Codes that exist, one space between."""
        codes = self.cleaned_data["coverage_departments"].replace(",", " ").upper().split()
        if unknown := [code for code in codes if code not in geo.DEPARTMENTS]:
            raise ValidationError(_("No department has this code: %(codes)s.") % {"codes": ", ".join(unknown)})
        return " ".join(dict.fromkeys(codes))

    def clean_organisation_siret(self):
        siret = "".join(self.cleaned_data["organisation_siret"].split())
        if siret and not (siret.isascii() and siret.isdigit() and len(siret) == 14):
            raise ValidationError(_("A SIRET has 14 digits."))
        return siret


class EventForm(PageForm):
    """Hours are typed and shown as they are at the place of the event, whatever the zone of who types."""

    MOMENTS = ("starts_at", "ends_at")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.MOMENTS:
            if value := getattr(self.instance, name, None):
                self.initial[name] = value.astimezone(self.instance.zone).replace(tzinfo=None)

    def clean(self):
        data = super().clean()
        zone = ZoneInfo(data.get("timezone") or self.zone_of_place(data))
        for name in self.MOMENTS:
            if value := data.get(name):
                data[name] = timezone.make_naive(value).replace(tzinfo=zone)
        if data.get("all_day"):
            data |= zip(self.MOMENTS, event_page.whole_days(*(data.get(name) for name in self.MOMENTS)), strict=True)
        return data

    def zone_of_place(self, data) -> str:
        """As the event will have it when it is saved."""
        codes = [data.get(name) or "" for name in ("insee_code", "postcode", "country")]
        territory = data.get("territory") or geo.region_of(*codes)
        return geo.zone_of(territory, data.get("owner_lab") or self.instance.owner_lab)
