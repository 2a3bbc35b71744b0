"""Words are translated, facts are shared."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from portal.tests.world import fresh, term
from tools_library.models import ToolPage, ToolStep

FACTS = ("reference", "duration_min", "duration_max", "people_min", "people_max", "licence", "access", "owner_lab_id")


def facts(page):
    phases = {t.code for t in page.phases.all()}
    return [getattr(page, name) for name in FACTS], phases, [step.minutes for step in page.steps.all()]


@pytest.fixture
def tool(w):
    return w.tool("Brise-glace", phases=("open", "scan"))


@pytest.fixture
def english(w, tool):
    return w.english(tool, title="Ice breaker", slug="ice-breaker")


def change(page, *, publish=True):
    draft = page.get_latest_revision_as_object()
    draft.duration_min, draft.duration_max, draft.people_max = 30, 60, 40
    draft.phases = [term("phase", "close")]
    steps = list(draft.steps.all())
    for step in steps[1:]:
        step.minutes = 25
    draft.steps = steps
    revision = draft.save_revision()
    if publish:
        revision.publish()
    return fresh(page)


def test_a_new_translation_has_the_facts(tool, english):
    assert facts(english) == facts(tool)
    assert english.reference == tool.reference == "OUT-001" and english.locale.language_code == "en"


def test_publishing_the_source_updates_live_and_draft_of_translations(tool, english):
    draft = english.get_latest_revision_as_object()
    draft.title = "Icebreaker, better"
    draft.save_revision()
    source = change(tool)
    assert facts(fresh(english)) == facts(source)
    draft = fresh(english).get_latest_revision_as_object()
    assert facts(draft) == facts(source) and draft.title == "Icebreaker, better"
    draft.save_revision().publish()
    assert facts(fresh(english)) == facts(source) and fresh(english).title == "Icebreaker, better"


def test_a_draft_of_a_live_source_publishes_nothing(tool, english):
    before = facts(tool)
    change(tool, publish=False)
    assert facts(fresh(english)) == facts(fresh(english).get_latest_revision_as_object()) == before


def test_old_revisions_of_a_translation_bring_no_old_facts(tool, english):
    old = english.get_latest_revision()
    source = change(tool)
    old.publish()
    assert facts(fresh(english)) == facts(source)


def test_a_step_added_to_the_source_shows_in_the_translation_to_be_translated(tool, english, client):
    draft = tool.get_latest_revision_as_object()
    draft.steps = [*draft.steps.all(), ToolStep(sort_order=9, title="Nouvelle", minutes=4, participation="solo", say="Écrivez.")]
    draft.save_revision().publish()
    steps = list(fresh(english).steps.all())
    assert [(s.title, s.minutes, s.to_translate) for s in steps[2:]] == [("Nouvelle", 4, True)]
    assert steps[2].locale.language_code == "en"
    html = client.get(english.url).content.decode()
    assert '<li class="step" lang="fr">' in html and "to be translated" in html


def test_a_step_taken_off_the_source_leaves_the_translation(tool, english):
    draft = tool.get_latest_revision_as_object()
    draft.steps = list(draft.steps.all())[:1]
    draft.save_revision().publish()
    assert fresh(english).steps.count() == 1


def test_a_translation_shows_facts_read_only(w, tool, english, people, client):
    client.force_login(people.national)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).context["form"]
    assert all(form.fields[name].disabled for name in tool.shared_fields if name in form.fields)
    assert all(f.fields["minutes"].disabled and not f.fields["say"].disabled for f in form.formsets["steps"].initial_forms)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[tool.pk])).context["form"]
    assert not form.fields["duration_min"].disabled


def test_reference_is_unique_per_language(w, tool):
    other = w.tool("Autre")
    with pytest.raises(IntegrityError):
        ToolPage.objects.filter(pk=other.pk).update(reference=tool.reference)


def test_a_copy_gets_the_next_reference(w, tool, people, client):
    client.force_login(people.national)
    data = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": w.tools.pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[tool.pk]), data)
    copy = ToolPage.objects.get(slug="copie")
    assert copy.reference == "OUT-002" == copy.get_latest_revision_as_object().reference


def test_related_tools_show_both_ways_in_both_languages(w, tool, english, client):
    from tools_library.models import ToolRelation

    other = w.tool("Ensuite")
    draft = tool.get_latest_revision_as_object()
    draft.relations = [ToolRelation(target=other, relation="after")]
    draft.save_revision().publish()
    assert [(words, page.title) for words, page in fresh(tool).related(None)] == [("Après", "Ensuite")]
    assert [(words, page.title) for words, page in other.related(None)] == [("Avant", "Brise-glace")]
    assert 'lang="fr">Ensuite</a>' in client.get(english.url).content.decode()
