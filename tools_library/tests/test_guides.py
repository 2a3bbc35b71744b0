"""Guides: their plan, their pages, what a lesson names, and what must not appear."""

import json
import re

import pytest
from django.core.files.base import ContentFile

from media.models import PortalDocument
from portal.tests.world import fresh
from tools_library.guides import around, minutes
from tools_library.guides.plan import Plan
from tools_library.models import GuidePage, GuidePrerequisite, GuideTool, LessonPage, LessonTool


@pytest.fixture
def guide(w):
    return w.guide("Préparer une session", objectives="Dire non.\nDire oui.", licence="etalab-2.0")


def seen(client, address):
    answer = client.get(address)
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def practice(tool=None, length=15):
    value = {"title": "Trois phrases", "text": "<p>Écrivez.</p>", "output": "Une réponse", "minutes": length, "tool": tool}
    return ("practice", value)


def titles(plan):
    return [entry.page.title for entry in plan.entries]


def test_the_plan_follows_the_tree_modules_or_not(w, guide, people):
    w.lesson(guide, "Seule")
    one = w.module(guide, "Un")
    w.lesson(one, "Première")
    w.lesson(one, "Canari", live=False)
    w.lesson(w.module(guide, "Canari", live=False), "Canari de module")
    w.lesson(guide, "Dernière")
    plan = Plan(guide, people.national)
    assert titles(plan) == ["Seule", "Première", "Dernière"]
    assert [chapter.module and chapter.module.title for chapter in plan.chapters] == [None, "Un", None]


def test_minutes_are_those_of_words_and_practice(w, guide):
    lesson = w.lesson(guide, body=[("text", "<p>" + "mot " * 361 + "</p>"), practice()])
    assert (lesson.minutes, fresh(guide).duration_minutes) == (3 + 15 + 0, 18)
    assert minutes.practice_minutes(lesson.body) == 15
    lesson.minutes_override = 40
    lesson.save_revision().publish()
    assert fresh(guide).duration_minutes == 40
    fresh(lesson).unpublish()
    assert fresh(guide).duration_minutes == 0


def test_a_guide_that_loses_a_lesson_is_shorter(w, guide):
    w.lesson(guide, "Une", minutes_override=10)
    w.lesson(guide, "Deux", minutes_override=7).delete()
    assert fresh(guide).duration_minutes == 10


def test_a_lesson_says_where_it_is_and_what_is_beside(w, guide, client):
    for title in ("Une", "Deux", "Trois"):
        w.lesson(guide, title)
    w.lesson(guide, "Canari", live=False)
    html = seen(client, "/guides/preparer-une-session/deux/")
    beside = re.search(r'<nav class="turn".*?</nav>', html, re.S)[0]
    assert 'rel="prev"' in beside and "Une" in beside and 'rel="next"' in beside and "Trois" in beside
    assert html.count("data-key=") == 3 and 'aria-current="page"' in html and "Canari" not in html
    assert "csrfmiddlewaretoken" not in html  # the same bytes for everybody


def test_pages_say_what_they_are_to_machines(w, guide, client):
    w.lesson(guide, "Une", minutes_override=12)
    for address, kind in (("/guides/preparer-une-session/", "Course"), ("/guides/preparer-une-session/une/", "LearningResource")):
        data = json.loads(re.search(r"ld\+json\">(.*?)</script>", seen(client, address))[1])
        assert (data["@type"], data["timeRequired"], data["isAccessibleForFree"]) == (kind, "PT12M", True)


def test_a_lesson_shows_only_the_pages_that_its_reader_reads(w, guide, people, client):
    shown, secret, gone = w.tool("Pollen"), w.tool("Canari", access="lab"), w.tool("Canari retiré")
    body = [("tool", {"tool": tool, "note": "Regardez."}) for tool in (shown, secret, gone)] + [practice(tool=secret)]
    lesson = w.lesson(guide, "Une", body=body)
    gone.unpublish()
    html = seen(client, lesson.url)
    assert "Pollen" in html and "Canari" not in html and html.count('class="bring') == 1
    client.force_login(people.editor)
    assert seen(client, lesson.url).count(secret.reference) == 2


def test_a_tool_that_a_lesson_names_is_read_in_the_language_of_the_page(w, guide, client):
    tool = w.tool("Pollen")
    w.english(tool, title="Bee dust", slug="bee-dust")
    lesson = w.lesson(guide, "Une", body=[("tool", {"tool": tool, "note": ""})])
    w.english(fresh(guide), title="Prepare", slug="prepare")
    english = w.english(lesson, title="One", slug="one")
    assert "Bee dust" in seen(client, english.url) and "Bee dust" not in seen(client, lesson.url)


def test_links_of_a_text_are_written_to_those_who_may_open_them(w, guide, client):
    open_, secret = w.tool("Pollen"), w.tool("Canari", access="lab")
    text = "".join(f'<p><a linktype="page" id="{tool.pk}">voir</a></p>' for tool in (open_, secret))
    html = seen(client, w.lesson(guide, "Une", body=[("text", text)]).url)
    assert open_.url in html and secret.url not in html


def test_english_readers_get_what_is_not_translated_in_french_and_its_place(w, guide, client):
    module = w.module(guide, "Un")
    first = w.lesson(module, "Première")
    w.lesson(module, "Deuxième")
    w.english(guide, title="Prepare a session", slug="prepare")
    w.english(first, title="First", slug="first")
    english = GuidePage.objects.get(slug="prepare")
    assert titles(Plan(english, None)) == ["First", "Deuxième"]
    assert titles(Plan(fresh(guide), None)) == ["Première", "Deuxième"]
    assert "Deuxième" in seen(client, english.url)


@pytest.mark.parametrize("what", ["guide", "module"])
def test_a_lesson_whose_translation_is_under_a_draft_is_found_in_french_by_english_readers(w, guide, client, each_engine, what):
    tool = w.tool("Pollen")
    module = w.module(guide, "Un")
    w.english(tool, title="Bee dust", slug="bee-dust")
    english = w.english(w.lesson(module, "Qualifier une demande", body=[practice(tool=tool)]), title="Qualifier", slug="qualify")
    above = english.get_parent() if what == "module" else english.get_parent().get_parent()
    shown = LessonPage.objects.visible_to(None).in_language("en")
    assert [lesson.title for lesson in shown] == ["Qualifier"]
    above.specific.unpublish()
    assert [lesson.title for lesson in shown.all()] == ["Qualifier une demande"]
    found = client.get("/en/recherche/?q=qualifier&sorte=lesson").context["rows"]
    assert [hit.page.title for hit in found] == ["Qualifier une demande"]
    assert "Qualifier une demande" in seen(client, "/en/outils/bee-dust/")


CHANNELS = ("/guides/", "/guides/?q=canari", "/recherche/?q=canari", "/sitemap.xml", "/plan-du-site/", "plan", "tool")


@pytest.mark.parametrize("how", ["draft", "lab", "draft of the lesson", "draft of the module"])
def test_what_is_not_to_be_read_appears_nowhere(w, client, each_engine, how):
    tool = w.tool("Pollen")
    shown = w.guide("Visible")
    w.lesson(shown, "Lisible", body=[("tool", {"tool": tool, "note": ""})])
    hidden = shown if " of the " in how else w.guide("Canari caché", access="lab" if how == "lab" else "public")
    above = w.module(hidden, "Canari module") if how == "draft of the module" else hidden
    lesson = w.lesson(above, "Canari leçon", body=[("tool", {"tool": tool, "note": ""})])
    if how == "draft":
        hidden.unpublish()
    if how == "draft of the lesson":
        lesson.unpublish()
    if how == "draft of the module":
        above.unpublish()
    for channel in CHANNELS:
        html = seen(client, {"plan": shown.url, "tool": tool.url}.get(channel, channel))
        assert "Canari " not in html.replace("«\u202fcanari\u202f»", ""), channel
        assert "Lisible" in html or channel not in ("plan", "tool", "/plan-du-site/"), channel
    assert seen(client, lesson.url) == 404


def test_a_guide_withdrawn_and_put_back_gives_its_lessons_back(w, guide, client):
    lesson = w.lesson(guide, "Une")
    fresh(guide).unpublish()
    assert seen(client, lesson.url) == 404 and fresh(lesson).access == "lab"
    fresh(guide).get_latest_revision().publish()
    assert "Un texte" in seen(client, lesson.url) and fresh(lesson).access == "public"


@pytest.mark.parametrize("what", ["guide", "module"])
def test_the_files_of_a_lesson_are_shut_and_opened_with_what_is_above_it(w, guide, what):
    document = PortalDocument(title="Bilan", owner_lab=w.a)
    document.file.save("bilan.pdf", ContentFile(b"%PDF-1.4 bilan"))
    module = w.module(guide, "Un")
    lesson = w.lesson(module, "Une", body=[("download", {"document": document})])
    above = {"guide": guide, "module": module}[what]
    levels = [fresh(document).level]
    for act in (lambda: fresh(above).unpublish(), lambda: fresh(above).get_latest_revision().publish()):
        act()
        levels.append(fresh(document).level)
    assert levels == ["public", "lab", "public"] and fresh(lesson).access == "public"


def test_a_lesson_published_or_moved_under_a_draft_module_is_its_lab_s_alone(w, guide):
    module = w.module(guide, "Un", live=False)
    lesson = w.lesson(module, "Une")
    moved = w.lesson(guide, "Deux")
    fresh(moved).move(fresh(module), pos="last-child")
    assert [fresh(one).access for one in (lesson, moved)] == ["lab", "lab"]
    fresh(moved).move(fresh(guide), pos="last-child")
    assert fresh(moved).access == "public"


def test_a_tool_names_the_lessons_that_use_it_today(w, guide, client):
    tool, other = w.tool("Pollen"), w.tool("Autre")
    lesson = w.lesson(guide, "Une", body=[practice(tool=tool)], minutes_override=12)
    w.lesson(guide, "Canari", body=[("tool", {"tool": tool, "note": ""})], live=False)
    html = seen(client, tool.url)
    assert lesson.url in html and "Préparer une session" in html and "Canari" not in html
    draft = lesson.get_latest_revision_as_object()
    draft.body = [("tool", {"tool": other, "note": ""})]
    revision = draft.save_revision()
    assert list(LessonTool.objects.values_list("tool_key", flat=True)) == [tool.translation_key]  # readers read the old one
    revision.publish()
    assert list(LessonTool.objects.values_list("tool_key", flat=True)) == [other.translation_key]
    assert lesson.url not in seen(client, tool.url) and lesson.url in seen(client, other.url)


def test_what_stands_around_a_guide_is_read_from_its_source(w, guide, client):
    before, secret, tool = w.guide("Avant"), w.guide("Canari", access="lab"), w.tool("Pollen")
    draft = guide.get_latest_revision_as_object()
    draft.prerequisites = [GuidePrerequisite(sort_order=n, guide=one) for n, one in enumerate((before, secret))]
    draft.related_tools = [GuideTool(tool=tool)]
    draft.save_revision().publish()
    english = w.english(fresh(guide), title="Prepare", slug="prepare")
    for page in (guide, english):
        html = seen(client, page.url)
        assert "Avant" in html and "Pollen" in html and "Canari" not in html


def test_facts_of_a_lesson_are_shared_and_its_words_are_not(w, guide):
    lesson = w.lesson(guide, "Une")
    w.english(guide, title="Prepare", slug="prepare")
    english = w.english(lesson, title="One", slug="one")
    draft = lesson.get_latest_revision_as_object()
    draft.completion, draft.required, draft.summary = "view", False, "Autre but."
    draft.save_revision().publish()
    english = fresh(english)
    assert (english.completion, english.required, english.summary) == ("view", False, "Un but.")


@pytest.mark.parametrize("kind", ["guide", "module", "lesson"])
def test_pages_are_previewed(w, guide, people, client, kind):
    module = w.module(guide, "Un")
    pages = {"guide": guide, "module": module, "lesson": w.lesson(module, "Une")}
    client.force_login(people.editor)
    html = client.get(f"/admin/pages/{pages[kind].pk}/view_draft/").content.decode()
    assert pages[kind].title in html


def test_a_copy_of_a_lesson_is_another_lesson(w, guide):
    lesson = w.lesson(guide, "Une")
    twin = lesson.copy(to=fresh(guide), update_attrs={"slug": "deux"}, keep_live=False)
    assert twin.translation_key != lesson.translation_key
    assert twin.body[0].id == LessonPage.objects.get(pk=lesson.pk).body[0].id


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_lesson_costs_the_same_queries_at_any_number(w, guide, client, count, n):
    tools = [w.tool(f"Outil {i}") for i in range(n)]
    module = w.module(guide, "Un")
    for i in range(n):
        w.lesson(module, f"Leçon {i}")
    link = "".join(f'<p><a linktype="page" id="{tool.pk}">voir</a></p>' for tool in tools)
    body = [("tool", {"tool": tool, "note": ""}) for tool in tools] + [practice(tool=tool) for tool in tools]
    lesson = w.lesson(module, "Pleine", body=[*body, *[("text", link)] * n])
    client.get(lesson.url)
    with count(8):
        html = seen(client, lesson.url)
    assert html.count('class="bring') == n and html.count("data-key=") == n + 1


@pytest.mark.parametrize("n", [1, 3, 24])
def test_a_guide_costs_the_same_queries_at_any_number(w, guide, client, count, n):
    draft = guide.get_latest_revision_as_object()
    draft.prerequisites = [GuidePrerequisite(sort_order=i, guide=w.guide(f"Avant {i}")) for i in range(n)]
    draft.related_tools = [GuideTool(sort_order=i, tool=w.tool(f"Outil {i}")) for i in range(n)]
    draft.save_revision().publish()
    for i in range(n):
        w.lesson(w.module(fresh(guide), f"Module {i}"), f"Leçon {i}")
    client.get(guide.url)
    with count(11):
        html = seen(client, guide.url)
    assert html.count("data-key=") == n


@pytest.mark.parametrize("n", [1, 3, 24])
def test_the_listing_costs_the_same_queries_at_any_number(w, client, count, n, index, each_engine, monkeypatch):
    from search import engines, listing

    for i in range(n):
        w.lesson(w.guide(f"Guide {i}"), "Une")
    if each_engine == "embedded":
        index()
        monkeypatch.setattr(listing, "engines", engines.engines)
    client.get("/guides/")
    with count({"plain": 8, "embedded": 4}[each_engine]):
        answer = client.get("/guides/?max=45")
    assert answer.context["total"] == n


@pytest.mark.parametrize("n", [1, 3, 24])
def test_the_lessons_of_a_tool_cost_one_query(w, guide, client, count, n):
    tool = w.tool("Pollen")
    for i in range(n):
        w.lesson(guide, f"Leçon {i}", body=[practice(tool=tool)])
    with count(1):
        ((_heading, rows),) = around.lessons(tool, people_of_nobody(), "fr")
    assert len(rows) == around.MOST == 1  # a page that has little room: the first of them


def people_of_nobody():
    from django.contrib.auth.models import AnonymousUser

    return AnonymousUser()


def test_guides_and_lessons_are_found_with_what_narrows_them(w, guide, client, each_engine):
    w.guide("Autre chose", w.b, level="mastery")
    w.lesson(guide, "Qualifier une demande", minutes_override=12)
    assert [page.title for page in client.get("/guides/?niveau=discovery").context["rows"]] == ["Préparer une session"]
    assert [page.title for page in client.get("/guides/?min=5&max=15").context["rows"]] == ["Préparer une session"]
    found = client.get("/recherche/?q=qualifier&sorte=lesson").context["rows"]
    assert [hit.page.title for hit in found] == ["Qualifier une demande"]
    assert "Préparer une session" in client.get("/guides/?sortie=csv").content.decode()
