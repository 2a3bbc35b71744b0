"""Cards made before anybody asks. Half of the work is to find the size of a text: what was found serves in booklets too."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.access import Access
from portal.accounts.mail import absolute
from tools_library.models import ToolPage

from . import content, files, shelf

MOST = 500  # cards a run, the newest first: the folder of what is made is bounded
OVERLAP = timedelta(minutes=5)  # a publication that was being written when the last run looked
SEEN = "cards-ahead"


def wanted():
    """Tools that everybody reads, published since the last run; all, when what makes cards has changed."""
    tools = ToolPage.objects.filter(live=True, access=Access.PUBLIC).order_by("-last_published_at")
    version, since = cache.get(SEEN, ("", None))
    if version == shelf.template_version():
        tools = tools.filter(last_published_at__gt=since - OVERLAP)
    return tools.select_related("locale")[:MOST]


def make_ahead() -> int:
    """The A4 card of each, as a reader without an account gets it. How many were made."""
    begin, made = timezone.now(), 0
    for tool in wanted():
        with override(tool.locale.language_code):
            sheet = content.sheet(tool, AnonymousUser(), absolute)
            name = shelf.digest("pdf", sheet)
            if not shelf.has(name):
                shelf.kept(name, lambda sheet=sheet: files.MAKERS["pdf"](sheet))
                made += 1
    cache.set(SEEN, (shelf.template_version(), begin), None)
    return made
