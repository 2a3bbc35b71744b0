"""Every address of the site. The page tree comes last, in both languages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from media.lists.tags import tag_autocomplete
from tools_library.views import short_address

from . import views
from .api import api
from .feeds import NewsFeed
from .metrics import measures
from .serving import serve
from .sitemaps import PageSitemap

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler500 = views.server_error

door = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    path("sante/vivant", views.alive, name="alive"),
    path("sante/pret", views.ready, name="ready"),
    path("sante/mesures", measures, name="measures"),
    path("composants/", views.components, name="components"),
    path("composants/erreurs/<slug:code>/", views.error_sample, name="error_sample"),
    path("rapports/csp", views.csp_report, name="csp_report"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap}}, name="sitemap"),
    path("admin/login/", door),
    path("_util/login/", door),
    path("admin/tag-autocomplete/", tag_autocomplete),  # before Wagtail's, which proposes everybody's
    path("admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/", tag_autocomplete),
    path("admin/", include(wagtailadmin_urls)),
    path("fichiers/", include("media.urls")),
    path("media/", include("media.public_urls")),
    path("documents/", include("media.documents_urls")),
    path("api/", api.urls),
    path("o/<slug:reference>", short_address, name="short_address"),
    path("", include("network.cases.urls")),
    path("favicon.ico", views.favicon),
    *i18n_patterns(
        path("compte/", include("portal.accounts.urls")),
        path("plan-du-site/", views.site_map, name="site_map"),
        path("flux/", NewsFeed(), name="news_feed"),
        path("recherche/", include("search.urls")),
        path("", include("tools_library.urls")),
        path("", include("network.urls")),
        re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
