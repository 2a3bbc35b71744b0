"""Progress in the account: marked, shared by languages, merged with a device; nothing is written by a GET."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts import own_data, workflow
from portal.tests.world import fresh
from tools_library.guides import merging, progress
from tools_library.guides import own_data as own_progress
from tools_library.guides.plan import Plan
from tools_library.models import Enrolment, GuidePage, LearnerNote, LessonProgress

PAST = datetime(2026, 3, 1, 10, tzinfo=UTC)
BLOCK = "0a6f0c3e-0000-4000-8000-e55a11000001"


def ms(moment):
    return int(moment.timestamp() * 1000)


@pytest.fixture
def guide(w):
    return w.guide("Préparer")


@pytest.fixture
def lessons(w, guide):
    notebook = [{"type": "notebook", "value": {"question": "Laquelle ?", "hint": "Une phrase."}, "id": BLOCK}]
    made = [w.lesson(guide, title) for title in ("Une", "Deux", "Trois")]
    made[0].body = made[0].body.stream_block.to_python(notebook)
    made[0].save_revision().publish()
    return [fresh(lesson) for lesson in made]


def device(guide, **lessons_done):
    """What the script keeps. {key of a lesson: when it was done, or None}."""
    return {str(guide.translation_key): {"last": "", "l": lessons_done, "n": {}}}


def done(lesson, when=PAST):
    return {str(lesson.translation_key): {"ts": ms(when), "d": ms(when)}}


def mark(client, lesson, act="done", prefix=""):
    return client.post(f"{prefix}/mon-avancement/lecon/", {"lesson": lesson.translation_key, "act": act})


def state():
    rows = Enrolment.objects.order_by("pk").values_list("pk", "started_at", "last_lesson_key", "completed_at")
    lessons = LessonProgress.objects.order_by("pk").values_list("pk", "lesson_key", "opened_at", "completed_at", "how")
    return list(rows), list(lessons), list(LearnerNote.objects.order_by("pk").values_list("pk", "text"))


def test_a_lesson_is_finished_by_a_form_and_its_page_says_so(people, lessons, client):
    client.force_login(people.member)
    html = client.get(lessons[0].url).content.decode()
    assert 'name="act" value="done"' in html and "csrfmiddlewaretoken" in html
    assert mark(client, lessons[0]).url.startswith(lessons[0].url)
    html = client.get(lessons[0].url).content.decode()
    assert (
        'name="act" value="undo"' in html and html.count('class="done"') == 1
    )  # in the plan; in the picture, « here » is larger
    mark(client, lessons[0], "undo")
    assert 'name="act" value="done"' in client.get(lessons[0].url).content.decode()


def test_done_again_keeps_the_first_date(people, lessons):
    progress.finish(people.member, lessons[0])
    LessonProgress.objects.update(completed_at=PAST)
    progress.finish(people.member, lessons[0])
    assert LessonProgress.objects.get().completed_at == PAST


def test_french_and_english_share_one_progress(w, people, guide, lessons, client):
    w.english(guide, title="Prepare", slug="prepare")
    english = w.english(lessons[0], title="One", slug="one")
    client.force_login(people.member)
    mark(client, lessons[0])
    html = client.get(english.url).content.decode()
    assert 'value="undo"' in html
    assert mark(client, lessons[0], "undo", "/en").url.startswith(english.url)
    assert 'value="done"' in client.get(lessons[0].url).content.decode()


def test_percent_counts_what_is_required_today_and_completed_stays(w, people, guide, lessons):
    for lesson in lessons:
        progress.finish(people.member, lesson)
    kept = progress.of(people.member, guide.translation_key)
    assert Plan(guide, people.member, kept.done).percent == 100 and kept.enrolment.completed_at
    w.lesson(guide, "Quatre")
    w.lesson(guide, "Facultative", required=False)
    kept = progress.of(people.member, guide.translation_key)
    assert Plan(guide, people.member, kept.done).percent == 75 and kept.enrolment.completed_at
    lessons[0].unpublish()
    assert Plan(guide, people.member, kept.done).percent == 67


def test_a_get_writes_nothing(people, guide, lessons, client):
    client.force_login(people.member)
    for address in (guide.url, lessons[0].url, reverse("own_progress"), "/guides/"):
        assert client.get(address).status_code == 200
    assert state() == ([], [], [])
    for name in ("mark_lesson", "write_note", "add_device", "leave_guide"):
        assert client.get(reverse(name)).url == reverse("own_progress")  # signed in again after a post that came too late
    assert state() == ([], [], [])


def test_to_open_a_lesson_is_not_to_follow_its_guide(people, lessons, client):
    client.force_login(people.member)
    assert mark(client, lessons[0], "open").status_code == 204
    assert not Enrolment.objects.exists()
    mark(client, lessons[0])
    mark(client, lessons[2], "open")
    assert Enrolment.objects.get().last_lesson_key == lessons[2].translation_key
    assert "Trois" in client.get(lessons[0].get_parent().url).content.decode().split('class="btn"')[1][:200]


@pytest.mark.parametrize("what", ["lab", "draft", "nothing", "not a key"])
def test_nobody_marks_what_she_may_not_read(w, people, client, what):
    secret = w.lesson(w.guide("Canari", w.b, access="lab"), "Canari")
    draft = w.lesson(w.guide("À nous"), "Canari deux", live=False)
    key = {"lab": secret.translation_key, "draft": draft.translation_key, "nothing": uuid4(), "not a key": "x"}[what]
    client.force_login(people.member)
    for name in ("mark_lesson", "write_note"):
        assert client.post(reverse(name), {"lesson": key, "act": "done", "block": BLOCK, "text": "x"}).status_code == 404
    assert state() == ([], [], [])


@pytest.mark.parametrize("name", ["own_progress", "mark_lesson", "write_note", "add_device", "leave_guide"])
def test_without_an_account_one_signs_in_first(lessons, client, name):
    answer = client.post(reverse(name), {"lesson": lessons[0].translation_key, "act": "done"})
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert state() == ([], [], [])


def test_forms_ask_for_their_token(people, lessons):
    from django.test import Client

    careful = Client(enforce_csrf_checks=True)
    careful.force_login(people.member)
    assert mark(careful, lessons[0]).status_code == 403


def test_the_notebook_is_its_writers_alone(people, lessons, client):
    client.force_login(people.member)
    posted = {"lesson": lessons[0].translation_key, "block": BLOCK, "text": "Canari du carnet"}
    assert client.post(reverse("write_note"), posted).url.endswith(f"#n-{BLOCK}")
    html = client.get(lessons[0].url).content.decode()
    assert "Canari du carnet" in html and f'aria-describedby="h-{BLOCK} w-{BLOCK}"' in html and f'id="h-{BLOCK}"' in html
    assert client.post(reverse("write_note"), posted | {"block": str(uuid4())}).status_code == 404
    client.force_login(people.national)
    assert "Canari du carnet" not in client.get(lessons[0].url).content.decode()
    client.force_login(people.member)
    client.post(reverse("write_note"), posted | {"text": " "})
    assert not LearnerNote.objects.exists()


def test_a_device_is_merged_once_whatever_the_number_of_times(people, guide, lessons):
    first, second, _third = lessons
    progress.finish(people.member, first)
    kept = device(guide, **done(first), **done(second, PAST + timedelta(days=1)))
    kept[str(guide.translation_key)]["n"] = {f"{first.translation_key}:{BLOCK}": "Une note."}
    text = json.dumps(kept)
    assert [*merging.merge(people.member, text)] == [str(guide.translation_key)]
    rows = dict(LessonProgress.objects.values_list("lesson_key", "completed_at"))
    assert rows == {first.translation_key: PAST, second.translation_key: PAST + timedelta(days=1)}  # the earliest
    assert Enrolment.objects.get().started_at == PAST
    before = state()
    merging.merge(people.member, text)
    assert state() == before and LearnerNote.objects.get().text == "Une note."


def test_no_word_of_a_notebook_is_lost(people, guide, lessons):
    progress.write_note(people.member, lessons[0], merging.key_of(BLOCK), "Du compte.")
    kept = device(guide)
    kept[str(guide.translation_key)]["n"] = {f"{lessons[0].translation_key}:{BLOCK}": "De l'appareil."}
    for _twice in range(2):
        merging.merge(people.member, json.dumps(kept))
    assert LearnerNote.objects.get().text == "Du compte.\n\nDe l'appareil."


def with_note(guide, lesson, text, **lessons_done):
    kept = device(guide, **lessons_done)
    kept[str(guide.translation_key)]["n"] = {f"{lesson.translation_key}:{BLOCK}": text}
    return json.dumps(kept)


@pytest.mark.parametrize("before", ["Une.\r\nDeux.", "Zéro.\r\nUne.\r\nDeux.\r\nTrois."])
def test_a_note_is_the_same_whatever_ends_its_lines(people, guide, lessons, before):
    progress.write_note(people.member, lessons[0], merging.key_of(BLOCK), before)
    assert LearnerNote.objects.get().text == before.replace("\r\n", "\n")
    LearnerNote.objects.update(text=before)  # kept long ago
    merging.merge(people.member, with_note(guide, lessons[0], "Une.\nDeux."))
    assert LearnerNote.objects.get().text == before


def test_a_full_note_keeps_its_end(people, lessons, client):
    client.force_login(people.member)
    lines = "\r\n".join(["x"] * 1999) + "\r\nfin"  # 4,001 for a browser, which counts a line end as one
    client.post(reverse("write_note"), {"lesson": lessons[0].translation_key, "block": BLOCK, "text": lines})
    assert LearnerNote.objects.get().text.endswith("\nfin")


def test_notes_too_long_together_stay_whole_each_in_its_place(people, guide, lessons):
    texts = ["a" * 4000, "b" * 4000, "c" * 13_000]
    for text in texts:
        taken = merging.merge(people.member, kept := with_note(guide, lessons[0], text, **done(lessons[0])))
    assert LearnerNote.objects.get().text == "\n\n".join(texts[:2])
    assert taken == {str(guide.translation_key): {"l": [str(lessons[0].translation_key)], "n": []}}
    assert not merging.is_whole(kept, taken)
    assert not progress.write_note(people.member, lessons[0], merging.key_of(BLOCK), "x" * 20_001)


def test_half_a_character_does_not_stop_the_rest(people, guide, lessons):
    merging.merge(people.member, with_note(guide, lessons[0], "Bon\ud83d\0jour \U0001f600"))
    assert LearnerNote.objects.get().text == "Bonjour \U0001f600"


def test_a_script_is_told_what_was_taken_and_what_was_not(w, people, guide, lessons, client):
    client.force_login(people.member)
    gone = w.guide("Retiré")
    kept = device(guide, **done(lessons[0]), **{str(uuid4()): {"d": 5}}) | device(gone, **done(lessons[1]))
    gone.unpublish()
    post = {"kept": json.dumps(kept)}
    said = client.post(reverse("add_device"), post, headers={"accept": "application/json"}).json()
    assert said["taken"] == {str(guide.translation_key): {"l": [str(lessons[0].translation_key)], "n": []}}
    assert "reste sur" in said["said"] and "reste sur cet" in client.get(lessons[0].url).content.decode()
    said = client.post(reverse("add_device"), {"kept": "{" * 300_000}, headers={"accept": "application/json"}).json()
    assert said["taken"] == {} and "reste sur cet" not in client.get(lessons[0].url).content.decode()  # the script says it
    said = client.post(reverse("add_device"), {"kept": json.dumps(device(guide))}, headers={"accept": "application/json"}).json()
    assert "reste sur" not in said["said"]
    assert client.post(reverse("add_device"), post).url == reverse("own_progress")


def test_a_note_sent_by_a_script_is_answered_without_a_page(people, lessons, client):
    client.force_login(people.member)
    post = {"lesson": lessons[0].translation_key, "block": BLOCK, "text": "Une note."}
    assert client.post(reverse("write_note"), post, headers={"accept": "application/json"}).status_code == 204
    assert LearnerNote.objects.get().text == "Une note."


@pytest.mark.parametrize(("prefix", "queries"), [("", 11), ("/en", 12)])
@pytest.mark.parametrize("n", [1, 3])
def test_my_progress_costs_the_same_queries_at_any_number(w, people, client, count, n, prefix, queries):
    for i in range(n):
        guide = w.guide(f"Guide {i}")
        lesson = w.lesson(w.module(guide, f"Module {i}"), f"Leçon {i}")
        w.english(fresh(guide), title=f"Guided {i}", slug=f"guided-{i}")
        progress.finish(people.member, fresh(lesson))
    client.force_login(people.member)
    address = prefix + "/mon-avancement/"
    client.get(address)
    with count(queries):
        html = client.get(address).content.decode()
    assert html.count('name="guide"') == n


@pytest.mark.parametrize("n", [1, 3])
def test_the_copy_of_one_s_progress_costs_the_same_queries_at_any_number(w, people, count, n):
    for i in range(n):
        progress.finish(people.member, w.lesson(w.guide(f"Guide {i}"), f"Leçon {i}"))
    with count(4):
        rows = own_progress.data(people.member)
    assert len(rows) == n and all(row["lessons"] for row in rows)


def test_unknown_keys_are_dropped(w, people, guide, lessons):
    secret = w.guide("Canari", w.b, access="lab")
    hidden = w.lesson(secret, "Canari")
    other = w.lesson(w.guide("Autre"), "Ailleurs")
    kept = device(guide, **done(lessons[0]), **done(other), **done(hidden), **{str(uuid4()): {"d": 5}, "x": {"d": 5}})
    kept |= device(secret, **done(hidden)) | {str(uuid4()): {"l": {}}, "y": 3, "__proto__": {}}
    merging.merge(people.member, json.dumps(kept))
    assert list(Enrolment.objects.values_list("guide_key", flat=True)) == [guide.translation_key]
    assert list(LessonProgress.objects.values_list("lesson_key", flat=True)) == [lessons[0].translation_key]


@pytest.mark.parametrize("text", ["", "x", "[]", "3", "null", '{"a": 1}', "[" * 5000, "{" * 300_000, '{"l": {"d": 1e400}}'])
def test_anything_may_be_posted(people, guide, lessons, text):
    assert merging.merge(people.member, text) == {} and state() == ([], [], [])


@pytest.mark.parametrize("when", [-5, 0, "x", None, True, 1e400, {}, 10**15])
def test_an_impossible_date_is_no_date(people, guide, lessons, when):
    merging.merge(people.member, json.dumps(device(guide, **{str(lessons[0].translation_key): {"d": when, "ts": when}})))
    assert not LessonProgress.objects.exists()


def test_a_date_to_come_is_today(people, guide, lessons):
    merging.merge(people.member, json.dumps(device(guide, **done(lessons[0], timezone.now() + timedelta(days=900)))))
    assert LessonProgress.objects.get().completed_at <= timezone.now()


def test_the_page_of_progress_says_where_i_am(w, people, guide, lessons, client):
    progress.finish(people.neighbour, w.lesson(w.guide("Canari", w.b), "Canari"))
    progress.finish(people.member, lessons[0])
    client.force_login(people.member)
    html = client.get(reverse("own_progress")).content.decode()
    assert "Préparer" in html and "33" in html and "Deux" in html and "Canari" not in html
    asked = client.post(reverse("leave_guide"), {"guide": guide.translation_key})
    assert "Préparer" in asked.content.decode() and Enrolment.objects.filter(user=people.member).exists()
    client.post(reverse("leave_guide"), {"guide": guide.translation_key, "sure": "1"})
    assert not Enrolment.objects.filter(user=people.member).exists() and Enrolment.objects.count() == 1


def test_progress_goes_with_the_copy_of_one_s_data_and_with_the_account(people, guide, lessons):
    progress.finish(people.member, lessons[0])
    progress.write_note(people.member, lessons[0], merging.key_of(BLOCK), "Une note.")
    progress.finish(people.neighbour, lessons[0])
    (row,) = own_data.as_data(people.member)["guides"]
    assert row["guide"] == "Préparer" and row["notebook"][0]["text"] == "Une note."
    assert len(row["lessons"]) == 1
    people.member.deletion_requested_at = timezone.now()
    people.member.save()
    workflow.anonymise(people.national, people.member)
    assert list(Enrolment.objects.values_list("user", flat=True)) == [people.neighbour.pk] and not LearnerNote.objects.exists()


def test_a_duplicated_guide_starts_from_nothing(w, people, guide, lessons):
    progress.finish(people.member, lessons[0])
    twin = fresh(guide).copy(recursive=True, to=w.guides, update_attrs={"slug": "copie"}, keep_live=True)
    copied = GuidePage.objects.get(pk=twin.pk)
    assert progress.of(people.member, copied.translation_key).enrolment is None
    assert len(Plan(copied, None).entries) == 3
