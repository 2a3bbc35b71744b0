"""The types of files that we take and give: one table for what is checked on the way in and said on the way out."""

import codecs
from dataclasses import dataclass

import filetype

HEAD = 8192  # bytes that are enough to know a type
OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
SIGNS = {"pdf": b"%PDF-", "zip": b"PK\x03\x04"}
TEXT_BYTES = bytes({*range(32, 256), *b"\t\n\r\f"})
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<head", b"<body")


@dataclass(frozen=True)
class FileType:
    """A type; `sign` says how its first bytes are known; `inline` whether a browser may show it itself."""

    mime: str
    sign: str  # pdf | image | zip | text
    inline: bool = False
    proof: str = ""  # of an office file: the member, or the declared type, that its archive must hold


TYPES = {
    "pdf": FileType("application/pdf", "pdf", inline=True),
    "avif": FileType("image/avif", "image", inline=True),
    "jpeg": FileType("image/jpeg", "image", inline=True),
    "jpg": FileType("image/jpeg", "image", inline=True),
    "png": FileType("image/png", "image", inline=True),
    "webp": FileType("image/webp", "image", inline=True),
    "csv": FileType("text/csv", "text"),
    "md": FileType("text/markdown", "text"),
    "txt": FileType("text/plain", "text", inline=True),
    "docx": FileType(f"{OOXML}.wordprocessingml.document", "zip", proof="word/document.xml"),
    "pptx": FileType(f"{OOXML}.presentationml.presentation", "zip", proof="ppt/presentation.xml"),
    "xlsx": FileType(f"{OOXML}.spreadsheetml.sheet", "zip", proof="xl/workbook.xml"),
    "odp": FileType(f"{ODF}.presentation", "zip", proof=f"{ODF}.presentation"),
    "ods": FileType(f"{ODF}.spreadsheet", "zip", proof=f"{ODF}.spreadsheet"),
    "odt": FileType(f"{ODF}.text", "zip", proof=f"{ODF}.text"),
    "zip": FileType("application/zip", "zip"),
}
UNKNOWN = FileType("application/octet-stream", "")


def extension(name: str) -> str:
    """« Canevas.PDF » gives « pdf »."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def has_sign(kind: FileType, head: bytes) -> bool:
    """Whether first bytes are those of a type."""
    if kind.sign == "image":
        return filetype.guess_mime(head) == kind.mime
    if kind.sign == "text":
        return is_text(head) and not is_markup(head)
    return kind.sign in SIGNS and head.startswith(SIGNS[kind.sign])


def is_markup(head: bytes) -> bool:
    """A web page or a drawing with scripts, whatever its name: a browser might run it."""
    text = head.decode("utf-16" if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "latin-1", "ignore")
    return text.lstrip("\ufeff\xef\xbb\xbf \t\r\n\f").lower().encode(errors="ignore").startswith(MARKUP)


def encoding(head: bytes) -> str:
    """The encoding of a text, from its beginning: its mark, else UTF-8 if it may be, else that of old office software."""
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "windows-1252"
    return "utf-8"


def is_text(data: bytes) -> bool:
    """No byte that only a program writes (tabs and line ends apart)."""
    return encoding(data) == "utf-16" or not data.translate(None, TEXT_BYTES)


def served_as(name: str, head: bytes) -> tuple[str, bool]:
    """(Content-Type, may a browser show it) of a file: by our table, and only if its bytes agree."""
    kind = TYPES.get(extension(name), UNKNOWN)
    if not has_sign(kind, head):
        return UNKNOWN.mime, False
    charset = f"; charset={encoding(head)}" if kind.sign == "text" else ""
    return kind.mime + charset, kind.inline
