"""Which collection of files belongs to which lab."""

from django.db import models
from wagtail.models import Collection

from portal.accounts.models import Lab


class LabCollection(models.Model):
    """The files of a lab; without a lab, those that every lab may use."""

    lab = models.OneToOneField(Lab, models.CASCADE, null=True, related_name="+")
    collection = models.OneToOneField(Collection, models.CASCADE, related_name="lab_collection")

    class Meta:
        constraints = [models.UniqueConstraint(models.Value(1), condition=models.Q(lab=None), name="one_common_collection")]

    def __str__(self):
        return self.collection.name
