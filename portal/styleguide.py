"""The living page of components: every piece and every block, in every state, from the code that serves readers."""

from django.apps import apps
from django.template.loader import render_to_string

from . import pictures
from .blocks import body_blocks


def context(request) -> dict:
    tools = list(apps.get_model("tools_library.ToolPage").objects.visible_to(None).for_cards().order_by("reference")[:1])
    drawn = pictures.duration_axis([(tool.duration_min, tool.duration_max) for tool in tools], (15, 60))
    return {
        "crumbs": [("Accueil", "/")],
        "here": "Composants",
        "rows": list(zip(tools, drawn.rows, strict=True)),
        "axis": drawn.axis,
        "blocks": [preview(name, block, request) for name, block in body_blocks()],
    }


def preview(name, block, request) -> dict:
    """A block with the example that the picker shows."""
    block.set_name(name)
    value = block.get_preview_value()
    example = getattr(block.meta, "preview_template", "").replace("_preview.html", "_example.html")
    html = render_to_string(example, request=request) if example else block.render(value, {"request": request})
    return {"name": name, "label": block.label, "description": block.meta.description, "html": html}
