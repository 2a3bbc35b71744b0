"""Small layers around every request."""

from django.conf import settings
from django.db.utils import OperationalError
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import add_never_cache_headers

ADMIN = "/admin/"


class AnonymousGZipMiddleware(GZipMiddleware):
    """Compress what everyone reads. A signed-in reader's pages hold secrets: not compressed (BREACH)."""

    def process_response(self, request, response):
        if settings.SESSION_COOKIE_NAME in request.COOKIES or "csrftoken" in response.cookies:
            return response
        return super().process_response(request, response)


class AdminPolicyMiddleware:
    """The admin writes inline scripts that public pages never do: a policy of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith(ADMIN) and not hasattr(response, "_csp_config"):
            response._csp_config = {"default-src": None, **settings.ADMIN_CONTENT_SECURITY_POLICY}
        return response


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


class DatabaseBusyMiddleware:
    """A database that does not answer is a pause, not a fault of the reader: 503, and when to come back."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, OperationalError):
            from .views import unavailable

            return unavailable(request)
        return None
