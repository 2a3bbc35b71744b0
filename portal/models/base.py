"""What every page of the site is: owned by a lab or by nobody, read by a level, known by its facts."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Locale, Page, PageManager
from wagtail.query import PageQuerySet

from portal.accounts.access import Access, readable
from portal.accounts.models import Lab
from portal.facts import copy_facts, share_facts
from portal.rights.forms import PageForm
from portal.rights.names import hidden_title, may_be_named
from portal.rights.policy import LabPageTester
from portal.rights.refusals import PublicationRefused

PRINTED = "print"  # the mode of preview that shows what the printer gives


class BasePageQuerySet(PageQuerySet):
    def visible_to(self, user):
        """What `user` may read on the public site."""
        return self.filter(readable(user), live=True)

    def published(self):
        """What somebody may read, whoever it is."""
        return self.filter(live=True)

    def in_language(self, code):
        """The pages of a language and, where a page is not translated, its source."""
        if code == settings.LANGUAGE_CODE:
            return self.filter(locale__language_code=code)
        translated = self.model.objects.published().filter(
            translation_key=models.OuterRef("translation_key"), locale__language_code=code
        )
        return self.filter(
            models.Q(locale__language_code=code)
            | models.Q(locale__language_code=settings.LANGUAGE_CODE) & ~models.Exists(translated)
        )


class BasePage(Page):
    """A page of the portal."""

    access = models.CharField(
        _("access"), max_length=10, choices=Access, default=Access.PUBLIC, db_index=True, help_text=_("Who may read it.")
    )
    owner_lab = models.ForeignKey(
        Lab,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner lab"),
        help_text=_("The lab that keeps this page up to date. Its editors may change it."),
    )

    objects = PageManager.from_queryset(BasePageQuerySet)()
    base_form_class = PageForm

    hue = "neutre"  # the colour of its section: look.md
    sheet = ""  # the stylesheet of its kind
    schema_type = "WebPage"
    og_type = "website"
    shared_fields: tuple[str, ...] = ()
    taken_fields: tuple[str, ...] = ()  # which are always those of a page above
    shared_child_fields: dict[str, tuple[str, ...]] = {}  # children are paired by translation_key
    follows_query = False  # whether what it says depends on the query of its address (portal/parts.py)
    in_plan = True  # whether the site map for people names it; what has a date is on its shelf
    ages = True  # whether it must be read again from time to time
    needs_owner = False  # whether a page of this type must belong to a lab

    seo_panel = MultiFieldPanel(
        [
            FieldPanel(
                "slug", heading=_("Address"), help_text=_("The end of the address of the page. For example: empathy-map.")
            ),
            FieldPanel("seo_title", help_text=_("Only if the title is too long for a list of results: 60 characters.")),
            FieldPanel("search_description", help_text=_("150 characters: what search engines show.")),
        ],
        _("For search engines"),
    )
    menu_panel = MultiFieldPanel([FieldPanel("show_in_menus", help_text=_("In the menu at the top of every page."))], _("Menu"))
    access_panels = [MultiFieldPanel(["access", "owner_lab"], _("Who reads it, who keeps it"))]
    life_panels = [*Page.settings_panels]  # dates of publication, comments
    promote_panels = [seo_panel, menu_panel]
    settings_panels = [*access_panels, *life_panels]

    class Meta:
        abstract = True

    # --- reading

    @classmethod
    def for_page(cls):
        """All that its own page renders, in few queries."""
        return cls.objects.select_related("owner_lab", "locale")

    @classmethod
    def for_frame(cls):
        """What the frame around the parts that are kept asks of a page; the rest of it is read only if something asks."""
        return cls.objects.only("path", "title", "live", "access")

    def get_context(self, request, *args, **kwargs):
        from portal.serving import crumbs, translations

        context = super().get_context(request, *args, **kwargs)
        return context | {"crumbs": crumbs(self), "translations": translations(self, request.user)}

    @property
    def preview_modes(self):
        return [("", _("On the screen")), (PRINTED, _("On paper"))]

    @property
    def preview_sizes(self):
        sheet = {"name": "a4", "icon": "doc-full", "device_width": 794, "label": _("Width of a sheet, A4")}  # 210 mm at 96 dpi
        return [*super().preview_sizes, sheet]

    @property
    def summary_text(self):
        """One or two sentences for listings, search engines and feeds."""
        return self.search_description or getattr(self, "summary", "")

    def structured_data(self, request) -> dict:
        """schema.org, for machines."""
        return {
            "@context": "https://schema.org",
            "@type": self.schema_type,
            "name": self.title,
            "description": self.summary_text,
            "inLanguage": self.locale.language_code,
            "url": request.build_absolute_uri(self.get_url(request)),
            "dateModified": self.last_published_at and self.last_published_at.isoformat(),
        }

    # --- facts

    @cached_property
    def source(self):
        """The page of the default language; None on that page itself or when there is none."""
        if self.locale_id is None or self.locale.language_code == settings.LANGUAGE_CODE:
            return None
        default = Locale.objects.get_for_language(settings.LANGUAGE_CODE)
        return type(self).objects.filter(translation_key=self.translation_key, locale=default).first()

    def with_content_json(self, content):
        """The owner is not content: no draft or old revision may carry another one. Nor the facts of a translation."""
        page = super().with_content_json(content)
        page.owner_lab_id = self.owner_lab_id
        if self.source:
            copy_facts(self, page)
        return page

    def save_revision(self, *args, **kwargs):
        revision = super().save_revision(*args, **kwargs)
        if not self.live and self.shared_fields:  # a source never published: its draft is all there is
            share_facts(self)
        return revision

    # --- rights

    def permissions_for_user(self, user):
        return LabPageTester(user, self)

    def get_admin_display_title(self):
        """Choosers show live pages to every lab: never their next, unpublished title, nor a page that is not theirs to read."""
        if not may_be_named(self):
            return hidden_title()
        return self.title if self.live and self.owner_lab_id else super().get_admin_display_title()

    def route(self, request, path_components):
        """Asked by the admin alone, which turns an address typed in a text into a page: as choosers show it."""
        found = super().route(request, path_components)
        if found.page is self:
            if not may_be_named(self):
                raise Http404
            self.draft_title = self.get_admin_display_title()
        return found

    def clean(self):
        super().clean()
        if self.needs_owner and not self.owner_lab_id:
            raise ValidationError({"owner_lab": _("Choose the lab that keeps this page.")})

    def publish(self, revision, *args, **kwargs):
        """All or nothing, whatever the route; a refusal says what is missing."""
        try:
            with transaction.atomic():
                self.refuse_if_handed_over()
                return super().publish(revision, *args, **kwargs)
        except ValidationError as error:
            PublicationRefused.settle(self, error, scheduled=kwargs.get("log_action") == "wagtail.publish.scheduled")

    def refuse_if_handed_over(self):
        """To another lab, since this request has read the page: published, it would be taken back."""
        row = type(self).objects.filter(pk=self.pk).values_list("owner_lab_id", flat=True)
        if self.owner_lab_id not in row:
            raise PublicationRefused(self, ValidationError(_("Another lab has kept this page since you opened it.")))

    def handed_over(self):
        """Called on a page that another lab has just been given."""

    # --- the editing form

    @classmethod
    def tabs(cls, *tabs):
        """The edit form: (name, panels) tabs, then the settings every page has."""
        return TabbedInterface(
            [*(ObjectList(panels, heading=name) for name, panels in tabs)]
            + [ObjectList(cls.promote_panels, heading=_("Referencing")), ObjectList(cls.settings_panels, heading=_("Access"))]
        )


class Referenced(models.Model):
    """A page with a stable reference that is printed (OUT-014), unique per language."""

    reference_prefix = "REF"

    reference = models.CharField(_("reference"), max_length=12, blank=True, editable=False, db_index=True)
    # A copy of Page.locale: a constraint cannot reach the parent table.
    reference_locale = models.ForeignKey(Locale, models.PROTECT, editable=False, related_name="+")

    exclude_fields_in_copy = ["reference", "reference_locale"]  # save() gives them

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["reference_locale", "reference"], name="%(class)s_reference_per_locale")]

    def save(self, *args, **kwargs):
        if self.locale_id is None:
            self.locale = self.get_default_locale()
        if not self.reference or (self._state.adding and self.alias_of_id):  # an alias copies everything
            self.reference = self.source.reference if self.source else self.next_reference()
        self.reference_locale_id = self.locale_id
        super().save(*args, **kwargs)

    def next_reference(self):
        used = type(self).objects.filter(reference__startswith=f"{self.reference_prefix}-")
        numbers = [int(number) for r in used.values_list("reference", flat=True) if (number := r.rsplit("-", 1)[1]).isdigit()]
        return f"{self.reference_prefix}-{max(numbers, default=0) + 1:03}"

    def with_content_json(self, content):
        """A reference belongs to the page, never to one of its revisions."""
        page = super().with_content_json(content)
        page.reference, page.reference_locale_id = self.reference, self.locale_id
        return page
