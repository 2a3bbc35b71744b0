"""« Annuler »: what was just done to pages is undone, by whoever did it, while she may still do it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.models import Page

from portal.accounts.rooms.base import Act

from .changing import change_back

KEPT = 10  # acts that a session remembers


def remember(request, act: str, rows: list, **details) -> str:
    """The address that undoes an act. `rows`: [id of a page, what it was] pairs, JSON-ready."""
    kept, key = request.session.get("undo", {}), get_random_string(12)
    last = dict(list(kept.items())[-(KEPT - 1) :])
    request.session["undo"] = {**last, key: {"act": act, "rows": rows, **details}}
    return reverse("undo", args=[key])


def offer(request, words: str, act: str, rows: list, **details) -> None:
    """A message with « Annuler »."""
    buttons = [messages.button(remember(request, act, rows, **details), gettext_lazy("Undo"))] if rows else []
    messages.success(request, words, buttons=buttons)


def republish(user, page, revision_id) -> bool:
    revision = page.revisions.filter(pk=revision_id).first()
    if revision is None or page.live or not page.permissions_for_user(user).can_publish():
        return False
    revision.publish(user=user)
    return True


def undo(user, remembered: dict) -> int:
    """How many pages are as they were."""
    pages = {page.pk: page for page in Page.objects.filter(pk__in=[row[0] for row in remembered["rows"]]).specific()}
    done = 0
    for pk, was in remembered["rows"]:
        if pk not in pages:
            continue
        try:
            with transaction.atomic():
                if remembered["act"] == "unpublish":
                    done += republish(user, pages[pk], was)
                else:
                    done += change_back(user, pages[pk], remembered["field"], was)
        except ValidationError:
            continue
    return done


class Undo(Act):
    """One page, one button: nothing is written by a link."""

    page_title = gettext_lazy("Undo")
    header_icon = "undo"
    label = gettext_lazy("Yes, undo")
    back = reverse_lazy("wagtailadmin_home")

    def may_come_in(self, user):
        return user.has_perm("wagtailadmin.access_admin")

    def dispatch(self, request, *args, key, **kwargs):
        self.key, self.remembered = key, request.session.get("undo", {}).get(key)
        if self.remembered is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def explanation(self):
        n = len(self.remembered["rows"])
        if self.remembered["act"] == "unpublish":
            told = ngettext(
                "%(n)d page is shown to readers again, in the version that they read.",
                "%(n)d pages are shown to readers again, in the versions that they read.", n,
            )  # fmt: skip
        else:
            told = ngettext("%(n)d page takes its former value again.", "%(n)d pages take their former values again.", n)
        return [told % {"n": n}]

    def perform(self, data):
        done = undo(self.request.user, self.remembered)
        self.request.session["undo"] = {k: v for k, v in self.request.session["undo"].items() if k != self.key}
        self.done = ngettext("Undone for %(n)d page.", "Undone for %(n)d pages.", done) % {"n": done}
