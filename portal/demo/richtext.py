"""Markdown of the demo files turned into Wagtail's rich text; links name pages and tools by their key."""

import re

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False})
_LINK = re.compile(r'<a href="(page|tool):([^"]+)">')


def rich(text: str, targets: dict[str, int] | None = None) -> str:
    """HTML in Wagtail's own form. targets: {"page:aide": page id}. Raises KeyError on an unknown target."""
    html = _MARKDOWN.render(text or "").strip().replace("\n", " ")
    return _LINK.sub(lambda m: f'<a linktype="page" id="{(targets or {})[f"{m[1]}:{m[2]}"]}">', html)
