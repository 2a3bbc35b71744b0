"""Sign-in at a provider's door: who comes in, how accounts are linked, how one goes out."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.core.cache import cache
from django.test import Client

from portal.accounts import workflow
from portal.accounts.models import AuditEntry, User
from portal.accounts.oidc.adapter import domain_is_welcome
from portal.accounts.tests.conftest import Walk
from portal.accounts.tests.test_account import acts, code_of, enrol, sign_in
from portal.accounts.tests.test_members import invited

HERE = "/compte/comptes-relies/"


def text(answer):
    return re.sub("[\u202f\xa0]", " ", answer.content.decode().replace("’", "'"))


def linked(person, provider, sub="sub-1"):
    """A link made earlier."""
    return SocialAccount.objects.create(user=person, provider=provider.issuer, uid=sub, extra_data={"email": person.email})


def who(client):
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


# --- off, on


@pytest.mark.parametrize(
    "address", ["connexion/fournisseur/", "connexion/retour/", "deconnexion/retour/", "comptes-relies/", "comptes-relies/relier/"]
)
def test_without_a_provider_there_is_no_door(w, people, client, address):
    client.force_login(people.editor)
    assert client.get(f"/compte/{address}").status_code in (404, 405)
    assert client.post(f"/compte/{address}").status_code in (404, 405)


def test_the_button_shows_where_a_provider_is_configured(w, people, client, settings, provider):
    link, _ = invited(people.manager, w.a)
    assert "Se connecter avec ProConnect" in text(client.get("/compte/connexion/"))
    assert "Se connecter avec ProConnect" in text(client.get(link))
    settings.OIDC = None
    assert "ProConnect" not in text(client.get("/compte/connexion/")) + text(client.get(link))


def test_no_page_of_elsewhere_starts_a_sign_in(w, provider):
    client = Client(enforce_csrf_checks=True)
    assert client.get("/compte/connexion/fournisseur/").status_code == 405
    assert client.post("/compte/connexion/fournisseur/").status_code == 403


def test_no_account_is_opened_alone(w, people, client, provider):
    for address in ("/compte/signup/", "/compte/social/signup/", "/accounts/3rdparty/signup/", "/compte/oidc/x/login/"):
        assert client.get(address).status_code == 404


# --- linked, then in


@pytest.mark.parametrize("signed", [True, False], ids=["signed userinfo", "plain userinfo"])
@pytest.mark.parametrize("pkce", [True, False], ids=["pkce", "no pkce"])
def test_link_once_then_come_in(w, people, client, walk, provider, signed, pkce):
    provider.signed_userinfo, provider.pkce = signed, pkce
    client.force_login(people.editor)
    assert "Pas encore relié" in text(client.get("/compte/"))
    assert walk.link().url == HERE
    page = text(client.get(HERE))
    assert "ProConnect est relié à votre compte" in page and "editrice@example.org" in page
    assert "Relié." in text(client.get("/compte/"))
    assert mail.outbox[-1].subject == "Un compte a été relié au vôtre" and "account_linked" in acts(people.editor)
    elsewhere = Client()
    assert Walk(elsewhere).sign_in().url == "/admin/"
    assert who(elsewhere) == people.editor and elsewhere.get("/admin/").status_code == 200
    entry = AuditEntry.objects.filter(action="signed_in").first()
    assert entry.person == people.editor and entry.details == {"door": "ProConnect"}


def test_what_is_asked_of_the_provider(w, people, client, walk, provider, settings):
    settings.OIDC = provider.settings(acr_values=["eidas1", "eidas2"])
    provider.acr = "eidas1"
    walk.sign_in()
    asked = provider.asked
    assert set(asked["scope"].split()) == {"openid", "email", "given_name", "usual_name"}
    assert asked["redirect_uri"] == "http://testserver/compte/connexion/retour/" and asked["code_challenge_method"] == "S256"
    assert json.loads(asked["claims"]) == {"id_token": {"acr": {"essential": True, "values": ["eidas1", "eidas2"]}}}
    provider.claims = False
    cache.clear()
    walk.sign_in()
    assert provider.asked["acr_values"] == "eidas1 eidas2" and "claims" not in provider.asked


def test_the_return_address_is_the_same_in_english(w, people, client, walk, provider):
    linked(people.editor, provider)
    walk.at_provider(walk.leave("/en/compte/connexion/fournisseur/", next="/en/compte/"))
    assert provider.asked["redirect_uri"] == "http://testserver/compte/connexion/retour/"


def test_the_way_back_leads_where_one_was_going_and_nowhere_else(w, people, client, walk, provider):
    linked(people.editor, provider)
    assert walk.sign_in(next="/outils/?de=20").url == "/outils/?de=20"
    assert Walk(Client()).sign_in(next="https://evil.example/").url == "/admin/"


def test_a_link_is_by_sub_whatever_becomes_of_addresses(w, people, client, walk, provider):
    linked(people.editor, provider)
    provider.person["email"] = "nouveau.nom@ailleurs.example"
    User.objects.filter(pk=people.editor.pk).update(email="autre@example.org")
    assert walk.sign_in().url == "/admin/" and who(client) == people.editor
    assert SocialAccount.objects.get().extra_data == {"email": "nouveau.nom@ailleurs.example"}


def test_little_is_kept_of_what_the_provider_tells(w, people, client, walk, provider):
    provider.person |= {"siret": "13002526500013", "phone_number": "+33100000000"}
    client.force_login(people.editor)
    walk.link()
    assert SocialAccount.objects.get().extra_data == {"email": "editrice@example.org"}
    assert not SocialToken.objects.exists()


def test_to_link_one_says_the_password_again(w, people, client, provider):
    sign_in(client)
    answer = client.post("/compte/comptes-relies/relier/")
    assert answer.url.startswith("/compte/re-authentification/") and not provider.asked
    assert Client().post("/compte/comptes-relies/relier/").url.startswith("/compte/connexion/")


def test_a_confirmation_that_is_too_old_is_asked_on_the_way_back(w, people, client, walk, provider, settings):
    sign_in(client)
    client.post("/compte/re-authentification/", {"password": "mot-de-passe-de-test"})
    back = walk.at_provider(walk.leave("/compte/comptes-relies/relier/"))
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1
    assert client.get(back).url == "/compte/re-authentification/" and not SocialAccount.objects.exists()
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    client.post("/compte/re-authentification/", {"password": "mot-de-passe-de-test"})
    assert SocialAccount.objects.get().user == people.editor


def test_an_account_of_elsewhere_opens_one_account_here(w, people, client, walk, provider):
    linked(people.neighbour, provider)
    client.force_login(people.editor)
    walk.link()
    assert "ouvre déjà un autre compte" in text(client.get(HERE))
    assert SocialAccount.objects.get().user == people.neighbour


def test_a_link_is_cut(w, people, client, walk, provider):
    mine, other = linked(people.editor, provider), linked(people.neighbour, provider, "sub-2")
    sign_in(client)
    page = text(client.get(HERE))
    assert f'value="{mine.pk}"' in page and f'value="{other.pk}"' not in page
    asked = client.post(HERE, {"account": mine.pk})
    assert asked.url.startswith("/compte/re-authentification/")
    client.post("/compte/re-authentification/", {"password": "mot-de-passe-de-test"})
    client.post(HERE, {"account": other.pk})
    client.post(HERE, {"account": "x"})
    assert set(SocialAccount.objects.all()) == {mine, other}
    assert client.post(HERE, {"account": mine.pk}).url == HERE
    assert set(SocialAccount.objects.all()) == {other} and "account_unlinked" in acts(people.editor)
    assert mail.outbox[-1].subject == "Un compte relié a été retiré"
    assert Walk(Client()).sign_in().status_code == 403


def test_the_last_link_of_an_account_without_password_stays(w, people, client, provider):
    mine = linked(people.editor, provider)
    people.editor.set_unusable_password()
    people.editor.save()
    client.force_login(people.editor)
    assert "Choisissez d'abord un mot de passe" in text(client.post(HERE, {"account": mine.pk}))
    assert SocialAccount.objects.exists()


def test_links_to_a_provider_of_before_are_seen_and_open_nothing(w, people, client, walk, provider, settings):
    SocialAccount.objects.create(user=people.editor, provider="https://ancien.example/api", uid="sub-1")
    assert walk.sign_in().status_code == 403
    client.force_login(people.editor)
    assert "ancien.example" in text(client.get(HERE))
    settings.OIDC = None
    assert "ancien.example" in text(client.get(HERE)) and client.get("/compte/").status_code == 200


# --- by invitation


def test_an_invitation_is_taken_by_the_provider_s_door(w, people, client, walk, provider):
    link, _ = invited(people.manager, w.a)
    provider.person["email"] = "Nour@example.org"
    key = re.search(r'name="invitation" value="([^"]+)"', client.get(link).content.decode())[1]
    assert walk.sign_in(invitation=key).url == "/compte/"
    nour = User.objects.get(email="nour@example.org")
    assert who(client) == nour and nour.editing_labs == {w.a.pk} and str(nour) == "Nour Le Goff"
    assert not nour.has_usable_password() and "Bienvenue" in text(client.get("/compte/"))
    assert set(acts(nour)) == {"joined", "account_linked", "signed_in"}
    assert client.get(link).status_code == 410
    assert Walk(Client()).sign_in().url == "/admin/"


@pytest.mark.parametrize("why", ["other address", "address not checked", "spent", "withdrawn", "no key"])
def test_an_invitation_opens_to_its_holder_alone(w, people, client, walk, provider, why):
    link, made = invited(people.manager, w.a)
    key = link.strip("/").split("/")[-1]
    provider.person["email"] = "nour@example.org"
    if why == "other address":
        provider.person["email"] = "quelquun@example.org"
    elif why == "address not checked":
        provider.person["email_verified"] = False
    elif why == "withdrawn":
        workflow.withdraw(people.manager, made)
    elif why == "spent":
        workflow.withdraw(people.manager, made)
        link, _ = invited(people.manager, w.a)
    answer = walk.sign_in(**({} if why == "no key" else {"invitation": key}))
    assert answer.status_code == 403 and not User.objects.filter(email="nour@example.org").exists()
    assert who(client) is None and not SocialAccount.objects.exists()
    assert ("L'invitation est pour une autre adresse" in text(answer)) == ("address" in why)


def test_an_invitation_to_an_address_that_has_an_account_links_nothing(w, people, client, walk, provider):
    link, _ = invited(people.manager, w.a, email="voisine@example.org", role="member")
    provider.person["email"] = "voisine@example.org"
    assert walk.sign_in(invitation=link.strip("/").split("/")[-1]).status_code == 403
    assert not SocialAccount.objects.exists() and who(client) is None


# --- refused, and told what to do


def test_a_stranger_with_the_same_address_stays_outside(w, people, client, walk, provider):
    linked(people.editor, provider, "sub-of-the-editor")
    provider.person |= {"sub": "sub-of-a-stranger", "email": "editrice@example.org", "email_verified": True}
    answer = walk.sign_in()
    assert answer.status_code == 403 and who(client) is None and SocialAccount.objects.count() == 1
    page = text(answer)
    assert "Aucun compte d'ici n'est relié au vôtre" in page and "reliez ProConnect dans « Mon compte »" in page
    assert 'lang="fr"' in page and 'content="noindex"' in page and "no-store" in answer["Cache-Control"]


def test_the_page_says_the_same_of_an_address_that_has_an_account(w, people, client, walk, provider):
    known = text(walk.sign_in())
    provider.person["email"] = "personne@example.org"
    unknown = text(walk.sign_in())
    clean = re.compile(r"[\w.]+@example.org|csrf\S+ value=\S+")
    assert clean.sub("", known) == clean.sub("", unknown)


def test_an_account_that_was_closed_stays_closed(w, people, client, walk, provider):
    linked(people.editor, provider)
    User.objects.filter(pk=people.editor.pk).update(is_active=False)
    walk.sign_in()
    assert who(client) is None


@pytest.mark.parametrize(
    "domains, email, welcome",
    [
        ([], "a@x.example", True), (["x.example"], "a@x.example", True), (["x.example"], "a@sub.x.example", False),
        ([".x.example"], "a@sub.x.example", True), ([".x.example"], "a@x.example", False), (["x.example"], "a@notx.example", False),
        ([".x.example"], "a@x.example.evil.example", False), (["x.example"], "", False), (["x.example"], "a@x.example@y.example", False),
    ],
)  # fmt: skip
def test_domains(settings, domains, email, welcome):
    settings.OIDC = {"domains": domains}
    assert domain_is_welcome(email) == welcome


def test_an_address_of_elsewhere_is_refused_even_linked(w, people, client, walk, provider, settings):
    linked(people.editor, provider)
    settings.OIDC = provider.settings(domains=["ville.example"])
    answer = walk.sign_in()
    assert answer.status_code == 403 and "ne sont pas acceptées" in text(answer) and who(client) is None
    provider.person["email"] = "nour@ville.example"
    assert walk.sign_in().url == "/admin/"
    for no in (False, "false", "False", 0):
        provider.person["email_verified"] = no
        assert "aucune adresse vérifiée" in text(Walk(Client()).sign_in())


def test_whoever_stops_at_the_provider_reads_so(w, people, client, walk, provider):
    back = walk.at_provider(walk.leave())
    state = re.search(r"state=([^&]+)", back)[1]
    answer = client.get(f"/compte/connexion/retour/?error=access_denied&state={state}", follow=True)
    assert "Vous avez interrompu la connexion" in text(answer) and who(client) is None


# --- levels and the second factor


@pytest.mark.parametrize("acr, status", [("eidas1", 302), ("eidas2", 302), ("eidas0", 403), (None, 403)])
def test_the_level_asked_for_is_checked(w, people, client, walk, provider, settings, acr, status):
    linked(people.editor, provider)
    settings.OIDC = provider.settings(acr_values=["eidas1"], second_factor_acr=["eidas2"])
    provider.acr = acr
    answer = walk.sign_in()
    assert answer.status_code == status and (who(client) is not None) == (status == 302)
    assert status == 302 or "une connexion plus sûre" in text(answer)


@pytest.mark.parametrize("acr, opens", [("eidas2", True), ("eidas1", False), (None, False)])
def test_the_national_team_needs_a_second_factor_here_or_there(w, people, client, walk, provider, settings, acr, opens):
    settings.NATIONAL_TEAM_NEEDS_SECOND_FACTOR = True
    linked(people.national, provider)
    settings.OIDC = provider.settings(second_factor_acr=["eidas2"])
    provider.acr = acr
    walk.sign_in()
    assert json.loads(provider.asked["claims"]) == {"id_token": {"acr": None}}
    assert who(client) == people.national
    answer = client.get("/admin/")
    assert answer.status_code == 200 if opens else answer.url == "/compte/deux-facteurs/"


def test_a_factor_of_one_s_own_is_asked_behind_the_provider_too(w, people, client, walk, provider):
    sign_in(client)
    secret = enrol(client)
    client.logout()
    linked(people.editor, provider)
    assert walk.sign_in(next="/outils/").url == "/compte/deux-facteurs/code/" and who(client) is None
    assert client.post("/compte/deux-facteurs/code/", {"code": code_of(secret, 1)}).url == "/outils/"
    assert who(client) == people.editor and client.session["oidc"]["id_token"]
    assert Authenticator.objects.exists()


# --- out of both houses


def test_out_of_both_houses(w, people, client, walk, provider):
    linked(people.editor, provider)
    walk.sign_in()
    token = client.session["oidc"]["id_token"]
    address = walk.leave("/compte/deconnexion/", next="/outils/")
    assert who(client) is None  # here at once, whatever happens there
    back = walk.at_provider(address)
    assert provider.ended["id_token_hint"] == token
    assert provider.ended["post_logout_redirect_uri"] == "http://testserver/compte/deconnexion/retour/"
    answer = client.get(back)
    assert answer.url == "/outils/" and "ici et chez ProConnect" in text(client.get("/outils/"))
    assert client.get(back).url == "/"  # once


def test_a_return_that_this_session_did_not_ask_says_nothing(w, people, client, walk, provider):
    linked(people.editor, provider)
    walk.sign_in()
    walk.leave("/compte/deconnexion/", next="/outils/")
    assert client.get("/compte/deconnexion/retour/?state=x").url == "/"
    assert Client().get("/compte/deconnexion/retour/").url == "/"


def test_whoever_came_in_by_password_goes_out_alone(w, people, client, provider):
    linked(people.editor, provider)
    sign_in(client)
    assert client.post("/compte/deconnexion/").url == "/" and not provider.ended


# --- one's data


def test_links_are_in_one_s_data_and_are_forgotten(w, people, client, walk, provider):
    linked(people.editor, provider), linked(people.neighbour, provider, "sub-2")
    client.force_login(people.editor)
    data = client.get("/compte/donnees/mes-donnees.json").content.decode()
    assert [row["uid"] for row in json.loads(data)["linked_accounts"]] == ["sub-1"] and "sub-2" not in data
    workflow.ask_deletion(people.editor)
    workflow.anonymise(people.national, people.editor)
    assert [row.uid for row in SocialAccount.objects.all()] == ["sub-2"]
    assert walk.sign_in().status_code == 403
