"""Rich text in a cell: paragraphs apart by an empty line, **bold**, *italic*, lists, [links](address)."""

import re
from html.parser import HTMLParser

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("zero", {"html": False, "breaks": True}).enable(
    ["list", "emphasis", "link", "escape", "newline", "entity"]
)
MOST_LINKS = 200
_SPECIAL = re.compile(r"([\\*_]|\[(?=[^\]\[]{0,300}\]\())")
_LIST_LIKE = re.compile(r"^([-+]|\d+(?=[.)]))(?=[ .)])", re.M)
_PAGE_LINK = re.compile(r'<a href="page:(\d+)">')
_PAGES = re.compile(r'<a[^>]*\bid="(\d+)"')
_MARKUP = re.compile(r"[*_\\\[&<>\"]|^\s*([-+]|\d+[.)])\s|(?<!\n)\n(?!\n)|\n{3}", re.M)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}


class _Writer(HTMLParser):
    def __init__(self):
        super().__init__()
        self.out, self.lists, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("ul", "ol"):
            self.lists.append([tag, 0])
        elif tag == "li":
            self.begin_item()
        elif tag == "br":
            self.out.append("\n")
        elif tag == "a":
            self.links.append(f"page:{attrs.get('id')}" if attrs.get("linktype") == "page" else attrs.get("href") or "")
            self.out.append("[")
        self.out.append(_MARKS.get(tag, ""))

    def begin_item(self):
        kind = self.lists[-1] if self.lists else ["ul", 0]
        kind[1] += 1
        indent = "   " * (len(self.lists) - 1)
        self.out.append(f"\n{indent}{'-' if kind[0] == 'ul' else f'{kind[1]}.'} ")

    def handle_endtag(self, tag):
        if tag == "a" and self.links:
            self.out.append(f"]({self.links.pop()})")
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        self.out.append(_MARKS.get(tag, ""))
        if tag in ("p", "ul", "ol", "h2", "h3", "h4") and not self.lists:
            self.out.append("\n\n")

    def handle_data(self, data):
        text = _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", data))
        self.out.append(_LIST_LIKE.sub(r"\\\1" if text[:1] in "-+" else r"\1\\", text))


def to_text(html: str) -> str:
    """Wagtail's rich text as a cell."""
    writer = _Writer()
    writer.feed(html or "")
    writer.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(writer.out)).strip()


def to_html(text: str) -> str:
    """A cell as Wagtail's rich text. Whatever looks like markup is text."""
    if not _MARKUP.search(text):  # most texts: ten times faster
        return "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    if text.count("[") > MOST_LINKS:  # a text of brackets would be tried as so many links, each to the end
        text = text.replace("[", "\\[")
    html = _MARKDOWN.render(text).strip().replace("\n", " ")
    for tag, short in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{tag}>", f"<{short}>").replace(f"</{tag}>", f"</{short}>")
    return _PAGE_LINK.sub(r'<a linktype="page" id="\1">', html)


def pages_of(html: str) -> set[str]:
    """The ids of the pages of this site that a rich text links."""
    return set(_PAGES.findall(html or ""))
