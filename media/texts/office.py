"""The text of Office and OpenDocument files, from their XML as it unfolds. Runs in the process that reads: no Django."""

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from ..archives import fault
from ..filetypes import TYPES
from .limits import DAMAGED, HUGE, LOCKED, LONG, MOST_PAGES, MOST_TEXT, MOST_XML, OTHER, PAGES, Unreadable

CHUNK = 64 * 1024  # bytes
FAULTS = {"locked": LOCKED, "huge": HUGE, "crowded": HUGE, "other": OTHER}
BROKEN = (zipfile.BadZipFile, expat.ExpatError, KeyError, EOFError, OSError, ValueError, NotImplementedError)


@dataclass(frozen=True)
class Form:
    """Local names of elements: that hold text, that end a line, that stand for a space, that begin a page, that are left out."""

    said: frozenset[str]
    lines: frozenset[str]
    spaces: frozenset[str]
    skipped: frozenset[str]
    pages: frozenset[str] = frozenset()


# What has been struck out, what a program of before would show instead, what is said in the margin: not the text.
OOXML = Form(
    frozenset({"t"}), frozenset({"p"}), frozenset({"tab", "br", "cr"}), frozenset({"Fallback", "moveFrom"})
)  # fmt: skip
ODF = Form(
    frozenset({"p", "h"}), frozenset({"p", "h"}), frozenset({"s", "tab", "line-break"}),
    frozenset({"annotation", "tracked-changes", "notes"}), frozenset({"page"}),
)  # fmt: skip


class Listener:
    """Hears XML as it is parsed and keeps its text. Nothing of it is held in a tree; a declared entity ends it."""

    def __init__(self, form: Form):
        self.form, self.parts, self.size = form, [[]], 0
        self.saying = self.skipping = 0

    def start(self, name, attributes):
        name = name.rpartition("|")[2]
        self.skipping += name in self.form.skipped
        self.saying += name in self.form.said
        if name in self.form.pages:
            self.parts.append([])
        elif name in self.form.spaces:
            self.keep(" ")

    def end(self, name):
        name = name.rpartition("|")[2]
        if name in self.form.lines:
            self.keep("\n")
        self.skipping -= name in self.form.skipped
        self.saying -= name in self.form.said

    def data(self, text):
        if self.saying:
            self.keep(text)

    def keep(self, text):
        if not self.skipping:
            self.parts[-1].append(text)
            self.size += len(text)

    def pages(self) -> list[str]:
        """What comes before the first page belongs to none."""
        parts = self.parts[1:] if self.form.pages and len(self.parts) > 1 else self.parts
        return ["".join(part) for part in parts]


def refuse(*told):
    """No office program writes a document type, and with none there is no entity to unfold."""
    raise Unreadable(DAMAGED)


def parse(archive, name: str, start, end=None, data=None, is_enough=lambda: False) -> None:
    """One part of the archive, told to these functions until it is enough. Raises Unreadable."""
    parser = expat.ParserCreate(namespace_separator="|")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    left = MOST_XML
    with archive.open(name) as member:
        while chunk := member.read(CHUNK):
            parser.Parse(chunk)
            left -= len(chunk)
            if is_enough():
                return
            if left < 0:
                raise Unreadable(HUGE)
    parser.Parse(b"", True)


def heard(archive, name: str, form: Form) -> Listener:
    told = Listener(form)
    parse(archive, name, told.start, told.end, told.data, lambda: told.size > MOST_TEXT or len(told.parts) > MOST_PAGES + 1)
    return told


def pages(file, kind: str) -> Iterator[str]:
    """Of a .docx or .odt, one page: where its pages end depends on who opens it. Raises Unreadable."""
    if found := fault(file, TYPES[kind].proof):
        raise Unreadable(FAULTS.get(found, DAMAGED))
    try:
        with zipfile.ZipFile(file) as archive:
            yield from {"docx": document, "pptx": slides}.get(kind, content)(archive)
    except BROKEN as error:
        raise Unreadable(DAMAGED) from error


def document(archive) -> Iterator[str]:
    parts = ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"]
    there = set(archive.namelist())
    found = [heard(archive, name, OOXML) for name in parts if name in there]
    yield "\n".join("".join(one.pages()) for one in found)


def content(archive) -> Iterator[str]:
    told = heard(archive, "content.xml", ODF)
    yield from told.pages()[:MOST_PAGES]
    if told.size > MOST_TEXT or len(told.parts) > MOST_PAGES + 1:
        raise Unreadable(LONG if told.size > MOST_TEXT else PAGES)


def slides(archive) -> Iterator[str]:
    """In the order of the presentation, which is not that of their names."""
    ids, targets = [], {}

    def listed(name, attributes):
        if name.endswith("|sldId"):
            ids.extend(value for key, value in attributes.items() if key.endswith("|id"))

    def related(name, attributes):
        if {"Id", "Target"} <= attributes.keys():
            targets[attributes["Id"]] = posixpath.normpath(posixpath.join("ppt", attributes["Target"])).lstrip("/")

    parse(archive, "ppt/presentation.xml", listed)
    parse(archive, "ppt/_rels/presentation.xml.rels", related)
    for one in ids[:MOST_PAGES]:
        yield "".join(heard(archive, targets[one], OOXML).pages())
    if len(ids) > MOST_PAGES:
        raise Unreadable(PAGES)
