"""Acts on several files: Wagtail's own, which named the files that they refused, and forgot whose a file is."""

from django.utils.translation import gettext_lazy as _
from wagtail.documents.views import bulk_actions as documents
from wagtail.images.views import bulk_actions as images

from portal.accounts.rooms.bulk import careful

from ..rules import lab_of


class KeepsItsLab:
    """A file put in a lab's collection becomes that lab's."""

    display_name = _("Change the lab")
    aria_label = _("Give the files chosen to another lab")

    @classmethod
    def execute_action(cls, objects, collection=None, **kwargs):
        done = super().execute_action(objects, collection=collection, **kwargs)
        if collection and (lab := lab_of(collection)):
            cls.get_default_model().objects.filter(pk__in=[file.pk for file in objects]).update(owner_lab=lab)
        return done


ACTIONS = [
    careful(images.AddToCollectionBulkAction, KeepsItsLab),
    careful(documents.AddToCollectionBulkAction, KeepsItsLab),
    *map(careful, (images.AddTagsBulkAction, images.DeleteBulkAction)),
    *map(careful, (documents.AddTagsBulkAction, documents.DeleteBulkAction)),
]
