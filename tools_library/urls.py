"""Addresses of what one takes away. None can be a page's: they have a dot, or stand before the tree on purpose."""

from django.urls import path

from .paper import views

urlpatterns = [
    path("o/<slug:reference>/<str:code>", views.print_state, name="print_state"),
    path("fiches/<slug:reference>.<str:form>", views.one, name="paper_one"),
    path("outils/selection/", views.selection, name="selection"),
    path("outils/selection/<slug:name>.<str:form>", views.several, name="paper_several"),
]
