"""The list « Tous les outils » as a file that comes back in as it went out."""

import json
import logging

from . import contents
from .books import editable
from .writing import write

logger = logging.getLogger("portal.audit")


def export(user, pages, form: str) -> bytes:
    """Of the tools of a list, in their order, those that `user` may change: their latest drafts, private notes included."""
    wanted = list(pages.values_list("pk", flat=True))
    place = {pk: n for n, pk in enumerate(wanted)}
    hers = contents.sources().filter(pk__in=editable(user))
    known = sorted(contents.where(hers, "pk", set(wanted)), key=lambda one: place[one.page.pk])
    told = {"action": "tools_exported", "by": user.pk, "tools": len(known), "format": form}
    logger.info("audit %s", json.dumps(told))
    return write([one.content for one in known], user, form)
