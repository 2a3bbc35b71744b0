"""What is printed says which version it is, and its code leads to what has changed since: fields, never their content."""

import pytest
from django.urls import reverse

from portal.tests.world import fresh
from tools_library.models import ToolPage
from tools_library.paper import codes, prints

pytestmark = pytest.mark.usefixtures("own_folder")


def edit(tool, publish=True, **fields):
    draft = fresh(tool).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    if publish:
        revision.publish()
    return revision


def state(tool, code, user=None):
    from django.contrib.auth.models import AnonymousUser

    return prints.state(ToolPage.for_page().get(pk=tool.pk), code, user or AnonymousUser())


def code_of(tool):
    tool = fresh(tool)
    return prints.code_of(tool, tool.source)


def address(tool, code):
    return reverse("print_state", args=[tool.reference, code])


# --- the code


@pytest.mark.parametrize("number", [1, 22, 23, 57, 99_999, 10**9])
def test_a_code_gives_its_number_back_however_it_is_typed(number):
    code = codes.encode("OUT-014", number)
    assert len(code) >= 5 and set(code) <= set(codes.ALPHABET)
    assert codes.decode("OUT-014", code) == codes.decode("OUT-014", f" {code[:2]}-{code[2:].lower()} ") == number


def test_every_wrong_letter_and_every_swap_is_found():
    code = codes.encode("OUT-014", 48_233)
    wrong = {code[:n] + letter + code[n + 1 :] for n in range(len(code)) for letter in codes.ALPHABET} - {code}
    swapped = {code[:n] + code[n + 1] + code[n] + code[n + 2 :] for n in range(len(code) - 1)} - {code}
    assert len(wrong) == 22 * len(code) and swapped
    assert [typed for typed in wrong | swapped if codes.decode("OUT-014", typed) is not None] == []


@pytest.mark.parametrize("typed", ["", "2", "é" * 5, "22222222222222222222", "0O1IL", "../..", "22 22\n2"])
def test_what_is_not_a_code_is_none(typed):
    assert codes.decode("OUT-014", typed) in (None, 0) or typed == "22 22\n2"


def test_the_code_of_a_card_is_of_no_use_for_another():
    assert codes.decode("OUT-015", codes.encode("OUT-014", 57)) is None


def test_letters_that_look_like_figures_are_read_as_they_are_meant():
    code = next(c for n in range(999) if "8" in (c := codes.encode("OUT-014", n)))
    assert codes.decode("OUT-014", code.replace("8", "B")) == codes.decode("OUT-014", code)


# --- what has become of it


def test_a_print_is_current_until_something_is_published(w):
    tool = w.tool("Outil")
    code = code_of(tool)
    assert state(tool, code).current
    edit(tool, publish=False, tagline="Brouillon.")
    assert state(tool, code).current
    edit(tool, tagline="Une autre phrase.", duration_max=45)
    after = state(tool, code)
    assert (after.current, after.known) == (False, True)
    assert after.fields == ("En une phrase", "Durée maxi (min)")
    assert after.since == fresh(tool).last_published_at and state(tool, code_of(tool)).current


def test_a_change_that_is_not_printed_leaves_a_sheet_current(w):
    tool = w.tool("Outil")
    code = code_of(tool)
    edit(tool, search_description="Pour les moteurs.", alt_titles="Autre nom")
    assert state(tool, code).current


def test_steps_are_told_as_one_field_and_their_keys_do_not_count(w):
    tool = w.tool("Outil")
    code = code_of(tool)
    draft = fresh(tool).get_latest_revision_as_object()
    steps = list(draft.steps.all())
    steps[0].say = "Autre chose."
    draft.steps = steps
    draft.save_revision().publish()
    assert state(tool, code).fields == ("Étape",)
    edit(tool)
    assert state(tool, code_of(tool)).current


def test_the_code_of_a_draft_tells_nothing(w):
    tool = w.tool("Outil")
    draft = edit(tool, publish=False, tagline="Secret.")
    found = state(tool, codes.encode(tool.reference, draft.pk))
    assert (found.current, found.known, found.fields) == (False, False, ())


def test_the_code_of_another_page_tells_nothing(w):
    tool, other = w.tool("Outil"), w.tool("Autre")
    assert not state(tool, codes.encode(tool.reference, other.live_revision_id)).known


def test_notes_of_facilitators_are_named_to_members_only(w, people):
    tool = w.tool("Outil", facilitator_notes="<p>Une.</p>")
    code = code_of(tool)
    edit(tool, facilitator_notes="<p>Deux.</p>")
    assert state(tool, code).current
    assert state(tool, code, people.member).fields == ("Notes d'animation",) or len(state(tool, code, people.member).fields) == 1


def test_a_translation_ages_with_the_facts_of_its_source(w):
    source = w.tool("Outil")
    tool = w.english(source, title="Tool", slug="tool")
    code = code_of(tool)
    assert state(tool, code).current
    edit(source, duration_max=90, tagline="En français seulement.")
    assert state(tool, code).fields == ("Durée maxi (min)",)
    again = code_of(tool)
    assert again != code and state(tool, again).current
    edit(tool, tagline="Another sentence.")
    assert state(tool, again).fields == ("En une phrase",)


def test_a_version_that_was_deleted_is_not_said_current(w):
    from wagtail.models import Revision

    tool = w.tool("Outil")
    code, number = code_of(tool), tool.live_revision_id
    edit(tool, tagline="Une autre phrase.")
    Revision.objects.filter(pk=number).delete()
    found = state(tool, code)
    assert (found.current, found.known) == (False, False)


# --- the page


def test_the_page_says_it_without_a_word_of_either_version(w, client):
    tool = w.tool("Outil", tips="Un conseil retiré")
    code = code_of(tool)
    assert client.get(address(tool, code)).status_code == 200
    edit(tool, tips="Un conseil ajouté")
    html = client.get(address(tool, code)).content.decode()
    assert "<li>Conseils</li>" in html and "conseil retiré" not in html and "conseil ajouté" not in html
    assert tool.url in html and f"/fiches/{tool.reference}.pdf" in html


def test_the_page_of_a_wrong_code_shows_it_and_escapes_it(w, client):
    tool = w.tool("Outil")
    response = client.get(f"/o/{tool.reference}/%3Cb%3EX")
    assert response.status_code == 200 and "&lt;B&gt;X" in response.content.decode()


def test_an_invisible_tool_answers_as_a_missing_one(w, client, people):
    tool = w.tool("Canari", access="network")
    code = code_of(tool)
    hidden, missing = client.get(address(tool, code)), client.get("/o/OUT-999/22222")
    assert hidden.status_code == missing.status_code == 404
    assert "Canari" not in hidden.content.decode()
    for reference in (tool.reference, "OUT-999"):
        for path in (f"fiches/{reference}.pdf", f"fiches/{reference}.zip", f"fiches/{reference}/a6.pdf"):
            assert client.get(f"/{path}").status_code == 404
    client.force_login(people.member)
    assert client.get(address(tool, code)).status_code == 200


def test_the_english_code_leads_to_the_english_page(w, client):
    tool = w.english(w.tool("Outil"), title="Tool", slug="tool")
    html = client.get(prints.path_of(tool, code_of(tool))).content.decode()
    assert '<html lang="en"' in html and "Tool" in html


@pytest.mark.parametrize("n", [1, 3, 24])
def test_the_page_costs_the_same_queries_at_any_number_of_publications(w, client, count, n):
    tool = w.tool("Outil")
    code = code_of(tool)
    for number in range(n):
        edit(tool, tagline=f"Phrase {number}.")
    client.get(address(tool, code))
    with count(10):
        assert "En une phrase" in client.get(address(tool, code)).content.decode()
