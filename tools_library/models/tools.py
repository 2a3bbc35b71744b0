"""The facilitation tool: every filterable value is a column, its words are translated, its facts shared."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Prefetch
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from portal.accounts.models import Lab
from portal.fields import LinesField, lines
from portal.models import BasePage, Referenced, Term

from .. import card, panels, rows
from ..forms import ToolForm
from .children import ToolAttachment, ToolMaterial, ToolRelation
from .choices import SHARE_ALIKE, Energy, Kind, Level, Licence, Maturity, Origin, RemoteFit, SpaceSetup
from .querysets import ToolQuerySet
from .reserved import ReservedSlugs

FEATURES = ["bold", "italic", "ol", "ul", "link"]


def terms(vocabulary, label, **options):
    """A choice of several words of one vocabulary."""
    return ParentalManyToManyField(
        Term, related_name="+", verbose_name=label, limit_choices_to={"vocabulary": vocabulary}, **options
    )


class ToolPage(ReservedSlugs, Referenced, BasePage):
    """A facilitation tool: enough by itself to be run."""

    # --- essentials
    kind = models.CharField(
        _("kind"), max_length=10, choices=Kind, help_text=_("A method fills a sequence; a short activity, a few minutes.")
    )
    alt_titles = LinesField(
        _("also known as"), blank=True, help_text=_("One a line. They are searched too. For example: Snowball.")
    )
    tagline = models.CharField(
        _("in one sentence"), max_length=160, help_text=_("What it brings. For example: Everybody has spoken in twelve minutes.")
    )
    purpose = RichTextField(
        _("what it is for"),
        features=FEATURES,
        help_text=_(
            "One or two paragraphs: the problem it solves, and how. "
            "For example: In a large group, ten people speak and a hundred are silent."
        ),
    )
    when_to_use = RichTextField(
        _("use it when"), features=FEATURES, blank=True, help_text=_("For example: The group does not know itself yet.")
    )
    when_not_to_use = RichTextField(
        _("avoid it when"),
        features=FEATURES,
        blank=True,
        help_text=_("Its honest limits. For example: The decision is already taken."),
    )
    expected_outputs = LinesField(_("what we get"), help_text=_("One a line. For example: Three scenarios drawn."))
    phases = terms("phase", _("times of the session"), help_text=_("When it serves."))
    goals = terms("goal", _("goals"), help_text=_("What a colleague would be looking for. One to three."))
    # Null only in drafts: a draft saves half filled, a live page is validated whole.
    duration_min = models.PositiveIntegerField(
        _("minutes at least"), null=True, db_index=True, validators=[MinValueValidator(1)],
        help_text=_("A day counts 480 minutes."),
    )  # fmt: skip
    duration_max = models.PositiveIntegerField(
        _("minutes at most"), null=True, db_index=True, help_text=_("The steps should fit in it.")
    )
    prep_minutes = models.PositiveIntegerField(
        _("preparation (min)"), null=True, blank=True, help_text=_("Printing, room, messages. For example: 30.")
    )
    tidy_minutes = models.PositiveIntegerField(
        _("clean-up (min)"), null=True, blank=True, help_text=_("Photos of the walls, tables back in place. For example: 15.")
    )
    elapsed_days_min = models.PositiveSmallIntegerField(
        _("spread over, days at least"), null=True, blank=True, help_text=_("If it does not fit in one go.")
    )
    elapsed_days_max = models.PositiveSmallIntegerField(
        _("spread over, days at most"), null=True, blank=True, help_text=_("Calendar days. For example: 35 to 56.")
    )
    people_min = models.PositiveSmallIntegerField(
        _("people at least"),
        null=True,
        db_index=True,
        validators=[MinValueValidator(1)],
        help_text=_("Below that, it does not work."),
    )
    people_max = models.PositiveSmallIntegerField(
        _("people at most"), null=True, blank=True, db_index=True, help_text=_("Empty: no limit.")
    )
    subgroup_min = models.PositiveSmallIntegerField(
        _("people in a subgroup, at least"), null=True, blank=True, help_text=_("For example: 4 to 6.")
    )
    subgroup_max = models.PositiveSmallIntegerField(
        _("people in a subgroup, at most"), null=True, blank=True, help_text=_("Empty: the same as the least.")
    )
    facilitators_min = models.PositiveSmallIntegerField(
        _("facilitators at least"), default=1, help_text=_("For the smallest group.")
    )
    people_per_facilitator = models.PositiveSmallIntegerField(
        _("people per facilitator"), null=True, blank=True, help_text=_("Beyond that, add one facilitator.")
    )
    facilitator_level = models.PositiveSmallIntegerField(
        _("level of facilitation"), choices=Level, null=True, help_text=_("Beginner: reading this sheet is enough.")
    )
    participant_level = models.PositiveSmallIntegerField(
        _("effort asked of participants"), choices=Level, null=True, blank=True, help_text=_("What taking part costs them.")
    )
    delivery = terms("delivery", _("delivery"), help_text=_("Only what has really been tried."))
    remote_fit = models.CharField(
        _("remotely?"), max_length=8, choices=RemoteFit, blank=True, help_text=_("What you would answer a colleague who asks.")
    )
    remote_notes = RichTextField(
        _("how to do it remotely"), features=FEATURES, blank=True, help_text=_("For example: a shared board, groups of three.")
    )
    cover = models.ForeignKey(
        "media.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture"),
        help_text=_("Optional: the poster is drawn from the steps."),
    )  # fmt: skip
    cover_alt = models.CharField(
        _("description of the picture"),
        max_length=200,
        blank=True,
        help_text=_("What it shows. For example: Six people around a wall covered with notes."),
    )
    cover_decorative = models.BooleanField(
        _("decorative picture"), default=False, help_text=_("It says nothing that the text does not say.")
    )
    status_maturity = models.CharField(
        _("maturity"),
        max_length=10,
        choices=Maturity,
        default=Maturity.DRAFT,
        help_text=_("Tested: you have run it yourself, at least once."),
    )
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
        help_text=_("For a retired tool: the one to use instead. Its page leads there."),
    )
    maintainers = ParentalManyToManyField(
        Lab,
        blank=True,
        related_name="+",
        verbose_name=_("other labs that keep it"),
        help_text=_("They are named on the page. Only the owner lab changes it."),
    )
    last_reviewed_on = models.DateField(
        _("reviewed on"), null=True, blank=True, help_text=_("The day somebody last read it all through.")
    )
    review_due_on = models.DateField(
        _("to be reviewed on"), null=True, blank=True, help_text=_("For example, two years after the last review.")
    )

    # --- running it
    structuring_question = models.CharField(
        _("question asked to the group"),
        max_length=200,
        blank=True,
        help_text=_("As it will be written on the wall. For example: What would make you come back?"),
    )
    energy = models.CharField(
        _("energy"),
        max_length=8,
        choices=Energy,
        blank=True,
        help_text=_("Calm: people sit and think. High: they stand and talk."),
    )
    participation = terms("participation", _("forms of work"), blank=True, help_text=_("Those of its main moments."))
    space_setup = models.CharField(
        _("room set-up"), max_length=10, choices=SpaceSetup, blank=True, help_text=_("As people find it when they come in.")
    )
    space_image = models.ForeignKey(
        "media.PortalImage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("plan of the room"),
        help_text=_("A drawing or a photo taken from above."),
    )
    space_image_alt = models.CharField(
        _("description of the plan"),
        max_length=200,
        blank=True,
        help_text=_("What it shows. For example: Four tables of five, a wall of paper at the back."),
    )
    facilitator_notes = RichTextField(
        _("facilitation notes"), features=FEATURES, blank=True, help_text=_("Read by members of labs only, never public.")
    )
    tips = LinesField(_("tips"), blank=True, help_text=_("One a line. For example: Read the question twice, slowly."))
    pitfalls = LinesField(
        _("pitfalls"), blank=True, help_text=_("One a line. For example: Let the most senior person speak first.")
    )
    accessibility_mobility = models.TextField(
        _("mobility"), blank=True, help_text=_("For example: a board at the height of somebody seated.")
    )
    accessibility_vision = models.TextField(_("sight"), blank=True, help_text=_("For example: each sheet is read aloud."))
    accessibility_hearing = models.TextField(
        _("hearing"), blank=True, help_text=_("For example: a quiet room for two of the groups.")
    )
    accessibility_cognition = models.TextField(
        _("understanding, plain language"),
        blank=True,
        help_text=_("For example: one instruction at a time, written on the wall."),
    )
    accessibility_digital = models.TextField(
        _("digital"), blank=True, help_text=_("For example: nothing to install, a phone is enough.")
    )
    accessibility_adaptation = models.TextField(
        _("adaptation proposed"), blank=True, help_text=_("What you would change for somebody who asks.")
    )
    ethics_notes = RichTextField(
        _("points to watch"), features=FEATURES, blank=True, help_text=_("Data, image rights, fragile publics.")
    )
    easy_read_summary = models.TextField(
        _("easy-to-read version"),
        blank=True,
        help_text=_("Short sentences, simple words. For example: You think alone. Then you talk with one person."),
    )

    # --- rights
    origin_type = models.CharField(
        _("origin"),
        max_length=10,
        choices=Origin,
        default=Origin.DESCRIBED,
        help_text=_("A known method: somebody else's, told in our own words. No sentence is copied."),
    )
    inventor = models.CharField(
        _("inventor"), max_length=160, blank=True, help_text=_("Person or team. For example: Dave Gray, XPLANE.")
    )
    inventor_year = models.PositiveSmallIntegerField(
        _("year"), null=True, blank=True, help_text=_("Of the invention or of the first publication. For example: 2009.")
    )
    source_title = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("The book, the article, the site where it is described.")
    )
    source_url = models.URLField(
        _("address of the source"), blank=True, help_text=_("For example: https://www.liberatingstructures.com/1-1-2-4-all/.")
    )
    source_accessed_on = models.DateField(
        _("read on"), null=True, blank=True, help_text=_("The day you read it: pages move and change.")
    )
    based_on = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="adaptations", verbose_name=_("adapted from"),
        help_text=_("The tool of this library that this one changes."),
    )  # fmt: skip
    change_note = models.TextField(_("what changes"), blank=True, help_text=_("For example: Shorter, and in pairs."))
    licence = models.CharField(
        _("licence"),
        max_length=24,
        choices=Licence,
        help_text=_("Required to publish. The network's own choice is CC BY-SA 4.0."),
    )
    attribution_text = models.CharField(
        _("attribution"), max_length=300, help_text=_("Required to publish: who must be credited, and how.")
    )
    trademark_notice = models.CharField(
        _("trademark notice"), max_length=300, blank=True, help_text=_("If the name is a registered trademark: whose, and where.")
    )

    # Folded words of all that is searched, for the plain listing. Written by save().
    search_text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(ToolQuerySet)()

    search_fields = [
        *BasePage.search_fields,
        index.SearchField("tagline"),
        index.SearchField("alt_titles"),
        index.FilterField("owner_lab_id"),
        index.FilterField("kind"),
    ]

    INTERVALS = (
        ("duration_min", "duration_max", _("Less than the minutes at least.")),
        ("people_min", "people_max", _("Less than the people at least.")),
        ("subgroup_min", "subgroup_max", _("Less than the subgroup at least.")),
        ("elapsed_days_min", "elapsed_days_max", _("Less than the days at least.")),
    )
    base_form_class = ToolForm
    hue = "outils"
    sheet = "tools"
    needs_owner = True
    reference_prefix = "OUT"
    parent_page_types = ["tools_library.ToolIndexPage"]
    subpage_types: list[str] = []
    shared_fields = (
        "kind", "phases", "goals", "duration_min", "duration_max", "prep_minutes", "tidy_minutes",
        "elapsed_days_min", "elapsed_days_max", "people_min", "people_max", "subgroup_min", "subgroup_max",
        "facilitators_min", "people_per_facilitator", "facilitator_level", "participant_level", "delivery",
        "remote_fit", "cover", "status_maturity", "replaced_by", "maintainers", "last_reviewed_on",
        "review_due_on", "energy", "participation", "space_setup", "space_image", "access", "origin_type",
        "inventor", "inventor_year", "source_title", "source_url", "source_accessed_on", "based_on", "licence",
    )  # fmt: skip
    shared_child_fields = {
        "steps": ("minutes", "minutes_max", "participation", "group_size", "group_rule", "is_optional"),
        "materials": ("material", "quantity", "per", "reusable", "optional"),
    }

    class Meta(Referenced.Meta):
        verbose_name = _("tool")
        verbose_name_plural = _("tools")

    # --- reading

    @classmethod
    def for_page(cls):
        """All that its page renders: one query for the tool, one per list."""
        return (
            cls.objects.select_related("owner_lab", "locale", "cover", "space_image", "replaced_by", "based_on")
            .with_terms(labs=True)
            .prefetch_related(
                "steps",
                Prefetch("materials", ToolMaterial.objects.select_related("material")),
                Prefetch("attachments", ToolAttachment.objects.select_related("document")),
                "links",
            )
        )

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | card.page_context(self, request)

    def related(self, user):
        """(relation, tool) pairs, written on this tool or on the other, that `user` may read."""
        return card.related(self, user, ToolRelation, type(self))

    @property
    def summary_text(self):
        return self.search_description or self.tagline

    @cached_property
    def ordered_steps(self):
        return list(self.steps.all())

    @property
    def steps_minutes(self):
        """Minutes of the steps that are not optional."""
        return sum(step.minutes or 0 for step in self.steps.all() if not step.is_optional)

    def steps_fit(self) -> bool:
        """Whether the steps last as long as the card says. No step: nothing to compare."""
        total = self.steps_minutes
        return not total or (self.duration_min or 0) <= total <= (self.duration_max or total)

    def structured_data(self, request):
        return card.structured_data(self, super().structured_data(request))

    # --- writing

    def clean(self):
        super().clean()
        faults = {}
        if self.attribution_text and not self.attribution_text.strip():
            faults["attribution_text"] = _("Required to publish: who must be credited, and how.")
        for low, high, words in self.INTERVALS:
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and most < least:
                faults[high] = words
        if self.based_on_id and (same := self.licence_asked_by_parent()) and self.licence not in ("", *same):
            faults["licence"] = _("The tool that this one adapts asks for the same licence: %(licence)s.") % {
                "licence": self.based_on.get_licence_display()
            }
        if self.cover_id and not self.cover_alt and not self.cover_decorative:
            faults["cover_alt"] = _("Describe the picture, or tick “decorative”.")
        if self.space_image_id and not self.space_image_alt:
            faults["space_image_alt"] = _("Describe the plan: who does not see it sets the room up too.")
        if faults:
            raise ValidationError(faults)

    def licence_asked_by_parent(self) -> tuple[str, ...]:
        """The licences that an adaptation may take; empty: any. Source: section 3(b) of CC BY-SA and BY-NC-SA 4.0."""
        return SHARE_ALIKE.get(self.based_on.licence, ())

    def save(self, *args, **kwargs):
        self.search_text = card.search_text(self)
        if (fields := kwargs.get("update_fields")) is not None and set(fields) & set(card.SEARCHED):
            kwargs["update_fields"] = [*fields, "search_text"]
        if self.live and not fields and kwargs.get("clean", True):
            rows.check(self)
        super().save(*args, **kwargs)

    def lines_of(self, name):
        return lines(getattr(self, name))

    edit_handler = panels.tool_tabs(BasePage)
