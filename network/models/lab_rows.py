"""The ordered rows of a lab's page: hours, rooms, team, links, awards, labs that inspired it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from portal.models import Term
from tools_library.models.children import OnceFlagged, SharedChild

from .choices import Weekday


class LabHours(SharedChild):
    """A span of opening, on one day of the week."""

    page = ParentalKey("network.LabPage", on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens = models.TimeField(_("from"), help_text=_("For example: 09:00."))
    closes = models.TimeField(_("to"), help_text=_("For example: 17:30."))
    note = models.CharField(_("note"), max_length=80, blank=True, help_text=_("For example: by appointment."))

    panels = [FieldRowPanel(["weekday", "opens", "closes"]), "note", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"

    def clean(self):
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": _("It closes before it opens.")})


class LabRoom(SharedChild):
    """A space of the lab, and what one does there."""

    page = ParentalKey("network.LabPage", on_delete=models.CASCADE, related_name="rooms")
    name = models.CharField(_("name"), max_length=80, help_text=_("For example: Plenary room."))
    purpose = models.CharField(_("what it is for"), max_length=160, blank=True, help_text=_("For example: sixty people seated."))
    capacity = models.PositiveSmallIntegerField(_("people"), null=True, blank=True)
    photo = models.ForeignKey(
        "media.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    photo_alt = models.CharField(_("description of the photo"), max_length=200, blank=True, help_text=_("What it shows."))

    panels = [FieldRowPanel(["name", "capacity"]), "purpose", "photo", "photo_alt", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("space")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.photo_id and not self.photo_alt:
            raise ValidationError({"photo_alt": _("Describe the photo: who does not see it comes too.")})


class LabTeam(SharedChild):
    """A role in the team, how many hold it, what they do. A name only with the person's agreement."""

    page = ParentalKey("network.LabPage", on_delete=models.CASCADE, related_name="team")
    role = models.ForeignKey(
        Term, models.PROTECT, related_name="+", verbose_name=_("role"), limit_choices_to={"vocabulary": Term.Vocabulary.ROLE}
    )
    count = models.PositiveSmallIntegerField(_("how many"), default=1, help_text=_("Drawn as dots: one a person."))
    name = models.CharField(_("name"), max_length=80, blank=True, help_text=_("Only if the person agreed to be named."))
    text = models.CharField(
        _("what they do"), max_length=200, blank=True, help_text=_("For example: They prepare, facilitate and debrief.")
    )
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    panels = [FieldRowPanel(["role", "count"]), "name", "text", FieldRowPanel(["since", "until"]), OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("role in the team")
        verbose_name_plural = _("team")

    def __str__(self):
        return f"{self.role}"


class LabLink(SharedChild):
    """The lab elsewhere on the web."""

    page = ParentalKey("network.LabPage", on_delete=models.CASCADE, related_name="links")
    title = models.CharField(_("name"), max_length=80, help_text=_("For example: our page on Mastodon."))
    url = models.URLField(_("address"))

    panels = ["title", "url", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("link")

    def __str__(self):
        return self.title


class LabAward(SharedChild):
    """A distinction."""

    page = ParentalKey("network.LabPage", on_delete=models.CASCADE, related_name="awards")
    title = models.CharField(_("title"), max_length=120)
    body = models.CharField(_("given by"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(_("year"))
    level = models.CharField(_("level"), max_length=40, blank=True, help_text=_("For example: silver."))
    url = models.URLField(_("address"), blank=True)

    panels = ["title", FieldRowPanel(["body", "year", "level"]), "url", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("distinction")

    def __str__(self):
        return self.title


class LabInspiration(Orderable):
    """A lab that this one took its inspiration from."""

    page = ParentalKey("network.LabPage", on_delete=models.CASCADE, related_name="inspirations")
    target = models.ForeignKey("network.LabPage", models.CASCADE, related_name="inspired_rows", verbose_name=_("lab"))
    note = models.CharField(_("what was taken"), max_length=160, blank=True, help_text=_("For example: the rules of a session."))

    panels = [PageChooserPanel("target", "network.LabPage"), FieldPanel("note")]

    class Meta(Orderable.Meta):
        verbose_name = _("inspiration")

    def __str__(self):
        return f"{self.target}"

    def clean(self):
        super().clean()
        if self.target_id and self.target_id == self.page_id:
            raise ValidationError({"target": _("A lab cannot take its inspiration from itself.")})
