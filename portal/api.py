"""The one API router: read only, what everyone may read."""

from django.http import Http404
from django.utils.translation import get_language
from ninja import NinjaAPI

from tools_library.exports import as_data
from tools_library.models import ToolPage

api = NinjaAPI(title="Essaim", version="1", docs_url=None, openapi_url=None, urls_namespace="portal-api")


@api.get("/tools/{reference}.json", url_name="tool")
def tool(request, reference: str, lang: str | None = None):
    """A public tool in French or, with ?lang=en, in English where it is translated."""
    language = lang if lang in ("fr", "en") else get_language()
    found = ToolPage.objects.visible_to(None).in_language(language).filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return as_data(found, request)
