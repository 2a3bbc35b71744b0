"""What was tried a third time with an account of one's own: by addresses, by numbers, by many requests at once."""

import pytest

from portal.tests.neighbour import CANARY, settle


def chosen(client, url):
    """What the editor of rich text is told of an address typed as an external link."""
    return client.post("/admin/choose-external-link/", {"external-link-chooser-url": url, "external-link-chooser-link_text": "x"})


@pytest.mark.parametrize("more", ["", "?x=1"])
def test_an_address_gives_neither_a_hidden_title_nor_a_coming_one(w, people, client, more):
    """Stock turns any address of the site into a page, and tells its number and the title of its draft."""
    b, url = settle(w, people), "/outils/{}/{}".format
    client.force_login(people.editor)
    for hidden in (b.inner, b.draft):
        told = chosen(client, url(hidden.slug, more)).json()
        assert told["step"] == "external_link_chosen" and "id" not in told["result"] and CANARY not in str(told)
    told = chosen(client, url(b.live.slug, more)).json()
    assert CANARY not in str(told)  # of its draft
    assert b.live.title in str(told) and f"'id': {b.live.pk}" in str(told)
    client.force_login(people.neighbour)
    assert f"'id': {b.inner.pk}" in str(chosen(client, url(b.inner.slug, more)).json())
