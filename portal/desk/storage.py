"""The room that the files of the labs take."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from media.models import PortalDocument, PortalImage
from portal.accounts.models import Lab


@dataclass
class Room:
    """What one lab keeps; `bytes` of the originals, renditions apart."""

    name: str
    images: int = 0
    documents: int = 0
    bytes: int = 0


def rooms(user) -> list[Room]:
    """Those of one's labs; for the national team all of them, the largest first, with the files of nobody."""
    labs = Lab.objects.all() if user.is_national else Lab.objects.filter(pk__in=user.editing_labs)
    found = {lab.pk: Room(lab.name) for lab in labs}
    if user.is_national:
        found[None] = Room(_("Without a lab"))
    for model, kind in ((PortalImage, "images"), (PortalDocument, "documents")):
        for lab, number, size in model.objects.order_by().values_list("owner_lab").annotate(Count("pk"), Sum("file_size")):
            if lab in found:
                setattr(found[lab], kind, number)
                found[lab].bytes += size or 0
    return sorted(found.values(), key=lambda room: (-room.bytes, room.name))
