"""Sign-in through another house's door (OpenID Connect). Off until production.py is told of a provider."""

# None, or a dict: issuer, client_id, client_secret, name (what the button says), scopes, domains of e-mail addresses
# that may come in (empty: all), acr_values (levels asked for), second_factor_acr (levels that are a second factor).
OIDC: dict | None = None

SOCIALACCOUNT_ADAPTER = "portal.accounts.oidc.adapter.LinkedAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"provider_class": "portal.accounts.oidc.provider.Provider"}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address is not an identity
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
