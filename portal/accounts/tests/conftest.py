"""A provider for the tests of OpenID Connect, and a person who walks between it and the portal."""

import html
import re
from urllib.parse import urlsplit

import pytest
import requests

from .oidc_provider import Provider


@pytest.fixture(scope="session")
def running_provider():
    provider = Provider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running_provider, settings):
    """Honest and configured; a test changes either."""
    running_provider.reset()
    settings.OIDC = running_provider.settings()
    return running_provider


class Walk:
    """What a browser does: forms at the portal, real HTTP at the provider."""

    def __init__(self, client):
        self.client = client

    def leave(self, address="/compte/connexion/fournisseur/", **form):
        """The address that the page on the way names, where a click or the refresh leads."""
        page = self.client.post(address, form)
        assert page.status_code == 200, (page.status_code, page.get("Location"))
        text = page.content.decode()
        link = html.unescape(re.search(r'<a class="btn" href="([^"]+)"', text)[1])
        assert html.unescape(re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', text)[1]) == link
        return link

    def at_provider(self, address):
        """The provider's answer: a local address to come back to."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        assert answer.status_code == 303
        back = urlsplit(answer.headers["Location"])
        assert back.netloc == "testserver"
        return f"{back.path}?{back.query}"

    def sign_in(self, **form):
        return self.client.get(self.at_provider(self.leave(**form)))

    def link(self, password="mot-de-passe-de-test"):
        """From « Comptes reliés », signed in, the password said again."""
        self.client.post("/compte/re-authentification/", {"password": password})
        return self.client.get(self.at_provider(self.leave("/compte/comptes-relies/relier/")))


@pytest.fixture
def walk(client):
    return Walk(client)
