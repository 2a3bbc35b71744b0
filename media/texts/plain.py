"""The text of a text: decoded, and no more. Runs in the process that reads: no Django."""

from collections.abc import Iterator

from ..filetypes import HEAD, TYPES, encoding, has_sign
from .limits import MOST_TEXT, OTHER, Unreadable

MOST = 4 * MOST_TEXT  # bytes: more than are kept, whatever a sign takes


def pages(file, kind: str) -> Iterator[str]:
    data = file.read(MOST)
    if not has_sign(TYPES[kind], data[:HEAD]):
        raise Unreadable(OTHER)
    yield decoded(data)


def decoded(data: bytes) -> str:
    """UTF-8 to the end, else UTF-16 with its mark, else what older office software writes."""
    known = encoding(data[:HEAD])
    if known == "utf-8":
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if len(data) == MOST and error.start > MOST - 4:  # cut by us in the middle of a sign
                return data.decode("utf-8-sig", "ignore")
            known = "windows-1252"
    return data.decode(known, "replace")
