"""A case cited: each format read back by a parser, the address that never changes, the sheet on paper."""

import json
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from network.models import CaseChallenge
from portal.tests import verapdf
from portal.tests.test_pdf import squeeze
from portal.tests.world import fresh

HOSTILE = 'Coûts {et} 100 % & #1 _b_ \\x ~ ^ $ "guillemets" <b>@techreport{x,'


@pytest.fixture
def case(w):
    return w.case(
        "Agence de demain", slug="agence-de-demain", authors="Une facilitatrice\nUn designer", published_on="2026-10-08",
        last_reviewed_on="2026-11-04", summary="Sept maquettes.\nUne a tenu.",
    )  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.PORTAL_DATA_DIR = tmp_path


def got(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def bibtex(text) -> tuple[str, str, dict]:
    """(type, key, fields) of one entry, read as BibTeX does: values end where their braces do."""
    kind, key, rest = re.fullmatch(r"@(\w+)\{([^,\s]+),\n(.*)\n\}\n", text, re.DOTALL).groups()
    fields, place = {}, 0
    while match := re.compile(r"\s*(\w+) = \{").match(rest, place):
        depth, start = 1, match.end()
        place = start
        while depth:
            if rest[place] == "\\":
                place += 1
            else:
                depth += {"{": 1, "}": -1}.get(rest[place], 0)
            place += 1
        fields[match[1]] = rest[start : place - 1]
        place += rest[place : place + 1] == ","
    assert not rest[place:].strip()
    return kind, key, fields


def ris(text) -> list[tuple[str, str]]:
    lines = text.split("\r\n")
    assert lines[-1] == "" and all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    return [(line[:2], line[6:]) for line in lines[:-1]]


def test_bibtex_reads_back(case, client):
    kind, key, fields = bibtex(got(client, "/c/CAS-001.bib"))
    assert (kind, key, fields["title"]) == ("techreport", "CAS-001", "{Agence de demain}")
    assert fields["author"] == "{Une facilitatrice} and {Un designer}"
    assert (fields["year"], fields["month"], fields["url"]) == ("2026", "10", "http://testserver/c/CAS-001")


def test_bibtex_takes_any_text_as_text(w, client):
    w.case(HOSTILE)
    _kind, _key, fields = bibtex(got(client, "/c/CAS-001.bib"))
    plain = fields["title"][1:-1].replace(r"\textbackslash{}", "\x00").replace(r"\textasciitilde{}", "~")
    plain = plain.replace(r"\textasciicircum{}", "^").replace("\\", "").replace("\x00", "\\")
    assert plain == HOSTILE
    assert not re.search(r"(?<!\\)[&%#$_]", fields["title"])


def test_ris_reads_back(case, client):
    pairs = ris(got(client, "/c/CAS-001.ris"))
    told = dict(pairs)
    assert pairs[0] == ("TY", "RPRT") and pairs[-1] == ("ER", "")
    assert [value for tag, value in pairs if tag == "AU"] == ["Une facilitatrice", "Un designer"]
    assert (told["TI"], told["PY"], told["DA"]) == ("Agence de demain", "2026", "2026/10/08")
    assert (told["UR"], told["AB"]) == ("http://testserver/c/CAS-001", "Sept maquettes. Une a tenu.")


def test_csl_json_reads_back(case, client):
    (item,) = json.loads(got(client, "/c/CAS-001.json"))
    assert (item["id"], item["type"], item["title"]) == ("CAS-001", "report", "Agence de demain")
    assert item["issued"] == {"date-parts": [[2026, 10, 8]]} and item["URL"] == "http://testserver/c/CAS-001"
    assert item["author"] == [{"literal": "Une facilitatrice"}, {"literal": "Un designer"}] and "DOI" not in item


def test_the_page_says_how_to_cite_it(case, client):
    html = got(client, case.url)
    assert "Agence de demain\u202f», CAS-001, 8 octobre 2026" in html and "http://testserver/c/CAS-001" in html
    for form in ("bib", "ris", "json", "pdf"):
        assert f'href="/c/CAS-001.{form}"' in html


def test_a_file_is_downloaded_under_its_reference(case, client):
    response = client.get("/c/CAS-001.bib")
    assert response["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert 'attachment; filename="CAS-001.bib"' in response["Content-Disposition"] and "public" in response["Cache-Control"]


@pytest.mark.parametrize("address", ["/c/CAS-001", "/c/cas-001"])
def test_the_short_address_survives_a_change_of_address(case, client, address):
    assert client.get(address).url == case.url == "/etudes-de-cas/agence-de-demain/"
    draft = case.get_latest_revision_as_object()
    draft.slug = "une-autre-agence"
    draft.save_revision().publish()
    assert client.get(address).url == "/etudes-de-cas/une-autre-agence/"


def test_the_short_address_leads_to_the_language_of_the_reader(w, case, client):
    english = w.english(case, title="The agency of tomorrow", slug="agency-of-tomorrow")
    assert client.get("/c/CAS-001", headers={"accept-language": "en"}).url == english.url
    assert client.get("/c/CAS-001", headers={"accept-language": "fr"}).url == case.url
    (item,) = json.loads(got(client, "/c/CAS-001.json?lang=en"))
    assert (item["title"], item["language"]) == ("The agency of tomorrow", "en")


@pytest.mark.parametrize("address", ["/c/{}", "/c/{}.bib", "/c/{}.ris", "/c/{}.json", "/c/{}.pdf"])
def test_what_one_may_not_read_has_no_address(w, people, client, address):
    hidden, draft = w.case("Interne", access="lab"), w.case("Brouillon", live=False)
    for one in (hidden, draft):
        assert client.get(address.format(one.reference)).status_code == 404
    client.force_login(people.member)
    answer = client.get(address.format(hidden.reference))
    assert answer.status_code in (200, 302) and "public" not in answer.get("Cache-Control", "")
    assert client.get(address.format(draft.reference)).status_code == 404


@pytest.mark.parametrize("address", ["/c/CAS-001.exe", "/c/CAS-001.html", "/c/CAS-404", "/c/OUT-001"])
def test_nothing_else_answers(w, case, client, address):
    w.tool("Outil")
    assert client.get(address).status_code == 404


# --- on paper


def pages(made):
    return [squeeze(page.extract_text()) for page in PdfReader(BytesIO(made)).pages]


def test_the_pdf_says_it_all(w, client):
    tool = w.tool("Carte d'empathie")
    case = w.case("Agence de demain", tools=[tool], deployment_done=100, deployment_target=940, deployment_unit="agences")
    text = "".join(pages(client.get("/c/CAS-001.pdf").content))
    for told in (case.title, case.summary, "Un problème.", "Explorer", "Un résultat.", "Une leçon", "Un budget", "Un lieu",
                 "maquettes écartées", "Par courriel.", "Carte d’empathie", "testserver/c/CAS-001", "100 agences"):  # fmt: skip
        assert squeeze(told) in text, told


def test_the_pdf_names_no_tool_that_its_reader_may_not_read(w, client):
    w.case("Cas", tools=[w.tool("Visible"), w.tool("Canari", access="lab")])
    text = "".join(pages(client.get("/c/CAS-001.pdf").content))
    assert "Visible" in text and "Canari" not in text


def test_the_pdf_takes_hostile_text_as_text(w, client):
    failed = [CaseChallenge(sort_order=0, figure="#panic()", title=HOSTILE, text="x" * 300, since="$x$")]
    w.case("#panic(1)", rows={"challenges": failed})
    answer = client.get("/c/CAS-001.pdf")
    assert answer.status_code == 200 and "#panic(1)" in "".join(pages(answer.content))


@pytest.mark.verapdf
def test_the_pdf_is_pdf_ua(w, client):
    verapdf.need()
    w.case("Agence de demain", tools=[w.tool("Carte d'empathie")], prototypes_made=7, prototypes_kept=1, deployment_target=940)
    w.case("Nue")
    for reference in ("CAS-001", "CAS-002"):
        assert verapdf.faults(client.get(f"/c/{reference}.pdf").content) == []


def test_a_draft_offers_no_file(w, people, client):
    draft = w.case("Brouillon", live=False)
    draft.save_revision()
    client.force_login(people.editor)
    html = client.get(f"/admin/pages/{draft.pk}/view_draft/").content.decode()
    assert "maquettes écartées" in html and ".bib" not in html
    assert fresh(draft).reference == "CAS-001"
