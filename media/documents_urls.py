"""The addresses that Wagtail writes by itself in rich text and in the admin: the same view, the same check."""

from django.urls import path

from . import views

urlpatterns = [path("<int:pk>/<str:name>", views.document, name="wagtaildocs_serve")]
