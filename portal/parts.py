"""Parts of a page that every reader without an account gets alike: kept, so that making the page anew is short work.

For those whom the cache of whole pages does not serve: a cookie of a form, another query, another encoding. What is around
the parts (menu, other language, messages, account) is written at each request, and the rights are asked of the database.
"""

import hashlib
import logging
import re

from django.core.cache import caches
from django.utils.translation import get_language

from .content_version import content_version
from .release import release

logger = logging.getLogger("portal.parts")
PARTS = "parts"  # the alias in CACHES
PLACE = re.compile(r"<!--part (\d+)-->")


class Parts:
    """Those of one page, found under the version that stood before anything of it was read. `known`: what is kept, or None."""

    def __init__(self, key: str):
        self.key, self.made = key, {}
        self.known = attempt("get", key)

    def keep(self) -> None:
        if self.known is None and self.made:
            attempt("set", self.key, self.made)


def attempt(verb, *args):
    """A cache that is away makes the site slower, nothing else."""
    try:
        return getattr(caches[PARTS], verb)(*args)
    except Exception:
        logger.exception("The cache of parts does not answer")
        return None


def parts_of(request, model, pk) -> Parts | None:
    """None: this page, or this reader, has none."""
    if not model.parts_are_kept or request.method not in ("GET", "HEAD") or request.user.is_authenticated:
        return None
    place = request.scheme, request.get_host(), get_language(), model._meta.label, pk
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
