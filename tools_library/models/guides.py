"""Guides: a shelf, a guide and what it is made of. Its modules and lessons are in lessons.py."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page, PageManager

from portal.fields import LinesField, lines
from portal.models import BasePage, BasePageQuerySet, Shelf
from search.text import fold

from ..guides import family, panels
from .choices import Licence
from .guide_choices import Advice, GuideKind, GuideLevel

GUIDE_DEPTH = 4  # root, home, shelf, guide: the tree rules below leave no other place


class GuideIndexPage(Shelf):
    """The shelf « Guides et parcours »."""

    summary = models.CharField(_("lead"), max_length=240, blank=True)

    kind = "guide"
    hue = "guides"
    sheet = "listing"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["tools_library.GuidePage"]
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("shelf of guides")

    def listing_class(self):
        from ..guides.listing import GuideListing

        return GuideListing

    def columns(self):
        from ..guides.listing import COLUMNS

        return COLUMNS


class GuideQuerySet(BasePageQuerySet):
    def with_lessons(self):
        """Each says `lesson_count`: its lessons that readers see."""
        return self.annotate(lesson_count=family.count_of_lessons())

    def for_cards(self):
        """All that a row shows."""
        return self.select_related("owner_lab", "locale").with_lessons()


class GuidePage(BasePage):
    """A guide: what one will be able to do, in how long, and the lessons that lead there."""

    kind = models.CharField(
        _("kind"), max_length=10, choices=GuideKind, default=GuideKind.PATH,
        help_text=_("Micro-guide: one sitting. Path: several modules. Starter kit: one leaves with a file."),
    )  # fmt: skip
    summary = models.CharField(
        _("hook"), max_length=240, help_text=_("One or two sentences. For example: Twelve minutes to learn to say no.")
    )
    cover = models.ForeignKey(
        "media.PortalImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture"),
        help_text=_("Optional: the way through the lessons is drawn."),
    )  # fmt: skip
    cover_alt = models.CharField(
        _("description of the picture"), max_length=200, blank=True, help_text=_("What it shows. Empty: it is decorative.")
    )
    objectives = LinesField(
        _("in the end, you will know how to…"), blank=True,
        help_text=_("One a line, a verb first. For example: Say what your lab will refuse."),
    )  # fmt: skip
    audience = models.TextField(
        _("for whom"), blank=True, help_text=_("Who it was written for, and what one should know before.")
    )
    level = models.CharField(
        _("level"), max_length=10, choices=GuideLevel, default=GuideLevel.DISCOVERY,
        help_text=_("Discovery: nothing to know before."),
    )  # fmt: skip
    deliverable = models.TextField(
        _("what you will have produced"), blank=True, help_text=_("For example: a file of nine pages, one an exercise.")
    )
    licence = models.CharField(
        _("licence"), max_length=24, choices=Licence, blank=True, help_text=_("What others may do with the texts.")
    )
    last_reviewed_on = models.DateField(
        _("reviewed on"), null=True, blank=True, help_text=_("The day somebody last read it all through.")
    )
    review_due_on = models.DateField(
        _("to be reviewed on"), null=True, blank=True, help_text=_("For example, a year after the last review.")
    )

    duration_minutes = models.PositiveIntegerField(_("duration (min)"), default=0, editable=False, db_index=True)
    # Folded words of all that is searched, for the plain listing. Written by save().
    search_text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(GuideQuerySet)()

    SEARCHED = ("title", "summary", "objectives", "audience", "deliverable")
    hue = "guides"
    sheet = "guides"
    needs_owner = True
    schema_type = "Course"
    parent_page_types = ["tools_library.GuideIndexPage"]
    subpage_types = ["tools_library.ModulePage", "tools_library.LessonPage"]
    shared_fields = ("access", "kind", "cover", "level", "licence", "last_reviewed_on", "review_due_on")
    edit_handler = panels.guide_tabs(BasePage)

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    @classmethod
    def for_page(cls):
        return cls.objects.select_related("owner_lab", "locale", "cover").prefetch_related("authors")

    def get_context(self, request, *args, **kwargs):
        from ..guides import pages

        return super().get_context(request, *args, **kwargs) | pages.of_guide(self, request)

    def structured_data(self, request):
        from ..guides import data

        return data.of_guide(self, super().structured_data(request))

    def lines_of(self, name):
        return lines(getattr(self, name))

    def clean(self):
        super().clean()
        if self.objectives and not lines(self.objectives):
            raise ValidationError({"objectives": _("One a line, a verb first.")})

    def save(self, *args, **kwargs):
        self.search_text = " ".join(fold(" ".join(getattr(self, name) for name in self.SEARCHED)).split())
        if (fields := kwargs.get("update_fields")) is not None and set(fields) & set(self.SEARCHED):
            kwargs["update_fields"] = [*fields, "search_text"]
        super().save(*args, **kwargs)
        family.follow(self)

    def handed_over(self):
        """Another lab keeps it: what is under it goes along."""
        family.follow(self)


class GuideAuthor(Orderable):
    """Who wrote it: a name, or a role."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name or role"), max_length=120, help_text=_("A role, unless they agreed."))

    panels = ["name"]

    class Meta(Orderable.Meta):
        verbose_name = _("author")

    def __str__(self):
        return self.name


class GuidePrerequisite(Orderable):
    """A guide to follow before."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="prerequisites")
    guide = models.ForeignKey(
        GuidePage, models.CASCADE, null=True, related_name="+", verbose_name=_("guide"), help_text=_("The one to follow before.")
    )
    strength = models.CharField(
        _("strength"), max_length=10, choices=Advice, default=Advice.ADVISED, help_text=_("Nothing is ever locked.")
    )

    panels = [FieldRowPanel([PageChooserPanel("guide", "tools_library.GuidePage"), "strength"])]

    class Meta(Orderable.Meta):
        verbose_name = _("prerequisite")

    def __str__(self):
        return f"{self.get_strength_display()}: {self.guide_id}"


class GuideTool(Orderable):
    """A tool that the guide is about, beside those that its lessons name."""

    page = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="related_tools")
    tool = models.ForeignKey(
        "tools_library.ToolPage", models.CASCADE, null=True, related_name="+", verbose_name=_("tool"),
        help_text=_("Shown on the page of the guide."),
    )  # fmt: skip

    panels = [FieldPanel("tool")]

    class Meta(Orderable.Meta):
        verbose_name = _("related tool")

    def __str__(self):
        return f"{self.tool_id}"
