"""Renditions of public images, under MEDIA_URL. A web server may serve the folder `renditions/public` there instead."""

from django.urls import path

from . import views

urlpatterns = [path("<path:name>", views.public_rendition, name="public_rendition")]
