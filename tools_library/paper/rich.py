"""Rich text as data: paragraphs and lists of pieces, some of them strong. What makes markup elsewhere is only text here."""

from html.parser import HTMLParser

LISTS = {"ul", "ol"}
STRONG = {"b", "strong", "h2", "h3", "h4"}
BREAKS = {"p", "h2", "h3", "h4", "li", "ul", "ol"}


def text_block(text: str) -> dict:
    return {"kind": "p", "items": [[{"text": text}]]}


def list_block(items, kind: str = "ul") -> dict:
    return {"kind": kind, "items": [[{"text": text}] for text in items]}


def blocks(html: str) -> list[dict]:
    """[{kind: p, ul or ol, items: [[{text, strong}]]}]; a list inside a list follows it at the same level."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    reader.end()
    return reader.blocks


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.blocks, self.runs, self.lists, self.strong = [], [], [], 0

    def handle_starttag(self, tag, attrs):
        if tag in BREAKS:
            self.end()
        if tag in LISTS:
            self.lists.append(tag)
        if tag in STRONG:
            self.strong += 1
        if tag == "br":
            self.runs.append({"text": "\n"})

    def handle_endtag(self, tag):
        if tag in BREAKS:
            self.end()
        if tag in LISTS and self.lists:
            self.lists.pop()
        if tag in STRONG and self.strong:
            self.strong -= 1

    def handle_data(self, data):
        text = " ".join(data.split())
        if text or data:
            before, after = (" " if text and data[:1].isspace() else ""), (" " if data[-1:].isspace() else "")
            self.runs.append({"text": before + text + after} | ({"strong": True} if self.strong else {}))

    def end(self):
        """A paragraph or a line is whole."""
        runs, self.runs = trimmed(self.runs), []
        if not runs:
            return
        kind = self.lists[-1] if self.lists else "p"
        if kind != "p" and self.blocks and self.blocks[-1]["kind"] == kind:
            self.blocks[-1]["items"].append(runs)
        else:
            self.blocks.append({"kind": kind, "items": [runs]})


def trimmed(runs: list[dict]) -> list[dict]:
    """Without the white space at both ends."""
    if runs:
        runs[0]["text"] = runs[0]["text"].lstrip()
        runs[-1]["text"] = runs[-1]["text"].rstrip()
    return [run for run in runs if run["text"]]
