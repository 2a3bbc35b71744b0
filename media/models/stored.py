"""What an image and a document share: a lab that owns it, and the level of the live pages that show it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.access import Access, is_national, open_levels
from portal.accounts.models import Lab


def readable_files(user) -> Q:
    """The condition that leaves the files `user` may read: level, labs of the level, or her own lab's."""
    condition = Q(level__in=open_levels(user))
    if is_national(user):
        return condition | Q(level="")
    if user and user.is_authenticated and user.lab_roles:
        condition |= Q(level=Access.LAB, level_labs__in=list(user.lab_roles))
        condition |= Q(owner_lab__in=list(user.editing_labs))
    return condition


class StoredFile(models.Model):
    """A file has no level of its own: it stores the widest one of the live pages that show it."""

    owner_lab = models.ForeignKey(
        Lab, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("owner lab")
    )
    # Empty: shown by no live page; the editors of its lab alone see it.
    level = models.CharField(_("access"), max_length=10, choices=Access, blank=True, editable=False, db_index=True)
    level_labs = models.ManyToManyField(Lab, blank=True, editable=False, related_name="+")

    class Meta:
        abstract = True


class FileUse(models.Model):
    """A live page shows a file. Rewritten when the page is published, unpublished, moved, or changes level."""

    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, related_name="+")
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
        ]

    def __str__(self):
        return f"{self.image or self.document} on page {self.page_id}"
