"""The living page of components: every piece and every block, in every state, from the code that serves readers."""

from django.apps import apps
from django.template.loader import render_to_string

from . import pictures
from .accounts.access import Access
from .blocks import body_blocks

ERRORS = ("400", "403", "403_csrf", "404", "410", "429", "500", "503")


def context(request) -> dict:
    tools = list(apps.get_model("tools_library.ToolPage").objects.visible_to(None).for_cards().order_by("reference")[:1])
    drawn = pictures.duration_axis([(tool.duration_min, tool.duration_max) for tool in tools], (15, 60))
    return {
        "levels": Access.choices,
        "pictures": drawings(),
        "errors": ERRORS,
        "crumbs": [("Accueil", "/")],
        "here": "Composants",
        "rows": list(zip(tools, drawn.rows, strict=True)),
        "axis": drawn.axis,
        "blocks": [preview(name, block, request) for name, block in body_blocks()],
    }


def drawings() -> list[tuple[str, str]]:
    """(what it says, SVG) of each picture computed from the content."""
    steps = tuple(
        pictures.Step(minutes, form, size, title, rule)
        for minutes, form, size, title, rule in (
            (2, "solo", None, "Seul", "same"),
            (4, "pairs", None, "À deux", "same"),
            (8, "small_groups", 4, "À quatre", "remix"),
            (10, "plenary", None, "Tous ensemble", "same"),
        )
    )
    tool = pictures.Tool("Exemple", 20, 40, 4, 60, steps, 20)
    near = [("Un peu plus long", 25, 40, 4, 60), ("Plus petit", 10, 15, 2, 8)]
    return [
        ("Affiche d'un outil : une session, une ligne par personne", pictures.poster(tool)),
        ("Affiche d'un outil sans étapes", pictures.poster(tool._replace(steps=()))),
        ("Minutes des étapes", pictures.timeline(steps)),
        ("Demande que rien ne remplit, et ce qui passe près", pictures.near_miss(20, 20, near)),
        (
            "Essaim des outils : de la plus petite à la plus grande séance",
            pictures.swarm([tool, tool._replace(minutes_min=60, minutes_max=240)]),
        ),
        ("Les sept temps", pictures.seven_times({"open": 1, "scan": 6, "focus": 8, "act": 2, "close": 1})),
        ("Portrait en points, un par session", pictures.portrait(112)),
        ("Où j'en suis dans un guide", pictures.way([True, True, False, False, False], 2)),
        ("Rien ne s'est posé ici", pictures.lost()),
    ]


def preview(name, block, request) -> dict:
    """A block with the example that the picker shows."""
    block.set_name(name)
    value = block.get_preview_value()
    example = getattr(block.meta, "preview_template", "").replace("_preview.html", "_example.html")
    html = render_to_string(example, request=request) if example else block.render(value, {"request": request})
    return {"name": name, "label": block.label, "description": block.meta.description, "html": html}
