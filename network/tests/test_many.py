"""A network that has grown: 300 labs, 5,000 events. Pages ask what they asked of one lab, and stay as light."""

from datetime import timedelta

import pytest
from django.db.models import F

from network.models import EventPage, LabPage
from portal.accounts.models import Lab
from portal.tests.crowd import counted, many_pages

from .factories import event, lab_page

LABS, EVENTS = 300, 5_000


@pytest.fixture
def crowd(w):
    """300 labs and a hidden one; 5,000 events of theirs, two an hour around now; a hidden one."""
    organisations = Lab.objects.bulk_create(Lab(code=f"lab-{i}", name=f"Lab {i}") for i in range(LABS - 1))
    first = lab_page(w, "Lab de Rennes", presence=("physical", "mobile"))
    lab_page(w, "Lab caché", access="lab")
    many_pages(LabPage, first, LABS - 1, [lab.pk for lab in organisations])
    relations(LabPage, first, "presence")
    stop = event(w, "Étape", first.owner_lab)
    event(w, "Étape cachée", first.owner_lab, access="lab")
    many_pages(EventPage, stop, EVENTS - 1, [first.owner_lab.pk, *(lab.pk for lab in organisations)])
    copies = list(EventPage.objects.filter(title__startswith="Copie").order_by("pk").values_list("pk", flat=True))
    for i in range(0, len(copies), 100):
        moved = timedelta(days=(i - len(copies) // 2) // 100)
        EventPage.objects.filter(pk__in=copies[i : i + 100]).update(
            starts_at=F("starts_at") + moved, ends_at=F("ends_at") + moved
        )
    counted()
    return first


def relations(model, original, name):
    """The rows that link a page to what it names, for its copies."""
    through = getattr(model, name).through
    rows = list(through.objects.filter(**{f"{model._meta.model_name}_id": original.pk}))
    copies = model.objects.filter(title__startswith="Copie")
    through.objects.bulk_create(
        through(**{f"{model._meta.model_name}_id": page.pk, "term_id": row.term_id}) for page in copies for row in rows
    )


PATHS = {
    "/labs/": 5,
    "/labs/?page=3": 5,
    "/labs/regions/bretagne/": 6,
    "/labs/?sortie=geojson": 4,
    "/agenda/": 4,
    "/agenda/?mois=202612": 4,
    "/agenda/?sortie=ics": 3,
}


@pytest.mark.long
def test_a_grown_network_asks_what_one_lab_asks(crowd, now, client, count, index):
    index()
    answers = {}
    for path, queries in PATHS.items():
        client.get(path)
        with count(queries):
            answers[path] = client.get(f"{path}{'&' if '?' in path else '?'}z=1")
    for path, answer in answers.items():
        assert answer.status_code == 200 and "caché" not in answer.content.decode(), path
    first = answers["/labs/"].context
    assert first["total"] == LABS and len(first["rows"]) == 60
    assert len(answers["/labs/?sortie=geojson"].json()["features"]) == LABS
