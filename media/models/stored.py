"""What an image and a document share: a lab that owns it, and the level of the live pages that show it."""

from pathlib import Path

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.access import Access, is_national
from portal.accounts.models import Lab, Membership


class ReadableFiles:
    """The one rule of reading, for a list and for one file: no view filters by hand."""

    def visible_to(self, user):
        """Files that `user` may read. The memberships stay in SQL: one query, whoever asks (plus her groups)."""
        if not (user and user.is_authenticated and user.is_active):
            return self.filter(level=Access.PUBLIC)
        if is_national(user):
            return self.all()
        labs = user.memberships.current()
        through = self.model.level_labs.through.objects.filter(lab__in=labs.values("lab"))
        own = labs.exclude(role=Membership.Role.MEMBER)
        return self.filter(
            Q(level__in=[Access.PUBLIC, Access.CLIP] if user.is_peer else [Access.PUBLIC])
            | Q(Exists(labs), level__in=[Access.CLIP, Access.NETWORK])
            | Q(level=Access.LAB, pk__in=through.values(self.model._meta.model_name))
            | Q(owner_lab__in=own.values("lab"))
        )

    def shown_to(self, user):
        """Files of live pages that `user` reads: what a search finds. Those that no page shows are for lists of the admin."""
        return self.visible_to(user).filter(level__in=Access.values)


class StoredFile(models.Model):
    """A file has no level of its own: it stores the widest one of the live pages that show it."""

    owner_lab = models.ForeignKey(Lab, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner lab"))
    # Empty: shown by no live page; the editors of its lab alone see it.
    level = models.CharField(_("access"), max_length=10, choices=Access, blank=True, editable=False, db_index=True)
    level_labs = models.ManyToManyField(Lab, blank=True, editable=False, related_name="+")

    computed_fields = {"level"}

    class Meta:
        abstract = True

    @property
    def is_public(self):
        return self.level == Access.PUBLIC

    @property
    def download_name(self):
        """What the reader's folder shows: the title, in full, with the extension of the file."""
        path, title = Path(self.file.name), self.title.strip()
        if title.lower().endswith(path.suffix.lower()):
            title = title[: len(title) - len(path.suffix)]
        return f"{title or path.stem}{path.suffix.lower()}"

    def save(self, *args, **kwargs):
        """What the pages decide is not written back from memory: they may have changed since this was read."""
        if self.pk and not self._state.adding and not kwargs.get("force_insert") and kwargs.get("update_fields") is None:
            kept = self.get_deferred_fields() | self.computed_fields | {self._meta.pk.attname}
            kwargs["update_fields"] = [f.name for f in self._meta.concrete_fields if f.attname not in kept]
        super().save(*args, **kwargs)


class FileUse(models.Model):
    """A live page, or a setting that everybody sees, shows a file. Rewritten when it changes (levels.py)."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="+")
    shown_by = models.CharField(max_length=120, blank=True, db_index=True)  # “portal.sitesettings:1”, when it is no page
    image = models.ForeignKey("media.PortalImage", models.CASCADE, null=True, related_name="uses")
    document = models.ForeignKey("media.PortalDocument", models.CASCADE, null=True, related_name="uses")
    access = models.CharField(max_length=10, choices=Access)
    lab = models.ForeignKey(Lab, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(image=None, document__isnull=False) | Q(image__isnull=False, document=None),
                name="file_use_names_one_file",
            ),
            models.CheckConstraint(
                condition=Q(page=None, shown_by__gt="") | Q(page__isnull=False, shown_by=""),
                name="file_use_names_one_place",
            ),
            models.UniqueConstraint(fields=["page", "image"], name="one_use_of_an_image_per_page"),
            models.UniqueConstraint(fields=["page", "document"], name="one_use_of_a_document_per_page"),
        ]

    def __str__(self):
        return f"{self.image or self.document} on {self.shown_by or f'page {self.page_id}'}"
