"""The ordered children of a tool: steps, materials, attachments, relations, links."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, TranslatableMixin

from .choices import AttachmentKind, GroupRule, Licence, Orientation, Per, Relation, StepForm
from .materials import Material, MaterialRefsField, codes

LANGUAGES = [("fr", "français"), ("en", "English")]


class OnceFlagged(FieldPanel):
    """A box that only rows to be translated show."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self):
            return super().is_shown() and self.instance.to_translate


class SharedChild(TranslatableMixin, Orderable):
    """A child whose words are translated and whose facts are the source's."""

    to_translate = models.BooleanField(
        _("to be translated"),
        default=False,
        help_text=_("Added to the French page since: untick once the words are translated."),
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True


class ToolStep(SharedChild):
    """A step: its minutes, the words to say, what one does, what one gets."""

    page = ParentalKey("tools_library.ToolPage", on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("title"), max_length=80, help_text=_("A verb first. For example: Write alone."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, validators=[MinValueValidator(1)], help_text=_("As you would plan it. For example: 8.")
    )
    minutes_max = models.PositiveSmallIntegerField(
        _("minutes at most"), null=True, blank=True, help_text=_("If a large group needs longer.")
    )
    participation = models.CharField(_("form of work"), max_length=12, choices=StepForm, help_text=_("Who works with whom."))
    group_size = models.PositiveSmallIntegerField(
        _("people in a group"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Drawn on the poster.")
    )
    group_rule = models.CharField(
        _("how groups are made"), max_length=10, choices=GroupRule, default=GroupRule.SAME, help_text=_("Since the step before.")
    )
    say = models.TextField(
        _("what I say"), help_text=_("The very sentence, without quotation marks. For example: Note down what comes to you.")
    )
    do = models.TextField(_("what I do"), blank=True, help_text=_("For example: I start the timer and keep quiet."))
    output = models.CharField(_("what we get"), max_length=200, blank=True, help_text=_("For example: Ten notes on the wall."))
    material_refs = MaterialRefsField(
        _("material of this step"), help_text=_("Among the things of the tab “Materials”: what is on the table at this moment.")
    )
    is_optional = models.BooleanField(_("optional"), default=False, help_text=_("It does not count in the duration of the card."))

    panels = [
        "title",
        FieldRowPanel(["minutes", "minutes_max", "is_optional"]),
        FieldRowPanel(["participation", "group_size", "group_rule"]),
        "say",
        "do",
        "output",
        FieldPanel("material_refs", classname="collapsed material-refs"),
        OnceFlagged("to_translate"),
    ]

    class Meta(SharedChild.Meta):
        verbose_name = _("step")

    def __str__(self):
        return self.title

    @property
    def material_codes(self) -> list[str]:
        return codes(self.material_refs)

    def clean(self):
        super().clean()
        if self.minutes_max and self.minutes and self.minutes_max < self.minutes:
            raise ValidationError({"minutes_max": _("Less than the minutes of the step.")})


class ToolMaterial(SharedChild):
    """What goes on the table, and how much of it."""

    page = ParentalKey("tools_library.ToolPage", on_delete=models.CASCADE, related_name="materials")
    material = models.ForeignKey(
        Material,
        models.PROTECT,
        null=True,  # in drafts only
        related_name="+",
        verbose_name=_("material"),
        help_text=_("Not in the list? Add it: menu “Tools”, “Materials”."),
    )
    quantity = models.PositiveSmallIntegerField(
        _("quantity"), default=1, validators=[MinValueValidator(1)], help_text=_("For example: 2, per person.")
    )
    per = models.CharField(
        _("for"), max_length=12, choices=Per, default=Per.SESSION, help_text=_("The rule that gives the number for any group.")
    )
    reusable = models.BooleanField(_("reusable"), default=False, help_text=_("It comes back with you: a timer, a board."))
    optional = models.BooleanField(_("optional"), default=False, help_text=_("One can do without."))
    note = models.CharField(_("note"), max_length=120, blank=True, help_text=_("Size, colour, what for."))

    panels = [
        FieldRowPanel(["material", "quantity", "per"]),
        FieldRowPanel(["reusable", "optional"]),
        "note",
        OnceFlagged("to_translate"),
    ]

    class Meta(SharedChild.Meta):
        verbose_name = _("material of a tool")

    def __str__(self):
        return f"{self.quantity} {self.material}"


class ToolAttachment(Orderable):
    """A file to take away: a canvas, a card set, slides."""

    page = ParentalKey("tools_library.ToolPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "media.PortalDocument", models.PROTECT, null=True, related_name="+", verbose_name=_("file"),
        help_text=_("Choose one already here, or send it from your computer."),
    )  # fmt: skip
    kind = models.CharField(
        _("kind"), max_length=10, choices=AttachmentKind, help_text=_("A canvas is filled in; cards are cut out.")
    )
    title = models.CharField(_("title"), max_length=120, help_text=_("For example: Empathy map, A3 canvas."))
    language = models.CharField(
        _("language"), max_length=5, default="fr", choices=LANGUAGES,
        help_text=_("Of the words in the file."),
    )  # fmt: skip
    paper_size = models.CharField(
        _("paper"),
        max_length=6,
        blank=True,
        choices=[(s, s) for s in ("A6", "A5", "A4", "A3", "A2")] + [("screen", _("Screen"))],
        help_text=_("The size it is made for."),
    )
    orientation = models.CharField(_("orientation"), max_length=10, blank=True, choices=Orientation, help_text=_("Of the sheet."))
    colour_required = models.BooleanField(_("needs a colour printer"), default=False, help_text=_("Grey would lose something."))
    print_copies_per = models.CharField(
        _("copies to print"), max_length=12, choices=Per, blank=True, help_text=_("For example: one per group.")
    )
    is_editable_source = models.BooleanField(
        _("source that can be edited"), default=False, help_text=_("DOCX, ODT, PPTX: others may adapt it.")
    )
    licence_override = models.CharField(
        _("licence, if not the tool's"),
        max_length=24,
        choices=Licence,
        blank=True,
        help_text=_("Empty: the licence of the tool."),
    )
    page_count = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True, help_text=_("Pages or cards."))
    # A title, not a key: the files of a draft have no key yet. The form checks that it is one of them.
    alt_format_of = models.CharField(
        _("other format of"), max_length=120, blank=True, help_text=_("The title of the file of this tool that it repeats.")
    )
    version = models.CharField(_("version"), max_length=20, blank=True, help_text=_("For example: 2, March 2026."))

    panels = [
        "document",
        FieldRowPanel(["title", "kind"]),
        FieldRowPanel(["language", "paper_size", "orientation", "page_count"]),
        FieldRowPanel(["print_copies_per", "colour_required", "is_editable_source"]),
        MultiFieldPanel(
            [FieldRowPanel(["alt_format_of", "version"]), "licence_override"], _("Less often"), classname="collapsed"
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("attachment")

    def __str__(self):
        return self.title


class ToolRelation(Orderable):
    """A link from a tool to another; shown on both."""

    page = ParentalKey("tools_library.ToolPage", on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(
        "tools_library.ToolPage", models.CASCADE, null=True, related_name="relations_to", verbose_name=_("tool"),
        help_text=_("The link is shown on both pages."),
    )  # fmt: skip
    relation = models.CharField(
        _("relation"), max_length=20, choices=Relation, help_text=_("“Before”: that tool is used before this one.")
    )

    panels = [FieldRowPanel([PageChooserPanel("target", "tools_library.ToolPage"), "relation"])]

    class Meta(Orderable.Meta):
        verbose_name = _("related tool")

    def __str__(self):
        return f"{self.get_relation_display()}: {self.target_id}"


class ToolLink(Orderable):
    """To go further, elsewhere."""

    page = ParentalKey("tools_library.ToolPage", on_delete=models.CASCADE, related_name="links")
    url = models.URLField(_("address"), help_text=_("For example: https://www.liberatingstructures.com/."))
    title = models.CharField(_("title"), max_length=160, help_text=_("What one reads there, as a title."))
    language = models.CharField(_("language"), max_length=5, default="fr", choices=LANGUAGES, help_text=_("Of that page."))
    checked_on = models.DateField(_("checked on"), null=True, editable=False)  # by the weekly check of links
    http_status = models.PositiveSmallIntegerField(_("answer of the site"), null=True, editable=False)

    panels = [FieldPanel("url"), FieldRowPanel(["title", "language"])]

    class Meta(Orderable.Meta):
        verbose_name = _("link")

    def __str__(self):
        return self.title
