"""The file of a backup: a ZIP whose last member, the manifest, gives the SHA-256 of all the others."""

import hashlib
import json
import os
import secrets
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

FORMAT = 1
MANIFEST, DATABASE, SECRET = "manifest.json", "database", "secret_key"
CHUNK = 1 << 20  # bytes


class Unusable(Exception):
    """Why an archive is refused, in one sentence for who restores."""


class Writer:
    """Members one after the other; what they were is remembered for the manifest."""

    def __init__(self, file: BinaryIO):
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self.members: dict[str, dict] = {}

    def add(self, name: str, source: BinaryIO) -> None:
        seen, size = hashlib.sha256(), 0
        with self.zip.open(name, "w", force_zip64=True) as member:
            while chunk := source.read(CHUNK):
                seen.update(chunk)
                member.write(chunk)
                size += len(chunk)
        self.members[name] = {"sha256": seen.hexdigest(), "bytes": size}

    def finish(self, facts: dict) -> None:
        told = {"format": FORMAT, **facts, "members": self.members}
        self.zip.writestr(MANIFEST, json.dumps(told, ensure_ascii=False, indent=1))
        self.zip.close()


@contextmanager
def writing(path: Path):
    """A Writer whose file gets its name once it is whole and on the disk. For its owner only: it holds people's data."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            writer = Writer(file)
            try:
                yield writer
            finally:
                with suppress(OSError, ValueError):  # closed already, or the disk is full
                    writer.zip.close()
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
    finally:
        partial.unlink(missing_ok=True)


class Reader:
    """An archive that has been looked at from end to end. Raises Unusable before anything is done with it."""

    def __init__(self, path: Path):
        try:
            self.zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile:
            raise Unusable("l'archive est incomplète ou ce n'est pas une sauvegarde") from None
        except OSError as error:
            raise Unusable(f"l'archive ne s'ouvre pas ({error.strerror})") from None
        self.manifest = self.told()
        self.members: dict[str, dict] = self.manifest["members"]
        self.check()

    def told(self) -> dict:
        try:
            manifest = json.loads(self.zip.read(MANIFEST))
            known = [manifest[name] for name in ("format", "vendor", "migrations", "rows", "made_at")]
            manifest["members"][DATABASE]  # noqa: B018
        except (KeyError, ValueError, TypeError, zipfile.BadZipFile, OSError):
            raise Unusable("son manifeste manque ou ne se lit pas") from None
        if known[0] != FORMAT:
            raise Unusable(f"son format ({known[0]}) n'est pas connu de cette version du site")
        return manifest

    def check(self) -> None:
        held = sorted(self.zip.namelist())
        if held != sorted([MANIFEST, *self.members]):
            raise Unusable("elle ne contient pas ce que dit son manifeste")
        for name, told in self.members.items():
            if name.startswith("/") or "\\" in name or {"", ".", ".."} & set(name.split("/")):
                raise Unusable(f"le nom {name!r} sort de son dossier")
            if self.sha256(name) != told["sha256"]:
                raise Unusable(f"{name} n'est pas ce que dit le manifeste : l'archive est abîmée")

    def sha256(self, name: str) -> str:
        try:
            with self.zip.open(name) as member:
                return hashlib.file_digest(member, "sha256").hexdigest()
        except Exception:  # whatever a damaged archive makes of zlib and of lengths
            return ""

    def copy(self, name: str, path: Path) -> None:
        with self.zip.open(name) as member, path.open("wb") as out:
            while chunk := member.read(CHUNK):
                out.write(chunk)

    def names(self, prefix: str) -> list[str]:
        return [name for name in self.members if name.startswith(prefix)]
