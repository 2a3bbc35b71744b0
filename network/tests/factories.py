"""Labs and events for tests. What a test does not say is plain."""

from datetime import UTC, date, datetime, timedelta

from wagtail.models import Page

from network.models import EventIndexPage, EventPage, LabIndexPage, LabPage
from portal.accounts.models import Lab
from portal.models import Term, Territory
from portal.tests.world import fresh

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)  # Thursday, noon in Paris
SHELVES = {LabIndexPage: "labs", EventIndexPage: "agenda"}


def shelf(w, model):
    """The shelf of the small site, made when it is first asked for; not in the menu, which other tests count."""
    found = model.objects.filter(locale__language_code="fr").first()
    return found or Page.objects.get(pk=w.home.pk).add_child(instance=model(title=SHELVES[model].title(), slug=SHELVES[model]))


def organisation(code):
    return Lab.objects.get_or_create(code=code, defaults={"name": f"Lab {code}"})[0]


def lab_page(
    w, title="Lab de Rennes", lab=None, *, live=True, presence=("physical",), region="bretagne", point=(-1.68, 48.11), **fields
):
    values = {
        "summary": "Une salle, deux facilitatrices.", "city": "Rennes", "verified_on": date(2026, 11, 12), "lab_type": "regional",
        "longitude": point and str(point[0]), "latitude": point and str(point[1]),
    } | fields  # fmt: skip
    page = LabPage(title=title, owner_lab=lab or organisation(title.lower().replace(" ", "-")[:40]), live=False, **values)
    page.territory = Territory.objects.filter(slug=region).first()
    page.presence = list(Term.objects.filter(vocabulary="presence", code__in=presence))
    Page.objects.get(pk=shelf(w, LabIndexPage).pk).add_child(instance=page)
    if live:
        page.save_revision().publish()
    return fresh(page)


def event(w, title="Étape", lab=None, *, live=True, starts=NOON, hours=48, city="Quimper", **fields):
    page = EventPage(
        title=title, owner_lab=lab or w.a, live=False, summary="Une phrase.", starts_at=starts,
        ends_at=starts + timedelta(hours=hours), city=city, **fields,
    )  # fmt: skip
    Page.objects.get(pk=shelf(w, EventIndexPage).pk).add_child(instance=page)
    if live:
        page.save_revision().publish()
    return fresh(page)
