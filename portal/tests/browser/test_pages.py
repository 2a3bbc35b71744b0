"""Every kind of page in Chromium: axe, weight, no sideways scroll; light and dark, phone and desk, both languages."""

import pytest

from .conftest import faults_of
from .test_account import sign_in

KINDS = {
    "accueil": "/",
    "outils": "/outils/",
    "outils filtrés": "/outils/?min=15&max=60&de=12&a=25&format=onsite",
    "aucun outil": "/outils/?max=4&de=80",
    "outils cherchés": "/outils/?q=gomettes",
    "tous les critères": "/outils/?criteres=tous",
    "actualités filtrées": "/actualites/?type=interview",
    "outil": "/outils/1-2-4-tous/",
    "outil à fichier": "/outils/carte-d-empathie/",
    "outil à sept étapes": "/outils/co-design-flash/",
    "actualités": "/actualites/",
    "actualité": "/actualites/je-ne-decide-rien-je-tiens-le-temps/",
    "études de cas": "/etudes-de-cas/",
    "étude de cas": "/etudes-de-cas/agence-de-demain/",
    "chiffres clés": "/chiffres-cles/",
    "contenu": "/le-reseau/",
    "aide": "/aide/",
    "accessibilité": "/accessibilite/",
    "plan": "/plan-du-site/",
    "connexion": "/compte/connexion/",
    "mot de passe": "/compte/mot-de-passe/oublie/",
    "introuvable": "/rien/",
    "composants": "/composants/",
    **{f"erreur {code}": f"/composants/erreurs/{code}/" for code in ("400", "403", "403_csrf", "410", "429", "500", "503")},
    "home": "/en/",
    "tools": "/en/tools/",
    "news": "/en/news/",
    "no tool": "/en/tools/?max=4&de=80",
    "tool": "/en/tools/empathy-map/",
    "sign in": "/en/compte/connexion/",
    "not found": "/en/nothing/",
    "sélection": "/outils/selection/?o=OUT-002&o=OUT-014&o=OUT-404",
    "sélection vide": "/outils/selection/",
    "rechercher": "/recherche/",
    "recherche": "/recherche/?q=carte",
    "recherche d'une sorte": "/recherche/?q=gomettes&sorte=tool",
    "recherche vaine": "/recherche/?q=avignon&sorte=help",
    "search": "/en/recherche/?q=map",
    "par où commencer": "/recherche/?besoin=le groupe ne se connaît pas",
    "ni commencer": "/recherche/?besoin=zzzz",
    "labs": "/labs/",
    "labs choisis": "/labs/?presence=mobile&etat=open",
    "labs, critères": "/labs/?criteres=tous",
    "aucun lab": "/labs/?q=zzzz",
    "lab mobile": "/labs/lab-mobile-de-bretagne/",
    "lab fixe": "/labs/lab-national/",
    "écrire au lab": "/labs/ecrire/bretagne/",
    "lab en projet": "/labs/lab-de-tours/",
    "région": "/labs/regions/la-reunion/",
    "région sans lab": "/labs/regions/corse/",
    "carte à intégrer": "/labs/integrer/",
    "agenda": "/agenda/",
    "agenda passé": "/agenda/?quand=passes",
    "mois": "/agenda/?mois=202612",
    "données ouvertes": "/donnees-ouvertes/",
    "lab in English": "/en/labs/mobile-lab-of-bretagne/",
    "code d'une feuille": "/o/OUT-002/22222",
}
LISTINGS = {
    "outils",
    "outils filtrés",
    "aucun outil",
    "outils cherchés",
    "tous les critères",
    "actualités filtrées",
    "études de cas",
    "tools",
    "actualités",
    "news",
    "labs",
    "labs choisis",
    "labs, critères",
    "aucun lab",
    "région",
    "carte à intégrer",
    "agenda",
    "agenda passé",
    "mois",
    "plan",
    "rechercher",
    "recherche",
    "recherche d'une sorte",
    "recherche vaine",
    "search",
}


def test_every_kind_of_page_has_no_axe_violation_and_no_sideways_scroll(visit, axe):
    page, faults = visit(bypass_csp=True), {}
    for name, address in KINDS.items():
        page.goto(address)
        if found := faults_of(page, axe):
            faults[name] = found
    assert faults == {}


def test_every_kind_of_page_holds_its_weight(visit):
    """Elements, requests and bytes of look.md: 300 or 355 elements, 9 requests, 120 kB uncompressed."""
    context, heavy, seen = visit().context, {}, []
    for name, address in KINDS.items():
        if name == "composants":
            continue
        page, answers = context.new_page(), []  # a tab of its own: nothing of the page before is counted
        context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})  # as on a first visit
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(address)
        for _ in range(25):  # the icon comes last, after the page says that it is loaded; a frame of another site has none
            if any("/img/logo" in answer.url for answer in answers):
                break
            page.wait_for_timeout(20)
        elements, size = page.evaluate("document.querySelectorAll('*').length"), sum(len(a.body()) for a in answers)
        if elements > (355 if name in LISTINGS else 300) or len(answers) > 9 or size > 120_000:
            heavy[name] = (elements, len(answers), size)
        seen.append(len(answers))
        page.close()
    assert min(seen) > 3  # nothing came from a cache
    assert heavy == {}


@pytest.mark.parametrize("address", list(KINDS.values())[:6])
def test_targets_are_large_enough_for_a_finger(visit, address):
    page = visit(320)
    page.goto(address)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, input, select, summary')].filter(e => {
            const r = e.getBoundingClientRect(), inText = e.closest('p, .crumb, dd') && getComputedStyle(e).display === 'inline';
            return r.width && !inText && !e.closest('svg') && (r.height < 23.5 || r.width < 23.5) && !e.matches('.skip, .pick input, .row a');
        }).map(e => e.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_a_tool_read_by_a_member_and_by_an_editor_is_accessible(visit, accounts, axe):
    """Her page has the notes between facilitators, and Wagtail's bar for an editor."""
    page, faults = visit(bypass_csp=True), {}
    for email in ("membre.bretagne@essaim.example", "editrice.bretagne@essaim.example"):
        sign_in(page, accounts, email)
        page.goto("/outils/1-2-4-tous/")
        elements = page.evaluate("document.querySelectorAll('body *:not(wagtail-userbar, wagtail-userbar *)').length")
        if (found := faults_of(page, axe)) or elements > 320:
            faults[email] = (found, elements)
        page.context.clear_cookies()
    assert faults == {}
