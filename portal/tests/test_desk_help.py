"""The first visit, the help of the admin, and the letters that comments send."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from wagtail.models import Comment, Page, PageSubscription
from wagtail.test.utils.form_data import nested_form_data

from portal.accounts import workflow
from portal.desk import guide
from portal.models import SiteSettings
from portal.tests.test_desk import desk, submit

# --- the first visit


def steps_done(html):
    return len(re.findall(r'<li class="desk-done">', html))


def test_the_steps_of_the_first_visit_are_ticked_as_they_are_done(w, people, client):
    html = desk(client, people.editor)
    assert "Votre première visite" in html and "0 sur 4" in html and steps_done(html) == 0
    answer = client.post(reverse("desk:first_visit"), {"step": "tools"})
    assert answer.url == reverse("desk:lab") and "1 sur 4" in desk(client, people.editor)
    page = w.piece("Première", w.a, live=False)
    page.save_revision(user=people.editor)
    assert "2 sur 4" in desk(client, people.editor)
    client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), {})
    assert steps_done(desk(client, people.editor)) == 3
    submit(page, people.editor)
    assert "Votre première visite" not in desk(client, people.editor)


def test_the_first_visit_is_closed_without_a_script_and_for_oneself(w, people, client):
    html = desk(client, people.editor)
    assert '<button type="submit" name="step" value="closed"' in html
    client.post(reverse("desk:first_visit"), {"step": "closed"})
    assert "Votre première visite" not in desk(client, people.editor)
    assert "Votre première visite" in desk(client, people.manager)


def test_looking_ticks_nothing_and_strangers_words_neither(w, people, client):
    client.force_login(people.editor)
    assert client.get(reverse("desk:first_visit") + "?step=closed").status_code == 405
    client.post(reverse("desk:first_visit"), {"step": "given"})
    assert "0 sur 4" in desk(client, people.editor)


# --- help


@pytest.mark.parametrize("slug", guide.SLUGS)
def test_a_page_of_help_is_rendered_in_french_and_leads_somewhere(w, people, client, slug):
    client.force_login(people.editor)
    html = client.get(reverse("help:page", args=[slug])).content.decode()
    page = next(page for page in guide.pages() if page.slug == slug)
    assert 'lang="fr"' in html and "<h2>" in page.html and "](" not in page.html and len(page.lead) > 20
    inside = re.findall(r'href="\.\./([a-z-]+)/"', page.html)
    assert set(inside) <= set(guide.SLUGS)
    assert all(client.get(url).status_code == 200 for url in re.findall(r'href="(/[^"]*)"', page.html))


def test_help_is_in_the_menu_with_whom_to_ask(w, people, client):
    SiteSettings.objects.update(contact_email="equipe@essaim.example")
    html = desk(client, people.editor)
    assert reverse("help:index") in html and reverse("help:page", args=["traduire"]) in html
    index = client.get(reverse("help:index")).content.decode()
    assert "mailto:equipe@essaim.example" in index and "https://guide.wagtail.org/" in index
    assert all(reverse("help:page", args=[slug]) in index for slug in guide.SLUGS)
    assert client.get(reverse("help:page", args=["rien"])).status_code == 404


def test_every_file_of_help_has_its_place_in_the_menu():
    assert {path.stem for path in guide.FOLDER.glob("*.md")} == set(guide.SLUGS)


# --- comments


def test_every_kind_of_page_that_labs_write_can_be_commented():
    from wagtail.models import get_page_models

    silent = [model for model in get_page_models() if "comments" not in model.get_edit_handler().get_form_class().formsets]
    assert silent in ([], [Page])


def form_of(page, comments):
    """The form of a piece of news as a browser posts it."""
    none = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": ""}
    rows = [row | {"replies": none} for row in comments]
    formset = none | {"TOTAL_FORMS": len(rows)} | {str(i): row for i, row in enumerate(rows)}
    words = {"title": page.title, "slug": page.slug, "summary": page.summary, "kind": page.kind, "access": page.access}
    body = {"count": 0}
    words["owner_lab"] = page.owner_lab_id
    return nested_form_data(words | {"published_on": "2026-11-25", "body": body, "comments": formset})


def comment(client, page, text):
    row = {"contentpath": "title", "text": text, "position": "", "id": "", "DELETE": ""}
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, [row]))


def test_a_comment_is_written_to_those_who_may_open_the_page_today(w, people, client):
    page = w.piece("Commentée", w.a, live=False)
    page.save_revision(user=people.editor)
    for who in (people.editor, people.manager, people.neighbour, people.member):
        PageSubscription.objects.create(page=page, user=who, comment_notifications=True)
    gone = people.manager
    workflow.end(people.national, gone.memberships.get())
    mail.outbox.clear()
    client.force_login(people.national)
    assert comment(client, page, "Qui parle, ici ?").status_code == 302
    assert Comment.objects.get().text == "Qui parle, ici ?"
    letters = [m for m in mail.outbox if m.subject == "Commentaires : Commentée"]
    assert [m.to for m in letters] == [["editrice@example.org"]]  # not who left, the neighbour, the member without the admin
    assert "Nouveau commentaire" in letters[0].body and "Qui parle, ici ?" in letters[0].body
    assert f"/admin/pages/{page.pk}/edit/" in letters[0].body and letters[0].alternatives
    assert len(mail.outbox) == 1


def test_letters_about_comments_leave_by_the_queue(w, people, client, settings):
    from django_tasks_db.models import DBTaskResult

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    page = w.piece("Commentée", w.a, live=False)
    page.save_revision(user=people.editor)
    PageSubscription.objects.create(page=page, user=people.editor, comment_notifications=True)
    client.force_login(people.manager)
    comment(client, page, "Une date ?")
    letters = DBTaskResult.objects.filter(task_path__endswith="mail.deliver")
    assert letters.get().args_kwargs["args"][0] == "editrice@example.org" and not mail.outbox


def test_whoever_wants_no_letter_about_comments_gets_none(w, people, client):
    from wagtail.users.models import UserProfile

    page = w.piece("Commentée", w.a, live=False)
    page.save_revision(user=people.editor)
    PageSubscription.objects.create(page=page, user=people.editor, comment_notifications=True)
    profile = UserProfile.get_for_user(people.editor)
    profile.updated_comments_notifications = False
    profile.save()
    client.force_login(people.manager)
    comment(client, page, "Une date ?")
    assert Comment.objects.count() == 1 and not mail.outbox
