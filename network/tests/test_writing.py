"""« Écrire au lab »: a letter that arrives, and an address that stays unknown."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from network import writing
from network.models import LabPage

from .factories import lab_page

LETTER = {
    "name": "Ana Le Gall",
    "organisation": "Ville de Brest",
    "email": "ana@brest.example",
    "reason": "visit",
    "message": "Nous serions six, le 12 janvier, pour voir la salle et la méthode.",
}


@pytest.fixture
def lab(w):
    cache.clear()
    return lab_page(w, "Lab de Rennes", w.a, email="lab@rennes.example")


def test_a_letter_reaches_the_lab_and_is_answered_to_whoever_wrote(lab, client):
    html = client.get(lab.url).content.decode()
    address = f"/labs/ecrire/{lab.owner_lab.code}/"
    assert f'href="{address}"' in html and "lab@rennes.example" not in html
    page = client.get(address)
    assert page.status_code == 200 and "lab@rennes.example" not in page.content.decode()
    assert "no-store" in page["Cache-Control"] and 'content="noindex"' in page.content.decode()
    answer = client.post(address, LETTER, follow=True)
    assert "Votre lettre est partie" in answer.content.decode()
    (letter,) = mail.outbox
    assert letter.to == ["lab@rennes.example"] and letter.reply_to == ["ana@brest.example"]
    assert letter.subject == "Ana Le Gall écrit à : Lab de Rennes" and "Auto-Submitted" not in letter.extra_headers
    assert all(word in letter.body for word in ("Ville de Brest", "Venir voir le lab", LETTER["message"], lab.url))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Votre nom"),
        ("email", "ana", "adresse"),
        ("email", "ana@brest.example\nBcc: tous@brest.example", "adresse"),
        ("message", "Bonjour", "20 caractères"),
        ("message", "é" * 4_001, "4000 caractères"),
        ("reason", "autre chose", "Sélectionnez un choix valide"),
    ],
)
def test_a_fault_is_named_and_nothing_is_lost(lab, client, field, value, said):
    html = client.post(lab.writing_address, LETTER | {field: value}).content.decode()
    assert said in html and 'role="alert"' in html and "<title>Erreur" in html
    kept = {name: text for name, text in LETTER.items() if name not in (field, "reason")}
    assert all(text in html for text in kept.values()) and mail.outbox == []


def test_a_name_on_several_lines_makes_no_header(lab, client):
    client.post(
        lab.writing_address, LETTER | {"name": "Ana\nBcc: tous@brest.example", "message": "<b>Bonjour</b> à toute l’équipe"}
    )
    (letter,) = mail.outbox
    assert "\n" not in letter.subject and letter.bcc == [] and "<b>" not in letter.alternatives[0][0]


def test_a_machine_believes_that_it_has_written(lab, client):
    html = client.get(lab.writing_address).content.decode()
    assert re.search(r'<p class="vh" aria-hidden="true"><label[^>]*>Laissez', html)
    assert client.post(lab.writing_address, LETTER | {"website": "https://spam.example"}).status_code == 302
    assert mail.outbox == []


def test_an_address_that_writes_too_often_keeps_its_letter(lab, client):
    sent = [client.post(lab.writing_address, LETTER).status_code for _ in range(writing.LETTERS_AN_HOUR)]
    late = client.post(lab.writing_address, LETTER)
    assert set(sent) == {302} and late.status_code == 429 and LETTER["message"] in late.content.decode()
    assert len(mail.outbox) == writing.LETTERS_AN_HOUR
    assert client.post(lab.writing_address, LETTER, REMOTE_ADDR="192.0.2.9").status_code == 302


@pytest.mark.parametrize(
    "change", [{"email": ""}, {"status": "closed"}, {"access": "lab"}, {"access": "network"}, {"live": False}], ids=str
)
def test_nobody_writes_to_a_lab_that_does_not_read(lab, client, change):
    address = lab.writing_address
    LabPage.objects.filter(pk=lab.pk).update(**change)
    assert [client.get(address).status_code, client.post(address, LETTER).status_code] == [404, 404] and mail.outbox == []
    if client.get(lab.url).status_code == 200:
        assert address not in client.get(lab.url).content.decode()


def test_a_member_does_not_type_what_is_known(lab, client, people):
    client.force_login(people.editor)
    html = client.get(lab.writing_address).content.decode()
    assert f'value="{people.editor.email}"' in html


def test_a_post_from_another_site_is_refused(lab):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(lab.writing_address, LETTER).status_code == 403 and mail.outbox == []
