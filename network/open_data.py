"""« Données ouvertes »: what is offered to machines, under which licence."""

from dataclasses import dataclass

from django.apps import apps
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.models import LegalPage

# Shelves, in the order of the menu: (model, its other files, its list in the API).
SHELVES = (
    ("tools_library.ToolIndexPage", (), "tools"),
    ("network.LabIndexPage", ("geojson",), "labs"),
    ("network.EventIndexPage", ("ics",), "events"),
    ("network.CaseStudyIndexPage", (), "cases"),
    ("tools_library.GuideIndexPage", (), "guides"),
    ("portal.NewsIndexPage", (), ""),
)
NAMES = {"csv": "CSV", "atom": "Atom", "geojson": "GeoJSON", "ics": "iCalendar"}


@dataclass(frozen=True)
class Offer:
    """A shelf: its files, its address in the API."""

    title: str
    url: str
    files: list
    api: str


def offers(language) -> list[Offer]:
    out = []
    for label, more, listed in SHELVES:
        shelf = apps.get_model(label).objects.visible_to(None).in_language(language).order_by("path").first()
        if shelf:
            files = [(NAMES[form], f"{shelf.url}?sortie={form}") for form in ("csv", *more, "atom")]
            out.append(Offer(shelf.title, shelf.url, files, reverse(f"portal-api:{listed}") if listed else ""))
    return out


@require_safe
def page(request):
    language = get_language()
    licence = LegalPage.objects.visible_to(None).in_language(language).filter(kind="licence").first()
    home = (_("Home"), "/" if language == "fr" else f"/{language}/")
    context = {"offers": offers(language), "licence": licence, "openapi": reverse("portal-api:openapi-json"), "crumbs": [home]}
    return render(request, "network/open_data.html", context)
