"""Acts on several objects at once: what the list shows, no more; what one may not see is not named."""

from copy import copy
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

MOST = 200  # objects in one act: a request must end
DIGITS = 18  # of an id: more is no number that a database holds


def listing_of(request, url, model):
    """What the list of `model` at `url` shows, filters and search included; None if it is no such list of ours."""
    parts = urlsplit(url)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if not getattr(getattr(match.func, "view_class", None), "is_for_bulk", False):
        return None
    asked = copy(request)
    asked.method, asked.path, asked.GET = "GET", parts.path, QueryDict(parts.query)
    view = match.func.view_class(**match.func.view_initkwargs)
    view.setup(asked, *match.args, **match.kwargs)
    shown = view.get_queryset()
    if not issubclass(shown.model, model):
        raise Http404  # ids of pages are not ids of images
    return shown


class Careful:
    """Laid over a stock bulk action."""

    def get_all_objects_in_listing_query(self, parent_id):
        """Stock: “all” is every object of the site, whatever the list was filtered by."""
        listing = listing_of(self.request, self.next_url, self.model)
        if listing is None:
            return super().get_all_objects_in_listing_query(parent_id)
        return listing.prefetch_related(None).order_by("pk").values_list("pk", flat=True)

    @classmethod
    def get_queryset(cls, model, object_ids):
        ids = [int(pk) for pk in object_ids if str(pk).isdigit() and len(str(pk)) <= DIGITS]
        found = list(cls.whole(model.objects.filter(pk__in=ids[:MOST]).order_by("pk")))
        if not found:
            raise Http404
        return found

    @classmethod
    def whole(cls, queryset):
        return queryset

    def get_actionable_objects(self):
        objects, refused = super().get_actionable_objects()
        every = [thing for things in refused.values() for thing in things]
        seen = self.known(every) if every else set()
        return objects, {key: [thing for thing in things if thing.pk in seen] for key, things in refused.items()}

    def known(self, things) -> set[int]:
        """Ids of those that this person may be told about."""
        return set()

    def get(self, request, *args, **kwargs):
        listing = listing_of(request, self.next_url, self.model) if "all" in request.GET.getlist("id") else None
        if listing is not None and (count := listing.count()) > MOST:
            told = _("%(most)s at a time: the first %(most)s of %(count)s are taken. Do it again for the others.")
            messages.warning(request, told % {"most": MOST, "count": count})
        return super().get(request, *args, **kwargs)


def careful(action, *layers):
    """A stock bulk action under our rules; it keeps its name, hence its place in the menu."""
    return type(action.__name__, (*layers, Careful, action), {})
