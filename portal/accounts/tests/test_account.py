"""One door, and one's own account behind it: name, address, password, second factor, sessions, data."""

import json
import re
import time
from datetime import timedelta
from unittest import mock as unittest_mock

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.accounts import workflow
from portal.accounts.models import AuditEntry, User

PASSWORD = "mot-de-passe-de-test"
DOOR = "/compte/connexion/"


def sign_in(client, email="editrice@example.org", password=PASSWORD, **more):
    return client.post(DOOR, {"login": email, "password": password}, **more)


def confirm(client, password=PASSWORD):
    """What the account asks again before a change that matters."""
    return client.post("/compte/re-authentification/", {"password": password})


def code_of(secret, drift=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + drift))


def secret_shown(client):
    return re.search(r"<code>(\w+)</code>", client.get("/compte/deux-facteurs/application/").content.decode())[1]


def enrol(client, password=PASSWORD):
    """Add an application to the account signed in. Returns its secret."""
    confirm(client, password)
    secret = secret_shown(client)
    with unittest_mock.patch("django.db.transaction.on_commit", lambda do, **kwargs: do()):  # in the request, as outside of tests
        answer = client.post("/compte/deux-facteurs/application/", {"code": code_of(secret)})
    assert answer.url == "/compte/deux-facteurs/secours/"
    return secret


def acts(person):
    return list(AuditEntry.objects.filter(person=person).order_by("pk").values_list("action", flat=True))


# --- profile and data


@pytest.mark.parametrize(
    "address", ["/compte/", "/compte/donnees/", "/compte/sessions/", "/compte/deux-facteurs/", "/compte/adresse/"]
)
def test_an_account_has_a_door(w, people, client, address):
    assert client.get(address).url.startswith(DOOR)
    sign_in(client)
    confirm(client)
    page = client.get(address)
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and 'content="noindex"' in page.content.decode()


def test_the_profile_says_my_roles_and_keeps_my_name(w, people, client):
    people.editor.memberships.update(until=timezone.localdate() + timedelta(9))
    client.force_login(people.editor)
    assert "Éditeur, Lab a (jusqu" in client.get("/compte/").content.decode()
    client.post("/compte/", {"first_name": "Maëlle", "last_name": "Bihan"})
    assert str(User.objects.get(pk=people.editor.pk)) == "Maëlle Bihan"
    assert "Une réponse à corriger" in client.post("/compte/", {"first_name": "", "last_name": "B"}).content.decode()


def test_who_left_yesterday_reads_so(w, people, client):
    yesterday = timezone.localdate() - timedelta(1)
    people.editor.memberships.update(since=yesterday, until=yesterday)
    client.force_login(people.editor)
    page = client.get("/compte/").content.decode()
    assert "Vous ne tenez aucun rôle" in page and "Rôles passés" in page and "/admin/" not in page


def test_my_data_hold_what_i_did_and_no_secret(w, people, client):
    sign_in(client)
    secret = enrol(client)
    w.tool("À nous", w.a).save_revision(user=people.editor, log_action=True)
    answer = client.get("/compte/donnees/mes-donnees.json")
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["account"]["email"] == "editrice@example.org" and data["memberships"][0]["lab"] == "Lab a"
    assert data["pages"][0]["label"] == "À nous" and data["second_factors"][0]["type"]
    text = answer.content.decode()
    assert secret not in text and people.editor.password not in text and "voisine" not in text
    assert acts(people.editor)[-1] == "data_exported"


def test_a_deletion_is_asked_called_off_and_done(w, people, client):
    client.force_login(people.editor)
    assert "Une réponse à corriger" in client.post("/compte/donnees/suppression/", {}).content.decode()
    client.post("/compte/donnees/suppression/", {"sure": "on"})
    assert [m.to for m in mail.outbox] == [["nationale@example.org"]]
    client.post("/compte/donnees/suppression/", {"cancel": "1"})
    assert User.objects.get(pk=people.editor.pk).deletion_requested_at is None
    client.post("/compte/donnees/suppression/", {"sure": "on"})
    boss = Client()
    boss.force_login(people.national)
    address = f"/admin/people/{people.editor.pk}/supprimer/"
    assert address in mail.outbox[-1].body and address in boss.get("/admin/people/").content.decode()
    tool = w.tool("À nous", w.a)
    boss.post(address)
    gone = User.objects.get(pk=people.editor.pk)
    assert (gone.is_active, gone.email, str(gone)) == (False, f"supprime-{gone.pk}@invalid", f"Compte supprimé {gone.pk}")
    assert gone.memberships.get().is_over and client.get("/compte/").status_code == 302
    log = str(list(AuditEntry.objects.values()))
    assert "editrice@example.org" not in log and f"Compte supprimé {gone.pk}" in log
    tool.refresh_from_db()
    assert tool.live and tool.owner_lab == w.a


@pytest.mark.parametrize("who", ["manager", "editor", "national"])
def test_nobody_is_deleted_who_did_not_ask(w, people, client, who):
    client.force_login(getattr(people, who))
    client.post(f"/admin/people/{people.member.pk}/supprimer/")
    assert User.objects.get(pk=people.member.pk).is_active


# --- sessions


def test_sessions_are_seen_and_closed(w, people):
    here, elsewhere = Client(), Client(headers={"user-agent": "Vieux téléphone"})
    for one in (here, elsewhere):
        sign_in(one)
    page = here.get("/compte/sessions/").content.decode()
    assert "Vieux téléphone" in page and "Celle-ci" in page
    here.post("/compte/sessions/")
    assert elsewhere.get("/compte/").status_code == 302 and here.get("/compte/").status_code == 200
    sign_in(elsewhere)
    assert here.post("/compte/sessions/toutes/").url == DOOR
    assert here.get("/compte/").status_code == elsewhere.get("/compte/").status_code == 302
    assert not UserSession.objects.filter(user=people.editor).exists()


def test_sessions_of_others_are_not_mine(w, people):
    other, me = Client(), Client()
    sign_in(other, "voisine@example.org")
    sign_in(me)
    me.post("/compte/sessions/toutes/")
    assert other.get("/compte/").status_code == 200


# --- password and address


def test_a_forgotten_password_is_chosen_anew(w, people, client):
    assert client.post("/compte/mot-de-passe/oublie/", {"email": "editrice@example.org"}).status_code == 302
    letter = mail.outbox[0]
    assert letter.subject == "Un nouveau mot de passe" and letter.alternatives and "Bonjour," in letter.body
    link = re.search(r"http://localhost:8000(/compte/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": "une-autre-phrase-longue", "password2": "une-autre-phrase-longue"})
    assert sign_in(client, password="une-autre-phrase-longue").url == "/admin/"
    assert mail.outbox[1].subject == "Votre mot de passe a changé"


def test_a_host_that_lies_does_not_move_the_link(w, people, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/compte/mot-de-passe/oublie/", {"email": "editrice@example.org"}, headers={"host": "evil.example"})
    assert "evil.example" not in mail.outbox[0].body + mail.outbox[0].alternatives[0][0]


def test_an_unknown_address_gets_the_same_answer_and_no_letter(w, people, client):
    known = client.post("/compte/mot-de-passe/oublie/", {"email": "editrice@example.org"})
    unknown = client.post("/compte/mot-de-passe/oublie/", {"email": "personne@example.org"})
    assert known.url == unknown.url and len(mail.outbox) == 1


def test_the_door_says_the_same_of_a_wrong_password_and_an_unknown_address(w, people, client):
    wrong = sign_in(client, password="non").content.decode()
    unknown = sign_in(client, "personne@example.org").content.decode()
    clean = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|[\w.]+@example.org')
    assert clean.sub("", wrong) == clean.sub("", unknown)
    assert acts(people.editor) == ["sign_in_failed"] and AuditEntry.objects.count() == 1


def test_an_address_changes_once_it_is_confirmed(w, people, client):
    sign_in(client)
    asked = client.post("/compte/adresse/", {"email": "nouvelle@example.org", "action_add": ""})
    assert asked.url.startswith("/compte/re-authentification/")
    confirm(client)
    client.post("/compte/adresse/", {"email": "nouvelle@example.org", "action_add": ""})
    assert User.objects.get(pk=people.editor.pk).email == "editrice@example.org"
    assert "Un changement attend" in client.get("/compte/adresse/").content.decode()
    letter = next(m for m in mail.outbox if m.to == ["nouvelle@example.org"])
    link = re.search(r"http://localhost:8000(/compte/\S+)", letter.body)[1]
    assert "Oui, c" in client.get(link).content.decode()
    client.post(link)
    assert User.objects.get(pk=people.editor.pk).email == "nouvelle@example.org" and "email_changed" in acts(people.editor)
    assert any(m.to == ["editrice@example.org"] and m.subject == "Votre adresse a changé" for m in mail.outbox)


def test_the_address_of_another_account_is_never_taken(w, people, client):
    """The page says the same as for a free address: it tells nobody who has an account. The link opens nothing."""
    sign_in(client)
    confirm(client)
    client.post("/compte/adresse/", {"email": "voisine@example.org", "action_add": ""})
    link = re.search(r"http://localhost:8000(/compte/adresse/\S+)", mail.outbox[-1].body)[1]
    for one in (client, Client()):
        assert "n'est plus bon" in one.get(link).content.decode().replace("’", "'")
        one.post(link)
    assert set(User.objects.filter(email="voisine@example.org")) == {people.neighbour}
    assert User.objects.get(pk=people.editor.pk).email == "editrice@example.org"


@pytest.mark.parametrize("password", ["court", "password1234", "editrice@example.org"])
def test_a_weak_password_is_refused_in_words(w, people, client, password):
    client.force_login(people.editor)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert "à corriger" in client.post("/compte/mot-de-passe/", data).content.decode()
    assert User.objects.get(pk=people.editor.pk).check_password(PASSWORD)


# --- the second factor


def test_an_application_is_added_and_asked_for_at_the_door(w, people, client):
    sign_in(client)
    secret = enrol(client)
    assert len(re.findall(r"<li><code>", client.get("/compte/deux-facteurs/secours/").content.decode())) == 10
    assert mail.outbox[-1].subject in ("Un second facteur a été ajouté", "Nouveaux codes de secours")
    client.logout()
    assert sign_in(client).url == "/compte/deux-facteurs/code/"
    assert client.get("/admin/").status_code == 302  # half signed in is not signed in
    assert "Une réponse à corriger" in client.post("/compte/deux-facteurs/code/", {"code": "000000"}).content.decode()
    assert client.post("/compte/deux-facteurs/code/", {"code": code_of(secret, 1)}).url == "/admin/"
    assert "factor_added" in acts(people.editor)


def test_a_recovery_code_opens_once(w, people, client):
    sign_in(client)
    enrol(client)
    code = re.search(r"<li><code>(\w+)</code>", client.get("/compte/deux-facteurs/secours/").content.decode())[1]
    for opens in (True, False):
        client.logout()
        sign_in(client)
        assert (client.post("/compte/deux-facteurs/code/", {"code": code}).status_code == 302) == opens


def test_the_keys_of_second_factors_are_encrypted(w, people, client):
    sign_in(client)
    secret = enrol(client)
    assert secret not in str(list(Authenticator.objects.values()))


def test_lost_telephone_and_codes_the_national_team_opens_again(w, people, client):
    sign_in(client)
    enrol(client)
    boss = Client()
    boss.force_login(people.manager)
    boss.post(f"/admin/people/{people.editor.pk}/facteurs/")
    assert Authenticator.objects.exists()
    boss.force_login(people.national)
    assert (
        f"/admin/people/{people.editor.pk}/facteurs/"
        in boss.get(f"/admin/members/{people.editor.memberships.get().pk}/").content.decode()
    )
    boss.post(f"/admin/people/{people.editor.pk}/facteurs/")
    assert not Authenticator.objects.exists() and mail.outbox[-1].to == ["editrice@example.org"]
    client.logout()
    assert sign_in(client).url == "/admin/"


@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/members/", "/", "/outils/", "/compte/donnees/", "/api/tools/OUT-001.json"]
)
def test_a_national_session_without_a_second_factor_reaches_only_its_enrolment(w, people, client, settings, address):
    settings.NATIONAL_TEAM_NEEDS_SECOND_FACTOR = True
    w.tool("Outil")
    sign_in(client, "nationale@example.org")
    assert client.get(address).url == "/compte/deux-facteurs/"
    assert client.get(address, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert "deux facteurs" in client.get("/compte/deux-facteurs/").content.decode()
    enrol(client)
    assert client.get(address).status_code == 200


def test_an_account_with_a_factor_is_not_enough_the_session_must_have_used_it(w, people, client, settings):
    sign_in(client, "nationale@example.org")
    enrol(client)
    settings.NATIONAL_TEAM_NEEDS_SECOND_FACTOR = True
    other = Client()
    other.force_login(people.national)  # by any door that forgot to ask
    assert other.get("/admin/").url == "/compte/deux-facteurs/"


def test_the_others_are_offered_a_second_factor_and_not_forced(w, people, client, settings):
    settings.NATIONAL_TEAM_NEEDS_SECOND_FACTOR = True
    sign_in(client)
    assert client.get("/admin/").status_code == 200
    assert "Ajouter un second facteur" in client.get("/compte/").content.decode()


def test_where_the_national_team_may_do_without_its_profile_says_so(w, people, client):
    client.force_login(people.national)
    assert "en production, non" in client.get("/compte/").content.decode()


# --- limits


def limits(settings, tmp_path):
    """As production has them: counted in a cache that workers share."""
    settings.ACCOUNT_RATE_LIMITS = {}
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }


def test_an_account_is_not_guessed(w, people, client, settings, tmp_path):
    limits(settings, tmp_path)
    for n in range(5):
        sign_in(client, password=f"essai-{n}", REMOTE_ADDR=f"10.0.0.{n}")
    assert "Trop de tentatives" in sign_in(client, REMOTE_ADDR="10.0.0.99").content.decode()  # even the right one, for a while
    assert sign_in(Client(), "voisine@example.org", REMOTE_ADDR="10.0.0.99").status_code == 302


def test_an_address_does_not_try_many_accounts(w, people, client, settings, tmp_path):
    limits(settings, tmp_path)
    answers = [sign_in(client, f"x{n}@example.org", REMOTE_ADDR="10.0.0.1") for n in range(12)]
    assert "Trop de tentatives" in answers[-1].content.decode()


def test_letters_of_reset_are_limited(w, people, client, settings, tmp_path):
    limits(settings, tmp_path)
    answers = [client.post("/compte/mot-de-passe/oublie/", {"email": "editrice@example.org"}) for _ in range(7)]
    assert len(mail.outbox) <= 5 and answers[-1].status_code == 429
    assert "Trop de demandes" in answers[-1].content.decode()


def test_codes_are_not_guessed(w, people, client, settings, tmp_path):
    sign_in(client)
    secret = enrol(client)
    client.logout()
    limits(settings, tmp_path)
    sign_in(client)
    for n in range(6):
        client.post("/compte/deux-facteurs/code/", {"code": f"{n:06}"})
    assert client.post("/compte/deux-facteurs/code/", {"code": code_of(secret, 1)}).status_code == 200  # refused


# --- letters


def test_every_letter_leaves_by_the_queue(w, people, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    workflow.invite(people.manager, email="x@example.org", role="member", lab=w.a)
    assert not mail.outbox and DBTaskResult.objects.get().task_path == "portal.accounts.mail.deliver"


def test_what_people_write_stays_text_in_a_letter(w, people):
    workflow.invite(people.manager, email="x@example.org", role="member", lab=w.a, message='<img src=x onerror="a()">')
    assert "<img" not in mail.outbox[0].alternatives[0][0] and "<img" in mail.outbox[0].body
