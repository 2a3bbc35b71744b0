"""A card as ODT: real headings and lists, its language, its title."""

from io import BytesIO

from odfdo import Document, Header, List, ListItem, Paragraph, Span, Style

from .outline import Bullets, Heading, clean, outline

COUNTRIES = {"fr": "FR", "en": "GB"}
BOLD = "Strong"


def write(sheet: dict) -> bytes:
    document = Document("text")
    prepare(document, sheet)
    body = document.body
    body.clear()
    for part in outline(sheet):
        if isinstance(part, Heading):
            body.append(Header(part.level, clean(part.text), style=f"Heading_20_{part.level}"))
        elif isinstance(part, Bullets):
            body.append(listed(part))
        else:
            body.append(paragraph(part.runs))
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def paragraph(runs):
    """odfdo reads markup nowhere: a text is a text."""
    made = Paragraph("", style="Text_20_body")
    for run in runs:
        if run.get("strong"):
            made.append(Span(clean(run["text"]), style=BOLD))
        else:
            made.append_plain_text(clean(run["text"]))
    return made


def listed(part: Bullets):
    made = List(style="Numbering_20_1" if part.ordered else "List_20_1")
    for runs in part.items:
        item = ListItem()
        item.append(paragraph(runs))
        made.append(item)
    return made


def prepare(document, sheet) -> None:
    meta = document.meta
    meta.title, meta.subject = clean(f"{sheet['title']} ({sheet['reference']})"), clean(sheet["tagline"])
    meta.language = f"{sheet['lang']}-{COUNTRIES[sheet['lang']]}"
    meta.initial_creator = meta.creator = clean(sheet["attribution"])[:255]
    styles = document.styles.root
    for level in styles.xpath("//text:outline-level-style"):  # odfdo's own document numbers its headings: 1.2.1
        for name, value in (("style:num-format", ""), ("style:num-suffix", None), ("loext:num-list-format", None)):
            level.del_attribute(name) if value is None else level.set_attribute(name, value)
    for level in styles.xpath("//text:list-style/*/style:list-level-properties"):  # and glues its bullets to the words
        for name, value in (("text:space-before", "0.3cm"), ("text:min-label-width", "0.5cm")):
            level.set_attribute(name, value)
    bold = Style("text", name=BOLD, bold=True)
    document.insert_style(bold, automatic=False)
    for properties in styles.xpath("//style:default-style/style:text-properties"):
        properties.set_attribute("fo:language", sheet["lang"])
        properties.set_attribute("fo:country", COUNTRIES[sheet["lang"]])
