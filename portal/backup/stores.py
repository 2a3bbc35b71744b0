"""The files of the site, through the stores that settings name: a folder of this machine or another."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages

from .archive import Reader, Writer

ALIASES = ("default", "renditions")
PREFIX = "files/"


def walk(storage, folder: str = "", skip: frozenset[Path] = frozenset()) -> Iterator[str]:
    """The names of all the files of a store, in order."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever put there
        return
    yield from sorted(f"{folder}{name}" for name in files)
    for name in sorted(folders):
        inside = f"{folder}{name}/"
        if place_of(storage, inside) not in skip:
            yield from walk(storage, inside, skip)


def place_of(storage, name: str) -> Path | None:
    """Where a name lies on this machine, if it does."""
    with suppress(NotImplementedError):
        return Path(storage.path(name))
    return None


def names(alias: str) -> Iterator[str]:
    """The files of one store; another that lies inside it tells its own."""
    others = {place_of(storages[other], "") for other in ALIASES if other != alias} - {None}
    yield from walk(storages[alias], skip=frozenset(others))


def add_new(writer: Writer) -> int:
    """Add the files that the archive does not hold yet. How many. One that goes meanwhile is not needed any more."""
    added = 0
    for alias in ALIASES:
        for name in names(alias):
            member = f"{PREFIX}{alias}/{name}"
            if member in writer.members:
                continue
            with suppress(FileNotFoundError), storages[alias].open(name) as source:
                writer.add(member, source)
                added += 1
    return added


def digest(storage, name: str) -> str:
    with storage.open(name) as file:
        seen = hashlib.sha256()
        for chunk in file.chunks():
            seen.update(chunk)
        return seen.hexdigest()


def put_back(reader: Reader) -> int:
    """Write the files that are not there, or not the same. How many. Nothing is taken away yet."""
    written = 0
    for alias in ALIASES:
        storage, prefix = storages[alias], f"{PREFIX}{alias}/"
        for member in reader.names(prefix):
            name = member.removeprefix(prefix)
            if storage.exists(name):
                if digest(storage, name) == reader.members[member]["sha256"]:
                    continue
                storage.delete(name)
            with reader.zip.open(member) as source:
                storage.save(name, File(source, name))
            written += 1
    return written


def drop_others(reader: Reader) -> int:
    """Take away the files that the archive does not know, once the database does not name them any more. How many."""
    dropped = 0
    for alias in ALIASES:
        for name in list(names(alias)):
            if f"{PREFIX}{alias}/{name}" not in reader.members:
                storages[alias].delete(name)
                dropped += 1
    return dropped


def is_empty() -> bool:
    return not any(True for alias in ALIASES for _name in names(alias))
