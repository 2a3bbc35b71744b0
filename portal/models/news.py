"""News: announcements, reports, interviews, opinions."""

from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager

from portal.blocks import body_blocks
from portal.fields import BodyField

from .base import BasePage, BasePageQuerySet


class NewsIndexPage(BasePage):
    """The shelf of news, newest first."""

    summary = models.CharField(_("summary"), max_length=200, blank=True)

    hue = "cas"
    sheet = "listing"
    is_shelf = True
    per_page = 12
    schema_type = "CollectionPage"
    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.NewsPage"]
    edit_handler = BasePage.tabs((_("Content"), [*Page.content_panels, "summary"]))

    class Meta:
        verbose_name = _("news shelf")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        news = NewsPage.objects.for_listing(request.user, self.locale.language_code)
        page = Paginator(news, self.per_page).get_page(request.GET.get("page"))
        return context | {"news": page}


class NewsQuerySet(BasePageQuerySet):
    def for_listing(self, user, language):
        """All that a row of the listing shows, newest first."""
        rows = self.visible_to(user).in_language(language).select_related("owner_lab", "locale")
        return rows.defer("body").order_by("-published_on", "-pk")


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
    body = BodyField(body_blocks(), blank=True, verbose_name=_("text"))

    objects = PageManager.from_queryset(NewsQuerySet)()

    hue = "cas"
    sheet = "cases"
    needs_owner = True
    ages = False  # it has a date
    schema_type = "NewsArticle"
    og_type = "article"
    parent_page_types = ["portal.NewsIndexPage"]
    subpage_types: list[str] = []
    shared_fields = ("access", "kind", "published_on", "portrait_sessions")
    edit_handler = BasePage.tabs(
        (
            _("Content"),
            [
                *Page.content_panels,
                "summary",
                MultiFieldPanel(["kind", "published_on", "authors", FieldPanel("portrait_sessions")], _("What it is")),
                "body",
            ],
        ),
    )

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def structured_data(self, request):
        data = super().structured_data(request)
        author = {"@type": "Organization", "name": self.owner_lab.name if self.owner_lab else ""}
        return data | {"headline": self.title, "datePublished": self.published_on.isoformat(), "author": author}
