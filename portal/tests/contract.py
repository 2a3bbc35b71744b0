"""What the two engines are asked, and must answer alike: over the demo content, then over a generated corpus."""

import random

from search.entries import SearchEntry

from .test_queries import HELD, TUNED

TYPED = [text for text, _first in (*HELD, *TUNED)]
# Signs, operators, odd text: only text.
ODD = [
    "*", "?", "~", "vote~2", "vot*", "title:vote", "vote AND carte", "vote OR carte", "NOT vote", "+vote -carte", "(vote", "vote)",
    "[1 TO 5]", "{}", "vote^5", "\\", "/vote/", "vote && carte", "\"", "\"vote", "«", "-", "--vote", "é", "E\u0301veil", "œuvre", "ŒUVRE",
    "a", "à", "le la les", "de l'", "aujourd'hui", "aujourd’hui", "l'idée", "l’idée", "jusqu'au bout", "c'est", "3.5", "6-3-5", "1,2",
    "post-it", "post it", "co.design", "co_design", "co:design", "co·design", "100 %", "n°1", "état-major", "😀 vote", "日本", "ﬁn",
    "straße", "ÉCOLE", "x" * 200, "vote " * 60, "0", "00", "2026",
]  # fmt: skip
PHRASES = [
    '"parties prenantes"', "« trop d'idées »", '"le groupe"', '-"le groupe"', "carte -empathie", "carte -acteurs -territoire",
    '"carte des acteurs" usager', "-vote", '"idées en silence"', '"silence en idées"', "vote -zzz", '"1-2-4"',
]  # fmt: skip
TYPOS = [
    "gomete", "emphatie", "empatie carte", "acteur carte", "sprintt", "prottotype", "codesing", "facilitatteur", "brainwritting",
    "retrospective", "débriff", "invesrion", "obsrvation terrain", "perosna", "sénario", "animateurr zzzzqqq", "qqqq wwww", "residance",
]  # fmt: skip
WORDS = [
    "vote", "carte", "idées", "groupe", "usagers", "décider", "tester", "écouter", "silence", "temps", "table", "mur", "question",
    "projet", "prototype", "bilan", "terrain", "équipe", "atelier", "service", "créatif", "créativité", "participants", "gommette",
    "dist", "vot", "cart", "emp", "fac", "méth", "outil", "tool", "workshop", "map", "ideas", "vote carte", "groupe silence idées",
    "tester un prototype", "décider ensemble", "une carte pour le groupe", "animer à distance", "sans matériel", "grand groupe",
]  # fmt: skip
NARROWED = [
    "", "max=45", "max=45&min=20", "max=10", "min=300&max=600", "de=20", "de=4", "de=500", "de=8&a=30", "temps=focus",
    "temps=focus&temps=scan", "temps=act&max=60", "objectif=decide", "objectif=ideate&objectif=choose", "genre=activity",
    "format=remote", "niveau=1", "niveau=3&max=90", "q=vote&max=45", "q=idées&temps=focus", "q=carte&de=20&max=90", "q=zzzz&max=45",
    "q=gomettes&temps=act", "tri=az", "tri=court", "tri=maj", "max=45&tri=az", "q=vote&tri=az", "support=oui", "langue=en",
    "droits=CC-BY-SA-4.0", "q=carte&tri=maj", "temps=nowhere", "temps=focus&objectif=decide&niveau=1", "page=2", "max=120&page=2",
]  # fmt: skip
NEWS = [
    "",
    "lab",
    "labs",
    "formation",
    "agenda",
    "nouvelle",
    "guide",
    "outil",
    "réseau",
    "2026",
    "rencontre -lab",
    '"lab mobile"',
    "formattion",
]
LABS = [
    "", "presence=mobile", "presence=physical&etat=open", "etat=planned", "region=bretagne", "region=mayotte&presence=mobile",
    "type=national", "service=residency", "mobile", "quimper", "bretagne", "breton", "bretange", "facilitatrice", "tri=az", "tri=maj",
    "q=lab&region=la-reunion", '"lab mobile"', "mobile -bretagne", "langue=en", "valise", "zzzz",
]  # fmt: skip
EVENTS = [
    "", "type=tour_stop", "type=visit&region=bretagne", "public=research", "format=online", "lab=bretagne", "quimper", "visite",
    "formation animer", "tri=recent", "tri=az", "q=atelier&type=tour_stop", "gomettes", "quimpre", "webinaire", "zzzz",
]  # fmt: skip
GUIDES = ["", "lab", "créer", "créer un lab", "niveau=discovery", "creer", "lab=national", "cree son lab", "zzzz"]
LESSONS = ["", "commanditaire", "débrief", "valise", "séquencement", "sequencemnt", "échec", '"débrief à froid"', "zzzz"]
CASES = [
    "", "agence", "maquettes", "raté", "échec", "lab", "annee=2015", "theme=service_offer", "phase=implementing", "outil=OUT-024",
    "lab=national", "region=ile-de-france", "theme=hr&tri=az", "q=agence&theme=service_offer", "tri=az", "tri=maj", "CAS-002",
    "maquetes", '"sept maquettes"', "maquette -agence", "annee=1999",
]  # fmt: skip
# Over every kind at once.
OF_ALL = [
    "", "sorte=tool", "sorte=news", "sorte=page&sorte=help", "sorte=nowhere", "langue=en", "langue=fr&langue=en", "page=2",
    "tri=recent", "q=lab&tri=recent", "q=carte&sorte=tool", "q=lab&sorte=news", "q=outil&sorte=help&langue=fr", "q=gomettes&sorte=news",
    "q=avignon&sorte=help", "q=imprimer", "q=compte", "q=cookies", "q=données personnelles", "q=accessibilité", "q=licence",
    "q=contact", "q=le réseau", "q=facilitatrice", "q=mentionz légales", "q=imprimmer", "q=lettre -lab", "q=réseau&tri=recent&page=2",
]  # fmt: skip

ROOTS = [
    "atelier",
    "carte",
    "usager",
    "facilit",
    "service",
    "public",
    "innov",
    "créat",
    "épreuv",
    "décid",
    "group",
    "idé",
    "question",
    "projet",
    "mobil",
    "territ",
    "région",
    "agent",
    "méthod",
    "sondag",
    "entretien",
    "observ",
    "maquett",
    "scénari",
    "restitu",
    "équip",
    "partag",
    "évalu",
    "expériment",
    "numériqu",
    "accessib",
    "budget",
    "calendri",
    "matéri",
    "gommett",
    "feuill",
    "tableau",
    "salle",
    "voix",
    "silenc",
    "écout",
    "tour",
    "bilan",
    "réussit",
    "échec",
    "condition",
    "leçon",
]
ENDINGS = ["", "e", "s", "es", "er", "é", "ée", "ation", "ations", "eur", "eurs", "ement", "ique", "iques", "ent", "ons"]
ELISIONS = ["", "", "", "l'", "d’", "qu'", "l’"]


def corpus(number: int) -> list[SearchEntry]:
    """Zipfian French with inflections, elisions and accents; a tenth of it is not public."""
    rng = random.Random(20261126)
    weights = [1 / (rank + 1) for rank in range(len(ROOTS))]

    def say(length):
        roots = rng.choices(ROOTS, weights, k=length)
        return " ".join(rng.choice(ELISIONS) + root + rng.choice(ENDINGS) for root in roots)

    return [
        SearchEntry(
            kind="tool", pk=n, language="fr" if n % 7 else "en", shown_in=("fr", "en") if n % 7 else ("en",),
            access="public" if n % 10 else "lab", lab=n % 5, title=say(3).capitalize(), names=(say(2),),
            summary=say(12), keywords=say(5), body=say(60), facets={"phase": (rng.choice(["scan", "focus", "act"]),)},
            intervals={"minutes": (rng.randrange(5, 60, 5), rng.randrange(60, 240, 10)), "people": (rng.randrange(2, 8), None if n % 4 else 30)},
            sorts={"title": f"{n:06}"},
        )
        for n in range(1, number + 1)
    ]  # fmt: skip


def asked_of_the_corpus(number: int) -> list[str]:
    """Words, pairs, half-words, typos, phrases of it."""
    rng = random.Random(7)
    out = []
    for n in range(number):
        one, two = rng.choice(ROOTS), rng.choice(ROOTS)
        first, second = one + rng.choice(ENDINGS), two + rng.choice(ENDINGS)
        wrong = first[: len(first) // 2] + rng.choice("aeiourst") + first[len(first) // 2 + 1 :]
        out.append([first, f"{first} {second}", f"l'{first}", one[:4], wrong, f'"{first} {second}"', f"{first} -{second}"][n % 7])
    return out
