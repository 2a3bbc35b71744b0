"""The ordered rows of a case study: stages, actors, tools, what failed, where it comes from, who took it up."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from portal.accounts.models import Lab
from tools_library.models.children import OnceFlagged, SharedChild
from tools_library.models.choices import Licence

from .case_choices import ActorRole, Precision, Reuse

CASE = "network.CaseStudyPage"


def of_case(name):
    return ParentalKey(CASE, on_delete=models.CASCADE, related_name=name)


def optional(to, label, **options):
    return models.ForeignKey(to, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label, **options)


class CaseStage(SharedChild):
    """A stage of the approach."""

    page = of_case("stages")
    title = models.CharField(_("title"), max_length=80, help_text=_("A verb first. For example: Explore."))
    text = models.TextField(_("what was done"), help_text=_("One or two sentences: who, what, with what in hand."))

    panels = ["title", "text", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("stage")

    def __str__(self):
        return self.title


class CaseActor(SharedChild):
    """An organisation that took part."""

    page = of_case("actors")
    organisation = models.CharField(
        _("organisation"), max_length=160, help_text=_("A body, or a role. For example: Directors of agencies.")
    )
    role = models.CharField(_("role"), max_length=10, choices=ActorRole, help_text=_("Sponsor: whoever asked for it."))
    contribution = models.CharField(
        _("what it brought"), max_length=200, blank=True, help_text=_("For example: two advisers for three months.")
    )

    panels = [FieldRowPanel(["organisation", "role"]), "contribution", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("actor")

    def __str__(self):
        return self.organisation


class CaseMilestone(SharedChild):
    """A date of the project."""

    page = of_case("milestones")
    date = models.DateField(_("date"), null=True, help_text=_("If only the year is known: its first of January."))
    precision = models.CharField(_("known"), max_length=5, choices=Precision, default=Precision.DAY)
    label = models.CharField(_("what happened"), max_length=120, help_text=_("For example: First agency to try it."))
    text = models.CharField(_("more"), max_length=300, blank=True, help_text=_("One sentence, if it helps."))

    panels = [FieldRowPanel(["date", "precision"]), "label", "text", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("date of the project")

    def __str__(self):
        return self.label


class CaseTool(SharedChild):
    """A tool of the library that was used, and for what. It shows this case on its own page."""

    page = of_case("tools")
    tool = models.ForeignKey(
        "tools_library.ToolPage", models.CASCADE, null=True, related_name="case_rows", verbose_name=_("tool"),
        help_text=_("The French page of the tool: every language follows."),
    )  # fmt: skip
    note = models.CharField(_("what for"), max_length=200, blank=True, help_text=_("For example: First day, by groups of seven."))

    panels = [PageChooserPanel("tool", "tools_library.ToolPage"), "note", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("tool used")

    def __str__(self):
        return f"{self.tool_id}"


class CaseChallenge(SharedChild):
    """What failed: a number, the facts, and what has been done since."""

    page = of_case("challenges")
    figure = models.CharField(
        _("figure"), max_length=12, blank=True, help_text=_("Shown very large. For example: 6, or 3 years.")
    )
    title = models.CharField(
        _("what failed"), max_length=120, help_text=_("It follows the figure. For example: mock-ups out of seven left aside.")
    )
    text = models.TextField(_("what happened"), help_text=_("Facts, no excuse. For example: Their authors learnt it by e-mail."))
    since = models.TextField(
        _("since then"), blank=True, help_text=_("What you do now. For example: The choice is told in the room.")
    )

    panels = [FieldRowPanel(["figure", "title"]), "text", "since", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("difficulty or failure")

    def __str__(self):
        return f"{self.figure} {self.title}".strip()


class CaseInspiration(SharedChild):
    """Where the idea comes from: a case of ours, or something elsewhere."""

    page = of_case("inspirations")
    case = models.ForeignKey(
        CASE, models.CASCADE, null=True, blank=True, related_name="inspires_rows", verbose_name=_("case study of ours"),
        help_text=_("Its page then names this one too."),
    )  # fmt: skip
    title = models.CharField(
        _("or something else"), max_length=160, blank=True, help_text=_("For example: the application store of a bank.")
    )
    url = models.URLField(_("address"), blank=True)
    note = models.CharField(_("what was taken"), max_length=200, blank=True, help_text=_("For example: nine weeks in workshops."))
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    panels = [PageChooserPanel("case", CASE), FieldRowPanel(["title", "year"]), "url", "note", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("inspiration")

    def __str__(self):
        return self.title or f"{self.case_id}"

    def clean(self):
        super().clean()
        if not self.case_id and not self.title:
            raise ValidationError({"title": _("Choose a case study, or write what it was.")})


class CaseReplication(SharedChild):
    """Somebody did it again."""

    page = of_case("replications")
    organisation = models.CharField(_("who"), max_length=160, help_text=_("For example: Mobile lab of Bretagne."))
    kind = models.CharField(_("how"), max_length=10, choices=Reuse, default=Reuse.INSPIRED)
    case = models.ForeignKey(
        CASE, models.CASCADE, null=True, blank=True, related_name="replicates_rows", verbose_name=_("told in the case study"),
        help_text=_("Its page then names this one too."),
    )  # fmt: skip
    lab = optional(Lab, _("lab"))
    url = models.URLField(_("address"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    confirmed = models.BooleanField(
        _("confirmed by them"), default=False, help_text=_("Else the page says it is to be confirmed.")
    )

    panels = [
        FieldRowPanel(["organisation", "kind", "year"]),
        PageChooserPanel("case", CASE),
        FieldRowPanel(["lab", "confirmed"]),
        "url",
        OnceFlagged("to_translate"),
    ]

    class Meta(SharedChild.Meta):
        verbose_name = _("replication")

    def __str__(self):
        return self.organisation


class CaseQuote(SharedChild):
    """What somebody said of it; a role, never a name."""

    page = of_case("quotes")
    text = models.TextField(_("words"), help_text=_("Without quotation marks."))
    who = models.CharField(_("who"), max_length=120, help_text=_("A role. For example: An adviser, agency that tried it."))

    panels = ["text", "who", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("quote")

    def __str__(self):
        return self.text[:60]


class CaseAttachment(Orderable):
    """A document of the project."""

    page = of_case("attachments")
    document = models.ForeignKey("media.PortalDocument", models.PROTECT, null=True, related_name="+", verbose_name=_("file"))
    title = models.CharField(_("title"), max_length=120, help_text=_("For example: Report of the session, 12 pages."))
    licence_override = models.CharField(
        _("licence, if not the case's"), max_length=24, choices=Licence, blank=True, help_text=_("Empty: that of the case.")
    )

    panels = ["document", FieldRowPanel(["title", "licence_override"])]

    class Meta(Orderable.Meta):
        verbose_name = _("document")

    def __str__(self):
        return self.title


class CaseFigure(SharedChild):
    """A key figure of this case."""

    page = of_case("figures")
    figure = models.ForeignKey(
        "network.KeyFigure", models.CASCADE, null=True, related_name="case_rows", verbose_name=_("key figure"),
        help_text=_("Not in the list? The national team adds it: write to them."),
    )  # fmt: skip

    panels = ["figure", OnceFlagged("to_translate")]

    class Meta(SharedChild.Meta):
        verbose_name = _("figure of the case")

    def __str__(self):
        return f"{self.figure_id}"


class CaseRelated(Orderable):
    """To read next: a case or a piece of news."""

    page = of_case("related_rows")
    target = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("target", [CASE, "portal.NewsPage"])]

    class Meta(Orderable.Meta):
        verbose_name = _("to read next")

    def __str__(self):
        return f"{self.target_id}"
