"""Addresses of the network outside the tree. They come before it: no page of the shelves may take them."""

from django.urls import path

from . import open_data, views, writing

urlpatterns = [
    path("labs/regions/<slug:slug>/", views.region, name="region"),
    path("donnees-ouvertes/", open_data.page, name="open_data"),
    path("labs/ecrire/<slug:code>/", writing.write, name="write_to_lab"),
    path("labs/integrer/", views.embed, name="embed"),
    path("labs/oembed.json", views.oembed, name="oembed"),
]
