"""Parts of a page that every reader without an account gets alike: kept, so that making the page anew is short work.

For those whom the cache of whole pages does not serve: a cookie of a form, another query, another encoding. What is around
the parts (menu, other language, messages, account) is written at each request, and the rights are asked of the database.
"""

import hashlib
import logging
import re

from django.core.cache import caches
from django.utils.translation import get_language

from search.outputs import OUTPUT

from .content_version import content_version
from .pagecache import BLANK, LONGEST, NOT_SHARED, words
from .release import release

logger = logging.getLogger("portal.parts")
PARTS = "parts"  # the alias in CACHES
FORM = "csrfmiddlewaretoken"  # the field of its secret
PLACE = re.compile(r"<!--part (\d+)-->")


class Parts:
    """Those of one page, found under the version that stood before anything of it was read. `known`: what is kept, or None."""

    def __init__(self, key: str):
        self.key, self.made = key, {}
        self.known = attempt("get", key)

    def keep(self, response) -> None:
        """Unless the answer says that it is of this moment, or holds the secret of a form, which is this reader's."""
        main = self.made.get("main")  # last; none where another template was rendered, or this one before it was known
        of_one = words(response, "Cache-Control") & NOT_SHARED or main and (FORM in main or BLANK in main)
        if self.known is None and main and response.status_code == 200 and not of_one:
            attempt("set", self.key, self.made)


def attempt(verb, *args):
    """A cache that is away makes the site slower, nothing else."""
    try:
        return getattr(caches[PARTS], verb)(*args)
    except Exception:
        logger.exception("The cache of parts does not answer")
        return None


def parts_of(request, model, pk) -> Parts | None:
    """Those of a page of the tree; None: this reader, or this address, has none."""
    if not model.follows_query:
        return parts_at(request, model._meta.label, pk)
    if len(request.META.get("QUERY_STRING", "")) > LONGEST:
        return None
    return parts_at(request, model._meta.label, pk, sorted(request.GET.lists()))


def parts_at(request, *place) -> Parts | None:
    """`place`: all that the page depends on, beside the language and the host."""
    if request.method not in ("GET", "HEAD") or request.user.is_authenticated or OUTPUT in request.GET:
        return None
    place = request.scheme, request.get_host(), get_language(), *place
    return Parts(hashlib.sha256(repr(("parts", release(), content_version(), place)).encode()).hexdigest())


def put_aside(context, text: str) -> str:
    """A mark that stands for a text already set, until the document around it is set too."""
    aside = context.render_context.get("aside")
    if aside is None:  # a block rendered alone
        return text
    aside.append(text)
    return f"<!--part {len(aside) - 1}-->"


def put_back(html: str, aside: list[str]) -> str:
    return PLACE.sub(lambda mark: aside[int(mark[1])], html) if aside else html
