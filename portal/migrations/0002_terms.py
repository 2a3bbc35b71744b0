"""The vocabularies that the code and the first editors need."""

from django.db import migrations

PHASES = [
    ("prepare", "Préparer, cadrer", "Prepare", "Préparer", ""),
    ("open", "Ouvrir (inclusion)", "Open", "Ouvrir", ""),
    ("scan", "Explorer", "Scan", "", ""),
    ("focus", "Faire émerger", "Focus", "", ""),
    ("act", "Converger, décider", "Act", "Converger", ""),
    ("close", "Clôturer (débrief à chaud)", "Close", "Clôturer", ""),
    ("follow", "Suivre (débrief à froid)", "Follow up", "Suivre", ""),
]
DELIVERY = [
    ("onsite", "Présentiel", "On site", "", ""),
    ("remote", "À distance", "Remote", "", ""),
    ("hybrid", "Hybride", "Hybrid", "", ""),
    ("async", "Asynchrone", "Asynchronous", "", ""),
]
PARTICIPATION = [
    ("individual", "Seul", "Individual", "", ""),
    ("pairs", "À deux", "Pairs", "", ""),
    ("small_groups", "En petits groupes", "Small groups", "", ""),
    ("plenary", "Tous ensemble", "Plenary", "", ""),
]
# code, French, English, what a person in need says in French, in English
GOALS = [
    ("meet", "Faire connaissance", "Get to know one another", "Le groupe ne se connaît pas", "The group has never met"),
    ("frame", "Poser le cadre", "Set the frame", "Je ne sais pas par quoi commencer", "I do not know where to begin"),
    (
        "understand-users",
        "Comprendre les usagers",
        "Understand users",
        "Nous parlons des usagers sans eux",
        "We speak of users without them",
    ),
    (
        "map-system",
        "Cartographier un système",
        "Map a system",
        "Nous ne voyons pas qui est concerné",
        "We cannot see who is concerned",
    ),
    ("reframe", "Reformuler le problème", "Reframe the problem", "Le problème n'est pas clair", "The problem is not clear"),
    (
        "ideate",
        "Générer des idées",
        "Generate ideas",
        "Nous tournons toujours autour des mêmes idées",
        "The same ideas keep coming back",
    ),
    ("prototype", "Prototyper", "Prototype", "Nous en parlons sans rien montrer", "We talk and show nothing"),
    ("choose", "Choisir et prioriser", "Choose and prioritise", "Nous avons trop d'idées", "We have too many ideas"),
    ("plan", "Planifier l'action", "Plan action", "Nous devons décider aujourd'hui", "We must decide today"),
    ("peer-help", "S'entraider entre pairs", "Help one another", "Une situation me résiste", "A situation resists me"),
    (
        "evaluate",
        "Évaluer, apprendre",
        "Evaluate, learn",
        "Nous ne savons pas ce que cela a donné",
        "We do not know what came of it",
    ),
    ("large-group", "Animer un grand groupe", "Lead a large group", "Nous serons très nombreux", "There will be a crowd"),
]


def load(apps, schema_editor):
    Term = apps.get_model("portal", "Term")
    rows = [("phase", PHASES), ("delivery", DELIVERY), ("participation", PARTICIPATION)]
    for vocabulary, terms in rows:
        for order, (code, fr, en, short, short_en) in enumerate(terms):
            Term.objects.create(
                vocabulary=vocabulary, code=code, label_fr=fr, label_en=en, short_fr=short, short_en=short_en,
                order=order, is_protected=True,
            )  # fmt: skip
    for order, (code, fr, en, prompt_fr, prompt_en) in enumerate(GOALS):
        Term.objects.create(
            vocabulary="goal", code=code, label_fr=fr, label_en=en, prompt_fr=prompt_fr, prompt_en=prompt_en, order=order
        )


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
