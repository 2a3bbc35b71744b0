"""Pages of the network outside the tree: a region, the map that other sites embed; « Créer … » of the admin."""

from csp.decorators import csp_replace
from django.http import Http404, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from portal.lists.shelves import create_view
from portal.models import NewsPage, territories
from portal.serving import serve_view
from search import registry

from . import around
from .lab_listing import LabListing
from .lab_page import agenda
from .models import EventIndexPage, EventPage, LabIndexPage, LabPage

MOST_EVENTS, MOST_NEWS = 6, 3
EMBED = {"width": 640, "height": 900}  # CSS pixels

create_lab = create_view(
    LabIndexPage, LabPage, gettext_lazy("There is no shelf of labs yet: the national team makes it under the home page.")
)
create_event = create_view(
    EventIndexPage, EventPage, gettext_lazy("There is no agenda yet: the national team makes it under the home page.")
)


def shelf(language):
    """The shelf of labs in a language, else in French."""
    return LabIndexPage.objects.visible_to(None).in_language(language).order_by("path").first()


@require_safe
def region(request, slug):
    """A region, of the mainland or overseas: its labs, what takes place there, its news."""
    return serve_view(request, "network/region.html", lambda: of_region(slug, request), slug)


def of_region(slug, request) -> dict:
    territory = territories().get(slug)
    if territory is None:
        raise Http404
    language, index = get_language(), shelf(get_language())
    labs = LabListing(registry.kind("lab"), request, language, QueryDict(f"region={slug}"))
    events = EventPage.objects.visible_to(request.user).in_language(language).filter(territory=territory)
    news = NewsPage.objects.for_listing(request.user, language).filter(territory=territory)
    crumbs = [(_("Home"), "/" if language == "fr" else f"/{language}/"), *([(index.title, index.url)] if index else [])]
    return {
        "territory": territory,
        "index": index,
        "crumbs": crumbs,
        "rows": labs.flat_rows(),
        "counted": labs.counted(),
        "map": labs.map(),
        "events": events.upcoming().for_rows()[:MOST_EVENTS],
        "news": news[:MOST_NEWS],
        "ics": f"{agenda(language)}?region={slug}&sortie=ics",
        "around": around.groups(around.of_regions, territory, request.user, language),
    }


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_safe
def embed(request):
    """The map and the list, for a frame of another site: the only page that may be framed."""
    labs = LabListing(registry.kind("lab"), request, get_language())
    index = shelf(get_language())
    context = {"index": index, "map": labs.map(), "rows": labs.flat_rows(), "counted": labs.counted()}
    return render(request, "network/embed.html", context)


@require_safe
def oembed(request):
    """https://oembed.com: what a site asks to show the map from its address."""
    address = request.build_absolute_uri(reverse("embed"))
    html = render_to_string("network/oembed.html", {"address": address, **EMBED})
    told = {"version": "1.0", "type": "rich", "provider_name": "Essaim", "title": _("Map of the labs"), "html": html.strip()}
    answer = JsonResponse(told | EMBED)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
