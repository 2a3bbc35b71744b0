"""Rights under a guide: its lab writes there, nobody else; lab and access are the guide's, whatever the route."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from portal.tests.world import fresh
from tools_library.models import GuidePage, LessonPage

WORDS = {"title": "Ajoutée", "slug": "ajoutee", "summary": "Un but.", "completion": "button", "required": "on", "minutes_override": "",
         "body-count": "0", "go_live_at": "", "expire_at": "", "seo_title": "", "search_description": "",
         "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip


def add(client, above, **more):
    url = reverse("wagtailadmin_pages:add", args=["tools_library", "lessonpage", above.pk])
    return client.post(url, WORDS | more)


@pytest.mark.parametrize(
    ("who", "may"),
    [("editor", True), ("manager", True), ("neighbour", False), ("national", True), ("member", False), ("peer", False)],
)
@pytest.mark.parametrize("place", ["guide", "module"])
def test_who_adds_a_lesson(w, people, client, who, may, place):
    guide = w.guide("À nous", w.a)
    above = guide if place == "guide" else w.module(guide)
    client.force_login(getattr(people, who))
    add(client, above)
    assert LessonPage.objects.filter(title="Ajoutée").exists() is may
    if may:
        lesson = LessonPage.objects.get(title="Ajoutée")
        assert (lesson.owner_lab, lesson.access, lesson.live) == (w.a, "public", False)


def test_neither_lab_nor_access_is_taken_from_the_form(w, people, client):
    guide = w.guide("À nous", w.a, access="network")
    client.force_login(people.editor)
    add(client, guide, owner_lab=w.b.pk, access="public")
    lesson = LessonPage.objects.get(title="Ajoutée")
    assert (lesson.owner_lab, lesson.access) == (w.a, "network")


@pytest.mark.parametrize("who", ["editor", "manager"])
def test_a_neighbours_guide_lets_nobody_in(w, people, client, who):
    guide = w.guide("À eux", w.b)
    lesson = w.lesson(guide, "La leur")
    user = getattr(people, who)
    client.force_login(user)
    for page in (guide, lesson):
        rights = page.permissions_for_user(user)
        found = (rights.can_edit(), rights.can_add_subpage(), rights.can_publish(), rights.can_delete(), rights.can_move())
        assert not any(found)
    for name, args in (("add_subpage", [guide.pk]), ("edit", [lesson.pk]), ("copy", [lesson.pk]), ("delete", [lesson.pk])):
        answer = client.get(reverse(f"wagtailadmin_pages:{name}", args=args))
        assert answer.status_code in (302, 403) and "La leur" not in answer.content.decode()


def test_a_lesson_is_not_copied_under_the_guide_of_another_lab(w, people, client):
    mine, theirs = w.lesson(w.guide("À nous", w.a), "La mienne"), w.guide("À eux", w.b)
    client.force_login(people.editor)
    posted = {"new_title": "Copie", "new_slug": "copie", "new_parent_page": theirs.pk}
    client.post(reverse("wagtailadmin_pages:copy", args=[mine.pk]), posted)
    assert not Page.objects.child_of(theirs).exists()


def test_the_policy_and_the_tester_say_the_same(w, people):
    from wagtail.permissions import policy_registry

    policy = policy_registry.get_by_type(Page)
    ours, theirs = w.guide("À nous", w.a), w.guide("À eux", w.b)
    module, tool = w.module(ours), w.tool("Outil", w.a)
    adds = set(policy.instances_user_has_permission_for(people.editor, "add").values_list("pk", flat=True))
    assert {ours.pk, module.pk, w.guides.pk} <= adds and not {theirs.pk, tool.pk} & adds
    for page in (ours, theirs, module, tool):
        assert page.permissions_for_user(people.editor).can_add_subpage() is (page.pk in adds)


def test_children_take_the_access_of_their_guide(w):
    guide = w.guide("À nous", w.a)
    lesson = w.lesson(w.module(guide), "Une")
    draft = fresh(guide).get_latest_revision_as_object()
    draft.access = "network"
    revision = draft.save_revision()
    assert fresh(lesson).access == "public"  # readers still read the guide as it was
    revision.publish()
    assert fresh(lesson).access == "network"
    assert not LessonPage.objects.visible_to(None).filter(pk=lesson.pk).exists()


def test_an_old_revision_of_a_lesson_brings_no_old_access_back(w):
    guide = w.guide("À nous", w.a)
    lesson = w.lesson(guide, "Une")
    old = lesson.get_latest_revision()
    draft = fresh(guide).get_latest_revision_as_object()
    draft.access = "lab"
    draft.save_revision().publish()
    old.publish()
    assert fresh(lesson).access == "lab"
    LessonPage.objects.get(pk=lesson.pk).save()
    assert fresh(lesson).access == "lab"


def test_a_guide_handed_to_another_lab_takes_its_lessons_along(w, people, client):
    guide = w.guide("À nous", w.a)
    lesson = w.lesson(w.module(guide), "Une")
    client.force_login(people.national)
    url = reverse("wagtailadmin_pages:edit", args=[guide.pk])
    none = {
        f"{name}-{end}": "0"
        for name in ("authors", "prerequisites", "related_tools", "comments")
        for end in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    words = {
        "title": "À nous",
        "slug": "a-nous",
        "summary": "Une accroche.",
        "kind": "path",
        "level": "discovery",
        "access": "public",
    }
    client.post(url, words | none | {"owner_lab": w.b.pk})
    assert fresh(guide).owner_lab == w.b
    assert fresh(lesson).owner_lab == w.b and lesson.get_parent().specific.owner_lab == w.b
    assert not fresh(lesson).permissions_for_user(people.editor).can_edit()
    assert fresh(lesson).permissions_for_user(people.neighbour).can_edit()


def test_a_lesson_moved_under_another_guide_is_of_its_lab(w, people):
    ours, theirs = w.guide("À nous", w.a), w.guide("À eux", w.b, access="network")
    lesson = w.lesson(ours, "Une", minutes_override=9)
    lesson.move(theirs, pos="last-child", user=people.national)
    moved = fresh(lesson)
    assert (moved.owner_lab, moved.access) == (w.b, "network")
    assert (fresh(ours).duration_minutes, fresh(theirs).duration_minutes) == (0, 9)


def test_the_access_of_a_lesson_is_not_changed_for_many_at_once(w, people, client):
    lesson = w.lesson(w.guide("À nous", w.a), "Une")
    client.force_login(people.manager)
    url = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'access'])}?id={lesson.pk}"
    client.post(url, {"access": "lab"})
    assert fresh(lesson).access == "public"


def test_the_menu_and_the_lists_show_one_s_own(w, people, client):
    w.lesson(w.guide("À nous", w.a), "La nôtre", live=False)
    w.lesson(w.guide("Canari", w.b), "Canari leçon", live=False)
    client.force_login(people.editor)
    for name in ("guides:index", "lessons:index"):
        html = client.get(reverse(name)).content.decode()
        assert "À nous" in html and "Canari" not in html
    assert client.get(reverse("create_guide")).url == reverse(
        "wagtailadmin_pages:add", args=["tools_library", "guidepage", w.guides.pk]
    )


def test_faults_of_guides_and_lessons_are_told(w):
    from portal.content_checks import faults

    guide = w.guide("À nous", w.a)
    lesson = w.lesson(guide, "Une", completion="practice", summary="", live=False)
    assert [fault.code for fault in faults(lesson)] == ["no-goal", "no-practice"]
    lesson.minutes_override = 45
    assert "long-lesson" in [fault.code for fault in faults(lesson)]
    assert [fault.code for fault in faults(guide)] == ["no-objectives", "no-lesson"]
    whole = w.guide("Entier", w.a, objectives="Dire non.")
    fine = w.lesson(whole, "Une")
    assert faults(fine) == [] and faults(GuidePage.objects.get(pk=whole.pk)) == []


def test_the_list_names_too_long_the_lessons_that_the_panel_names_too_long(w, people, client):
    guide = w.guide("À nous", w.a)
    practised = ("practice", {"title": "Trois phrases", "text": "<p>Écrivez.</p>", "output": "", "minutes": 40, "tool": None})
    w.lesson(guide, "Longue à lire", body=[("text", "<p>" + "mot " * 4000 + "</p>")])
    w.lesson(guide, "Fixée", minutes_override=45)
    w.lesson(guide, "Canari exercé", body=[("text", "<p>Peu de mots.</p>"), practised])
    client.force_login(people.editor)
    html = client.get(f"{reverse('lessons:index')}?needs=long").content.decode()
    assert "Longue à lire" in html and "Fixée" in html and "Canari" not in html


def test_a_guide_whose_day_has_come_is_to_be_read_again(w, people, client):
    w.guide("À relire", w.a, review_due_on="2020-01-01")
    w.guide("Tranquille", w.a, review_due_on="2090-01-01")
    client.force_login(people.editor)
    for url in (f"{reverse('guides:index')}?reading=due", reverse("desk:reread")):
        html = client.get(url).content.decode()
        assert "À relire" in html and "Tranquille" not in html
