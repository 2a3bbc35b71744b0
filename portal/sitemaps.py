"""The site map for machines: what everyone may read, with its languages."""

from collections import defaultdict

from django.contrib.sitemaps import Sitemap

from .views import visible_pages


class PageSitemap(Sitemap):
    """One entry a page; translations are alternates of one another."""

    def items(self):
        pages = visible_pages(None)
        self.twins = defaultdict(list)
        for page in pages:
            self.twins[page.translation_key].append(page)
        return pages

    def location(self, page):
        return page.url

    def lastmod(self, page):
        return page.last_published_at

    def get_urls(self, page=1, site=None, protocol=None):
        urls = super().get_urls(page=page, site=site, protocol=protocol)
        domain = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        for url in urls:
            twins = self.twins[url["item"].translation_key]
            if len(twins) > 1:
                url["alternates"] = [{"lang_code": t.locale.language_code, "location": domain + t.url} for t in twins]
        return urls
