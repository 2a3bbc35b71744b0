"""Whole pages, kept for readers without an account: found by what was asked and by the version of the content.

First in the chain: a page that is kept costs no SQL, no template and no compression. docs/adr/0016-page-cache.md says why.
"""

import hashlib
import logging
import re

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.middleware.cache import CacheMiddleware
from django.utils.cache import cc_delim_re, get_conditional_response, patch_vary_headers, set_response_etag

from .content_version import content_version, one_version
from .release import release

logger = logging.getLogger("portal.pagecache")
PAGES = "pages"  # the alias in CACHES
LONGEST = 300  # characters of an address: beyond, it is nobody's bookmark
LARGEST = 1_000_000  # bytes
NOT_SHARED = {"private", "no-cache", "no-store"}
# What pages may say that they vary on. Cookies: a page with one of ours is never kept. Language: it is in the address
# (LocaleMiddleware, without a prefix for French). Encoding: one entry each.
VARIES = {"cookie", "accept-language", "accept-encoding"}
BLANK = "/media/not-found"  # what Wagtail shows for a picture that could not be made: the next reader may see it
CHECK_AGAIN = "public, max-age=0, must-revalidate"  # a change shows at the next request: browsers ask, and get a 304
NO_GZIP = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def takes_gzip(request) -> bool:
    """RFC 9110: `gzip` is named, without the weight 0."""
    for part in request.META.get("HTTP_ACCEPT_ENCODING", "").lower().split(","):
        name, _semicolon, weight = part.partition(";")
        if name.strip() == "gzip":
            return not NO_GZIP.fullmatch(weight)
    return False


def is_personal(request) -> bool:
    """Whether an answer could be somebody's own: a session, a form under way, a message, a preview of the admin."""
    ours = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, CookieStorage.cookie_name)
    return getattr(request, "is_dummy", False) or "HTTP_AUTHORIZATION" in request.META or any(c in request.COOKIES for c in ours)


def words(response, header) -> set[str]:
    return {word.split("=")[0].strip().lower() for word in cc_delim_re.split(response.get(header, "")) if word.strip()}


def is_for_all(request, response) -> bool:
    """Whether an answer is the same for every reader."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.streaming
        and not is_personal(request)
        and not response.cookies
        and not response.has_header("Set-Cookie")
        and not words(response, "Cache-Control") & NOT_SHARED
        and words(response, "Vary") <= VARIES
        and not getattr(getattr(request, "user", None), "is_authenticated", False)
    )


class ValidatorMiddleware:
    """What is for all gets an ETag: of its words only, so that it tells nothing else, and under the compression."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if is_for_all(request, response) and BLANK.encode() in response.content:
            response.headers.setdefault("Cache-Control", "no-store")
        if is_for_all(request, response):
            if not response.has_header("ETag"):
                set_response_etag(response)
            del response["Last-Modified"]  # goes backwards when the newest item of a feed is withdrawn
            response.headers.setdefault("Cache-Control", CHECK_AGAIN)
            patch_vary_headers(response, ["Cookie"])
        return response


class PageCacheMiddleware(CacheMiddleware):
    """Django's, whose keys it replaces: one read for a hit, and the version that stood when the request began."""

    def __init__(self, get_response):
        super().__init__(get_response, cache_alias=PAGES)
        release()

    def __call__(self, request):
        with one_version():
            return super().__call__(request)

    def process_request(self, request):
        request._page_key = self.key_of(request)
        kept = request._page_key and self.attempt("get", request._page_key)
        if not kept:
            return None
        request._page_key = None  # it is there already
        headers, body = kept
        return HttpResponse(body, headers=headers)

    def process_response(self, request, response):
        key = getattr(request, "_page_key", None)
        if key and request.method == "GET" and is_for_all(request, response) and len(response.content) <= LARGEST:
            self.attempt("set", key, (dict(response.items()), response.content))
        if "HTTP_IF_NONE_MATCH" in request.META and response.has_header("ETag") and is_for_all(request, response):
            return get_conditional_response(request, etag=response["ETag"], response=response)
        return response

    def key_of(self, request) -> str | None:
        """Where the answer to a request is kept; None: it is neither kept nor looked for."""
        asked = request.path, request.META.get("QUERY_STRING", "")
        if request.method not in ("GET", "HEAD") or len("".join(asked)) > LONGEST or asked[0].startswith(settings.STATIC_URL):
            return None
        if is_personal(request):
            return None
        try:
            place = request.scheme, request.get_host(), request.path, sorted(request.GET.lists()), takes_gzip(request)
            version = content_version()
        except SuspiciousOperation:  # a host that is not ours
            return None
        except Exception:
            logger.exception("No content version: no page is kept")
            return None
        return hashlib.sha256(repr((release(), version, place)).encode()).hexdigest()

    def attempt(self, verb, *args):
        """A cache that is away makes the site slower, nothing else."""
        try:
            return getattr(self.cache, verb)(*args)
        except Exception:
            logger.exception("The cache of pages does not answer")
            return None
