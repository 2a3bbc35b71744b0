"""A card as DOCX: real headings and lists, its language, its title."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.shared import OxmlElement
from docx.shared import Mm, Pt, RGBColor

from .outline import Bullets, Heading, clean, outline

LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
FONT = "Arial"
SIZES = {1: 26, 2: 16, 3: 12.5}  # points


def write(sheet: dict) -> bytes:
    document = Document()
    prepare(document, sheet)
    for part in outline(sheet):
        if isinstance(part, Heading):
            document.add_heading(clean(part.text), part.level)
        elif isinstance(part, Bullets):
            for runs in part.items:
                fill(document.add_paragraph(style="List Number" if part.ordered else "List Bullet"), runs)
        else:
            fill(document.add_paragraph(), part.runs)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def fill(paragraph, runs) -> None:
    for run in runs:
        paragraph.add_run(clean(run["text"])).bold = run.get("strong") or None


def prepare(document, sheet) -> None:
    """Properties, paper, and the styles of an accessible text: black, large enough, in one language."""
    about = document.core_properties
    about.title, about.language = clean(f"{sheet['title']} ({sheet['reference']})"), LANGUAGES[sheet["lang"]]
    about.author, about.comments = clean(sheet["attribution"])[:255], ""
    about.subject, about.identifier = clean(sheet["tagline"])[:255], f"{sheet['reference']} {sheet['print']['code']}"
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    document.styles["Normal"].font.size = Pt(11)
    for name in ("Normal", *(f"Heading {level}" for level in SIZES)):
        dress(document.styles[name], LANGUAGES[sheet["lang"]])
    for level, size in SIZES.items():
        document.styles[f"Heading {level}"].font.size = Pt(size)
    default = document.styles.element.find(".//" + qn("w:rPrDefault") + "/" + qn("w:rPr"))
    set_language(default, LANGUAGES[sheet["lang"]])


def dress(style, language) -> None:
    style.font.name, style.font.color.rgb = FONT, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme would win over the name
        fonts.attrib.pop(qn(f"w:{name}"), None)
    set_language(style.element.get_or_add_rPr(), language)


def set_language(properties, language) -> None:
    found = properties.find(qn("w:lang"))
    if found is None:
        found = OxmlElement("w:lang")
        properties.append(found)
    found.set(qn("w:val"), language)
