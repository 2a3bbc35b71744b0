"""The editors' checklist, played in French under the enforced policy: what a person sees, does and reads, point by point.

Tests here: 1 the desk; 2 a tool from sign-in to publication; 4 what blocks it; 5 the life of a page and its history; 6 review;
7 bulk; 8 import; 9 images and documents; 11 search boxes; 12 a changed address; 13 the bar of the page; 15 help. And: somebody
who left, and a peer.

Shown elsewhere: 3 in test_content_checks (sizes, paper) and test_admin_policy (previews of blocks); 7 the withdrawal and its
undoing in test_lists; 9 an untagged PDF in test_admin_policy; 12 usages before a deletion in media/tests and test_redirects;
14 in test_editor, test_lists (keyboard), test_desk, test_lists, test_account (axe).

Not in the product yet, hence not here: links that are broken, searches without a result, requests for sessions (1), labs (8),
viruses and licences of images (9), reports other than the questions of the desk and the filters of the lists (10).
"""

import csv
import io
import re

import pytest

from media.tests.conftest import png

from .checklist import AUTHOR, BOSS, CLOCK, LEAVER, MOST, WAITING, Hand, accounts, invited  # noqa: F401  (a fixture)

# isort: split
from .checklist import letter, menu, publish, save, shell, told
from .desk import MANAGER, NATIONAL, desk, open_tool, settle  # noqa: F401  (a fixture)
from .test_editor import EDITOR, SHEET

pytestmark = pytest.mark.journey


def test_a_new_editor_goes_from_sign_in_to_a_published_tool_in_few_actions(desk, visit, accounts, capsys):  # noqa: F811
    email, page = "nouvelle@essaim.example", visit(1280)
    invited(desk, page, accounts, email)
    hand = Hand(page)
    page.goto("/")
    hand.click("text=Connexion")
    hand.write("#id_login", email)
    hand.write("#id_password", accounts[email])
    hand.press("Enter")
    page.wait_for_selector("text=Votre première visite")
    hand.click("main >> text=Créer un outil")
    hand.write("#id_title", "Tour de table express")
    hand.choose("#id_kind", "Activité courte")
    hand.write("#id_tagline", "Chacun a parlé en cinq minutes.")
    hand.write('[data-contentpath="purpose"] [contenteditable="true"]', "Donner une première parole à chacun.")
    hand.write("#id_expected_outputs", "Une attente par personne")
    hand.write("#id_duration_min", "5")
    hand.write("#id_duration_max", "10")
    hand.write("#id_people_min", "3")
    hand.choose("#id_facilitator_level", "Débutant")
    for name in ("phases_1", "goals_0", "delivery_0"):
        hand.tick(f"#id_{name}")
    hand.click('[role="tab"] >> text=Droits')
    hand.choose("#id_licence", "CC BY-SA 4.0")
    hand.click(".proposal button")
    hand.click('footer [data-w-dropdown-target="toggle"]')
    hand.click('[name="action-publish"]')
    page.wait_for_url("**/admin/pages/*/")
    assert "publiée" in told(page)
    with capsys.disabled():
        print(f" [{hand.count} actions]", end="")
    assert hand.count <= MOST
    assert visit(320).goto("/outils/tour-de-table-express/").status == 200
    page.goto("/admin/")
    assert page.locator(".desk-steps .desk-done").count() == 2  # begun, published
    assert page.locator("#desk-lab >> text=Tour de table express").count() == 1


def test_what_blocks_publication_is_counted_and_the_first_fault_is_one_click_away(desk):  # noqa: F811
    page = desk()
    page.goto("/admin/outils/creer/")
    settle(page)
    page.click("#id_title")
    page.keyboard.type("Rien que le nom")
    page.wait_for_function("() => document.querySelector('#id_slug').value")  # a moment after the title
    save(page)
    page.goto("/admin/")
    page.click("#desk-drafts >> text=Rien que le nom")
    menu(page, '[name="action-publish"]')
    page.wait_for_selector(".messages .error")
    assert "Rien n'est publié ni perdu" in told(page)
    page.wait_for_selector('form [role="tab"]:has-text("11 erreurs")')  # counted as the panels come
    faults = [" ".join(words.split()) for words in page.locator('form [role="tab"]').all_inner_texts() if "erreur" in words]
    assert faults == ["Essentiel 11 (11 erreurs)", "Droits 2 (2 erreurs)"]
    page.click("text=Aller à la première erreur")
    page.wait_for_function("() => document.activeElement.closest('[data-contentpath=kind]')")
    assert page.request.get("/outils/rien-que-le-nom/").status == 404


def test_a_manager_who_says_no_says_why_and_the_author_reads_it(desk):  # noqa: F811
    author, boss, reason = desk(AUTHOR), desk(BOSS), "Les étapes durent 50 minutes, la fiche en annonce 30."
    pk = open_tool(author, "persona")
    author.fill("#id_tagline", "Une phrase à relire.")
    author.click('footer [data-w-dropdown-target="toggle"]')
    assert author.locator('[name="action-publish"]').count() == 0
    author.click('[name="action-submit"]')
    author.wait_for_selector(".messages .success")
    assert "/admin/pages/" in letter(boss, BOSS, "À relire : Persona")

    boss.goto("/admin/")
    boss.click("#desk-waiting >> text=Persona")
    boss.wait_for_url(f"**/pages/{pk}/edit/")
    menu(boss, "[data-workflow-action-name=reject]")
    for nothing in ("", "   "):
        boss.fill(".modal-content textarea", nothing)
        with boss.expect_response("**/workflow/collect_action_data/**"):  # the answer puts a new form in the place of this one
            boss.locator(".modal-content [type=submit]").click()
        boss.wait_for_selector(".modal-content >> text=À remplir.")
    boss.fill(".modal-content textarea", reason)
    boss.locator(".modal-content [type=submit]").click()
    boss.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))
    boss.goto("/admin/desk/waiting/")
    assert "Persona" not in boss.inner_text("main")

    assert reason in letter(author, AUTHOR, "À reprendre : Persona")
    author.goto("/admin/")
    assert reason.split(",")[0] in author.inner_text("#desk-sent_back").replace("\xa0", " ")
    assert "Responsable" in author.inner_text("#desk-sent_back")
    author.goto("/outils/persona/")
    assert "Une phrase à relire" not in author.inner_text("main")


def test_the_national_team_filters_what_waits_and_approves_one(desk):  # noqa: F811
    page = desk(NATIONAL)
    page.goto("/admin/desk/waiting/")
    rows = page.locator("main table tbody tr")
    assert rows.count() >= WAITING - 1
    page.click('[aria-label="Afficher les filtres"]')
    page.click('[aria-controls="drilldown-id_step"]')
    page.select_option("#id_step", label="Relecture par l'équipe nationale")
    page.wait_for_function("() => document.querySelectorAll('main table tbody tr').length === 3")
    assert "World café" not in page.inner_text("main table") and "attend depuis aujourd'hui" in rows.first.inner_text().replace(
        "’", "'"
    )
    page.click("main table >> text=Brainwriting 6-3-5")
    page.wait_for_url("**/edit/")
    menu(page, "[data-workflow-action-name=approve]")
    page.wait_for_url(re.compile(r"/admin/(pages/\d+/)?$"))
    page.goto("/admin/desk/waiting/")
    assert "Brainwriting" not in page.inner_text("main table") and "World café" in page.inner_text("main table")
    page.goto("/outils/brainwriting-6-3-5/")
    assert "Relue par l’équipe nationale." in page.inner_text("main")


NEWS = "trente-deux-personnes-et-une-lettre"


def test_each_act_on_a_page_leaves_a_line_in_its_history(desk):  # noqa: F811
    page = desk(MANAGER)
    pk = open_tool(page, NEWS)
    page.click('[data-side-panel-toggle="comments"]')
    page.locator('[data-contentpath="summary"]').hover()
    page.locator('[data-contentpath="summary"] [data-comment-add]').click()
    page.fill(".comment__input", "Plus court ?")
    page.click("text=Commenter")
    for words in ("Une autre phrase.", "Encore une autre."):
        page.fill("#id_summary", words)
        save(page)
    lock(page)
    reader = desk()
    reader.goto(f"/admin/pages/{pk}/edit/")
    assert "a été verrouillé(e) par Responsable Bretagne le " in told(reader)
    assert reader.inner_text("footer .action-save:disabled").strip() == "Page verrouillée"
    page.click(".messages >> text=Déverrouiller")
    page.wait_for_selector(".messages >> text=déverrouillée")

    page.goto(f"/admin/pages/{pk}/revisions/compare/earliest...latest/")
    assert "Encore une autre." in page.inner_text("main")
    page.goto(f"/admin/pages/{pk}/history/?show=all")
    page.locator("td .w-dropdown__toggle").nth(-2).click()  # the first save, after the page as it was loaded
    page.locator("a[href$='/revert/']:visible").click()
    page.wait_for_url("**/revert/")
    page.click("footer .action-save")
    page.wait_for_url("**/edit/")
    assert page.input_value("#id_summary") == "Une autre phrase."
    schedule(page, "2034-01-02 08:00", "2034-02-03 18:00")
    shell(CLOCK.format(slug=NEWS))

    page.goto(f"/admin/pages/{pk}/history/?show=all")
    lines = page.inner_text("main table").replace("\xa0", " ")
    for words in ACTS:
        assert words in lines, words
    assert page.request.get(f"/actualites/{NEWS}/").status == 404


ACTS = [
    "Brouillon sauvegardé", "Le commentaire « Plus court ? » a été ajouté sur le champ « Résumé »", "Verrouillé(e)", "Déverrouillé(e)",
    "restaurée", "programmée pour publication", "Publication programmée annulée",
]  # fmt: skip


def lock(page):
    page.click('[data-side-panel-toggle="status"]')
    page.locator("[data-side-panel=status]").get_by_text("Verrouiller", exact=True).click()
    page.wait_for_selector(".messages >> text=verrouillé")


def schedule(page, start, end):
    settle(page)
    if not page.is_visible('[data-side-panel="status"]'):  # Wagtail opens the panel that was open last
        page.click('[data-side-panel-toggle="status"]')
    page.click('[data-side-panel="status"] [data-a11y-dialog-show="schedule-publishing-dialog"]')
    page.fill("#id_go_live_at", start)
    page.press("#id_go_live_at", "Tab")
    page.fill("#id_expire_at", end)
    page.press("#id_expire_at", "Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages >> text=à jour")
    menu(page, '[name="action-publish"]')
    page.wait_for_selector(".messages >> text=planifiée")


def test_several_tools_change_licence_at_once_and_back(desk):  # noqa: F811
    page = desk(MANAGER)
    page.goto("/admin/tools/?q=carte")
    for box in page.locator("[data-bulk-action-checkbox]").all():
        box.check()
    bulk(page, "licence")
    page.select_option("#id_licence", label="CC BY 4.0")
    assert "Carte d'empathie" in page.inner_text("main")  # what becomes of each is told first
    page.click("main form button[type=submit]")
    page.wait_for_selector(".messages .success")
    assert licences(page) == {"CC BY 4.0"}
    page.click('.messages a[href*="/annuler/"]')
    page.click("main form button[type=submit]")
    page.wait_for_selector(".messages .success")
    assert licences(page) == {"CC BY-SA 4.0"}


def bulk(page, name):
    page.wait_for_selector(".bulk-actions-choices:not(.hidden)")
    page.evaluate("document.addEventListener('w-dropdown:shown', () => { window.opened = true; })")
    page.click(".bulk-actions-choices .w-dropdown__toggle")
    page.wait_for_function("() => window.opened")  # before, Wagtail has not told the link which pages are chosen
    page.locator(f'a[href*="/bulk/wagtailcore/page/{name}/"]:visible').click()
    page.wait_for_url(f"**/{name}/**")


def licences(page):
    """Those of the export, that a spreadsheet opens."""
    text = page.request.get("/admin/tools/?q=carte&export=csv").body().decode("utf-8-sig")
    return {row["Licence"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}


TABLE = "Nom de l'outil;Nature;Durée mini (min)\nÉcoute à deux;Activité courte;{}\nOù ça coince;Activité courte;5\n"


def test_a_table_is_tried_mended_imported_and_undone(desk):  # noqa: F811
    page = desk()
    send(page, TABLE.format("dix"))
    assert "Durée mini (min)" in page.inner_text(".import-faults") and page.locator(".import-lines > li").count() == 1
    page.goto("/admin/tools/?q=deux")
    assert "Écoute à deux" not in page.inner_text("main")  # nothing is written by a trial
    send(page, TABLE.format("10"))
    assert page.locator(".import-faults").count() == 0
    page.click("text=Importer 2 outils")
    page.wait_for_selector(".messages .success")
    page.goto("/admin/tools/?q=Écoute")
    assert page.locator("main table >> text=Écoute à deux").count() == 1
    page.go_back()
    page.click("text=Défaire l'import")
    page.click("main form button[type=submit]")
    page.wait_for_selector(".messages .success")
    page.goto("/admin/tools/?q=Écoute")
    assert page.locator("main table >> text=Écoute à deux").count() == 0


def send(page, text):
    page.goto("/admin/outils/importer/")
    file = {"name": "outils.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    page.set_input_files("#id_file", file)
    page.click("text=Voir ce qu'il ferait")
    page.wait_for_selector(".import-lines")


def test_an_image_sent_twice_is_told_and_keeps_what_matters_in_the_frame(desk):  # noqa: F811
    page = desk()
    page.goto("/admin/images/multiple/add/")
    for number in (1, 2):
        page.set_input_files('input[type="file"]', {"name": "mur.png", "mimeType": "image/png", "buffer": png("green")})
        page.locator("#upload-list > li.upload-complete, #upload-list > li.upload-success").nth(number - 1).wait_for()
    assert page.inner_text("#upload-list").count("semble être une copie de cette image") == 1
    page.goto("/admin/images/")
    page.click("main table >> text=mur")
    draw(page, ".focal-point-chooser")
    page.click("main form .action-save, main form [type=submit]")
    page.wait_for_selector(".messages .success")
    page.click("main table >> text=mur")
    assert int(page.input_value("#id_focal_point_width")) > 10


def draw(page, selector):
    """A rectangle, with the mouse."""
    settle(page)
    box = page.locator(selector).bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 40, steps=4)
    page.mouse.up()


def test_a_replaced_document_keeps_its_address_and_a_wrong_one_is_refused_in_words(desk):  # noqa: F811
    page = desk(MANAGER)
    page.goto("/outils/carte-des-acteurs/")
    address = page.get_attribute("#fichiers a[href*='/fichiers/']", "href")
    page.goto("/admin/documents/?q=acteurs")
    page.click("main table >> text=Carte des acteurs, canevas")
    page.wait_for_url("**/documents/edit/**")
    assert "le remplace tout de suite sur" in page.inner_text("main")
    page.set_input_files("#id_file", {"name": "canevas.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + b"0" * 99})
    page.click("main form [type=submit]")
    assert "« canevas.pdf » n'est pas un vrai fichier .pdf." in page.inner_text("main").replace("\xa0", " ")
    page.set_input_files("#id_file", {"name": "canevas.pdf", "mimeType": "application/pdf", "buffer": SHEET})
    page.click("main form [type=submit]")
    page.wait_for_selector(".messages .success")
    assert page.request.get(address).body() == SHEET  # at the address that people have kept


WORDS = ["\"'%_\\(((-*:<b>🐝", "' OR 1=1 -- AND NOT", "é" * 300]
BOXES = ["tools/", "news/", "images/", "documents/", "pages/search/", "desk/lab/", "desk/english/"]
BOXES_OF_NATIONALS = ["members/", "invitations/", "people/", "labs/", "audit/", "redirects/", "desk/waiting/"]


@pytest.mark.parametrize(("who", "boxes"), [(EDITOR, BOXES), (NATIONAL, BOXES_OF_NATIONALS)])
def test_search_boxes_take_any_text(desk, who, boxes):  # noqa: F811
    page = desk(who)
    page.goto("/admin/tools/")
    page.fill("main [name=q]", "%_\"'")
    page.wait_for_function("() => location.search.includes('q=')")
    assert page.locator("main table tbody tr").count() == 0
    failed = [
        (box, words) for box in boxes for words in WORDS if page.request.get(f"/admin/{box}", params={"q": words}).status != 200
    ]
    assert failed == []


def test_a_renamed_page_is_found_at_its_former_address(desk, visit):  # noqa: F811
    page, reader = desk(NATIONAL), visit(320)
    open_tool(page, "observation-de-terrain")
    page.click('form [role="tab"]:has-text("Référencement")')
    page.fill("#id_slug", "observer-le-terrain")
    publish(page)
    reader.goto("/outils/observation-de-terrain/")
    assert reader.url.endswith("/outils/observer-le-terrain/") and "Observation de terrain" in reader.inner_text("h1")


def test_the_bar_of_the_page_is_for_its_editors(desk, visit):  # noqa: F811
    page, reader = desk(), visit(1280)
    for one in (page, reader):
        one.goto("/outils/carte-d-empathie/")
    bar = page.locator("wagtail-userbar")
    bar.locator("button").first.click()
    assert bar.locator("a[href$='/edit/']").count() == 1
    assert reader.locator("wagtail-userbar").count() == 0


PANELS = ["En attente de moi", "Renvoyés avec un motif", "Mes brouillons", "Les pages de mon lab"]
PANELS += ["À relire", "Sans version anglaise", "Place utilisée"]


def test_the_desk_and_its_help_speak_french(desk):  # noqa: F811
    page = desk()
    page.goto("/admin/")
    headings = [words.partition("\n")[0] for words in page.locator("main section h2").all_inner_texts()]
    assert [heading for heading in headings if heading in PANELS] == PANELS
    page.goto("/admin/help/")
    assert "À qui demander" in page.inner_text("main") and page.locator("main a[href='https://guide.wagtail.org/']").count() == 1
    page.click("main >> text=Relire et renvoyer")
    assert "Celle ou celui qui renvoie dit pourquoi" in page.inner_text("main")


def test_whoever_left_reads_nothing_of_the_lab_any_more(desk):  # noqa: F811
    page, boss, tool = desk(LEAVER), desk(MANAGER), "/outils/carte-des-acteurs/"
    boss.goto("/admin/tools/?q=acteurs")
    boss.locator("[data-bulk-action-checkbox]").first.check()
    bulk(boss, "access")
    boss.select_option("#id_access", label="Mon lab")
    boss.click("main form button[type=submit]")
    boss.wait_for_selector(".messages .success")
    undo = boss.get_attribute('.messages a[href*="/annuler/"]', "href")
    assert page.goto(tool).status == 200 and page.goto("/admin/tools/?q=acteurs").status == 200

    boss.goto("/admin/members/?q=facilitatrice")
    boss.click("main table tbody a")
    boss.click("text=Mettre fin à l'appartenance")
    boss.click("main form [type=submit]")
    boss.wait_for_selector(".messages .success")
    assert page.goto(tool).status == 404 and page.goto("/admin/tools/").status == 403
    assert "Pas avec ce compte" in page.inner_text("main")
    page.goto("/compte/")
    assert "Vous ne tenez aucun rôle aujourd’hui : vous lisez ce qui est public." in page.inner_text("main").replace(
        "\xa0", " "
    ).replace("\u202f", " ")
    boss.goto(undo)
    boss.click("main form button[type=submit]")
    boss.wait_for_selector(".messages .success")
