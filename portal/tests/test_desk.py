"""The desk: each panel says what one's rights are today, in as many queries whatever there is."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, TaskState

from media.models import PortalDocument, PortalImage
from portal.accounts import workflow
from portal.accounts.models import Lab
from portal.models import NewsPage
from portal.rights.collections import lab_collection
from portal.tests.world import fresh, person
from tools_library.models import ToolPage

LISTS = ("waiting", "sent_back", "drafts", "lab", "locked", "reread", "english")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite compiles nothing")
def test_long_queries_of_the_desk_are_not_compiled_which_takes_seconds(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def submit(page, by):
    page.save_revision(user=by)
    return page.get_workflow().start(page, by)


def send_back(page, by, reviewer, reason):
    submit(page, by).current_task_state.reject(user=reviewer, comment=reason)


def age(page, **fields):
    """As it was published two years ago."""
    old = timezone.now() - timedelta(days=730)
    type(page).objects.filter(pk=page.pk).update(**{"last_published_at": old} | fields)


def fill(w, people, n):
    """`n` of everything that a panel of the editor and one of the national team may show."""
    for i in range(n):
        submit(w.piece(f"Soumis {i}", w.a, live=False), people.editor)
        send_back(w.piece(f"Renvoyé {i}", w.a, live=False), people.editor, people.manager, "Trop long.")
        send_back(w.piece(f"Rendu {i}", w.a, live=False), people.national, people.manager, "Trop long.")
        for who in (people.editor, people.manager, people.national):
            w.piece(f"Brouillon {i}", w.a, live=False).save_revision(user=who)
        age(w.tool(f"Ancien {i}", w.a), locked=True, locked_by=people.manager, locked_at=timezone.now())


def desk(client, who):
    client.force_login(type(who).objects.get(pk=who.pk))
    return plain(client.get("/admin/"))


def plain(response):
    """What is read: the spaces and apostrophes of typography are a matter of other tests."""
    text = unescape(response.content.decode()).replace("’", "'")
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def panel(html, name):
    """What one panel says; nothing if it is not there."""
    return html.partition(f'id="desk-{name}"')[2].partition("</section>")[0]


def listed(client, name, query=""):
    return plain(client.get(reverse(f"desk:{name}") + query))


# --- what it costs


@pytest.mark.parametrize("n", [1, 3, 24])
def test_the_desk_costs_the_same_queries_at_any_number(w, people, client, count, n):
    fill(w, people, n)
    for who, queries in (("editor", 30), ("manager", 34), ("national", 29)):
        client.force_login(getattr(people, who))
        client.get("/admin/")
        with count(queries):
            html = client.get("/admin/").content.decode()
        for name in ("sent_back", "drafts", "lab", "locked", "reread", "english"):
            assert panel(html, name).count('class="desk-row"') >= min(5, n), (who, name)


def copies(model, number, **changed):
    """Rows of the tree like that of `model`, under the same shelf: the paths by hand."""
    kept = {f.attname: getattr(model, f.attname) for f in Page._meta.local_concrete_fields if f.name != "id"}
    kept |= {"latest_revision_id": None, "live_revision_id": None}
    for i in range(number):
        path = Page._get_path(model.path[: -Page.steplen], model.depth, 1000 + i)
        yield Page(**kept | {"path": path, "slug": f"page-{i}", "title": f"Page {i}", "translation_key": f"{i:032x}"})


def many(w, labs, pages):
    """Tools of many labs, as cheap as rows come."""
    Lab.objects.bulk_create(Lab(code=f"lab-{i}", name=f"Lab {i:02}") for i in range(labs - 1))
    owners = [w.a.pk, *Lab.objects.filter(code__startswith="lab-").values_list("pk", flat=True)]
    model = w.tool("Modèle", w.b)
    Page.objects.bulk_create(copies(model, pages), batch_size=500)
    fields = ToolPage._meta.local_concrete_fields
    facts = {f.attname: getattr(model, f.attname) for f in fields if f.attname != "page_ptr_id"}
    keys = Page.objects.filter(slug__startswith="page-").order_by("path").values_list("pk", flat=True)
    own = ({"page_ptr_id": pk, "owner_lab_id": owners[i % labs], "reference": f"OUT-{1000 + i}"} for i, pk in enumerate(keys))
    tools = [ToolPage(**facts | row) for row in own]
    for start in range(0, pages, 100):  # bulk_create refuses a model with a parent table
        ToolPage._base_manager.all()._insert(tools[start : start + 100], fields=fields, using="default")


@pytest.mark.parametrize(("labs", "pages"), [(2, 50), (40, 5000)])
def test_five_thousand_pages_and_forty_labs_cost_what_fifty_do(w, people, client, count, labs, pages):
    many(w, labs, pages)
    every = Page.objects.filter(depth__gt=1).count()
    for who, queries, listed in (("editor", 29, pages // labs), ("national", 27, every)):
        client.force_login(getattr(people, who))
        client.get("/admin/")
        with count(queries):
            html = client.get("/admin/").content.decode()
        assert f'<span class="desk-count">{listed}</span>' in panel(html, "lab"), who


# --- what it says


def test_what_waits_comes_oldest_first_with_who_and_since_when(w, people, client):
    for days, title in ((1, "Hier"), (9, "Il y a neuf jours"), (0, "Ce matin")):
        state = submit(w.tool(title, w.a, live=False), people.editor)
        started = timezone.now() - timedelta(days=days)
        TaskState.objects.filter(workflow_state=state).update(started_at=started)
    submit(w.tool("Canari", w.b, live=False), people.neighbour)
    found = panel(desk(client, people.manager), "waiting")
    places = [found.index(words) for words in ("Il y a neuf jours", "depuis 9 jours", "Hier", "depuis hier", "Ce matin")]
    assert places == sorted(places) and "soumise par editrice@example.org" in found and "Canari" not in found
    assert 'id="desk-waiting"' not in desk(client, people.editor)  # she publishes nothing


def test_twelve_things_that_wait_are_filtered_by_lab_kind_and_step(w, people, client):
    for i in range(6):
        submit(w.tool(f"De A {i}", w.a, live=False), people.editor)
        submit(w.piece(f"De B {i}", w.b, live=False), people.neighbour)
    state = submit(w.tool("À la fin", w.a, live=False), people.editor)
    state.current_task_state.approve(user=people.manager)
    client.force_login(people.national)
    everything = listed(client, "waiting")
    assert "De A 5" in everything and "De B 5" in everything and "À la fin" in everything
    of_b = listed(client, "waiting", f"?lab={w.b.pk}")
    assert "De B 0" in of_b and "De A 0" not in of_b
    state.refresh_from_db()
    step = state.current_task_state.task_id
    at_the_end = listed(client, "waiting", f"?step={step}")
    assert "À la fin" in at_the_end and "De A 0" not in at_the_end
    news = listed(client, "waiting", f"?kind={ContentType.objects.get_for_model(NewsPage).pk}")
    assert "De B 0" in news and "De A 0" not in news


def test_a_reason_is_read_on_the_desk_of_whoever_may_take_the_page_up_again(w, people, client):
    colleague = person("collegue@example.org", w.a)
    send_back(w.tool("À reprendre", w.a, live=False), people.editor, people.manager, "La licence <b>manque</b>.")
    for who in (people.editor, colleague):
        found = panel(desk(client, who), "sent_back")
        assert "À reprendre" in found and "La licence <b>manque</b>." in found and "responsable@example.org" in found
        assert "À reprendre" not in panel(desk(client, who), "drafts")
    assert "À reprendre" not in desk(client, people.neighbour)
    client.force_login(people.editor)
    assert "La licence &lt;b&gt;manque" in client.get("/admin/").content.decode()  # words, never markup


def test_my_drafts_are_mine_and_say_where_they_are(w, people, client):
    w.tool("Le mien", w.a, live=False).save_revision(user=people.editor)
    submit(w.tool("En relecture", w.a, live=False), people.editor)
    changed = w.tool("Publié", w.a)
    changed.save_revision(user=people.editor)
    w.tool("D'une collègue", w.a, live=False).save_revision(user=people.manager)
    found = panel(desk(client, people.editor), "drafts")
    assert "Le mien" in found and "jamais publiée" in found and "en relecture" in found and "à publier" in found
    assert "D'une collègue" not in found


def test_what_is_old_or_due_is_to_be_read_again(w, people, client):
    today = timezone.localdate()
    age(w.tool("Vieux", w.a))
    age(w.tool("Relu", w.a), last_reviewed_on=today - timedelta(days=30))
    age(w.tool("Prévu plus tard", w.a), review_due_on=today + timedelta(days=30))
    ToolPage.objects.filter(pk=w.tool("Échu", w.a).pk).update(review_due_on=date(2026, 1, 12))
    w.tool("Récent", w.a)
    age(w.piece("Nouvelle d'alors", w.a))
    age(w.tool("Canari", w.b))
    found = panel(desk(client, people.editor), "reread")
    assert "Vieux" in found and "Échu" in found and "à relire depuis le 12 janvier 2026" in found
    assert not any(title in found for title in ("Relu", "Prévu plus tard", "Récent", "Nouvelle d'alors", "Canari"))


def test_missing_drafted_and_late_translations_are_told_apart(w, people, client):
    w.tool("Sans", w.a)
    late, fine, drafted = w.tool("En retard", w.a), w.tool("À jour", w.a), w.tool("Ébauchée", w.a)
    for page in (late, fine):
        w.english(page, title=f"{page.title} (en)")
    drafted.copy_for_translation(w.en)
    fresh(late).save_revision().publish()
    w.tool("Canari", w.b)
    found = panel(desk(client, people.editor), "english")
    assert "pas traduite" in found and "traduction en retard" in found and "brouillon anglais" in found
    assert "À jour" not in found and "Canari" not in found and '<span class="desk-count">3</span>' in found


def test_room_is_that_of_one_s_lab_and_of_every_lab_for_the_national_team(w, people, client):
    for lab, size in ((w.a, 2_000_000), (w.b, 5_000_000)):
        home = lab_collection(lab)
        PortalImage.objects.create(title="I", file=get_test_image_file(), collection=home, owner_lab=lab, file_size=size)
        PortalDocument.objects.create(title="D", file="d.txt", collection=home, owner_lab=lab, file_size=1_000_000)
    own = panel(desk(client, people.editor), "storage")
    assert "3,0 Mo" in own and "Lab b" not in own
    every = panel(desk(client, people.national), "storage")
    assert "9,0 Mo" in every and every.index("Lab b") < every.index("Lab a")


def test_locked_pages_say_by_whom_and_since_when(w, people, client):
    assert 'id="desk-locked"' not in desk(client, people.editor)
    page = w.tool("Fermée", w.a)
    ToolPage.objects.filter(pk=page.pk).update(
        locked=True, locked_by=people.manager, locked_at=timezone.make_aware(timezone.datetime(2026, 3, 4, 12))
    )
    assert "verrouillée par responsable@example.org depuis le 4 mars 2026" in panel(desk(client, people.editor), "locked")
    assert 'id="desk-locked"' not in desk(client, people.neighbour)


def test_an_empty_desk_says_what_will_come(w, people, client):
    html = desk(client, people.manager)
    for name, words in (("waiting", "Rien ne vous attend."), ("sent_back", "Rien n'est revenu."), ("drafts", "Aucun brouillon")):
        assert words in panel(html, name)
    assert "Créer un outil" in html and "Écrire une actualité" in html


# --- what it does not say


def test_who_left_a_lab_finds_nothing_of_it_on_her_desk(w, people, client):
    """She wrote, submitted, locked and had pages sent back; now she is next door."""
    fill(w, people, 2)
    page = w.tool("Fermée par moi", w.a)
    ToolPage.objects.filter(pk=page.pk).update(locked=True, locked_by=people.editor, owner=people.editor)
    workflow.end(people.national, people.editor.memberships.get())
    workflow.accept(workflow.invite(people.national, email=people.editor.email, role="manager", lab=w.b), people.editor)
    html = desk(client, people.editor)
    titles = ("Soumis", "Renvoyé 0", "Brouillon", "Ancien", "Fermée par moi", "Trop long")
    assert 'id="desk-lab"' in html and not any(title in html for title in titles)
    for name in LISTS:
        assert not any(title in listed(client, name) for title in titles), name


def test_those_without_the_admin_have_no_desk(w, people, client):
    client.force_login(people.member)
    for name in LISTS:
        assert client.get(reverse(f"desk:{name}")).status_code in (302, 403)
