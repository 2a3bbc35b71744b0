"""Small layers around every request."""

from csp.constants import SELF
from django.conf import settings
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import add_never_cache_headers
from wagtail.contrib.redirects.models import Redirect

from .accounts.access import may_read
from .content_version import cached
from .csp import with_nonces
from .pagecache import takes_gzip
from .serving import site_for
from .views import gone

ADMIN = "/admin/"


class AnonymousGZipMiddleware(GZipMiddleware):
    """Compress what everyone reads. A signed-in reader's pages hold secrets: not compressed (BREACH)."""

    def process_response(self, request, response):
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.CSRF_COOKIE_NAME in response.cookies:
            return response
        if not takes_gzip(request):  # Django looks for the word alone
            request.META["HTTP_ACCEPT_ENCODING"] = "identity"
        return super().process_response(request, response)


class AdminPolicyMiddleware:
    """The admin writes inline scripts that public pages never do: a policy of its own, and nonces for those it knows."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "is_dummy", False):  # a preview: what readers will get, in a frame of the editor
            response._csp_replace = {"frame-ancestors": [SELF]}
        elif request.path.startswith(ADMIN) and not response.has_header("Content-Security-Policy"):
            response._csp_config = {"default-src": None, **settings.ADMIN_CONTENT_SECURITY_POLICY}
            if not response.streaming and response.get("Content-Type", "").startswith("text/html"):
                self.sign(request, response)
        return response

    def sign(self, request, response):
        page = response.content.decode(response.charset)
        response.content = with_nonces(page, str(request.csp_nonce))
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))


class PrivateWhenSignedInMiddleware:
    """What a signed-in reader gets may hold what others must not see: no cache keeps it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not response.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(response)
            response["Cache-Control"] = "private, no-store"
        return response


class RedirectMiddleware:
    """wagtail.contrib.redirects without queries for addresses that no redirect knows; a redirect to nothing is a 410."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != 404:
            return response
        known = cached("redirects", lambda: set(Redirect.objects.values_list("old_path", flat=True)), here=True)
        for old in self.asked(request):
            if old in known:
                return self.answer(request, old) or response
        return response

    def asked(self, request):
        """The address as redirects write it, with its query, then without; nothing if it cannot be one."""
        try:
            return [Redirect.normalise_path(path) for path in (request.get_full_path(), request.path)]
        except ValueError:  # «//[»
            return []

    def may_be_told(self, user, page) -> bool:
        """The new address is the new title, nearly: only to who may read the page there."""
        page = page and page.specific_deferred
        return page is None or (page.live and may_read(user, page.access, page.owner_lab_id))

    def answer(self, request, old):
        found = Redirect.get_for_site(site_for(request)).filter(old_path=old).order_by("-site_id").first()
        if found is None or not self.may_be_told(request.user, found.redirect_page):
            return None
        if found.link is None:
            return gone(request)
        return (HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect)(found.link)
