"""One stored file as an HTTP answer: ranges, conditions, exact length, constant memory (RFC 9110 §13 and §14)."""

import errno
import logging
import re
import unicodedata
from hashlib import sha256
from urllib.parse import quote

from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse

from .filetypes import HEAD, served_as

logger = logging.getLogger("media.downloads")

CHUNK = 256 * 1024  # bytes
PUBLIC, PRIVATE, IMMUTABLE = "public, max-age=300", "private, no-store", "public, max-age=31536000, immutable"
MISSING = {errno.ENOENT, errno.EISDIR, errno.ENOTDIR, errno.ENAMETOOLONG}
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)
UNSAFE, UNNAMED = frozenset('"\\/:*?<>|\u2028\u2029'), "fichier"
# A file is not a page of the site: no script, no style, nothing loaded, an origin of its own.
POLICY = "default-src 'none'; sandbox"


def disposition(name: str, inline: bool) -> str:
    """Content-Disposition with both forms of the name (RFC 6266, RFC 5987). No name can add a header or lie on its end."""
    clean = "".join("_" if c in UNSAFE or unicodedata.category(c)[0] == "C" else c for c in name).strip(". ")
    if len(clean) > 160:  # characters; a folder takes 255 bytes
        stem, dot, suffix = clean.rpartition(".")
        clean = f"{(stem or suffix)[:150]}{dot}{suffix[:9] if dot else ''}"
    clean = clean or UNNAMED
    plain = unicodedata.normalize("NFKD", clean.replace("’", "'").replace("%", "_"))
    plain = plain.encode("ascii", "ignore").decode().strip()
    plain = UNNAMED + plain if plain[:1] in ("", ".") else plain
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"


def parse_range(header: str, size: int) -> tuple[int, int] | bool | None:
    """(first, last) byte; False: cannot be satisfied (416); None: send all. Several ranges: all, as the RFC allows."""
    match = RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        count = min(int(last), size)
        return (size - count, size - 1) if count else False
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start >= size:
        return False
    return (start, end) if start <= end else None


def unchanged(request, etag: str) -> bool:
    """If-None-Match, compared weakly as for any reading (RFC 9110 §13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    return etag in tags or tags == ["*"]


class Slice:
    """Some bytes of an open file, read as they are sent; the file is closed at the end, or when the reader leaves."""

    def __init__(self, file, first: int, length: int):
        self.file, self.left = file, length
        file.seek(first)

    def __iter__(self):
        return self

    def __next__(self):
        chunk = self.file.read(min(CHUNK, self.left)) if self.left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self):
        self.file.close()


def opened(storage, path: str):
    """The stored bytes. Missing: Http404, and a line in the log. A store that does not answer: None."""
    try:
        return storage.open(path, "rb")
    except OSError as error:
        logger.error("File %s cannot be read: %r", path, error)
        if error.errno in MISSING:
            raise Http404 from error
        return None


def serve(request, storage, path: str, *, name: str, cache: str, digest: str = ""):
    """The answer for a file whose reading has been allowed. `digest` identifies its bytes; without it, its path does."""
    # Compressed on the way, ranges and lengths would be those of other bytes.
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    file = opened(storage, path)
    if file is None:
        return HttpResponse(status=503, headers={"Retry-After": "60", "Cache-Control": PRIVATE})
    mime, inline = served_as(path, file.read(HEAD))
    etag = digest or sha256(f"{path}:{file.size}".encode()).hexdigest()[:40]
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": cache,
        "Content-Disposition": disposition(name, inline),
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-site",
        "ETag": f'"{etag}"',
        "X-Content-Type-Options": "nosniff",
    }
    return answer(request, file, mime, headers)


def answer(request, file, mime, headers):
    """304, 416, 206 or 200, in the order of the RFC; a range only for GET, and only of the version that If-Range names."""
    size, etag = file.size, headers["ETag"]
    if unchanged(request, etag):
        file.close()
        return HttpResponseNotModified(headers=headers | {"Content-Length": str(size)})
    ranged = request.method == "GET" and request.headers.get("If-Range", etag) == etag
    part = parse_range(request.headers.get("Range", ""), size) if ranged else None
    if part is False:
        file.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    first, last = part or (0, size - 1)
    headers["Content-Length"] = str(last - first + 1)
    if part:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        file.close()
        return HttpResponse(headers=headers, content_type=mime)
    return StreamingHttpResponse(
        Slice(file, first, last - first + 1), status=206 if part else 200, headers=headers, content_type=mime
    )
