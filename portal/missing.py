"""The page of an address that leads nowhere. Robots invent thousands a day: for who has no account it is written once.

Once per version of the content, site and language, with three places for what was asked. What one may not read gets the same.
"""

import re
from urllib.parse import quote

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import get_language

from .content_version import cached
from .serving import site_for
from .typography import french

PLACES = {name: f"missing-{name}-here" for name in ("path", "next", "words")}
PLACE = re.compile(f"({'|'.join(PLACES.values())})")


def page(request) -> str:
    asked = said(request.path)
    if not is_alike(request):
        return render_to_string("404.html", asked | {"status": 404}, request)
    site, language = site_for(request), get_language()
    pieces = cached(f"missing:{site.pk if site else 0}:{language}", lambda: written(request), here=True)
    shown = {name: escape(text) for name, text in asked.items()}
    shown["path"] = french(shown["path"]) if language == "fr" else shown["path"]
    known = {PLACES[name]: text for name, text in shown.items()}
    return "".join(known.get(piece, piece) for piece in pieces)


def said(path) -> dict[str, str]:
    """What was asked for: as it is, for the address of the door, and in words (« carte d empathie »)."""
    last = path.strip("/").rpartition("/")[2].replace("-", " ").replace("_", " ")
    return {"path": path, "next": quote(path), "words": " ".join(last.split())[:80]}


def is_alike(request) -> bool:
    """Whether the page says nothing of its own: neither a reader, nor a message, nor the same view in another language."""
    match = getattr(request, "resolver_match", None)
    own = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name} & request.COOKIES.keys()
    elsewhere = match and match.url_name not in (None, "wagtail_serve")
    known = getattr(getattr(request, "user", None), "is_authenticated", False)
    return not (own or elsewhere or known or request.path in ("/", f"/{get_language()}/"))


def written(request) -> list[str]:
    """The page in pieces, one at each place."""
    return PLACE.split(render_to_string("404.html", PLACES | {"status": 404}, request))
