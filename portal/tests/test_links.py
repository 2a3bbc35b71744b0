"""Links between pages in rich text: addresses for whoever may open them, in one query, in the reader's language."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import translation
from wagtail.rich_text import expand_db_html

from portal.rights.links import read_in


def links(*numbers):
    return "<p>" + "".join(f'<a linktype="page" id="{number}">voir</a>' for number in numbers) + "</p>"


def addresses(html, user=None):
    request = RequestFactory().get("/")
    request.user = user
    with read_in(user and request):
        return re.findall(r'<a(?: href="([^"]*)")?>', expand_db_html(html))


@pytest.mark.parametrize("level", ["clip", "network", "lab"])
def test_a_page_narrowed_since_keeps_its_address_to_itself(w, client, level):
    told = w.tool("Canari", slug="canari-secret")
    holder = w.tool("Qui renvoie", purpose=links(told.pk))
    assert 'href="/outils/canari-secret/"' in client.get(holder.url).content.decode()
    told.access = level
    told.save_revision().publish()
    page = client.get(holder.url).content.decode()
    assert "canari" not in page and "<a>voir</a>" in page


def test_each_reader_gets_the_addresses_that_she_may_open(w, people):
    pages = [w.tool("Outil", access=level, slug=f"de-{level}") for level in ("public", "clip", "network", "lab")]
    pages.append(w.tool("Brouillon", live=False))
    html = links(*(page.pk for page in pages))
    opened = {None: 1, AnonymousUser(): 1, people.peer: 2, people.neighbour: 3, people.editor: 4, people.national: 4}
    for reader, count in opened.items():
        expected = [page.url for page in pages[:count]] + [""] * (5 - count)
        assert addresses(html, reader) == expected, reader


@pytest.mark.parametrize("count", [1, 3, 24])
def test_all_the_links_of_a_text_cost_one_query(w, django_assert_num_queries, count):
    html = links(*(w.tool(f"Outil {n}").pk for n in range(count)))
    addresses(html)  # what a process learns once
    with django_assert_num_queries(1):
        assert len(addresses(html)) == count


def test_a_link_leads_to_the_translation_where_there_is_one(w):
    french, alone = w.tool("Outil"), w.tool("Sans traduction")
    english = w.english(french, title="Tool")
    html = links(french.pk, alone.pk, english.pk)
    assert addresses(html) == [french.url, alone.url, french.url]
    with translation.override("en"):
        assert addresses(html) == [english.url, alone.url, english.url]
        english.unpublish()
        assert addresses(html) == [french.url, alone.url, ""]


@pytest.mark.parametrize("number", ["", "0", "abc", "-1", "²", "9" * 30, "999999"])
def test_a_link_to_nothing_is_plain_text(w, number):
    assert addresses(links(number)) == [""]
