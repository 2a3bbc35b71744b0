from django.db import migrations

# The groups that the code held until they became rows. What editors have kept since is never touched.
GROUPS = [
    "post-it, note repositionnable, sticky note",
    "gommette, pastille, dot",
    "brise-glace, icebreaker, énergiseur, démultiplicateur, faire connaissance",
    "parties prenantes, acteurs, stakeholders",
    "remue-méninges, brainstorming, brainstorm",
    "bilan, rétrospective, débrief, debriefing",
    "visio, à distance, remote, en ligne",
    "usager, utilisateur, bénéficiaire",
]


def sow(apps, schema_editor):
    Synonym = apps.get_model("search", "Synonym")
    if not Synonym.objects.exists():
        Synonym.objects.bulk_create(Synonym(terms="\n".join(group.split(", "))) for group in GROUPS)


class Migration(migrations.Migration):
    dependencies = [("search", "0005_synonyms_and_promotions")]

    operations = [migrations.RunPython(sow, migrations.RunPython.noop)]
