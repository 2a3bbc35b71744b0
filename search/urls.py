"""Addresses of finding."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.everything, name="search"),
    path("suggestions/", views.suggest, name="search_suggest_all"),
    path("suggestions/<slug:code>/", views.suggest, name="search_suggest"),
]
