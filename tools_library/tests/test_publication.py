"""Nothing is published without licence and attribution, by any route; a draft always saves."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from media.models import PortalImage
from media.tests.conftest import png
from portal.rights.collections import lab_collection
from portal.rights.refusals import PublicationRefused
from portal.tests.world import fresh, term
from tools_library.models import Material, ToolMaterial, ToolPage, ToolStep

MISSING = {"licence": "", "attribution_text": ""}
FORMSETS = ("steps", "materials", "attachments", "relations", "links", "comments")


def form(**fields):
    """What the edit form posts: a tool that lacks nothing but what the test takes away."""
    data = {
        "title": "Outil", "slug": "outil", "kind": "activity", "tagline": "Une phrase.",
        "purpose": '{"blocks":[{"key":"a","text":"But","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}',
        "expected_outputs": "Une liste", "duration_min": 10, "duration_max": 30, "people_min": 4, "people_max": 20,
        "facilitators_min": 1, "facilitator_level": 1, "origin_type": "described", "status_maturity": "tested",
        "access": "public", "licence": "CC-BY-SA-4.0", "attribution_text": "Lab a",
    }  # fmt: skip
    chosen = {"phases": ("phase", "focus"), "goals": ("goal", "ideate"), "delivery": ("delivery", "onsite")}
    rich = dict.fromkeys(("when_to_use", "when_not_to_use", "remote_notes", "facilitator_notes", "ethics_notes"), "null")
    empty = {name: inline_formset([]) for name in FORMSETS}
    return nested_form_data(data | rich | empty | fields) | {name: [term(*code).pk] for name, code in chosen.items()}


@pytest.fixture
def bare(w):
    """A draft without licence nor attribution."""
    page = w.tool("Sans licence", live=False, **MISSING)
    page.save_revision(clean=False)
    return fresh(page)


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_create_form_saves_a_nearly_empty_draft(w, people, client):
    client.force_login(people.editor)
    url = client.get(reverse("create_tool")).url
    blank = {"title": "Esquisse", "slug": "esquisse", "owner_lab": w.a.pk, "access": "public", "facilitators_min": 1}
    blank |= {"origin_type": "described", "status_maturity": "draft"}
    empty = {name: inline_formset([]) for name in FORMSETS}
    rich = dict.fromkeys(
        ("purpose", "when_to_use", "when_not_to_use", "remote_notes", "facilitator_notes", "ethics_notes"), "null"
    )
    response = client.post(url, nested_form_data(blank | empty | rich))
    assert response.status_code == 302, response.context["form"].errors
    page = ToolPage.objects.get(slug="esquisse")
    assert not page.live and page.owner_lab == w.a and page.get_parent().pk == w.tools.pk and page.reference == "OUT-001"


@pytest.mark.parametrize("missing", ["licence", "attribution_text"])
def test_the_form_refuses_to_publish_and_loses_nothing(w, people, client, missing):
    w.a.is_trusted = True
    w.a.save()
    page = w.tool("Outil", live=False, **{missing: ""})
    client.force_login(people.editor)
    response = client.post(edit_url(page), form(tagline="Gardée.", **{missing: "", "action-publish": "1"}))
    assert missing in response.context["form"].errors and "Gardée." in response.content.decode()
    assert not fresh(page).live
    client.post(edit_url(page), form(tagline="Gardée.", **{missing: ""}))  # the same, as a draft
    assert fresh(page).get_latest_revision_as_object().tagline == "Gardée."
    response = client.post(edit_url(page), form(**{"action-publish": "1"}))
    assert fresh(page).live, response.context["form"].errors


def test_the_form_refuses_to_submit(w, people, client, bare):
    client.force_login(people.editor)
    response = client.post(edit_url(bare), form(**MISSING, **{"action-submit": "1"}))
    assert "licence" in response.context["form"].errors and fresh(bare).current_workflow_state is None


def test_approval_in_a_workflow_is_refused_in_words(w, people, client, bare):
    state = bare.get_workflow().start(bare, people.editor)
    state.current_task_state.approve(user=people.manager)
    state.refresh_from_db()
    client.force_login(people.national)
    url = reverse("wagtailadmin_pages:workflow_action", args=[bare.pk, "approve", state.current_task_state.pk])
    response = client.post(url, follow=True)
    assert not fresh(bare).live
    told = [str(message) for message in response.context["messages"]]
    assert any("licence" in text and "attribution" in text for text in told)
    state.refresh_from_db()
    assert state.status == state.STATUS_IN_PROGRESS  # still waiting: nothing is lost


def test_a_schedule_is_refused_when_its_hour_comes_and_does_not_stop_the_others(w, bare):
    good = w.tool("Prêt", live=False)
    for page in (bare, good):
        page.go_live_at = timezone.now() + timedelta(hours=1)
        revision = page.save_revision(clean=False)
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.save()
    call_command("publish_scheduled")
    assert not fresh(bare).live and fresh(good).live


def test_scheduling_by_the_form_is_refused(w, people, client, bare):
    w.a.is_trusted = True
    w.a.save()
    client.force_login(people.editor)
    later = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    response = client.post(edit_url(bare), form(**MISSING, go_live_at=later, **{"action-publish": "1"}))
    assert "licence" in response.context["form"].errors
    assert not bare.revisions.exclude(approved_go_live_at=None).exists()


def test_bulk_publication_is_refused_in_words(w, people, client, bare):
    client.force_login(people.national)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = client.post(f"{url}?id={bare.pk}", {"include_descendants": ""}, follow=True)
    assert not fresh(bare).live
    assert any("licence" in str(message) for message in response.context["messages"])


@pytest.mark.parametrize("route", ["revision", "save"])
def test_a_command_is_refused(bare, route):
    with pytest.raises(ValidationError) as refused:
        if route == "revision":
            bare.get_latest_revision().publish()
        else:
            bare.live = True
            bare.save()
    assert {"licence", "attribution_text"} <= set(refused.value.message_dict)
    assert not fresh(bare).live and (route == "save" or isinstance(refused.value, PublicationRefused))


def test_going_back_to_a_revision_without_licence_is_refused(w, people, bare):
    bare.licence, bare.attribution_text = "CC-BY-SA-4.0", "Lab a"
    old = bare.get_latest_revision()
    bare.save_revision().publish()
    assert fresh(bare).live
    with pytest.raises(PublicationRefused):
        old.publish()
    assert fresh(bare).licence == "CC-BY-SA-4.0"


def test_the_form_proposes_an_attribution_that_only_the_editor_saves(w, people, client):
    page = w.tool("Outil", live=False, inventor="Jiro Kawakita", attribution_text="")
    client.force_login(people.editor)
    field = client.get(edit_url(page)).context["form"].fields["attribution_text"]
    assert field.widget.proposal == "Jiro Kawakita. Décrit dans nos mots par : Lab a." and not field.initial
    client.post(edit_url(page), form(attribution_text=""))
    assert fresh(page).get_latest_revision_as_object().attribution_text == ""


def test_steps_longer_than_the_card_warn_and_do_not_block(w, people, client):
    page = w.tool("Outil", live=False, steps=5, duration_max=12)
    client.force_login(people.editor)
    steps = [
        {"id": s.pk, "title": s.title, "minutes": 8, "participation": "plenary", "group_rule": "same", "say": "Dites."}
        for s in page.steps.all()
    ]
    response = client.post(edit_url(page), form(duration_max=12, steps=inline_formset(steps, initial=5)), follow=True)
    assert any("40 min" in str(message) for message in response.context["messages"])


def test_an_adaptation_keeps_the_licence_that_its_parent_asks_for(w):
    parent = w.tool("Parent", licence="CC-BY-SA-4.0")
    child = w.tool("Adapté", live=False, based_on=parent, licence="CC-BY-4.0")
    with pytest.raises(ValidationError) as refused:
        child.full_clean()
    assert "CC BY-SA 4.0" in str(refused.value)
    child.licence = "CC-BY-SA-4.0"
    child.full_clean()


@pytest.mark.parametrize(("parent", "child", "refused"), [
    ("CC-BY-SA-3.0", "CC-BY-SA-4.0", False), ("CC-BY-NC-SA-4.0", "CC-BY-SA-4.0", True), ("CC-BY-4.0", "CC0-1.0", False),
    ("etalab-2.0", "CC-BY-4.0", False),
])  # fmt: skip
def test_which_licences_an_adaptation_may_take(parent, child, refused):
    tool = ToolPage(licence=child, based_on=ToolPage(pk=1, licence=parent))
    assert bool(tool.licence_asked_by_parent() and child not in tool.licence_asked_by_parent()) == refused


def rows(**tables):
    return {name: inline_formset(table) for name, table in tables.items()}


STEP = {"title": "Écrire", "minutes": 12, "participation": "solo", "group_rule": "same", "say": "Notez."}


def test_a_step_names_only_what_the_tool_puts_on_the_table(w, people, client):
    for code in ("notes", "markers"):
        Material.objects.create(code=code, name_fr=code.capitalize(), category="stationery")
    page = w.tool("Outil", live=False, steps=0)
    client.force_login(people.manager)
    notes = {"material": Material.objects.get(code="notes").pk, "quantity": 1, "per": "person"}
    posted = form(**rows(steps=[STEP], materials=[notes])) | {"steps-0-material_refs": ["notes", "markers"]}
    answer = client.post(edit_url(page), posted | {"action-publish": "1"})
    told = answer.context["form"].formsets["steps"].forms[0].errors["material_refs"]
    assert told == ["Absent de l'onglet « Matériel » : Markers. Ajoutez-le là, ou décochez-le ici."]
    posted = form(**rows(steps=[STEP], materials=[notes])) | {"steps-0-material_refs": ["notes"]}
    client.post(edit_url(page), posted | {"action-publish": "1"})
    assert fresh(page).live and fresh(page).steps.get().material_codes == ["notes"]
    assert "Sur la table : notes" in client.get(fresh(page).url).content.decode().replace("\u202f", " ").replace("\u00a0", " ")


def test_a_draft_saves_whatever_its_rows_say_of_each_other(w, people, client):
    Material.objects.create(code="notes", name_fr="Notes", category="stationery")
    page = w.tool("Outil", live=False, steps=0)
    client.force_login(people.editor)
    crossed = form(duration_min=90, duration_max=5, **rows(steps=[STEP])) | {"steps-0-material_refs": ["notes"]}
    client.post(edit_url(page), crossed)
    draft = fresh(page).get_latest_revision_as_object()
    assert (draft.duration_max, draft.steps.all()[0].material_codes) == (5, ["notes"])


def test_a_title_that_no_card_can_hold_is_refused_in_words(w, people, client):
    client.force_login(people.editor)
    answer = client.post(edit_url(w.tool("Outil", live=False)), form(title="x" * 121))
    assert "120" in str(answer.context["form"].errors["title"])


def test_an_editor_of_one_lab_finds_her_lab_chosen(w, people, client):
    client.force_login(people.editor)
    field = client.get(client.get(reverse("create_tool")).url).context["form"]["owner_lab"]
    assert field.value() == w.a.pk and [choice for choice, _ in field.field.choices] == [w.a.pk]


@pytest.mark.parametrize("action", ["", "action-publish"])
def test_a_row_added_and_left_empty_is_no_row(w, people, client, action):
    page = w.tool("Outil", live=False, steps=0)
    client.force_login(people.manager)
    empty = {
        "materials": [{"material": "", "quantity": 1, "per": "session"}],
        "attachments": [{"document": "", "language": "fr"}],
    }
    empty["relations"] = [{"target": "", "relation": ""}]
    empty["steps"] = [{"title": "", "minutes": "", "participation": "", "group_rule": "same", "say": ""}]
    answer = client.post(edit_url(page), form(**rows(**empty)) | {action: "1"})
    assert answer.status_code == 302
    saved = fresh(page).get_latest_revision_as_object()
    assert [getattr(saved, name).count() for name in empty] == [0, 0, 0, 0] and fresh(page).live == bool(action)


def test_a_picture_without_a_description_is_refused_unless_it_decorates(w, people, client):
    file = ContentFile(png(), name="mur.png")
    cover = PortalImage.objects.create(title="Mur", file=file, owner_lab=w.a, collection=lab_collection(w.a))
    page = w.tool("Outil", live=False)
    client.force_login(people.manager)
    asked = form(cover=cover.pk) | {"action-publish": "1"}
    answer = client.post(edit_url(page), asked)
    assert answer.context["form"].errors["cover_alt"] == ["Décrivez le visuel, ou cochez « décoratif »."] and not fresh(page).live
    client.post(edit_url(page), asked | {"cover_decorative": "on"})
    assert fresh(page).live
    client.post(edit_url(page), form(cover=cover.pk))
    assert fresh(page).get_latest_revision_as_object().cover == cover  # a draft waits for its words


def test_an_editor_adds_the_material_that_is_missing(w, people, client):
    client.force_login(people.editor)
    new = {"code": "balle", "name_fr": "Balle", "name_en": "Ball", "unit": "", "category": "game"}
    client.post(reverse(Material.snippet_viewset.get_url_name("add")), new)
    assert Material.objects.get().name_fr == "Balle"


def test_no_english_workflow_is_offered(w, people, client):
    client.force_login(people.editor)
    html = client.get(edit_url(w.tool("Outil", live=False))).content.decode()
    assert "Moderators" not in html and not Group.objects.filter(name__in=["Moderators", "Editors"]).exists()


def test_spaces_are_no_attribution(w):
    page = w.tool("Blanc", live=False, attribution_text="   ")
    with pytest.raises(PublicationRefused) as refused:
        page.save_revision(clean=False).publish()
    assert set(refused.value.message_dict) == {"attribution_text"} and not fresh(page).live


HALF_ROWS = {
    "attachments": {"document": "", "kind": "", "title": "Feuille", "language": "fr"},
    "materials": {"material": "", "quantity": 3, "per": "session", "note": "rouges"},
    "relations": {"target": "", "relation": "before"},
    "steps": {"title": "Seule", "minutes": "", "participation": "", "say": "", "group_rule": "same"},
    "links": {"url": "", "title": "Un livre", "language": "fr"},
}


@pytest.mark.parametrize("name", HALF_ROWS)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])  # the save that Wagtail makes by itself, and the button
def test_a_draft_keeps_half_a_row(w, people, client, name, accept):
    page = w.tool("Outil", live=False, steps=0)
    client.force_login(people.editor)
    data = form(**{name: inline_formset([HALF_ROWS[name]])})
    response = client.post(edit_url(page), data, headers={"accept": accept})
    assert response.status_code == (200 if accept == "application/json" else 302), response.content[:300]
    assert getattr(fresh(page).get_latest_revision_as_object(), name).count() == 1
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert preview.status_code == 200 and "Outil" in preview.content.decode()


def test_half_a_row_is_published_by_no_route(w, people, client):
    page = w.tool("Outil", live=False)
    page.steps = [ToolStep(title="Entière", minutes=5, participation="plenary", say="Dites."), ToolStep(title="Seule")]
    page.materials = [ToolMaterial(quantity=2)]
    page.save_revision(clean=False)
    with pytest.raises(PublicationRefused) as refused:
        fresh(page).get_latest_revision().publish()
    told = " ".join(refused.value.reasons())
    assert "Étape 2, minutes" in told and "Matériel d'un outil 1, matériel" in told and "Étape 1" not in told
    assert not fresh(page).live


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_draft_saved_before_its_address_is_written_gets_one(w, people, client, accept):
    client.force_login(people.editor)
    url = client.get(reverse("create_tool")).url
    w.tool("Rapide", live=False, slug="rapide")
    client.post(url, form(title="Rapide", slug=""), headers={"accept": accept})
    made = ToolPage.objects.exclude(slug="rapide").get(title="Rapide")
    assert made.slug == "rapide-2" and not made.live


def test_an_address_emptied_by_mistake_is_kept(w, people, client):
    page = w.tool("Outil", slug="carte-rare")
    client.force_login(people.manager)
    client.post(edit_url(page), form(title="Autre nom", slug="") | {"action-publish": "1"})
    assert (fresh(page).title, fresh(page).slug) == ("Autre nom", "carte-rare")
