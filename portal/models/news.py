"""News: announcements, reports, interviews, opinions."""

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from portal.blocks import body_blocks
from portal.entries import plain
from portal.fields import BodyField
from search import outputs, registry
from search.listing import Listing
from search.text import fold

from .base import BasePage, BasePageQuerySet
from .terms import Term


class NewsIndexPage(BasePage):
    """The shelf of news, newest first."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)

    hue = "cas"
    sheet = "listing"
    is_shelf = True
    schema_type = "CollectionPage"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.NewsPage"]
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("news shelf")

    def listing(self, request):
        return Listing(registry.kind("news"), request, self.locale.language_code)

    def serve(self, request, *args, **kwargs):
        return outputs.serve(self, request, NEWS_COLUMNS) or outputs.page(super().serve(request, *args, **kwargs))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return context | self.listing(request).context()


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
        return self.select_related("owner_lab", "locale").defer("body")

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
    shared_fields = ("access", "kind", "published_on", "portrait_sessions", "themes")
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
                        "published_on",
                        "authors",
                        FieldPanel("portrait_sessions"),
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
