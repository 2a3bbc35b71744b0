"""Addresses of files, under /fichiers/."""

from django.urls import path

from . import views

urlpatterns = [
    path("images/<int:pk>/original", views.original, name="image_original"),
    path("apercu/<int:pk>/<str:name>", views.rendition, name="image_rendition"),
    path("public/<path:name>", views.public_rendition, name="public_rendition"),
    path("<int:pk>/<str:name>", views.document, name="document"),
    path("<int:pk>/", views.document, name="document_by_id"),
]
