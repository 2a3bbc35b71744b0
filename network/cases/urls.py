"""Addresses of case studies outside the tree and outside languages: they are printed and cited."""

from django.urls import path

from . import views

urlpatterns = [
    path("c/<slug:reference>", views.short_address, name="case_short"),
    path("c/<slug:reference>.<slug:form>", views.case_file, name="case_file"),
]
