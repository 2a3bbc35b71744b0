"""Pages that are not in the tree: errors, health, robots, security.txt, site map, the page of components."""

import json
import logging
import sys
from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.db.utils import OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from search.health import state as search_state

from . import missing
from .csp import report_of
from .models import BasePage

logger = logging.getLogger("portal.health")
logger_csp = logging.getLogger("portal.csp")
CSP_REPORT_BYTES, CSP_REPORTS_A_MINUTE = 10_000, 60


def _error(request, status, template):
    response = render(request, template, {"status": status}, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def bad_request(request, exception=None):
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request, exception=None):
    return _error(request, 403, "403.html")


def csrf_failure(request, reason=""):
    return _error(request, 403, "403_csrf.html")


def not_found(request, exception=None):
    """The same page whatever the reason: a page that one may not read does not exist."""
    response = HttpResponse(missing.page(request), status=404)
    response["X-Robots-Tag"] = "noindex"
    return response


def gone(request):
    return _error(request, 410, "410.html")


def is_pause(error) -> bool:
    """A database that is busy or away comes back; one that lacks a table does not."""
    return isinstance(error, OperationalError) and "no such" not in str(error)


def server_error(request):
    """No database, no context: this page must come whatever is broken. Called while the error is at hand, and logged."""
    if is_pause(sys.exc_info()[1]):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(request):
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "30"  # seconds
    return response


@require_safe
@never_cache
def alive(request):
    """The process answers."""
    return JsonResponse({"state": "alive"})


@require_safe
@never_cache
def ready(request):
    """The database answers. Nothing else decides: cache and index may be away without stopping readers, and that is said."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        logger.exception("The database does not answer")
        return JsonResponse({"state": "not ready", "database": "down"}, status=503)
    return JsonResponse({"state": "ready", "database": "up", "search": search_state()})


@require_safe
def favicon(request):
    """What old browsers and bots ask for without being told."""
    return redirect(static("img/logo.svg"), permanent=False)


@require_safe
def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /compte/", "Disallow: /en/compte/", "Disallow: /sante/", ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
    """RFC 9116."""
    from .models import LegalPage, SiteSettings

    settings = SiteSettings.for_request(request)
    contact = settings.security_email or settings.contact_email
    page = LegalPage.objects.visible_to(None).filter(kind="security").first()
    policy = request.build_absolute_uri(page.url if page else "/")
    expires = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: mailto:{contact}" if contact else f"Contact: {policy}", f"Expires: {expires}"]
    lines += ["Preferred-Languages: fr, en", f"Policy: {policy}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@csrf_exempt
@require_POST
def csp_report(request):
    """What a browser refused to run or load: a line in the logs, with nothing of the reader. So many a minute, no more."""
    minute = f"csp-reports:{timezone.now():%H%M}"
    length = request.headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > CSP_REPORT_BYTES:
        return HttpResponse(status=413)
    if cache.get_or_set(minute, 0, 120) < CSP_REPORTS_A_MINUTE:
        cache.incr(minute)
        try:
            logger_csp.warning("csp %s", json.dumps(report_of(request.body)))
        except (ValueError, RecursionError):
            return HttpResponse(status=400)
    return HttpResponse(status=204)


def visible_pages(user):
    """Every page that `user` may read, type by type, in the order of the tree."""
    from wagtail.models import get_page_models

    models = [model for model in get_page_models() if issubclass(model, BasePage)]
    rows = [
        page
        for model in models
        for page in model.objects.visible_to(user).select_related("locale").order_by("path").defer_streamfields()
    ]
    return sorted(rows, key=lambda page: page.path)


@require_safe
def site_map(request):
    """The plan of the site, for people: all that is public, as the tree stands."""
    from django.utils.translation import get_language

    pages = [p for p in visible_pages(None) if p.in_plan and p.locale.language_code == get_language()]
    return render(request, "portal/site_map.html", {"pages": pages, "crumbs": [(_("Home"), "/")]})


@require_safe
def components(request):
    """Every component and block in every state: what editors choose from and tests look at."""
    from .styleguide import context

    return render(request, "portal/components.html", context(request))


@require_safe
def error_sample(request, code):
    """An error page as readers get it, but for its status: to look at, and for axe."""
    from .styleguide import ERRORS

    if code not in ERRORS:
        raise Http404
    return render(request, f"{code}.html", missing.said(request.path) | {"status": code[:3]})


def stand_in(request, path=""):
    """An address that Wagtail offers and that the portal does not."""
    raise Http404
