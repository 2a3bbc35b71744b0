"""What a guide is made of: modules, if it has any, and lessons."""

from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Substr
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, TitleFieldPanel
from wagtail.models import PageManager

from portal.entries import plain
from portal.fields import BodyField
from portal.models import BasePage, BasePageQuerySet
from search.text import fold

from ..guides import family, minutes, panels
from ..guides.blocks import lesson_blocks
from ..guides.forms import PartForm
from .guide_choices import Completion
from .guides import GUIDE_DEPTH, GuidePage

STEP = GuidePage.steplen


class PartQuerySet(BasePageQuerySet):
    def of_live_guides(self):
        """Without those whose guide, or module, is not published."""
        guide = GuidePage.objects.filter(path=OuterRef("guide_path"), live=True)
        module = ModulePage.objects.filter(path=OuterRef("module_path"), live=False)
        placed = self.annotate(
            guide_path=Substr("path", 1, GUIDE_DEPTH * STEP), module_path=Substr("path", 1, (GUIDE_DEPTH + 1) * STEP)
        )
        return placed.filter(Exists(guide), ~Exists(module))

    def visible_to(self, user):
        return super().visible_to(user).of_live_guides()

    def published(self):
        return super().published().of_live_guides()


class PartOfGuide(BasePage):
    """A page under a guide: its lab and its access are those of the guide, always."""

    base_form_class = PartForm
    needs_owner = True
    taken_fields = family.TAKEN
    ages = False  # its guide is read again as a whole
    hue = "guides"
    sheet = "guides"

    class Meta:
        abstract = True

    @classmethod
    def for_page(cls):
        return cls.objects.select_related("owner_lab", "locale").of_live_guides()

    @classmethod
    def for_frame(cls):
        return super().for_frame().of_live_guides()

    @cached_property
    def guide(self):
        """The guide above, as its row has it."""
        return GuidePage.objects.select_related("locale").get(path=self.path[: GUIDE_DEPTH * STEP])

    def above(self):
        """The module above, as its row has it; None right under the guide."""
        return ModulePage.objects.filter(path=self.path[:-STEP]).first() if self.depth > GUIDE_DEPTH + 1 else None

    def with_content_json(self, content):
        """Access is the guide's: no draft may carry another one."""
        page = super().with_content_json(content)
        page.access = self.access
        return page

    def save(self, *args, **kwargs):
        family.take_after(self, self.guide, self.above())
        if (fields := kwargs.get("update_fields")) is not None and set(fields) - set(family.OF_DRAFTS):
            kwargs["update_fields"] = [*{*fields, *family.TAKEN}]
        super().save(*args, **kwargs)


class ModulePage(PartOfGuide):
    """A module: an optional level between a guide and its lessons."""

    goal = models.CharField(
        _("goal"), max_length=240, help_text=_("In one sentence. For example: Know why, for whom, and where to begin.")
    )

    objects = PageManager.from_queryset(PartQuerySet)()

    parent_page_types = ["tools_library.GuidePage"]
    subpage_types = ["tools_library.LessonPage"]
    edit_handler = panels.part_tabs(BasePage, [TitleFieldPanel("title"), "goal"])

    class Meta:
        verbose_name = _("module")
        verbose_name_plural = _("modules")

    @property
    def summary_text(self):
        return self.search_description or self.goal

    def save(self, *args, **kwargs):
        """Its lessons are read when it is: they follow, as they follow the guide."""
        super().save(*args, **kwargs)
        if (fields := kwargs.get("update_fields")) is None or "live" in fields:
            family.follow(self.guide)

    def get_context(self, request, *args, **kwargs):
        from ..guides import pages

        return super().get_context(request, *args, **kwargs) | pages.of_module(self, request)


class LessonQuerySet(PartQuerySet):
    def guide_title(self):
        """For a query on lessons: the title of the guide above."""
        guide = GuidePage.objects.filter(path=Substr(OuterRef("path"), 1, GUIDE_DEPTH * STEP))
        return Subquery(guide.values("title")[:1])

    def for_cards(self):
        """What a row shows: never the body. `guide_title`: of the guide above."""
        return self.select_related("locale", "owner_lab").defer("body").annotate(guide_title=self.guide_title())


class LessonPage(PartOfGuide):
    """A lesson: a few minutes of reading, one task."""

    summary = models.CharField(
        _("goal"), max_length=200, blank=True,
        help_text=_("What one knows in the end, in one sentence. For example: Say yes, no or not yet to a request."),
    )  # fmt: skip
    body = BodyField(lesson_blocks(), blank=True, verbose_name=_("lesson"))
    minutes_override = models.PositiveSmallIntegerField(
        _("duration (min)"), null=True, blank=True,
        help_text=_("Empty: counted from the text, 180 words a minute, and the minutes of its practice."),
    )  # fmt: skip
    required = models.BooleanField(
        _("required"), default=True, help_text=_("Unticked: it does not count in the progress of the guide.")
    )
    completion = models.CharField(
        _("finished when"), max_length=10, choices=Completion, default=Completion.BUTTON,
        help_text=_("“Opened” suits a page to consult; a practice, a task to do."),
    )  # fmt: skip

    minutes = models.PositiveSmallIntegerField(_("minutes"), default=1, editable=False)  # written by save()
    # Folded words of all that is searched, for the plain listing. Written by save().
    search_text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(LessonQuerySet)()

    schema_type = "LearningResource"
    parent_page_types = ["tools_library.GuidePage", "tools_library.ModulePage"]
    subpage_types: list[str] = []
    shared_fields = ("minutes_override", "required", "completion")
    edit_handler = panels.part_tabs(
        BasePage,
        [
            HelpPanel(template="tools_library/admin/help_lesson.html"),
            TitleFieldPanel("title"),
            "summary",
            FieldPanel("body", required_on_save=False),
        ],
        (
            _("Progress"),
            [HelpPanel(template="tools_library/admin/help_progress.html"), "completion", "required", "minutes_override"],
        ),
    )

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def get_context(self, request, *args, **kwargs):
        from ..guides import pages

        return super().get_context(request, *args, **kwargs) | pages.of_lesson(self, request)

    def structured_data(self, request):
        from ..guides import data

        return data.of_lesson(self, super().structured_data(request))

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if fields is None or set(fields) & {"title", "summary", "body", "minutes_override"}:
            said = [self.title, self.summary, *self.body.stream_block.get_searchable_content(self.body)]
            self.search_text = " ".join(fold(plain(" ".join(map(str, said)))).split())
            self.minutes = self.minutes_override or minutes.computed(self.body)
            if fields is not None:
                kwargs["update_fields"] = fields = [*fields, "search_text", "minutes"]
        super().save(*args, **kwargs)
        if fields is None or set(fields) - set(family.OF_DRAFTS):
            family.lesson_saved(self)


class LessonTool(models.Model):
    """A tool that a published lesson names, in whatever language of either."""

    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="named_tools")
    tool_key = models.UUIDField(db_index=True)  # the translation key of the tool

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "tool_key"], name="lesson_names_a_tool_once")]

    def __str__(self):
        return f"{self.lesson_id}: {self.tool_key}"
