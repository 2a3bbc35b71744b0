"""Whether a PDF is tagged: what a screen reader needs to know its headings, lists and order (PDF/UA, ISO 14289-1, 7.1)."""

import re
import zlib
from itertools import islice

MOST = 4_000_000  # bytes that one packed group of objects may unfold into
IN_ALL, GROUPS = 16_000_000, 200  # bytes, groups: beyond that a file is not read any further
PACKED = re.compile(rb"<<[^<>]{0,400}/Type\s{0,20}/ObjStm\b[^<>]{0,400}>>\s{0,20}stream\r?\n")
TREE = re.compile(rb"/StructTreeRoot\s{0,20}(?:\d{1,10}\s{1,20}\d{1,6}\s{1,20}R|<<)")
CATALOGUE = re.compile(rb"/Type\s{0,20}/Catalog\b")
MARKED = re.compile(rb"/Marked\s{1,20}true\b")


def is_tagged(data: bytes) -> bool | None:
    """True or False of the bytes of a PDF; None when it is no PDF, or its catalogue cannot be read (encrypted, damaged)."""
    if not data.startswith(b"%PDF-"):
        return None
    sought = [TREE, MARKED, CATALOGUE]
    found = [False] * len(sought)
    for part in objects(data):
        found = [seen or bool(pattern.search(part)) for seen, pattern in zip(found, sought, strict=True)]
        if found[0] and found[1]:
            return True
    return False if found[2] else None


def objects(data: bytes):
    """The file itself, then what its packed groups of objects hold: since PDF 1.5 the catalogue may be in one of them."""
    yield data
    left = IN_ALL
    for found in islice(PACKED.finditer(data), GROUPS):
        if left <= 0:
            return
        unfolded = zlib.decompressobj()
        try:
            part = unfolded.decompress(memoryview(data)[found.end() : found.end() + MOST], min(MOST, left))
        except zlib.error:  # encrypted, or packed in a way that nobody uses for objects
            continue
        left -= len(part)
        yield part
