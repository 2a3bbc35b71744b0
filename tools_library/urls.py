"""Addresses of what one takes away. Those of files have a dot: no page can have the same; the others come before the tree."""

from django.urls import path

from .guides import views as progress
from .paper import views

urlpatterns = [
    path("o/<slug:reference>/<str:code>", views.print_state, name="print_state"),
    path("fiches/<slug:reference>.<slug:form>", views.one, name="paper_card"),
    path("fiches/<slug:reference>/<slug:form>.pdf", views.small, name="paper_small"),
    path("outils/selection/", views.selection_page, name="selection"),
    path("outils/selection/<slug:name>.<slug:form>", views.several, name="paper_list"),
    path("mon-avancement/", progress.own_progress, name="own_progress"),
    path("mon-avancement/lecon/", progress.mark, name="mark_lesson"),
    path("mon-avancement/carnet/", progress.note, name="write_note"),
    path("mon-avancement/ajouter/", progress.add_device, name="add_device"),
    path("mon-avancement/quitter/", progress.leave, name="leave_guide"),
]
