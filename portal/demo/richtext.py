"""Markdown of the demo files turned into Wagtail's rich text; links name pages, tools, cases and labs by their key."""

import re

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_LINK = re.compile(r'<a href="(page|tool|case|lab):([^"]+)">')


def rich(text: str, targets: dict[str, int] | None = None) -> str:
    """HTML in Wagtail's own form. targets: {"page:aide": page id}. Raises KeyError on an unknown page or tool.

    A case or a lab that is not loaded loses its link, not its words.
    """
    html = _MARKDOWN.render(text or "").strip().replace("\n", " ")
    known = targets or {}

    def link(found):
        key = f"{found[1]}:{found[2]}"
        lost = found[1] in ("case", "lab") and key not in known
        return "<a>" if lost else f'<a linktype="page" id="{known[key]}">'

    return _LINK.sub(link, html)
