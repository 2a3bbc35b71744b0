"""Addresses of files behind the check, under /fichiers/."""

from django.urls import path

from . import views

urlpatterns = [
    path("images/<int:pk>/original", views.original, name="image_original"),
    path("apercu/<str:key>/<str:name>", views.rendition, name="rendition"),
    path("<int:pk>/<str:name>", views.document, name="document"),
]
