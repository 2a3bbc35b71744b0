"""Whether a PDF is tagged: what a screen reader needs to know its headings, lists and order (PDF/UA, ISO 14289-1, 7.1)."""

import re
import zlib

MOST = 4_000_000  # bytes that one packed group of objects may unfold into
PACKED = re.compile(rb"<<[^>]{0,400}/Type\s*/ObjStm\b[^>]{0,400}>>\s*stream\r?\n")
TREE = re.compile(rb"/StructTreeRoot\s*(?:\d+\s+\d+\s+R|<<)")
CATALOGUE = re.compile(rb"/Type\s*/Catalog\b")
MARKED = re.compile(rb"/Marked\s+true\b")


def is_tagged(data: bytes) -> bool | None:
    """True or False of the bytes of a PDF; None when it is no PDF, or its catalogue cannot be read (encrypted, damaged)."""
    if not data.startswith(b"%PDF-"):
        return None
    told = [*objects(data)]
    if all(any(pattern.search(part) for part in told) for pattern in (TREE, MARKED)):
        return True
    return False if any(CATALOGUE.search(part) for part in told) else None


def objects(data: bytes):
    """The file itself, then what its packed groups of objects hold: since PDF 1.5 the catalogue may be in one of them."""
    yield data
    for found in PACKED.finditer(data):
        unfolded = zlib.decompressobj()
        try:
            yield unfolded.decompress(data[found.end() : found.end() + MOST], MOST)
        except zlib.error:  # encrypted, or packed in a way that nobody uses for objects
            continue
