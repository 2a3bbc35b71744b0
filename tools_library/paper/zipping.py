"""A ZIP archive written as it is sent: one file at a time, never whole in memory."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime


class Pipe:
    """Where the archive writes, and from where the answer takes. It cannot go back: ZipFile then writes sizes after each file."""

    def __init__(self):
        self.chunks: list[bytes] = []

    def write(self, data) -> int:
        self.chunks.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        taken, self.chunks = b"".join(self.chunks), []
        return taken


def stream(members: Iterable[tuple[str, Iterable[bytes]]], moment: datetime) -> Iterator[bytes]:
    """The bytes of an archive of (name, chunks). All are dated `moment`: a kit made again has the same files."""
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, chunks in members:  # plain letters only: see safe_name
            info = zipfile.ZipInfo(name, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with archive.open(info, "w") as member:
                for chunk in chunks:
                    member.write(chunk)
                    if ready := pipe.take():
                        yield ready
            if ready := pipe.take():
                yield ready
    yield pipe.take()
