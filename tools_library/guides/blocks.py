"""The blocks of a lesson. Those that every page has come from portal.blocks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.blocks import (
    EMPHASIS,
    INLINE_FEATURES,
    LINKS,
    TEXT,
    AccordionBlock,
    CalloutBlock,
    DownloadBlock,
    FiguresBlock,
    ImageBlock,
    QuestionBlock,
    QuoteBlock,
    StepsBlock,
    TableBlock,
    TextBlock,
)

from .named import NamedPage

RICH = ["bold", "italic", "ol", "ul", "link"]
SAMPLES = {
    "tool": ("h-outils", "Réunion de qualification", "Comprendre l'enjeu, décider d'y aller.", "OUT-006"),
    "case": ("h-cas", "Un accueil repensé avec ses usagers", "Ce qui a marché, ce qui a raté.", "CAS-001"),
    "lab": ("h-labs", "Lab de démonstration", "Deux salles, un atelier, une équipe de trois.", "Lab"),
}


class LessonCalloutBlock(CalloutBlock):
    kind = blocks.ChoiceBlock(
        [("idea", _("Idea")), ("attention", _("Beware")), ("testimony", _("Testimony"))], default="idea", label=_("Kind")
    )

    class Meta:
        preview_value = {"kind": "idea", "title": "Comptez large", "text": "<p>Dix-sept minutes en vrai.</p>"}
        template = "tools_library/blocks/callout.html"


class NamedBlock(blocks.StructBlock):
    """A page of the portal, and why it is named here. Who may not read the page sees nothing."""

    kind = ""

    class Meta:
        group = LINKS
        label_format = "{note}"
        preview_template = "tools_library/blocks/named_preview.html"
        template = "tools_library/blocks/named.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        shown, named = (parent_context or {}).get("named", {}), value.get(self.kind)
        return context | {"kind": self.kind, "shown": named and shown.get(self.kind, {}).get(named.pk)}

    def get_preview_context(self, value, parent_context=None):
        hue, title, line, over = SAMPLES[self.kind]
        return super().get_preview_context(value, parent_context) | {"hue": hue, "title": title, "line": line, "over": over}


def note():
    return blocks.CharBlock(
        label=_("Why it is here"), max_length=300, required=False, help_text=_("One sentence: what to look at in it.")
    )


class ToolBlock(NamedBlock):
    tool = NamedPage("tool", label=_("Tool"))
    note = note()
    kind = "tool"

    class Meta:
        icon = "snippet"
        label = _("Tool")
        description = _("The card of a tool of the library. Its own page then names this lesson.")


class CaseBlock(NamedBlock):
    case = NamedPage("case", label=_("Case study"))
    note = note()
    kind = "case"

    class Meta:
        icon = "folder-open-inverse"
        label = _("Case study")
        description = _("A case of the network that shows what the lesson says.")


class LabBlock(NamedBlock):
    lab = NamedPage("lab", label=_("Lab"))
    note = note()
    kind = "lab"

    class Meta:
        icon = "home"
        label = _("Lab")
        description = _("A lab that one may ask, or visit.")


class ChecklistBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Line"), max_length=240), label=_("Lines"), min_num=1, max_num=12)

    class Meta:
        icon = "tick-inverse"
        label = _("List to tick")
        group = EMPHASIS
        description = _("What must be true before going on. Ticks stay on the reader's device.")
        preview_value = {"title": "Avant de dire oui", "items": ["Le commanditaire sera là.", "Des usagers viendront."]}
        label_format = "{title}"
        template = "tools_library/blocks/checklist.html"


class DefinitionBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Word"), max_length=80)
    text = blocks.RichTextBlock(label=_("Definition"), features=INLINE_FEATURES)

    class Meta:
        icon = "openquote"
        label = _("Definition")
        group = TEXT
        description = _("A word of the trade, the first time that it is used.")
        preview_value = {"term": "Commanditaire", "text": "<p>La personne qui demande et qui décidera.</p>"}
        label_format = "{term}"
        template = "tools_library/blocks/definition.html"


PRACTICE = pgettext_lazy("blocks", "Practice")


class PracticeBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(
        label=_("What to do"),
        features=RICH,
        help_text=_("One task, in one's own lab. For example: Write your answer in three lines."),
    )
    output = blocks.CharBlock(
        label=_("What comes out of it"), max_length=240, required=False, help_text=_("For example: The first page of the file.")
    )
    minutes = blocks.IntegerBlock(
        label=_("Minutes"), min_value=1, max_value=480, help_text=_("They count in the duration of the lesson.")
    )
    tool = NamedPage("tool", label=_("Tool"), required=False, help_text=_("The one that is practised: its card is linked."))

    class Meta:
        icon = "edit"
        label = _("Your turn")
        group = PRACTICE
        description = _("A task to do in one's own lab, with its minutes. One a lesson.")
        preview_value = {
            "title": "Trois phrases", "text": "<p>Écrivez votre réponse en trois phrases.</p>", "output": "Une réponse",
            "minutes": 10, "tool": None,
        }  # fmt: skip
        label_format = "{title}"
        template = "tools_library/blocks/practice.html"

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        tool, named = value.get("tool"), (parent_context or {}).get("named", {})
        return context | {"shown": tool and named.get("tool", {}).get(tool.pk)}


class NotebookBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=240)
    hint = blocks.CharBlock(label=_("Hint"), max_length=300, required=False)

    class Meta:
        icon = "pilcrow"
        label = _("My notebook")
        group = PRACTICE
        description = _("A question to oneself. The answer stays on the device, or in the reader's own account.")
        preview_value = {"question": "Quelle demande avez-vous acceptée trop vite ?", "hint": "Une phrase suffit."}
        label_format = "{question}"
        template = "tools_library/blocks/notebook.html"

    def get_context(self, value, parent_context=None):
        """`block` is the one under way in the loop of the page: its id is the key of the note."""
        context = super().get_context(value, parent_context)
        here = getattr((parent_context or {}).get("block"), "id", "")
        return context | {"block_id": here, "note": (parent_context or {}).get("notes", {}).get(here, "")}


def lesson_blocks():
    """In the order of the picker."""
    return [
        ("text", TextBlock()),
        ("definition", DefinitionBlock()),
        ("question", QuestionBlock()),
        ("accordion", AccordionBlock()),
        ("table", TableBlock(group=TEXT)),
        ("figures", FiguresBlock(group=TEXT)),
        ("callout", LessonCalloutBlock()),
        ("quote", QuoteBlock()),
        ("steps", StepsBlock()),
        ("checklist", ChecklistBlock()),
        ("image", ImageBlock()),
        ("tool", ToolBlock()),
        ("case", CaseBlock()),
        ("lab", LabBlock()),
        ("download", DownloadBlock()),
        ("practice", PracticeBlock()),
        ("notebook", NotebookBlock()),
    ]
