"""Serve stored bytes: Range, conditional requests, HEAD, constant memory. Headers after RFC 9110 and RFC 6266."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse

CHUNK = 256 * 1024  # bytes
# What we call a file by its ending, whatever its uploader said.
TYPES = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
    "avif": "image/avif", "txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8", "zip": "application/zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
}  # fmt: skip
INLINE = {"application/pdf", "image/png", "image/jpeg", "image/webp", "image/avif", "text/plain; charset=utf-8"}


def type_of(name: str) -> str:
    return TYPES.get(name.rsplit(".", 1)[-1].lower() if "." in name else "", "application/octet-stream")


def disposition(name: str, *, inline: bool = False) -> str:
    """Content-Disposition with an ASCII name for old readers and the true one in UTF-8; control characters never pass."""
    name = re.sub(r'[\x00-\x1f\x7f"\\/\u202a-\u202e\u2066-\u2069]+', "_", name) or "fichier"
    ascii_name = name.encode("ascii", "ignore").decode().strip() or "fichier"
    return f"{'inline' if inline else 'attachment'}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def parse_range(header: str | None, size: int):
    """None: serve the whole (no Range, or one we do not take); (first, last) inclusive; False: it cannot be satisfied."""
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", (header or "").strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        wanted = int(last)
        return (max(0, size - wanted), size - 1) if wanted and size else False
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start >= size:
        return False
    return (start, end) if start <= end else None


def read(file, first: int, length: int) -> Iterator[bytes]:
    """`length` bytes from `first`, piece by piece; the file is closed at the end."""
    with file.open("rb") as source:
        source.seek(first)
        while length > 0 and (piece := source.read(min(CHUNK, length))):
            length -= len(piece)
            yield piece


def headers(name: str, etag: str, cache: str, inline: bool) -> dict[str, str]:
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; object-src 'self'" if inline else "default-src 'none'; sandbox"
    return {
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(name, inline=inline),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": policy,
        "Cache-Control": cache,
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def serve(request, file, *, name: str, tag: str, cache: str, inline: bool = False):
    """The response for `file` (a FieldFile) to a reader who may have it. `tag` names its bytes."""
    kind, size, etag = type_of(name), file.size, f'"{tag}"'
    inline = inline and kind in INLINE
    common = headers(name, etag, cache, inline)
    known = [value.strip().removeprefix("W/") for value in request.headers.get("If-None-Match", "").split(",")]
    if etag in known:
        return HttpResponseNotModified(headers=common)
    wanted = parse_range(request.headers.get("Range"), size) if request.headers.get("If-Range", etag) == etag else None
    if wanted is False:
        return HttpResponse(status=416, headers=common | {"Content-Range": f"bytes */{size}"})
    first, last = wanted or (0, size - 1)
    length = last - first + 1 if size else 0
    common["Content-Length"] = str(length)
    if wanted:
        common["Content-Range"] = f"bytes {first}-{last}/{size}"
    status = 206 if wanted else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=common, content_type=kind)
    return StreamingHttpResponse(read(file, first, length), status=status, headers=common, content_type=kind)
