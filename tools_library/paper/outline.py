"""A card as one flow of headings, paragraphs and lists: what editable files and the single HTML file are written from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Runs = list[dict[str, Any]]  # pieces of a line: {text, strong}


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    runs: Runs


@dataclass(frozen=True)
class Bullets:
    items: list[Runs]
    ordered: bool = False


Part = Heading | Paragraph | Bullets


def plain(text: str, strong: bool = False) -> Paragraph:
    return Paragraph([{"text": text, "strong": strong}])


def outline(sheet: dict) -> Iterator[Part]:
    """The whole card: recto, verso, rights, version."""
    yield Heading(1, sheet["title"])
    yield plain(sheet["over"])
    yield plain(sheet["tagline"], strong=True)
    yield Bullets([labelled(fact["label"], fact["value"], sheet["lang"]) for fact in sheet["facts"]])
    if sheet["question"]:
        yield Heading(2, sheet["words"]["question"])
        yield plain(sheet["question"], strong=True)
    yield from steps(sheet)
    for part in sheet["recto"]:
        yield from section(2, part)
    yield Heading(2, sheet["words"]["verso"])
    for part in sheet["verso"]:
        yield from section(3, part)
    yield Heading(2, sheet["words"]["rights"])
    for text in sheet["rights"]:
        yield plain(text)
    yield Heading(2, sheet["words"]["current"])
    yield plain(sheet["print"]["how_typed"])
    yield plain(sheet["print"]["address"], strong=True)


def steps(sheet: dict) -> Iterator[Part]:
    if not sheet["steps"]:
        return
    yield Heading(2, sheet["words"]["steps"])
    for number, (step, gesture) in enumerate(zip(sheet["steps"], sheet["gestures"], strict=True), 1):
        yield Heading(3, f"{number}. {step['title']}")
        yield plain(", ".join(filter(None, [step["minutes"], step["at"]])), strong=True)
        yield plain(step["say"])
        if gesture["do"] != step["title"]:
            yield Paragraph(labelled(sheet["words"]["gestures"], gesture["do"], sheet["lang"]))
        if step["output"]:
            yield plain(step["output"])


def section(level: int, part: dict) -> Iterator[Part]:
    yield Heading(level, part["title"])
    for block in part["blocks"]:
        if block["kind"] == "p":
            yield Paragraph(block["items"][0])
        else:
            yield Bullets(block["items"], ordered=block["kind"] == "ol")


def labelled(label: str, text: str, language: str) -> Runs:
    colon = "\u00a0:" if language == "fr" else ":"
    return [{"text": f"{label}{colon} ", "strong": True}, {"text": text}]


def clean(text: str) -> str:
    """Without what XML forbids."""
    return "".join(c for c in text if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff")
