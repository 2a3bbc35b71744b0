"""The StreamField blocks shared by the house. Two levels at most; each has a group, an icon, an example."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]
INLINE_FEATURES = ["bold", "italic", "link"]

TEXT, EMPHASIS, DATA, LINKS = _("Text"), _("Emphasis"), _("Figures"), _("Tools and files")


class TextBlock(blocks.RichTextBlock):
    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = TEXT
        description = _("Paragraphs, subheadings, lists, links.")
        preview_value = "<p>Une session commence avant la session : deux personnes qui posent des questions.</p>"
        template = "blocks/text.html"

    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "help"
        label = _("Question and answer")
        group = TEXT
        description = _("For an interview or a help page: the question is a heading.")
        preview_value = {"question": "Qu'avez-vous changé ?", "answer": "<p>La réunion de qualification.</p>"}
        label_format = "{question}"
        template = "blocks/question.html"


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=160)
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ol", "ul", "link"])


class AccordionBlock(blocks.ListBlock):
    class Meta:
        icon = "list-ul"
        label = _("Fold-outs")
        group = TEXT
        description = _("Details that most readers skip. They open without JavaScript.")
        preview_value = [{"title": "Faut-il payer ?", "text": "<p>Non. Prévoyez le déplacement des participants.</p>"}]
        template = "blocks/accordion.html"

    def __init__(self, **kwargs):
        super().__init__(AccordionItemBlock(), **kwargs)


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        [("info", _("Information")), ("right", _("Good practice")), ("wrong", _("Beware"))],
        default="info",
        label=_("Kind"),
    )
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        group = EMPHASIS
        description = _("One thing not to be missed. One a page, two at most.")
        preview_value = {"kind": "info", "title": "Comptez large", "text": "<p>Dix-sept minutes en vrai.</p>"}
        label_format = "{title}"
        template = "blocks/callout.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"), help_text=_("Without quotation marks: the page puts them in."))
    who = blocks.CharBlock(label=_("Who"), required=False, max_length=120, help_text=_("A role, unless they agreed."))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        group = EMPHASIS
        description = _("A sentence worth reading large.")
        preview_value = {
            "text": "Si personne n'est payé pour la suite, il n'y a pas de suite.",
            "who": "Facilitatrice, lab de démonstration",
        }
        label_format = "{text}"
        template = "blocks/quote.html"


class StepItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES, required=False)


class StepsBlock(blocks.ListBlock):
    class Meta:
        icon = "order"
        label = _("Steps")
        group = EMPHASIS
        description = _("What happens, in order.")
        preview_value = [
            {"title": "Vous écrivez", "text": "<p>Une intention suffit.</p>"},
            {"title": "Nous vous rencontrons", "text": "<p>À deux, une heure.</p>"},
        ]
        template = "blocks/steps.html"

    def __init__(self, **kwargs):
        super().__init__(StepItemBlock(), **kwargs)


class FigureItemBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("What is counted"), max_length=80)
    value = blocks.CharBlock(label=_("Figure"), max_length=40, help_text=_("As it is to be read: 6 339, plus de 100."))
    as_of = blocks.CharBlock(label=_("Date"), max_length=40, help_text=_("A figure never goes without its date."))
    source = blocks.CharBlock(label=_("Source"), max_length=120)


class FiguresBlock(blocks.StructBlock):
    items = blocks.ListBlock(FigureItemBlock(), label=_("Figures"), max_num=6)
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=240)

    class Meta:
        icon = "decimal"
        label = _("Key figures")
        group = DATA
        description = _("Figures with their date and source. Two sources that disagree stand side by side.")
        preview_value = {
            "items": [{"label": "sessions", "value": "145", "as_of": "20 septembre 2021", "source": "présentation du LAB"}],
            "note": "",
        }
        template = "blocks/figures.html"


class TableBlock(TypedTableBlock):
    class Meta:
        icon = "table"
        label = _("Table")
        group = DATA
        description = _("Rows and columns. Give it a caption.")
        preview_value = None
        template = "blocks/table.html"

    def __init__(self, **kwargs):
        columns = [("text", blocks.CharBlock(required=False, label=_("Text")))]
        super().__init__([*columns, ("number", blocks.CharBlock(required=False, label=_("Number")))], **kwargs)

    def get_preview_value(self):
        return self.to_python(
            {
                "columns": [{"type": "text", "heading": "Date"}, {"type": "number", "heading": "Sessions"}],
                "rows": [{"values": ["20/09/2021", "145"]}, {"values": ["Fin 2018", "plus de 100"]}],
                "caption": "Les sessions, à deux dates",
            }
        )


class ImageBlock(WagtailImageBlock):
    class Meta:
        icon = "image"
        label = _("Image")
        group = LINKS
        description = _("An image that says something: describe it, or tick “decorative”.")
        preview_template = "blocks/image_preview.html"
        template = "blocks/image.html"

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        picture = self.child_blocks["image"]
        picture.label = picture.meta.label = _("Image")  # stock: the name of the variable


class ToolsBlock(blocks.ListBlock):
    class Meta:
        icon = "snippet"
        label = _("Tools")
        group = LINKS
        description = _("Rows of the library: name, sentence, duration, group.")
        preview_template = "blocks/tools_preview.html"
        template = "blocks/tools.html"

    def __init__(self, **kwargs):
        chooser = blocks.PageChooserBlock(page_type="tools_library.ToolPage", label=_("Tool"))
        super().__init__(chooser, **kwargs)

    def get_context(self, value, parent_context=None):
        """The tools that this reader may see, in the order of the editor, in her language where they exist."""
        context = super().get_context(value, parent_context)
        pages = [page for page in value if page]
        request = (parent_context or {}).get("request")
        rows = type(pages[0]).objects.for_references(pages, getattr(request, "user", None)) if pages else []
        return context | {"tools": rows}


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("File"))
    text = blocks.CharBlock(label=_("What it is"), max_length=120, required=False)

    class Meta:
        icon = "download"
        label = _("File to download")
        group = LINKS
        description = _("A file with its type and size.")
        preview_template = "blocks/download_preview.html"
        template = "blocks/download.html"


def body_blocks():
    """The blocks of a page made of text, in the order of the picker."""
    return [
        ("text", TextBlock()),
        ("question", QuestionBlock()),
        ("accordion", AccordionBlock()),
        ("callout", CalloutBlock()),
        ("quote", QuoteBlock()),
        ("steps", StepsBlock()),
        ("figures", FiguresBlock()),
        ("table", TableBlock()),
        ("image", ImageBlock()),
        ("tools", ToolsBlock()),
        ("download", DownloadBlock()),
    ]
