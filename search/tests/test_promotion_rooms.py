"""Promoted results in the admin: who comes in, how a result is named, what a preview shows."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import registry

from portal.tests.world import fresh
from search.engines import EmbeddedEngine, EngineAwayError
from search.models import Promoted, Promotion
from search.tests.test_promotions import SAID, promote

ADD = "/admin/promotions/new/"


def posted(**fields):
    return {"language": "fr", "wordings": "carte", "first_day": "", "last_day": "", **fields}


def faults(response):
    return {name: [str(one) for one in found] for name, found in response.context["form"].errors.items()}


@pytest.mark.parametrize("who", ["peer", "member", "editor", "manager", "neighbour"])
def test_the_room_is_the_national_teams(maps, people, client, who):
    made = promote("carte", maps[1])
    client.force_login(getattr(people, who))
    for name, args in (("index", []), ("add", []), ("edit", [made.pk]), ("delete", [made.pk]), ("history", [made.pk])):
        for room in ("promotions", "synonyms"):
            response = client.get(reverse(f"{room}:{name}", args=args))
            assert response.status_code in (302, 403, 404) and "Portraits" not in response.content.decode()
    client.post(ADD, posted(result_1="Portraits croisés", wordings="autre"))
    assert Promotion.objects.count() == 1
    if who in ("editor", "manager"):
        assert "/admin/promotions/" not in client.get("/admin/").content.decode()


def test_a_result_is_named_by_its_title_or_address_and_kept_in_order(maps, w, people, client):
    news = w.piece("Une rencontre")
    client.force_login(people.national)
    assert "/admin/promotions/" in client.get("/admin/").content.decode()
    data = posted(result_1="portraits croises", result_2=f"http://testserver{news.url}", said_2=SAID)
    assert client.post(ADD, data).status_code == 302
    made = Promotion.objects.get()
    assert [(row.kind, row.pk_of, row.said) for row in made.results.all()] == [("tool", maps[1].pk, ""), ("news", news.pk, SAID)]
    html = client.get(ADD).content.decode()  # proposes as one types
    assert (
        "js/lists." in html
        and " defer" in html
        and 'data-suggest="/recherche/suggestions/"' in html
        and 'id="propositions-3"' in html
    )
    html = client.get("/admin/promotions/").content.decode()
    assert "Portraits croisés, Une rencontre" in html
    edit = reverse("promotions:edit", args=[made.pk])
    html = client.get(edit).content.decode()
    assert "Portraits croisés (" in html and SAID in html
    swapped = posted(which_1=f"news:{news.pk}", which_2=f"tool:{maps[1].pk}")
    assert client.post(edit, swapped).status_code == 302
    assert [row.kind for row in made.results.all()] == ["news", "tool"]
    assert client.post(edit, posted(which_1="", which_2=f"tool:{maps[1].pk}")).status_code == 302
    assert [row.kind for row in made.results.all()] == ["tool"]
    assert "wagtail.edit" in {entry.action for entry in made_log(made)}


def made_log(made):
    return registry.get_logs_for_instance(made)


def test_several_that_answer_are_proposed_and_nothing_typed_is_lost(maps, people, client):
    client.force_login(people.national)
    response = client.post(ADD, posted(result_1="carte", said_1=SAID))
    assert list(faults(response)) == ["result_1"] and SAID in response.content.decode()
    codes = [code for code, _label in response.context["form"].fields["which_1"].choices]
    assert f"tool:{maps[0][1].pk}" in codes and len(codes) == 4  # three, and the one of a lab that she may read
    assert client.post(ADD, posted(result_1="carte", which_1=f"tool:{maps[0][1].pk}")).status_code == 302
    assert Promoted.objects.get().pk_of == maps[0][1].pk


@pytest.mark.parametrize("typed", ["zzzz", "/nulle/part/", "x" * 300, "tool:1", '"', "https://[", "/"])
def test_what_names_nothing_is_said(maps, people, client, typed):
    client.force_login(people.national)
    response = client.post(ADD, posted(result_1=typed))
    assert response.status_code == 200 and "result_1" in faults(response) and not Promotion.objects.exists()


def test_a_draft_and_another_language_cannot_be_put_first(w, people, client):
    draft = w.tool("Brouillon", live=False)
    client.force_login(people.national)
    for data in (
        posted(result_1="Brouillon"),
        posted(which_1=f"tool:{draft.pk}"),
        posted(which_1="nowhere:1"),
        posted(which_1="tool:²"),
    ):
        assert client.post(ADD, data).status_code == 200
    w.tool("En français")
    assert client.post(ADD, posted(result_1="En français", language="en")).status_code == 200
    assert client.post(ADD, posted(result_1="En français", language="de")).status_code == 200
    assert not Promotion.objects.exists()


def test_one_is_needed_and_twice_is_once_too_many(maps, people, client):
    client.force_login(people.national)
    assert list(faults(client.post(ADD, posted()))) == ["result_1"]
    assert list(faults(client.post(ADD, posted(result_1="Portraits croisés", result_3="Portraits croisés")))) == ["result_3"]


def test_the_preview_shows_the_first_five_and_writes_nothing(maps, people, client):
    client.force_login(people.national)
    data = posted(wordings="carte\nautre", result_1="Portraits croisés", preview="1")
    response = client.post(ADD, data)
    first, second = response.context["changes"]
    assert (first.words, first.before, first.after) == ("carte", 4, 4)  # she reads the hidden one
    assert [(line.title, line.state) for line in first.becomes][0] == ("Portraits croisés", "first")
    assert len(first.becomes) == 5 and "first" not in {line.state for line in first.was}
    assert [line.title for line in second.becomes] == ["Portraits croisés"] and second.was == []
    html = response.content.decode()
    assert "Portraits croisés" in html and 'value="Portraits croisés"' in html and not Promotion.objects.exists()


def test_the_preview_says_who_would_not_see_and_on_which_days(maps, w, people, client):
    client.force_login(people.national)
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    hidden = client.post(ADD, posted(result_1="Carte cachée", first_day=tomorrow, preview="1"))
    assert [line.is_open for line in hidden.context["changes"][0].becomes][0] is False and len(hidden.context["notes"]) == 1
    over = client.post(ADD, posted(result_1="Portraits croisés", last_day="2020-01-01", preview="1"))
    assert len(over.context["notes"]) == 1


def test_the_preview_of_a_change_starts_from_what_is_kept(maps, people, client):
    made = promote("carte", maps[1])
    client.force_login(people.national)
    edit = reverse("promotions:edit", args=[made.pk])
    response = client.post(edit, posted(which_1=f"tool:{maps[1].pk}", preview="1"))
    assert response.context["changes"][0].is_nothing
    response = client.post(edit, posted(wordings="carte\nautre", result_1="Carte 2", preview="1"))
    assert response.context["changes"][0].was[0].title == "Portraits croisés"
    assert response.context["changes"][0].becomes[0].title == "Carte 2"
    assert Promoted.objects.get().pk_of == maps[1].pk and Promotion.objects.get().wordings == "carte"


def test_without_an_engine_the_preview_says_so_and_saving_works(maps, people, client, monkeypatch):
    def away(*args, **kwargs):
        raise EngineAwayError("away")

    for name in ("search", "suggest"):
        monkeypatch.setattr(EmbeddedEngine, name, away)
    client.force_login(people.national)
    response = client.post(ADD, posted(result_1="Portraits croisés", preview="1"))
    assert response.context["changes"] is None and len(response.context["notes"]) == 1
    assert client.post(ADD, posted(result_1="Portraits croisés")).status_code == 302 and Promotion.objects.count() == 1


def test_a_result_that_is_gone_is_said_and_can_be_taken_out(maps, w, people, client):
    made = promote("carte", maps[1], said=SAID)
    fresh(maps[1]).unpublish()
    client.force_login(people.national)
    html = client.get(reverse("promotions:edit", args=[made.pk])).content.decode()
    assert "Portraits" not in html and SAID in html
    assert "Portraits" not in client.get("/admin/promotions/").content.decode()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_queries_at_any_number(w, people, client, index, count, n):
    for i in range(n):
        promote(f"mot {i}", w.tool(f"Outil {i}"))
    index()
    client.force_login(people.national)
    client.get("/admin/promotions/")
    with count(17):
        html = client.get("/admin/promotions/").content.decode()
    assert all(f"Outil {i}" in html for i in range(n))
