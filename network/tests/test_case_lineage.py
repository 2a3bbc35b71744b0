"""Two ways: what a case says of others is said on their pages too, to whom may read it, in both languages."""

import pytest

from network.models import CaseInspiration, CaseRelated, CaseReplication

from .test_cases import lab_page


def read(client, page):
    return client.get(page.url).content.decode()


def inspired(w, title, by, **fields):
    return w.case(title, rows={"inspirations": [CaseInspiration(sort_order=0, case=by, note="neuf semaines")]}, **fields)


def replicated(w, title, by, **fields):
    row = CaseReplication(sort_order=0, organisation="Une maison de services", kind="adapted", case=by, year=2022)
    return w.case(title, rows={"replications": [row]}, **fields)


def test_an_inspiration_is_told_on_both_pages(w, client):
    source = w.case("Emploi Store")
    copy = inspired(w, "Agence de demain", source)
    assert source.url in read(client, copy) and "neuf semaines" in read(client, copy)
    assert copy.url in read(client, source) and "neuf semaines" in read(client, source)


def test_a_replication_is_told_on_both_pages(w, client):
    copy = w.case("Reprise")
    source = replicated(w, "Agence de demain", copy)
    assert copy.url in read(client, source) and "à confirmer" in read(client, source) or "to be confirmed" in read(client, source)
    assert source.url in read(client, copy)


def test_told_by_both_it_is_shown_once(w, client):
    source = w.case("Emploi Store")
    copy = inspired(w, "Agence de demain", source)
    draft = source.get_latest_revision_as_object()
    draft.replications = [CaseReplication(sort_order=0, organisation="Nous", kind="adapted", case=copy)]
    draft.save_revision().publish()
    assert read(client, source).count(f'href="{copy.url}"') == 1


@pytest.mark.parametrize("access", ["clip", "network", "lab"])
@pytest.mark.parametrize("tell", [inspired, replicated])
def test_a_case_that_one_may_not_read_is_named_on_neither_page(w, people, client, tell, access):
    hidden = w.case("Canari", access=access)
    teller = tell(w, "Qui raconte", hidden)
    secret = tell(w, "Canari second", teller, access=access)
    html = read(client, teller)
    assert "Canari" not in html and hidden.url not in html and secret.url not in html
    client.force_login(people.member)
    html = read(client, teller)
    assert hidden.url in html and secret.url in html


def test_a_draft_says_nothing_on_the_pages_it_names(w, client):
    source = w.case("Emploi Store")
    draft = inspired(w, "Canari", source, live=False)
    draft.save_revision()
    assert "Canari" not in read(client, source)


def test_relatives_come_in_the_language_of_the_page(w, client):
    source = w.case("Emploi Store")
    copy = inspired(w, "Agence de demain", source)
    english = w.english(source, title="Job store", slug="job-store")
    html = read(client, w.english(copy, title="Agency", slug="agency"))
    assert english.url in html and f'href="{source.url}"' not in html
    assert "Agency" in read(client, english)


def test_a_case_not_translated_is_named_in_french_on_the_english_page(w, client):
    source = w.case("Emploi Store")
    copy = inspired(w, "Agence de demain", source)
    html = read(client, w.english(copy, title="Agency", slug="agency"))
    assert f'href="{source.url}" lang="fr"' in html


def test_a_lab_that_did_it_again_is_a_link_to_its_page(w, client):
    page = lab_page(w, w.b, "Lab de Bretagne")
    row = CaseReplication(sort_order=0, organisation="Lab mobile de Bretagne", kind="adapted", lab=w.b, confirmed=True)
    assert f'<a href="{page.url}">Lab mobile de Bretagne</a>' in read(client, w.case("Cas", rows={"replications": [row]}))


def test_what_to_read_next_hides_what_one_may_not_read(w, client):
    news, hidden, case = w.piece("À lire"), w.piece("Canari", access="network"), w.case("Canari", access="network")
    rows = [CaseRelated(sort_order=n, target=target) for n, target in enumerate((news, hidden, case))]
    html = read(client, w.case("Cas", rows={"related_rows": rows}))
    assert news.url in html and "Canari" not in html


# --- tools


def test_a_tool_shows_its_cases_and_the_labs_of_the_public_ones(w, client):
    tool, other = w.tool("Carte d'empathie"), w.tool("Autre")
    page, hidden_page = lab_page(w, w.a, "Lab A"), lab_page(w, w.b, "Lab B")
    case = w.case("Agence de demain", tools=[tool])
    inner = w.case("Canari", w.b, tools=[tool], access="network")
    html = read(client, tool)
    assert case.url in html and page.url in html
    assert inner.url not in html and "Canari" not in html and hidden_page.url not in html
    assert case.url not in read(client, other)


def test_a_member_sees_the_inner_cases_of_a_tool_but_their_labs_stay_unnamed(w, people, client):
    tool, page = w.tool("Outil"), lab_page(w, w.b, "Lab B")
    inner = w.case("Interne", w.b, tools=[tool], access="network")
    client.force_login(people.member)
    html = read(client, tool)
    assert inner.url in html and page.url not in html


def test_a_case_hides_the_tools_that_one_may_not_read(w, people, client):
    case = w.case("Cas", tools=[w.tool("Visible"), w.tool("Canari", access="lab"), w.tool("Canari retiré", live=False)])
    assert "Visible" in read(client, case) and "Canari" not in read(client, case)
    client.force_login(people.member)
    assert "Canari" in read(client, case) and "Canari retiré" not in read(client, case)


def test_an_english_case_names_the_english_tool(w, client):
    tool = w.tool("Carte d'empathie")
    english = w.english(tool, title="Empathy map", slug="empathy-map")
    case = w.english(w.case("Cas", tools=[tool]), title="Case", slug="case")
    assert english.url in read(client, case) and case.url in read(client, english)


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_tool_costs_the_same_queries_whatever_the_number_of_its_cases(w, client, count, n):
    tool, page = w.tool("Outil"), lab_page(w, w.a, "Lab A")
    cases = [w.case(f"Cas {i}", tools=[tool]) for i in range(n)]
    client.get(tool.url)
    with count(11):
        html = client.get(tool.url).content.decode()
    assert cases[-1].url in html and page.url in html and html.count("/etudes-de-cas/cas-") == min(n, 2)
