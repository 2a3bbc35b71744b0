"""What a provider, or somebody in its name, may answer and must not be believed."""

import base64
import json
import time

import jwt
import pytest
import requests
from django.core.cache import cache
from django.test import Client

from portal.accounts.oidc.tokens import Untrusted, verified
from portal.accounts.tests.conftest import Walk
from portal.accounts.tests.oidc_provider import CLIENT, SECRET, new_key
from portal.accounts.tests.test_account import limits
from portal.accounts.tests.test_oidc import linked, text, who


def part(told):
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


def unsigned(claims):
    return f"{part({'alg': 'none', 'kid': 'one'})}.{part(claims)}."


def by_secret(claims):
    return jwt.encode(claims, SECRET + "-long-enough-for-a-key-of-this-kind", algorithm="HS256", headers={"kid": "one"})


LIES = {
    "nonce of another session": {"forge": {"nonce": "0" * 43}},
    "no nonce": {"forge": {"nonce": None}},
    "another issuer": {"forge": {"iss": "https://evil.example"}},
    "another audience": {"forge": {"aud": "another-client"}},
    "several audiences, for another": {"forge": {"aud": [CLIENT, "another"], "azp": "another"}},
    "several audiences, for nobody": {"forge": {"aud": [CLIENT, "another"]}},
    "expired": {"forge": {"exp": int(time.time()) - 3600}},
    "without end": {"forge": {"exp": None}},
    "nobody": {"forge": {"sub": None}},
    "a sub without letters": {"person": {"sub": "", "email": "editrice@example.org"}},
    "a sub too long to be told from another": {"person": {"sub": "s" * 192, "email": "editrice@example.org"}},
    "another sub than userinfo": {"forge": {"sub": "sub-2"}},
    "forged signature": {"sign_id_token": "other key"},
    "unsigned": {"sign_id_token": unsigned},
    "signed with the shared secret": {"sign_id_token": by_secret},
    "not a token": {"sign_id_token": lambda claims: "x.y.z"},
    "userinfo: forged signature": {"sign_userinfo": "other key"},
    "userinfo: unsigned": {"sign_userinfo": unsigned},
    "userinfo: another issuer": {"forge_userinfo": {"iss": "https://evil.example"}},
    "userinfo: another audience": {"forge_userinfo": {"aud": "another-client"}},
    "userinfo: no audience": {"forge_userinfo": {"aud": None}},
    "userinfo: expired": {"forge_userinfo": {"exp": int(time.time()) - 3600}},
    "userinfo: somebody else": {"forge_userinfo": {"sub": "sub-2"}},
    "plain userinfo: somebody else": {"signed_userinfo": False, "forge_userinfo": {"sub": "sub-2"}},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_opens_nothing(w, people, client, walk, provider, lie):
    linked(people.editor, provider), linked(people.neighbour, provider, "sub-2")
    for name, value in LIES[lie].items():
        setattr(provider, name, provider.other_key if value == "other key" else value)
    answer = walk.sign_in()
    assert answer.status_code == 400 and who(client) is None
    assert "La connexion n'a pas abouti" in text(answer)
    provider.reset()
    assert walk.sign_in().url == "/admin/"  # honest again, the same door opens


def test_the_answer_to_another_session_is_refused(w, people, client, walk, provider):
    """Somebody else's way back, sent to me in a link, does not sign me in as her."""
    linked(people.editor, provider)
    back = walk.at_provider(walk.leave())
    other = Client()
    Walk(other).leave()
    answer = other.get(back)
    assert answer.status_code == 400 and who(other) is None
    assert client.get(back).url == "/admin/"


@pytest.mark.parametrize("change", ["another state", "no state", "no code", "a code made up"])
def test_a_way_back_made_up_is_refused(w, people, client, walk, provider, change):
    linked(people.editor, provider)
    back = walk.at_provider(walk.leave())
    code, state = back.split("?code=")[1].split("&state=")
    query = {
        "another state": f"code={code}&state={'0' * 43}", "no state": f"code={code}", "no code": f"state={state}",
        "a code made up": f"code=made-up&state={state}",
    }[change]  # fmt: skip
    assert client.get(f"/compte/connexion/retour/?{query}").status_code == 400 and who(client) is None


def test_a_way_back_serves_once(w, people, client, walk, provider):
    linked(people.editor, provider)
    back = walk.at_provider(walk.leave())
    client.get(back)
    client.logout()
    assert client.get(back).status_code == 400 and who(client) is None


def test_a_code_stolen_on_the_way_is_of_no_use_without_this_session(w, people, client, walk, provider):
    """PKCE: the provider's token endpoint refuses whoever has the code and even the client's secret."""
    back = walk.at_provider(walk.leave())
    code = back.split("?code=")[1].split("&")[0]
    form = {"code": code, "client_id": CLIENT, "client_secret": SECRET, "code_verifier": "x" * 64}
    form |= {"redirect_uri": "http://testserver/compte/connexion/retour/"}
    assert requests.post(f"{provider.issuer}/token", data=form, timeout=5).status_code == 400


def test_nobody_chooses_what_is_asked_from_the_address(w, people, client, walk, provider):
    walk.at_provider(walk.leave("/compte/connexion/fournisseur/?auth_params=nonce%3Dx&scope=admin&process=connect"))
    assert provider.asked["nonce"] != "x" and "admin" not in provider.asked["scope"]


def test_a_provider_that_says_it_is_another_is_refused(w, people, client, provider, settings):
    settings.OIDC = provider.settings(issuer=provider.issuer.replace("127.0.0.1", "localhost"))
    answer = client.post("/compte/connexion/fournisseur/")
    assert answer.status_code == 502 and "ProConnect ne répond pas" in text(answer)


@pytest.mark.parametrize("address", ["ftp://x/authorize", "javascript:alert(1)", ""])
def test_a_provider_with_addresses_of_another_kind_is_refused(w, client, provider, monkeypatch, address):
    told = provider.description() | {"authorization_endpoint": address}
    monkeypatch.setattr(provider, "description", lambda: told)
    assert client.post("/compte/connexion/fournisseur/").status_code == 502


def test_a_provider_that_is_away_leaves_the_other_door_open(w, people, client, provider, settings):
    linked(people.editor, provider)
    settings.OIDC = provider.settings(issuer="http://127.0.0.1:1/api")
    answer = client.post("/compte/connexion/fournisseur/")
    assert answer.status_code == 502 and "ne répond pas" in text(answer)
    assert client.get("/compte/connexion/").status_code == 200


def test_a_provider_that_goes_away_in_the_middle_is_said(w, people, client, walk, provider, monkeypatch):
    linked(people.editor, provider)
    back = walk.at_provider(walk.leave())
    cache.clear()
    monkeypatch.setattr(provider, "description", lambda: {})
    assert client.get(back).status_code == 502 and who(client) is None


def test_keys_that_cannot_be_fetched_are_a_pause(w, people, client, walk, provider, monkeypatch):
    linked(people.editor, provider)
    told = provider.description() | {"jwks_uri": "http://127.0.0.1:1/jwks"}
    monkeypatch.setattr(provider, "description", lambda: told)
    answer = walk.sign_in()
    assert answer.status_code == 502 and "ne répond pas" in text(answer) and who(client) is None


def test_sign_ins_by_the_provider_are_limited(w, client, provider, settings, tmp_path):
    limits(settings, tmp_path)
    answers = [client.post("/compte/connexion/fournisseur/").status_code for _ in range(31)]
    assert answers[0] == 200 and answers[-1] == 429


# --- tokens alone


def test_a_key_that_is_for_something_else_verifies_nothing():
    key, public = new_key("one")
    token = jwt.encode({"iss": "i", "aud": "a", "sub": "s"}, key, algorithm="RS256", headers={"kid": "one"})
    ask = {"issuer": "i", "audience": "a", "needs": ("sub",)}
    assert verified(token, {"keys": [public]}, **ask)["sub"] == "s"
    for keys in ([public | {"use": "enc"}], [public | {"kid": "two"}], [public, public], []):
        with pytest.raises(Untrusted):
            verified(token, {"keys": keys}, **ask)


def test_a_token_without_a_key_name_takes_the_only_key():
    key, public = new_key("one")
    _, other = new_key("two")
    token = jwt.encode({"iss": "i", "aud": "a", "sub": "s"}, key, algorithm="RS256")
    ask = {"issuer": "i", "audience": "a", "needs": ("sub",)}
    assert verified(token, {"keys": [public]}, **ask)["sub"] == "s"
    with pytest.raises(Untrusted):
        verified(token, {"keys": [public, other]}, **ask)
