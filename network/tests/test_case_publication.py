"""Nothing is published without what failed, the conditions and the lessons, by any route; a draft always saves."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from network.models import CaseChallenge, CaseStudyPage
from portal.lists import changing
from portal.rights.refusals import PublicationRefused
from portal.tests.world import fresh, term

LINES = ["success_conditions", "lessons", "replication_conditions"]
ASKED = ["challenges", *LINES]
FORMSETS = (
    "stages", "actors", "milestones", "tools", "challenges", "inspirations", "replications", "quotes", "attachments", "figures",
    "related_rows", "comments",
)  # fmt: skip
RICH = '{"blocks":[{"key":"a","text":"Dit","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'
FAILED = {"figure": "6", "title": "maquettes écartées", "text": "Par courriel.", "since": ""}


def without(w, name, title="Incomplet"):
    """A draft that lacks one thing."""
    page = w.case(title, live=False, **({name: ""} if name in LINES else {"rows": {"challenges": []}}))
    page.save_revision(clean=False)
    return fresh(page)


def form(**fields):
    data = {
        "title": "Cas", "slug": "cas", "summary": "En bref.", "problem": RICH, "outcomes": RICH, "indirect_effects": "null",
        "success_conditions": "Un lieu", "lessons": "Une leçon", "replication_conditions": "Un budget", "access": "public",
        "licence": "etalab-2.0", "dates_precision": "day", "budget_band": "undisclosed", "evaluation_kind": "none",
        "original_language": "fr", "theme": term("theme", "strategy").pk, "phase": term("case_phase", "implementing").pk,
    }  # fmt: skip
    empty = {name: inline_formset([]) for name in FORMSETS} | {"challenges": inline_formset([FAILED])}
    return nested_form_data(data | empty | fields)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def lacking(name):
    return {name: ""} if name in LINES else {"challenges": inline_formset([])}


@pytest.fixture
def trusted(w):
    w.a.is_trusted = True
    w.a.save()


def test_the_create_form_saves_a_nearly_empty_draft(w, people, client):
    client.force_login(people.editor)
    url = client.get(reverse("create_case")).url
    blank = dict.fromkeys(("success_conditions", "lessons", "replication_conditions", "summary", "theme", "phase"), "")
    blank |= {"title": "Esquisse", "slug": "esquisse", "problem": "null", "outcomes": "null", "owner_lab": w.a.pk}
    response = client.post(url, form(**blank, challenges=inline_formset([])))
    assert response.status_code == 302, response.context["form"].errors
    page = CaseStudyPage.objects.get(slug="esquisse")
    assert not page.live and page.owner_lab == w.a and page.get_parent().pk == w.cases.pk and page.reference == "CAS-001"


@pytest.mark.parametrize("name", ASKED)
def test_the_form_refuses_to_publish_and_loses_nothing(w, people, client, trusted, name):
    page = w.case("Cas", live=False)
    client.force_login(people.editor)
    response = client.post(edit_url(page), form(summary="Gardé.", **lacking(name), **{"action-publish": "1"}))
    html = response.content.decode()
    assert response.status_code == 200 and "Gardé." in html and not fresh(page).live
    if name == "challenges":
        assert "What failed: tell one difficulty" in html or "Ce qui a raté" in html
    else:
        assert name in response.context["form"].errors
    client.post(edit_url(page), form(summary="Gardé.", **lacking(name)))  # the same, as a draft
    assert fresh(page).get_latest_revision_as_object().summary == "Gardé."
    response = client.post(edit_url(page), form(**{"action-publish": "1"}))
    assert fresh(page).live, response.context["form"].errors


@pytest.mark.parametrize("name", ASKED)
def test_code_cannot_publish_what_lacks_it(w, name):
    page = without(w, name)
    with pytest.raises(PublicationRefused) as refused:
        page.get_latest_revision().publish()
    assert refused.value.reasons() and not fresh(page).live


@pytest.mark.parametrize("name", ASKED)
def test_saving_it_live_is_refused(w, name):
    page = without(w, name)
    page.live = True
    with pytest.raises(ValidationError):
        page.save()


@pytest.mark.parametrize("name", ASKED)
def test_approval_is_refused_in_words_and_nothing_is_lost(w, people, client, name):
    page = without(w, name)
    state = page.get_workflow().start(page, people.editor)
    state.current_task_state.approve(user=people.manager)
    state.refresh_from_db()
    client.force_login(people.national)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk])
    response = client.post(url, follow=True)
    told = [str(message) for message in response.context["messages"]]
    assert not fresh(page).live and any("Incomplet" in text for text in told)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS


@pytest.mark.parametrize("name", ASKED)
def test_a_schedule_is_refused_when_its_hour_comes_and_does_not_stop_the_others(w, name):
    bare, good = without(w, name), w.case("Prêt", live=False)
    for page in (bare, good):
        page.go_live_at = timezone.now() + timedelta(hours=1)
        revision = page.save_revision(clean=False)
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
    call_command("publish_scheduled")
    assert not fresh(bare).live and fresh(good).live


@pytest.mark.parametrize("name", ASKED)
def test_bulk_publication_takes_the_whole_ones_and_names_the_others(w, people, client, name):
    bare, good = without(w, name), w.case("Prêt", live=False)
    good.save_revision()
    client.force_login(people.national)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?id={bare.pk}&id={good.pk}&next=/admin/", follow=True)
    assert fresh(good).live and not fresh(bare).live
    assert "Incomplet" in " ".join(str(message) for message in response.context["messages"])


def test_the_admin_api_cannot_publish_it(w, people, client):
    page = without(w, "challenges")
    client.force_login(people.national)
    response = client.post(f"/admin/api/main/pages/{page.pk}/action/publish/", {}, content_type="application/json")
    assert response.status_code >= 400 and not fresh(page).live


def test_a_change_of_access_does_not_publish_a_half_told_draft(w, people):
    page = without(w, "lessons")
    changing.change(page, "access", "network", people.national)
    assert not fresh(page).live and fresh(page).access == "network"


def test_a_failure_without_words_is_refused(w):
    page = w.case("Cas", live=False, rows={"challenges": [CaseChallenge(sort_order=0, figure="6", title="", text="")]})
    page.save_revision(clean=False)
    with pytest.raises(PublicationRefused) as refused:
        fresh(page).get_latest_revision().publish()
    assert not fresh(page).live and len(refused.value.reasons()) == 2


@pytest.mark.parametrize("text", [" ", "-\n•\n", "\n\n"])
def test_lines_that_say_nothing_do_not_count(w, text):
    page = w.case("Cas", live=False, lessons="")
    page.lessons = text
    page.save_revision(clean=False)
    with pytest.raises(PublicationRefused):
        fresh(page).get_latest_revision().publish()


def test_a_translation_takes_what_failed_from_its_source(w):
    english = w.english(w.case("Cas"), title="Case", slug="case")
    assert english.live and english.reference == "CAS-001" and english.challenges.get().title == "maquettes écartées"


def test_completeness_grows_with_what_is_told(w):
    bare, whole = without(w, "lessons"), w.case("Cas", participants_count=50, started_on="2015-01-01")
    assert bare.completeness < whole.completeness < 100
    assert fresh(whole).completeness == 69
