"""News: announcements, reports, interviews, opinions."""

from django import forms
from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from portal.blocks import body_blocks
from portal.entries import plain, shelf_of
from portal.fields import BodyField
from search.text import fold

from .base import BasePage, BasePageQuerySet
from .shelf import Shelf
from .terms import Term
from .territories import Territory


class NewsIndexPage(Shelf):
    """The shelf of news, newest first."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)

    kind = "news"
    hue = "cas"
    sheet = "listing"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.NewsPage"]
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("news shelf")

    def columns(self):
        return NEWS_COLUMNS


# What the table of the listing says of each: (heading, value).
NEWS_COLUMNS = (
    (_("Title"), lambda page: page.title),
    (_("Type"), lambda page: page.get_kind_display()),
    (_("Date"), lambda page: page.published_on.isoformat()),
    (_("Lab"), lambda page: page.owner_lab.name if page.owner_lab else ""),
    (_("Summary"), lambda page: page.summary),
)


class NewsQuerySet(BasePageQuerySet):
    def for_cards(self):
        """All that a row shows."""
        return self.select_related("owner_lab", "locale", "territory").defer("body")

    def for_listing(self, user, language):
        """All that a row of the listing shows, newest first."""
        return self.visible_to(user).in_language(language).for_cards().order_by("-published_on", "-pk")


class NewsPage(BasePage):
    """One piece of news, signed by a lab."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Announcement")
        REPORT = "report", pgettext_lazy("news", "Report")
        INTERVIEW = "interview", _("Interview")
        OPINION = "opinion", _("Opinion")
        ARTICLE = "article", _("Article")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ARTICLE)
    published_on = models.DateField(_("date"), default=timezone.localdate, db_index=True)
    authors = models.CharField(
        _("authors"), max_length=200, blank=True, help_text=_("Roles unless they agreed: “A facilitator, Bretagne lab”.")
    )
    summary = models.CharField(_("summary"), max_length=200, help_text=_("One or two sentences."))
    portrait_sessions = models.PositiveSmallIntegerField(
        _("sessions led by the person interviewed"),
        null=True,
        blank=True,
        help_text=_("Draws a portrait in dots, one a session, for whoever gave no photo."),
    )
    themes = ParentalManyToManyField(
        Term, blank=True, related_name="+", verbose_name=_("themes"), limit_choices_to={"vocabulary": Term.Vocabulary.THEME},
        help_text=_("What it is about. One is enough."),
    )  # fmt: skip
    territory = models.ForeignKey(
        Territory, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("region or entity"),
        help_text=_("Where it takes place. Empty: everywhere."),
    )  # fmt: skip
    services = ParentalManyToManyField(
        Term, blank=True, related_name="+", verbose_name=_("related services"), limit_choices_to={"vocabulary": "service"},
        help_text=_("What one may ask of a lab after reading it."),
    )  # fmt: skip
    body = BodyField(body_blocks(), blank=True, verbose_name=_("text"))

    # Folded words of all that is searched, for the plain listing. Written by save().
    search_text = models.TextField(editable=False, blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    hue = "cas"
    sheet = "cases"
    needs_owner = True
    ages = False  # it has a date
    schema_type = "NewsArticle"
    og_type = "article"
    parent_page_types = ["portal.NewsIndexPage"]
    subpage_types: list[str] = []
    shared_fields = ("access", "kind", "published_on", "portrait_sessions", "themes", "territory", "services")
    edit_handler = BasePage.tabs(
        (
            _("Content"),
            [
                *Page.content_panels,
                "summary",
                MultiFieldPanel(
                    [
                        "kind",
                        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
                        "territory",
                        "published_on",
                        "authors",
                        FieldPanel("portrait_sessions"),
                        FieldPanel("services", widget=forms.CheckboxSelectMultiple),
                    ],
                    _("What it is"),
                ),
                "body",
            ],
        ),
    )

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    @classmethod
    def for_page(cls):
        return cls.objects.select_related("owner_lab", "locale", "territory")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        shelf = shelf_of(apps.get_model("network.LabIndexPage"))(self.locale.language_code)
        return context | {"services": self.services.all() if shelf else [], "labs_shelf": shelf}

    def save(self, *args, **kwargs):
        searched = [self.title, self.summary, self.authors, *self.body.stream_block.get_searchable_content(self.body)]
        self.search_text = " ".join(fold(plain(" ".join(map(str, searched)))).split())
        if (fields := kwargs.get("update_fields")) is not None and set(fields) & {"title", "summary", "authors", "body"}:
            kwargs["update_fields"] = [*fields, "search_text"]
        super().save(*args, **kwargs)

    def structured_data(self, request):
        data = super().structured_data(request)
        author = {"@type": "Organization", "name": self.owner_lab.name if self.owner_lab else ""}
        return data | {"headline": self.title, "datePublished": self.published_on.isoformat(), "author": author}
