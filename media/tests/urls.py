"""The addresses of the site, and those of public renditions in front."""

from django.urls import include, path

from portal.urls import handler404, handler500
from portal.urls import urlpatterns as addresses

__all__ = ["handler404", "handler500"]

urlpatterns = [path("media/", include("media.public_urls")), *addresses]
