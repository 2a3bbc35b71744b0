"""Atom of the news."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .chrome import chrome
from .models import NewsPage


class NewsFeed(Feed):
    """The twenty latest pieces of public news in the language of the address."""

    feed_type = Atom1Feed

    def __call__(self, request, *args, **kwargs):
        self.request = request
        return super().__call__(request, *args, **kwargs)

    def title(self):
        return _("%(name)s: news") % {"name": chrome(self.request)["name"]}

    def link(self):
        return chrome(self.request)["home"]

    def items(self):
        return NewsPage.objects.for_listing(None, get_language())[:20]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.summary

    def item_link(self, item):
        return item.url

    def item_pubdate(self, item):
        return timezone.make_aware(datetime.combine(item.published_on, time(8)))

    def item_updateddate(self, item):
        return item.last_published_at

    def item_author_name(self, item):
        return item.owner_lab.name if item.owner_lab else chrome(self.request)["name"]
