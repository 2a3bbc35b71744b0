"""Acts on several pages: Wagtail's own under our rules, with « Annuler » after a withdrawal."""

from django.contrib import messages
from django.db import transaction
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction,
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.accounts.rooms.bulk import careful
from portal.rights.refusals import PublicationRefused

from .undo import offer

NAMED = 5  # refusals told one by one


def explorable(user):
    return policy_registry.get_by_type(Page).explorable_instances(user)


class OfPages:
    """Stock reads bare pages: each asks for its own type in turn, and those refused are named to anybody."""

    @classmethod
    def whole(cls, queryset):
        return (
            queryset.defer_streamfields()
            .specific()
            .annotate_approved_schedule()
            .prefetch_workflow_states()
            .prefetch_related("locale")
        )

    def known(self, things):
        wanted = [page.pk for page in things]
        return set(explorable(self.request.user).filter(pk__in=wanted).values_list("pk", flat=True))


class OneByOne:
    """A page that may not be published stays; the others are."""

    def get_execution_context(self):
        return super().get_execution_context() | {"request": self.request}

    @classmethod
    def execute_action(cls, objects, request=None, **kwargs):
        done, children, refused = 0, 0, []
        for page in objects:
            try:
                with transaction.atomic():
                    ours, theirs = super().execute_action([page], **kwargs)
                done, children = done + ours, children + theirs
            except PublicationRefused as error:
                refused.append(error)
        tell(request, refused)
        return done, children

    def get_success_message(self, num_parent_objects, num_child_objects):
        return super().get_success_message(num_parent_objects, num_child_objects) if num_parent_objects else None


def tell(request, refused):
    for error in refused[:NAMED]:
        messages.error(request, error.told % {"title": error.page.title, "reasons": " ".join(error.reasons())})
    if others := len(refused) - NAMED if len(refused) > NAMED else 0:
        words = ngettext("%(n)d other page was not published either.", "%(n)d other pages were not published either.", others)
        messages.error(request, words % {"n": others})


class CanBeUndone:
    """Which version readers had is noted before."""

    def prepare_action(self, objects, objects_without_access):
        self.rows = [[page.pk, page.live_revision_id or page.latest_revision_id] for page in objects]
        return super().prepare_action(objects, objects_without_access)

    def get_success_message(self, num_parent_objects, num_child_objects):
        words = super().get_success_message(num_parent_objects, num_child_objects)
        offer(self.request, words, "unpublish", [row for row in self.rows if row[1]])


STOCK = [
    careful(DeleteBulkAction, OfPages),
    careful(MoveBulkAction, OfPages),
    careful(PublishBulkAction, OneByOne, OfPages),
    careful(UnpublishBulkAction, CanBeUndone, OfPages),
]
