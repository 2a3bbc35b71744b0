"""allauth's OpenID Connect, stricter: every signature checked, also of userinfo, which ProConnect signs (application/jwt)."""

import hashlib
import json

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from .tokens import Untrusted, identity, verified

KNOWN_FOR = 600  # seconds that the provider's description is kept
ADDRESSES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


def absolute(request, name: str) -> str:
    """An address that is registered at the provider: the same in every language."""
    with translation.override(settings.LANGUAGE_CODE):
        return build_absolute_uri(request, reverse(name))


def described(issuer: str) -> dict:
    """What the provider says of itself. Raises Untrusted, or what `requests` raises."""
    key = "oidc:" + hashlib.sha256(issuer.encode()).hexdigest()
    config = cache.get(key)
    if config is None:
        config = fetched(issuer.rstrip("/") + "/.well-known/openid-configuration")
        check_description(config, issuer)
        cache.set(key, config, KNOWN_FOR)
    return config


def check_description(config: dict, issuer: str) -> None:
    if config.get("issuer") != issuer:
        raise Untrusted(f"the provider calls itself {config.get('issuer')!r}")
    scheme = issuer.partition(":")[0] + "://"
    for name in ADDRESSES:
        if not str(config.get(name, "")).startswith((scheme, "https://")):
            raise Untrusted(f"no good {name}")


def fetched(address: str, **headers) -> dict:
    with get_adapter().get_requests_session() as session:
        answer = session.get(address, headers=headers)
        answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise Untrusted("not an object")
    return found


class Door(OpenIDConnectOAuth2Adapter):
    """One exchange with the provider. `state` is what this session kept when it left (see views.Callback)."""

    state: dict | None = None

    @property
    def openid_config(self):
        return described(self.provider_id)

    def get_callback_url(self, request, app):
        return absolute(request, "oidc_callback")

    def complete_login(self, request, app, token, response, **kwargs):
        keys, own = fetched(self.openid_config["jwks_uri"]), {"issuer": self.provider_id, "client_id": app.client_id}
        claims = identity(response.get("id_token"), keys, nonce=(self.state or {}).get("nonce", ""), **own)
        info = self.userinfo(token.token, keys, app)
        if info.get("sub") != claims["sub"]:
            raise Untrusted("userinfo speaks of somebody else")
        login = self.get_provider().sociallogin_from_response(request, {"userinfo": info})
        login.arrival = {
            "id_token": response["id_token"],
            "acr": claims.get("acr", ""),
            "end": self.openid_config.get("end_session_endpoint", ""),
        }
        return login

    def userinfo(self, access_token, keys, app) -> dict:
        """Plain JSON, or a token signed for us."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
        if "application/jwt" in answer.headers.get("content-type", ""):
            return verified(
                answer.text.strip(), keys, issuer=self.provider_id, audience=app.client_id, needs=("iss", "aud", "sub")
            )
        info = answer.json()
        if not isinstance(info, dict):
            raise Untrusted("userinfo is not an object")
        return info


class Provider(OpenIDConnectProvider):
    """The one provider of the settings."""

    oauth2_adapter_class = Door

    def get_login_url(self, request, **kwargs):
        return reverse("oidc_login")

    def get_callback_url(self):
        return reverse("oidc_callback")

    def get_pkce_params(self):
        """Where the provider knows it. Elsewhere the nonce binds the answer to this session: ProConnect refuses what it does
        not know."""
        config = described(self.app.provider_id)
        return generate_code_challenge() if "S256" in config.get("code_challenge_methods_supported", []) else {}

    def get_auth_params(self):
        """The level asked for. ProConnect takes it in `claims` and refuses `acr_values`; others know `acr_values` alone."""
        asked, counted = settings.OIDC["acr_values"], settings.OIDC["second_factor_acr"]
        if not (asked or counted):
            return {}
        if described(self.app.provider_id).get("claims_parameter_supported"):
            return {"claims": json.dumps({"id_token": {"acr": {"essential": True, "values": asked} if asked else None}})}
        return {"acr_values": " ".join(asked or counted)}

    def extract_extra_data(self, data):
        """All that is kept: the address, so that the account page names the door."""
        return {"email": address_in(data["userinfo"])}

    def extract_common_fields(self, data):
        info = data["userinfo"]
        family = info.get("family_name") or info.get("usual_name")
        names = {"first_name": info.get("given_name"), "last_name": family}
        return {"email": address_in(info)} | {key: str(value)[:150] for key, value in names.items() if value}


def address_in(info: dict) -> str:
    """The address that the provider vouches for, or nothing. Some say “false” as a text; some say nothing, and know."""
    email, verified = info.get("email"), str(info.get("email_verified", True)).lower()
    return email.lower() if isinstance(email, str) and verified in ("true", "1", "none") else ""
