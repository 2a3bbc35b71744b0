"""Signed tokens of a provider: nothing in them is believed before signature, issuer, audience and dates are checked."""

import jwt
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.crypto import constant_time_compare

# Public keys only: a shared secret would let whoever knows it write tokens, and "none" is no signature.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 30  # seconds: clocks drift
LONGEST = 191  # characters of a sub: the column's


class Untrusted(OAuth2Error):
    """What the provider, or somebody in its name, answered cannot be believed. Its text is for the logs."""


def key_for(token: str, keys: dict) -> jwt.PyJWK:
    """The key that a token names, or the only one."""
    named = jwt.get_unverified_header(token).get("kid")
    fit = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use in (None, "sig")]
    fit = [key for key in fit if key.key_id == named] if named else fit
    if len(fit) != 1:
        raise Untrusted("the token is signed with a key that the provider does not publish")
    return fit[0]


def verified(token: str, keys: dict, *, issuer: str, audience: str, needs: tuple[str, ...]) -> dict:
    """What a token says, once checked. Raises Untrusted. `needs` are the claims it must hold."""
    try:
        return jwt.decode(
            token,
            key_for(token, keys),
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=audience,
            leeway=LEEWAY,
            options={"require": list(needs)},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise Untrusted(f"{type(error).__name__}: {error}") from error


def identity(token, keys: dict, *, issuer: str, client_id: str, nonce: str) -> dict:
    """The claims of an ID token made for us, in answer to the question that this very session asked."""
    if not isinstance(token, str):
        raise Untrusted("no ID token")
    claims = verified(token, keys, issuer=issuer, audience=client_id, needs=("iss", "aud", "sub", "exp", "iat"))
    if not (isinstance(claims["sub"], str) and 0 < len(claims["sub"]) <= LONGEST):
        raise Untrusted("no good sub")
    if not (nonce and constant_time_compare(str(claims.get("nonce", "")), nonce)):
        raise Untrusted("the nonce is not ours")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if several else client_id) != client_id:
        raise Untrusted("the token was made for another client")
    return claims
