"""The addresses that Wagtail gives to documents, kept: they lead to ours."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    re_path(r"^(?P<document_id>\d+)/(?P<document_filename>.*)$", views.old_address, name="wagtaildocs_serve"),
    path("authenticate_with_password/<int:restriction_id>/", views.old_address, name="wagtaildocs_authenticate_with_password"),
]
