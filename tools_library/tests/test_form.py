"""The edit form of a tool explains itself, field by field."""

import json
from html import unescape

from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, InlinePanel

from tools_library.models import ToolPage, ToolStep


def fields_of(panel, prefix=""):
    """(name, help) of every field of a form of the admin, its rows included."""
    if isinstance(panel, InlinePanel):
        yield from fields_of(panel.child_edit_handler, f"{panel.relation_name}.")
    elif isinstance(panel, FieldPanel):
        yield f"{prefix}{panel.field_name}", str(panel.help_text or panel.db_field.help_text)
    for child in getattr(panel, "children", []):
        yield from fields_of(child, prefix)


def test_every_field_of_a_tool_has_its_help():
    """But the two dates of publication, which Wagtail explains in a window of its own."""
    with override("fr"):
        helps = dict(fields_of(ToolPage.get_edit_handler()))
    assert len(helps) > 80 and {name for name, text in helps.items() if not text} == {"go_live_at", "expire_at"}
    with override("en"):
        english = dict(fields_of(ToolPage.get_edit_handler()))
    assert {name for name, text in helps.items() if text == english[name] and text} <= {"links.url", "source_url"}


def test_only_rows_to_be_translated_show_the_box():
    panel = next(p for p in ToolStep.panels if getattr(p, "field_name", "") == "to_translate").bind_to_model(ToolStep)
    shown = [
        panel.get_bound_panel(instance=ToolStep(to_translate=flag), request=None, form=None).is_shown() for flag in (True, False)
    ]
    assert shown == [True, False]


def test_the_menu_of_tools_holds_all_of_the_library(w, people, client):
    client.force_login(people.editor)
    html = unescape(client.get("/admin/").content.decode())
    told = [html.index(json.dumps(words)) for words in ("Créer un outil", "Tous les outils", "Matériel")]
    assert told == sorted(told) and '"Fragments"' not in html
