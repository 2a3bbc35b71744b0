"""Key figures: dated, sourced, never lost; contradictions side by side; what the directory counts beside what was published."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.translation import override

from network import figures
from network.models import KeyFigure, KeyFiguresPage, KeyFigureValue
from portal.tests.world import fresh

from .factories import lab_page


def figure(key="sessions", *values, label="Sessions tenues", unit="sessions", **fields):
    made = KeyFigure(key=key, label_fr=label, unit_fr=unit, **{"label_en": "Sessions held", "unit_en": "sessions"} | fields)
    made.values = [KeyFigureValue(sort_order=n, **{"source_label": "Présentation"} | value) for n, value in enumerate(values)]
    made.save()
    return KeyFigure.objects.get(pk=made.pk)


def value(number, day, source="Présentation", **fields):
    return {"value": number, "as_of": day, "source_label": source} | fields


@pytest.fixture
def page(w):
    made = w.home.add_child(instance=KeyFiguresPage(title="Chiffres clés", slug="chiffres-cles", live=False))
    made.save_revision().publish()
    return fresh(made)


def read(client, page):
    return re.sub(r"\s+", " ", client.get(page.url).content.decode().replace("\u202f", " ").replace("\u00a0", " "))


def test_every_value_comes_with_its_date_and_its_source(page, client):
    figure("participants", value(6339, "2021-09-20", "Présentation du lab"), unit="personnes")
    html = read(client, page)
    assert '<p class="n">6 339</p>' in html and re.search(r"personnes, (au|on) 20/09/2021. Présentation du lab\.", html)
    assert "·" not in html


@pytest.mark.parametrize(
    ("number", "qualifier", "french", "english"),
    [
        ("3930000", "=", "3 930 000", "3,930,000"), ("3000", ">", "3 000", "more than 3,000"),
        ("5000", "≈", "5 000", "about 5,000"), ("7.5", "<", "7,5", "less than 7.5"), ("0.25", "=", "0,25", "0.25"),
    ],
)  # fmt: skip
def test_numbers_read_as_people_write_them(w, number, qualifier, french, english):
    row = figure("f", value(number, "2018-12-31", qualifier=qualifier)).values.get()
    for language, told in (("fr", french), ("en", english)):
        with override(language):
            said = row.amount.replace("\u202f", " ")
            assert said.endswith(told) and (said == told) is (language == "en" or qualifier == "=")


@pytest.mark.parametrize(("precision", "told"), [("day", "31/12/2018"), ("month", "décembre 2018"), ("year", "2018")])
def test_a_date_is_no_more_precise_than_its_source(w, precision, told):
    row = figure("f", value(1, "2018-12-31", precision=precision)).values.get()
    assert row.day.endswith(told)


def test_two_sources_of_the_same_moment_stand_side_by_side(page, client):
    figure("agents", value(54000, "2018-12-31", "Article B"), value(55000, "2018-11-15", "Article E"), unit="agents")
    html = read(client, page)
    assert html.index("54 000") < html.index("55 000") and 'class="sides"' in html
    assert "<details>" not in html


def test_an_older_value_goes_to_the_history(page, client):
    figure("sessions", value(90, "2018-04-01", "Entretiens", qualifier=">"), value(145, "2021-09-20"))
    html = read(client, page)
    now, before = html.split("<details>")
    assert '<p class="n">145</p>' in now and "90" in before and "Entretiens" in before and 'class="sides"' not in html


def test_sources_that_say_the_same_are_no_contradiction(page, client):
    figure("labs", value(8, "2021-09-20", "A"), value(8, "2021-09-01", "B"))
    assert 'class="sides"' not in read(client, page)


def test_a_correction_keeps_the_wrong_value_in_sight(page, client):
    wrong = value(135, "2021-09-20", "Présentation", superseded=True)
    figure("sessions", wrong, value(145, "2021-09-20", "Erratum"))
    now, before = read(client, page).split("<details>")
    assert "145" in now and "135" not in now and "<s>135" in before


def test_a_published_value_is_not_rewritten(w):
    row = figure("sessions", value(145, "2021-09-20")).values.get()
    for name, new in (("value", 150), ("as_of", "2022-01-01"), ("source_label", "Ailleurs"), ("qualifier", ">")):
        changed = KeyFigureValue.objects.get(pk=row.pk)
        setattr(changed, name, new)
        with pytest.raises(ValidationError):
            changed.save()
    row.superseded, row.note = True, "Faux."
    row.save()
    assert KeyFigureValue.objects.get().value == 145 and KeyFigureValue.objects.get().superseded


def test_a_value_is_never_deleted(w):
    row = figure("sessions", value(145, "2021-09-20")).values.get()
    for thing in (row, KeyFigure.objects.get(), KeyFigureValue.objects.all()):
        with pytest.raises(ProtectedError), transaction.atomic():
            thing.delete()
    assert KeyFigureValue.objects.count() == 1


def test_a_figure_that_has_values_is_kept_and_says_why(w, people, client):
    kept, empty = figure("sessions", value(145, "2021-09-20")), figure("vide")
    client.force_login(people.national)
    for made in (kept, empty):
        url = reverse("wagtailsnippets_network_keyfigure:delete", args=[made.pk])
        answer = client.post(url, follow=True)
        assert answer.status_code == 200
        assert ("Une valeur ne se supprime jamais" in answer.content.decode()) == (made == kept)
    bulk = reverse("wagtail_bulk_action", args=["network", "keyfigure", "delete"])
    assert "Une valeur ne se supprime jamais" in client.post(f"{bulk}?id={kept.pk}", follow=True).content.decode()
    assert KeyFigure.objects.get() == kept


def form(made, **rows):
    data = {
        "label_fr": made.label_fr, "label_en": made.label_en, "unit_fr": made.unit_fr, "unit_en": made.unit_en, "key": made.key,
        "group": made.group, "scope": made.scope, "direction": made.direction, "order": 0, "method_fr": "", "method_en": "",
        "computed_from": "", "values-MIN_NUM_FORMS": 0, "values-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    return data | rows


def row_form(n, row=None, **fields):
    data = {
        "id": row.pk if row else "",
        "ORDER": n + 1,
        "DELETE": "",
        "qualifier": "=",
        "precision": "day",
        "source_url": "",
        "note": "",
    }
    if row:
        data |= {"value": row.value, "as_of": row.as_of, "source_label": row.source_label}
    return {f"values-{n}-{name}": item for name, item in (data | fields).items()}


def test_the_national_team_adds_a_value_and_the_form_neither_rewrites_nor_deletes_one(w, people, client):
    made = figure("sessions", value(145, "2021-09-20"))
    row, url = made.values.get(), reverse("wagtailsnippets_network_keyfigure:edit", args=[made.pk])
    client.force_login(people.national)
    totals = {"values-TOTAL_FORMS": 2, "values-INITIAL_FORMS": 1}
    added = row_form(1, value=160, as_of="2022-09-20", source_label="Rapport")
    assert client.post(url, form(made, **totals, **row_form(0, row), **added)).status_code == 302
    assert [v.value for v in KeyFigureValue.objects.order_by("as_of")] == [145, 160]
    one = {"values-TOTAL_FORMS": 2, "values-INITIAL_FORMS": 2}
    other = KeyFigureValue.objects.get(value=160)
    for wrong in ({"value": 999}, {"DELETE": "on"}):
        response = client.post(url, form(made, **one, **row_form(0, row, **wrong), **row_form(1, other)))
        assert response.status_code == 200, wrong
    assert [v.value for v in KeyFigureValue.objects.order_by("as_of")] == [145, 160]


def test_a_labs_editor_has_no_hand_on_figures(w, people, client):
    made = figure("sessions", value(145, "2021-09-20"))
    client.force_login(people.editor)
    for name, args in (("list", []), ("add", []), ("edit", [made.pk])):
        assert client.get(reverse(f"wagtailsnippets_network_keyfigure:{name}", args=args)).status_code in (302, 403)


# --- the directory


@pytest.fixture
def directory(w):
    """Two regions with a place, one of which has a mobile lab too, and what must not be counted with them."""
    lab_page(w, "Rennes", presence=("physical",), region="bretagne")
    lab_page(w, "Bretagne mobile", presence=("mobile",), region="bretagne")
    lab_page(w, "Lille", presence=("physical",), region="hauts-de-france")
    lab_page(w, "Mayotte", presence=("mobile",), region="mayotte")
    lab_page(w, "Agence", presence=("physical",), region="bretagne", lab_type="agency")
    lab_page(w, "National", presence=("physical",), region="ile-de-france", lab_type="national")
    lab_page(w, "Tours", presence=("physical",), region="centre-val-de-loire", status="planned")
    lab_page(w, "Fermé", presence=("physical",), region="normandie", status="closed")
    lab_page(w, "Caché", presence=("physical",), region="normandie", access="network")
    lab_page(w, "Brouillon", presence=("physical",), region="normandie", live=False)


def test_what_is_counted_equals_the_directory(directory, w):
    w.tool("Outil"), w.tool("Caché", access="network")
    w.case("Cas"), w.case("Caché", access="lab")
    assert figures.counts() == {
        "labs.open.physical": 2, "labs.open.mobile": 2, "labs.planned": 1, "labs.agency": 1, "territories.open": 3,
        "territories.both": 1, "tools.public": 1, "cases.public": 1,
    }  # fmt: skip


def test_the_count_stands_beside_the_published_value(directory, page, client):
    figure("labs", value(8, "2021-09-20"), computed_from="labs.open.physical", label="Labs à demeure", unit="labs")
    html = read(client, page)
    assert '<p class="n">8</p>' in html and re.search(r"(annuaire|directory)\D*: 2\.", html)


def test_a_new_lab_moves_the_count(directory, page, client, w, django_capture_on_commit_callbacks):
    figure("labs", value(8, "2021-09-20"), computed_from="labs.open.physical")
    client.get(page.url)
    with django_capture_on_commit_callbacks(execute=True):
        lab_page(w, "Lyon", presence=("physical",), region="auvergne-rhone-alpes")
    assert re.search(r"(annuaire|directory)\D*: 3\.", read(client, page))


def test_figures_of_a_case_or_of_a_lab_are_not_those_of_the_network(page, client):
    figure("own", value(7, "2018-12-31"), label="Canari", scope="case")
    assert "Canari" not in read(client, page)


@pytest.mark.parametrize("n", [1, 3, 24])
def test_figures_cost_the_same_queries_at_any_number(page, client, count, n):
    for i in range(n):
        figure(f"f-{i}", value(i + 1, "2021-09-20"), value(i, "2020-09-20"), computed_from="labs.planned")
    client.get(page.url)
    with count(5):
        assert client.get(page.url).content.decode().count('class="count"') == n
