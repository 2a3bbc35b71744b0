"""A small OpenID Connect provider, real HTTP on loopback, with keys made on the fly: what the tests sign in at."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "essaim", "secret:of&the client"


def new_key(kid):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key())) | {"kid": kid, "use": "sig", "alg": "RS256"}
    return key, public


class Provider:
    """Who is at its door is `person`; the rest is how it answers, which a test changes to make it lie."""

    def __init__(self):
        self.key, self.public = new_key("one")
        self.other_key, _ = new_key("one")  # same name, other key: a forger's
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.provider = self
        self.issuer = f"http://127.0.0.1:{self.server.server_address[1]}/api/v2"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.reset()

    def reset(self):
        self.person = {"sub": "sub-1", "email": "editrice@example.org", "given_name": "Nour", "usual_name": "Le Goff"}
        self.signed_userinfo, self.pkce, self.claims = True, True, True
        self.acr = None
        self.forge = {}  # what replaces or, with None, removes claims of the ID token
        self.forge_userinfo = {}
        self.sign_id_token = self.sign_userinfo = None  # another key, or another way, to sign
        self.codes, self.tokens, self.asked, self.ended = {}, {}, {}, {}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def settings(self, **changes):
        """OIDC, as production would have read it."""
        told = {
            "issuer": self.issuer, "client_id": CLIENT, "client_secret": SECRET, "name": "ProConnect",
            "scopes": ["openid", "email", "given_name", "usual_name"], "domains": [], "acr_values": [], "second_factor_acr": [],
        }  # fmt: skip
        return told | changes

    def description(self):
        base = self.issuer
        told = {
            "issuer": base, "authorization_endpoint": f"{base}/authorize", "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo", "jwks_uri": f"{base}/jwks", "end_session_endpoint": f"{base}/session/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post"], "claims_parameter_supported": self.claims,
        }  # fmt: skip
        return told | ({"code_challenge_methods_supported": ["S256"]} if self.pkce else {})

    def signed(self, claims, sign=None):
        if callable(sign):
            return sign(claims)
        return jwt.encode(claims, sign or self.key, algorithm="RS256", headers={"kid": "one"})

    def id_token(self, nonce):
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": self.person["sub"], "iat": now, "exp": now + 60, "nonce": nonce}
        claims |= {"acr": self.acr} if self.acr else {}
        return self.signed({k: v for k, v in (claims | self.forge).items() if v is not None}, self.sign_id_token)

    def authorize(self, asked):
        """What a person's yes answers: where her browser goes. ProConnect's own refusals are here too."""
        known = {"response_type", "client_id", "redirect_uri", "scope", "claims", "state", "nonce", "prompt"}
        known |= {"code_challenge", "code_challenge_method"} if self.pkce else set()
        known |= set() if self.claims else {"acr_values"}
        assert set(asked) <= known, set(asked) - known
        assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32 and asked["client_id"] == CLIENT
        self.asked = asked
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form):
        asked = self.codes.pop(form.get("code"), None)
        right = asked and (form["client_id"], form["client_secret"], form["redirect_uri"]) == (
            CLIENT,
            SECRET,
            asked["redirect_uri"],
        )
        if right and self.pkce:
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            right = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        if not right:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(16)
        self.tokens[access] = dict(self.person)
        return 200, {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": self.id_token(asked["nonce"])}

    def userinfo(self, access):
        if access not in self.tokens:
            return 401, "application/json", "{}"
        if not self.signed_userinfo:
            return 200, "application/json", json.dumps(self.tokens[access] | self.forge_userinfo)
        claims = {"iss": self.issuer, "aud": CLIENT, **self.tokens[access], **self.forge_userinfo}
        claims = {k: v for k, v in claims.items() if v is not None}
        return 200, "application/jwt; charset=utf-8", self.signed(claims, self.sign_userinfo)


class Handler(BaseHTTPRequestHandler):
    """The addresses of the provider."""

    def log_message(self, *args):
        pass

    def answer(self, status, kind="", text="", **headers):
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def do_GET(self):
        provider, parts = self.server.provider, urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.removeprefix("/api/v2"):
            case "/.well-known/openid-configuration":
                self.answer(200, "application/json", json.dumps(provider.description()))
            case "/jwks":
                self.answer(200, "application/json", json.dumps({"keys": [provider.public]}))
            case "/authorize":
                self.answer(303, Location=provider.authorize(asked))
            case "/userinfo":
                self.answer(*provider.userinfo(self.headers.get("Authorization", "").removeprefix("Bearer ")))
            case "/session/end":
                provider.ended = asked
                self.answer(303, Location=f"{asked['post_logout_redirect_uri']}?{urlencode({'state': asked['state']})}")
            case _:
                self.answer(404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, told = self.server.provider.token({name: values[0] for name, values in parse_qs(body).items()})
        self.answer(status, "application/json", json.dumps(told))
