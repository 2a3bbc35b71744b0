"""Addresses of finding."""

from django.urls import path

from . import views

urlpatterns = [path("suggestions/<slug:code>/", views.suggest, name="search_suggest")]
