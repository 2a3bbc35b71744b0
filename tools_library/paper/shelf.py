"""Made files, kept: a folder of the data directory, named by what was asked, bounded in bytes, the oldest leave first."""

import contextlib
import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

BOUND = 200_000_000  # bytes
CROWD = 4_000  # files
EVERY = 50  # writings between two looks at the whole
CODE = (Path(__file__).parent, Path(__file__).parents[2] / "portal" / "pdf")  # what makes the files: a new version makes others
_writings = 0


def template_version() -> str:
    """A digest of the code and templates that make the files, read once."""
    global _version
    if not _version:
        files = sorted(path for folder in CODE for path in folder.rglob("*") if path.suffix in (".py", ".typ", ".css"))
        _version = sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
    return _version


_version = ""


def digest(*asked) -> str:
    """What names a file: all that is in it, and the version of what makes it."""
    told = json.dumps([template_version(), *asked], sort_keys=True, default=str)
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def folder() -> Path:
    return Path(settings.PORTAL_DATA_DIR) / "paper"


def has(name: str) -> bool:
    return (folder() / name[:2] / name).exists()


def get(name: str) -> bytes | None:
    try:
        return (folder() / name[:2] / name).read_bytes()
    except OSError:
        return None


def kept(name: str, make: Callable[[], bytes], keep: bool = True) -> bytes:
    """The bytes named, made if they are not there. `keep` False: what is for one reader leaves no trace on the disk."""
    if not keep:
        return make()
    path = folder() / name[:2] / name
    try:
        made = path.read_bytes()
        os.utime(path)
        return made
    except OSError:
        made = make()
        with contextlib.suppress(OSError):  # a full disk must not refuse a sheet
            put(path, made)
        return made


def put(path: Path, made: bytes) -> None:
    global _writings
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(made)
    os.replace(file.name, path)
    _writings += 1
    if _writings % EVERY == 1:
        tidy()


def tidy(bound: int = BOUND, crowd: int = CROWD) -> None:
    """Drop the files read longest ago until the folder is within its bounds."""
    found = sorted(((info.st_mtime, info.st_size, path) for path, info in stored()), reverse=True)
    total = 0
    for count, (_age, size, path) in enumerate(found, 1):
        total += size
        if total > bound or count > crowd:
            path.unlink(missing_ok=True)


def stored():
    for path in folder().glob("??/*"):
        with contextlib.suppress(OSError):
            yield path, path.stat()
