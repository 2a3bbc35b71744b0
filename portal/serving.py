"""Serve a page in few queries: one to find it, then those of its own kind; the rest is cached under one version."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import Site

from .accounts.access import Access, readable
from .content_version import cached
from .parts import parts_at, parts_of


def site_for(request):
    """Site.find_for_request without its query, and for everything that calls it later on."""
    if not hasattr(request, "_wagtail_site"):
        host = f"{request._get_raw_host()}|{request.get_port()}"[:200]
        hosts = cached("hosts", lambda: set(Site.objects.values_list("hostname", flat=True)), here=True)
        key = f"site:{host}" if host.split("|")[0].split(":")[0] in hosts else "site:default"
        request._wagtail_site = cached(key, lambda: Site._find_for_request(request))
    return request._wagtail_site


def root_path(site, language) -> str:
    roots = cached("roots", Site.get_site_root_paths, here=True)
    own = [root for root in roots if root.site_id == site.pk]
    return next((root.root_path for root in own if root.language_code == language), own[0].root_path)


# Asked for every address that anybody invents: as text, which costs half of what building it costs.
# url_path has no index and slug has one.
AT_ADDRESS = "SELECT id, content_type_id FROM wagtailcore_page WHERE slug = %s AND url_path = %s AND live = %s"


def find(request, path):
    """The live page at an address that this reader may read, and what is kept of it for her. Raises Http404, whatever the reason.

    When something is kept, the page holds no more than what is around needs.
    """
    site = site_for(request)
    if site is None or "\0" in path:
        raise Http404
    url_path = root_path(site, get_language()) + (f"{path.strip('/')}/" if path.strip("/") else "")
    with connection.cursor() as cursor:
        cursor.execute(AT_ADDRESS, [url_path.split("/")[-2], url_path, True])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    model = ContentType.objects.get_for_id(row[1]).model_class()  # cached by Django
    parts = parts_of(request, model, row[0])
    rows = model.for_frame() if parts and parts.known else model.for_page()
    # Asked in the query itself: what is fetched along with a page would tell, by the time it takes, that it is there.
    # Without an order: writing one for all these columns costs as much as the rest of the query.
    page = next(iter(rows.filter(readable(request.user)).filter(pk=row[0]).order_by()), None)
    if page is None:
        raise Http404
    return page, parts


def serve(request, path):
    page, parts = find(request, path)
    for hook in hooks.get_hooks("before_serve_page"):
        response = hook(page, request, [], {})
        if response is not None:
            return response
    if parts is None:
        return page.serve(request)
    if parts.known:
        request.is_preview = False
        around = {"page": page, "self": page, "translations": parts.known["translations"], "parts_of_page": parts}
        return TemplateResponse(request, page.get_template(request), around)
    response = page.serve(request)
    if isinstance(response, TemplateResponse):
        parts.made["translations"] = response.context_data["translations"]
        response.context_data["parts_of_page"] = parts  # in the context of this page alone: another made of this request has none
        response.add_post_render_callback(parts.keep)
    return response


def serve_view(request, template: str, context, *place):
    """A page outside the tree, at `place`. `context()`: what its parts show, not asked when they are known."""
    parts = parts_at(request, template, *place)
    if parts and parts.known:
        return TemplateResponse(request, template, {"parts_of_page": parts})
    response = TemplateResponse(request, template, context() | {"parts_of_page": parts})
    if parts:
        response.add_post_render_callback(parts.keep)
    return response


def crumbs(page) -> list[tuple[str, str]]:
    """Ancestors of a shelf that everybody reads: once per version, whatever the number of pages on it, whoever asks."""
    parent = page.path[: -page.steplen]

    def build():
        ancestors = page.get_ancestors().filter(depth__gt=1, live=True).order_by("depth").specific()
        return [(ancestor.title, ancestor.url) for ancestor in ancestors if ancestor.access == Access.PUBLIC]

    return cached(f"crumbs:{parent}", build)


def translations(page, user) -> list[dict]:
    """The same page in the other languages, where this reader may read it."""
    twins = type(page).objects.visible_to(user).filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return [
        {"language": twin.locale.language_code, "url": twin.url}
        for twin in twins.select_related("locale").only(
            "pk", "url_path", "locale__language_code", "access", "translation_key", "path", "depth", "live"
        )
    ]


def other_language() -> str:
    return next(code for code, _name in settings.LANGUAGES if code != get_language())
