"""The 18 regions, and the vocabularies of labs, events and case studies."""

from django.db import migrations

MAINLAND, OVERSEAS = "metropolitan", "overseas"
# code, kind, ISO, French, English, after a verb, slug, departments, time zone
REGIONS = [
    ("84", MAINLAND, "FR-ARA", "Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes", "en Auvergne-Rhône-Alpes", "auvergne-rhone-alpes", "01 03 07 15 26 38 42 43 63 69 73 74"),
    ("27", MAINLAND, "FR-BFC", "Bourgogne-Franche-Comté", "Bourgogne-Franche-Comté", "en Bourgogne-Franche-Comté", "bourgogne-franche-comte", "21 25 39 58 70 71 89 90"),
    ("53", MAINLAND, "FR-BRE", "Bretagne", "Brittany", "en Bretagne", "bretagne", "22 29 35 56"),
    ("24", MAINLAND, "FR-CVL", "Centre-Val de Loire", "Centre-Val de Loire", "en Centre-Val de Loire", "centre-val-de-loire", "18 28 36 37 41 45"),
    ("94", MAINLAND, "FR-20R", "Corse", "Corsica", "en Corse", "corse", "2A 2B"),
    ("44", MAINLAND, "FR-GES", "Grand Est", "Grand Est", "dans le Grand Est", "grand-est", "08 10 51 52 54 55 57 67 68 88"),
    ("32", MAINLAND, "FR-HDF", "Hauts-de-France", "Hauts-de-France", "dans les Hauts-de-France", "hauts-de-france", "02 59 60 62 80"),
    ("11", MAINLAND, "FR-IDF", "Île-de-France", "Île-de-France", "en Île-de-France", "ile-de-france", "75 77 78 91 92 93 94 95"),
    ("28", MAINLAND, "FR-NOR", "Normandie", "Normandy", "en Normandie", "normandie", "14 27 50 61 76"),
    ("75", MAINLAND, "FR-NAQ", "Nouvelle-Aquitaine", "Nouvelle-Aquitaine", "en Nouvelle-Aquitaine", "nouvelle-aquitaine", "16 17 19 23 24 33 40 47 64 79 86 87"),
    ("76", MAINLAND, "FR-OCC", "Occitanie", "Occitanie", "en Occitanie", "occitanie", "09 11 12 30 31 32 34 46 48 65 66 81 82"),
    ("52", MAINLAND, "FR-PDL", "Pays de la Loire", "Pays de la Loire", "dans les Pays de la Loire", "pays-de-la-loire", "44 49 53 72 85"),
    ("93", MAINLAND, "FR-PAC", "Provence-Alpes-Côte d'Azur", "Provence-Alpes-Côte d'Azur", "en Provence-Alpes-Côte d'Azur", "provence-alpes-cote-d-azur", "04 05 06 13 83 84"),
    ("01", OVERSEAS, "FR-971", "Guadeloupe", "Guadeloupe", "en Guadeloupe", "guadeloupe", "971"),
    ("02", OVERSEAS, "FR-972", "Martinique", "Martinique", "en Martinique", "martinique", "972"),
    ("03", OVERSEAS, "FR-973", "Guyane", "French Guiana", "en Guyane", "guyane", "973"),
    ("04", OVERSEAS, "FR-974", "La Réunion", "Réunion", "à La Réunion", "la-reunion", "974"),
    ("06", OVERSEAS, "FR-976", "Mayotte", "Mayotte", "à Mayotte", "mayotte", "976"),
]  # fmt: skip
ZONES = {
    "01": "America/Guadeloupe", "02": "America/Martinique", "03": "America/Cayenne", "04": "Indian/Reunion", "06": "Indian/Mayotte",
}  # fmt: skip
TERMS = {
    "presence": [("physical", "Lieu fixe", "A place"), ("mobile", "Itinérant", "Mobile")],
    "service": [
        ("co-design-flash", "Co-design flash, 1 à 4 jours", "Co-design flash, 1 to 4 days"),
        ("sprint", "Sprint collaboratif", "Collaborative sprint"),
        ("residency", "Mode résidence, 3 fois 1 semaine", "Residency, 3 times 1 week"),
        ("accelerator", "Accélérateur de projet, 8 à 10 semaines", "Project accelerator, 8 to 10 weeks"),
        ("long-project", "Projet au long cours", "Long project"),
        ("visit", "Visite, learning expedition", "Visit, learning expedition"),
        ("lab-experience", "LAB Experience", "LAB Experience"),
        ("webinar", "Webinaire", "Webinar"),
        ("training", "Formation à l'animation", "Training in facilitation"),
        ("lab-creation", "Accompagnement à la création d'un lab", "Help to create a lab"),
    ],
    "equipment": [
        ("projector", "Vidéoprojecteur", "Projector"),
        ("large-printer", "Imprimante A3", "A3 printer"),
        ("flipcharts", "Paperboards", "Flipcharts"),
        ("writable-walls", "Murs où écrire", "Writable walls"),
        ("modular-furniture", "Mobilier modulable", "Modular furniture"),
        ("bricks", "Briques à assembler", "Building bricks"),
        ("prototyping", "Atelier de maquettage", "Model-making workshop"),
        ("offline-router", "Routeur hors ligne", "Offline router"),
        ("induction-loop", "Boucle magnétique", "Induction loop"),
        ("video", "Captation vidéo", "Video recording"),
    ],
    "role": [
        ("facilitator", "Facilitation", "Facilitation"),
        ("designer", "Design de services", "Service design"),
        ("multiplier", "Démultiplication de la créativité", "Spreading creativity"),
        ("community", "Animation de communauté", "Community management"),
        ("trainer", "Formation", "Training"),
        ("animator", "Animation", "Leading sessions"),
        ("expert", "Expertise", "Expertise"),
    ],
    "visitor": [
        ("administration", "Administration et secteur public", "Administration and public sector"),
        ("companies", "Entreprises et associations", "Companies and associations"),
        ("local-authorities", "Collectivités territoriales et élus", "Local authorities and elected members"),
        ("research", "Recherche, écoles, universités", "Research, schools, universities"),
    ],
    "case_phase": [
        ("identifying", "Repérage", "Identifying problems"),
        ("ideating", "Idéation", "Generating ideas"),
        ("proposing", "Proposition", "Developing proposals"),
        ("implementing", "Mise en œuvre", "Implementing"),
        ("evaluating", "Évaluation", "Evaluating"),
        ("diffusing", "Essaimage", "Diffusing lessons"),
    ],
    "problem": [
        ("silos", "Travail en silos", "Work in silos"),
        ("slowness", "Lenteur à obtenir des résultats", "Slow results"),
        ("logistics", "Logistique lourde", "Heavy logistics"),
        ("visibility", "Peu de visibilité", "Little visibility"),
        ("users-out", "Usagers trop peu associés", "Users too little involved"),
        ("mobilising", "Mobiliser les bonnes personnes", "Mobilising the right people"),
        ("closed", "Peu d'ouverture vers l'extérieur", "Little openness to the outside"),
    ],
}
PROTECTED = ("presence",)


def add(apps, schema_editor):
    territories, terms = apps.get_model("portal", "Territory").objects, apps.get_model("portal", "Term").objects
    for code, kind, iso, french, english, after, slug, departments in REGIONS:
        territories.get_or_create(
            code=code,
            defaults={
                "kind": kind, "iso_code": iso, "name_fr": french, "name_en": english, "in_fr": after, "slug": slug,
                "departments": departments, "timezone": ZONES.get(code, "Europe/Paris"),
            },
        )  # fmt: skip
    for vocabulary, rows in TERMS.items():
        for order, (code, french, english) in enumerate(rows):
            words = {"label_fr": french, "label_en": english, "order": order, "is_protected": vocabulary in PROTECTED}
            terms.get_or_create(vocabulary=vocabulary, code=code, defaults=words)


class Migration(migrations.Migration):
    dependencies = [("portal", "0006_territories")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
