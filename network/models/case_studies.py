"""The case study: what was tried, what came out of it, what failed, and on which conditions to do it again."""

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import PageManager

from portal.accounts.models import Lab
from portal.entries import plain
from portal.fields import LinesField, lines
from portal.models import BasePage, Referenced, Term
from search.text import fold
from tools_library import rows
from tools_library.models.choices import Licence

from ..cases import card, panels
from ..cases.completeness import completeness
from ..cases.forms import CaseForm
from .case_choices import Budget, Evaluation, Precision
from .case_querysets import CaseQuerySet

FEATURES = ["h3", "bold", "italic", "ol", "ul", "link"]
ROWS = (
    "stages", "actors", "milestones", "tools", "challenges", "inspirations", "replications", "quotes", "attachments", "figures",
    "related_rows",
)  # fmt: skip
# What nobody publishes a case without, whatever the route.
ASKED = ("success_conditions", "lessons", "replication_conditions")


def several(to, label, **options):
    return ParentalManyToManyField(to, related_name="+", verbose_name=label, blank=True, **options)


def term(vocabulary, label, **options):
    """One word of a vocabulary. Null only in drafts."""
    return models.ForeignKey(
        Term,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=label,
        limit_choices_to={"vocabulary": vocabulary},
        **options,
    )


class CaseStudyPage(Referenced, BasePage):
    """A case study: failures, conditions and lessons are asked of every one."""

    # --- what it is
    acronym = models.CharField(_("acronym"), max_length=30, blank=True, help_text=_("If people know it by its letters."))
    summary = models.TextField(
        _("in short"), max_length=500,
        help_text=_("Two or three sentences, 500 characters. For example: Fifty people built seven mock-ups. One held."),
    )  # fmt: skip
    theme = term(Term.Vocabulary.THEME, _("theme"), help_text=_("What it is about."))
    phase = term(Term.Vocabulary.CASE_PHASE, _("phase"), help_text=_("Where the project stands today."))

    # --- the problem
    problem = RichTextField(
        _("the problem at the start"), features=FEATURES,
        help_text=_("Who was hindered, by what. For example: The plans had not moved, and people came for something else."),
    )  # fmt: skip
    problem_tags = several(
        Term, _("difficulties"), limit_choices_to={"vocabulary": Term.Vocabulary.PROBLEM}, help_text=_("Those that it answers."),
    )  # fmt: skip
    question = models.CharField(
        _("question asked to the group"), max_length=300, blank=True,
        help_text=_("As it was written on the wall. For example: What is a place still good for?"),
    )  # fmt: skip

    # --- the approach
    services = several(
        Term, _("formats"), limit_choices_to={"vocabulary": Term.Vocabulary.SERVICE}, help_text=_("What the lab was asked for."),
    )  # fmt: skip
    session_dates = models.CharField(
        _("days of the sessions"), max_length=120, blank=True, help_text=_("For example: 12 and 13 March 2015.")
    )
    other_labs = several(Lab, _("other labs"), help_text=_("Those that took part."))
    contact_lab = models.ForeignKey(
        Lab, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lab to write to"),
        help_text=_("Empty: the lab that leads it."),
    )  # fmt: skip
    participants_count = models.PositiveIntegerField(
        _("participants"), null=True, blank=True, help_text=_("In all, over all the sessions. For example: 50.")
    )
    participants_profile = models.CharField(
        _("who they were"), max_length=200, blank=True, help_text=_("For example: Jobseekers, advisers, companies.")
    )
    prototypes_made = models.PositiveSmallIntegerField(
        _("mock-ups made"), null=True, blank=True, help_text=_("Drawn on the poster: a circle each.")
    )
    prototypes_kept = models.PositiveSmallIntegerField(
        _("mock-ups kept"), null=True, blank=True, help_text=_("Drawn full. For example: 1.")
    )

    # --- when, and what it cost
    started_on = models.DateField(
        _("begun on"), null=True, blank=True, db_index=True, help_text=_("If only the year is known: its first of January.")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True, help_text=_("Empty: it goes on."))
    dates_precision = models.CharField(_("dates known"), max_length=5, choices=Precision, default=Precision.DAY)
    budget_band = models.CharField(_("budget"), max_length=12, choices=Budget, default=Budget.UNDISCLOSED)
    budget_note = models.CharField(
        _("what it paid for"), max_length=300, blank=True, help_text=_("For example: cardboard, a room, two days of a designer.")
    )
    savings_note = models.CharField(
        _("savings"), max_length=300, blank=True, help_text=_("With how they are counted, a date and a source.")
    )

    # --- what came out of it
    outcomes = RichTextField(
        _("direct results"), features=FEATURES, help_text=_("With a date. For example: In use in 100 agencies in late 2018."),
    )  # fmt: skip
    indirect_effects = RichTextField(
        _("other effects"), features=FEATURES, blank=True, help_text=_("What nobody had planned, good or bad.")
    )
    evaluation_kind = models.CharField(_("evaluation"), max_length=10, choices=Evaluation, default=Evaluation.NONE)
    evaluation_note = models.CharField(
        _("what it says"), max_length=300, blank=True, help_text=_("Who evaluated, when, in one sentence.")
    )
    evaluation_doc = models.ForeignKey(
        "media.PortalDocument", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("its report")
    )
    deployment_done = models.PositiveIntegerField(
        _("in use in"), null=True, blank=True, help_text=_("How many places have it. For example: 100.")
    )
    deployment_target = models.PositiveIntegerField(
        _("out of"), null=True, blank=True, help_text=_("How many are to have it. For example: 940.")
    )
    deployment_unit = models.CharField(
        _("places"), max_length=40, blank=True, help_text=_("In the plural. For example: agencies.")
    )
    deployment_as_of = models.DateField(_("counted on"), null=True, blank=True)

    # --- to do it again
    success_conditions = LinesField(
        _("what made it work"), help_text=_("One a line. For example: A sponsor who lets its own idea lose.")
    )
    lessons = LinesField(_("what we learnt"), help_text=_("One a line. For example: The choice is told in the room."))
    replication_conditions = LinesField(
        _("conditions to do it again"), help_text=_("One a line, to tick. For example: A third of users in the room.")
    )

    # --- life of the text
    licence = models.CharField(_("licence"), max_length=24, choices=Licence, default=Licence.ETALAB)
    authors = LinesField(
        _("authors"), blank=True, help_text=_("One a line. Roles unless they agreed: A facilitator, Bretagne lab.")
    )
    original_language = models.CharField(
        _("written in"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    published_on = models.DateField(_("dated"), null=True, blank=True, help_text=_("The date that a citation gives."))
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True, help_text=_("A role is enough."))
    last_reviewed_on = models.DateField(
        _("reviewed on"), null=True, blank=True, help_text=_("The day somebody last read it all through.")
    )
    review_due_on = models.DateField(_("to be reviewed on"), null=True, blank=True, help_text=_("For example, in two years."))
    review_note = models.TextField(_("note for the next review"), blank=True, help_text=_("Read by editors only."))
    doi = models.CharField(_("DOI"), max_length=80, blank=True, help_text=_("For example: 10.5281/zenodo.1234567."))
    provenance = models.TextField(
        _("where the facts come from"), blank=True, help_text=_("Shown at the foot of the page: sources, and what is invented.")
    )

    completeness = models.PositiveSmallIntegerField(_("completeness"), default=0, editable=False, db_index=True)
    # Folded words of all that is searched, for the plain listing. Written by save().
    search_text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(CaseQuerySet)()

    base_form_class = CaseForm
    hue = "cas"
    sheet = "case"
    needs_owner = True
    reference_prefix = "CAS"
    schema_type = "Article"
    og_type = "article"
    parent_page_types = ["network.CaseStudyIndexPage"]
    subpage_types: list[str] = []
    shared_fields = (
        "access", "acronym", "theme", "phase", "problem_tags", "services", "other_labs", "contact_lab", "participants_count",
        "prototypes_made", "prototypes_kept", "started_on", "ended_on", "dates_precision", "budget_band", "evaluation_kind",
        "deployment_done", "deployment_target", "deployment_as_of", "licence", "original_language", "published_on",
        "last_reviewed_on", "review_due_on", "doi",
    )  # fmt: skip
    shared_child_fields = {
        "stages": (),
        "actors": ("role",),
        "milestones": ("date", "precision"),
        "tools": ("tool",),
        "challenges": (),
        "inspirations": ("case", "url", "year"),
        "replications": ("kind", "case", "lab", "url", "year", "confirmed"),
        "quotes": (),
        "figures": ("figure",),
    }

    class Meta(Referenced.Meta):
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    # --- reading

    @classmethod
    def for_page(cls):
        """All that its page renders: one query for the case, one for all its rows."""
        return cls.objects.select_related("owner_lab", "locale", "theme", "phase", "evaluation_doc").with_family()

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | card.page_context(self, request)

    @property
    def summary_text(self):
        return self.search_description or self.summary

    @cached_property
    def short_path(self) -> str:
        """The address that never changes."""
        return f"/c/{self.reference}"

    @property
    def what_failed(self) -> str:
        """In a line, for lists."""
        first = next(iter(self.challenges.all()), None)
        return f"{first}" if first else ""

    @property
    def year(self) -> int | None:
        return self.started_on.year if self.started_on else None

    def structured_data(self, request):
        return card.structured_data(self, super().structured_data(request), request)

    def lines_of(self, name):
        return lines(getattr(self, name))

    # --- writing

    def clean(self):
        super().clean()
        faults = {}
        for name in ASKED:
            if getattr(self, name) and not self.lines_of(name):
                faults[name] = _("Write one line at least.")
        for name in ("problem", "outcomes"):
            if getattr(self, name) and not plain(getattr(self, name)).strip():
                faults[name] = _("Write one sentence at least.")
        for low, high, words in (
            ("started_on", "ended_on", _("It ends before it begins.")),
            ("deployment_done", "deployment_target", _("More places than there are to be.")),
            ("prototypes_kept", "prototypes_made", _("More mock-ups are kept than were made.")),
        ):
            least, most = getattr(self, low), getattr(self, high)
            if least is not None and most is not None and most < least:
                faults[high if high == "ended_on" else low] = words
        if faults:
            raise ValidationError(faults)

    def faults_of_rows(self) -> list:
        """What its rows lack to be read: a sentence each."""
        told = [] if self.challenges.all() else [_("What failed: tell one difficulty at least, tab “What failed”.")]
        return [*told, *rows.faults_of(self, ROWS)]

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if self.live and not fields and kwargs.get("clean", True) and (faults := self.faults_of_rows()):
            raise ValidationError({NON_FIELD_ERRORS: faults})
        self.search_text = " ".join(fold(" ".join(card.searched(self))).split())
        self.completeness = completeness(self)
        if fields is not None and not card.BOOKKEEPING.issuperset(fields):
            kwargs["update_fields"] = [*fields, "search_text", "completeness"]
        super().save(*args, **kwargs)

    edit_handler = panels.case_tabs(BasePage)
