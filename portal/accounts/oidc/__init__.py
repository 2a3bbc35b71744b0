"""Sign-in at another house's door, by OpenID Connect: an account is known by the provider's `sub`, never by an address."""
