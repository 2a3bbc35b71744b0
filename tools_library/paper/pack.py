"""The kit of one tool or of several: the card in four formats, its files, whose it is, and a manifest that proves each."""

import json
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from media.downloads import CHUNK
from media.models import PortalDocument
from portal.typography import french

from ..models.choices import Licence
from . import files

logger = logging.getLogger("tools_library.paper")
SCHEMA = "essaim-kit/1"
LONGEST = 80  # characters of a name


def safe_name(text: str) -> str:
    """A name that every system takes, whatever the title: letters, figures, hyphens. Never a path."""
    plain = unicodedata.normalize("NFKD", re.sub("[’']", " ", text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:LONGEST].strip("-") or "fichier"


def attachments(tools, user) -> dict:
    """{tool: [(attachment, name)]} whose document `user` may read, by the rule of files: one query for all."""
    wanted = {row.document_id for tool in tools for row in tool.attachments.all() if row.document_id}
    allowed = set(PortalDocument.objects.visible_to(user).filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return {tool: named([row for row in tool.attachments.all() if row.document_id in allowed]) for tool in tools}


def named(rows) -> list[tuple]:
    """Each with a name of its own: two titles may be the same."""
    used, out = set(), []
    for row in rows:
        extension = re.sub(r"[^a-z0-9]", "", row.document.file_extension.lower())[:8] or "bin"
        base, number = safe_name(row.title), 1
        name = f"{base}.{extension}"
        while name in used:
            number += 1
            name = f"{base}-{number}.{extension}"
        used.add(name)
        out.append((row, name))
    return out


class Kit:
    """The members of the archive, one after the other; what was written is told by the manifest, which comes last."""

    def __init__(self, tools, attached: dict, language: str, sheet_of):
        self.tools, self.attached, self.language, self.sheet_of = tools, attached, language, sheet_of
        self.cards: list[tuple] = []  # (tool, what its sheets say), as they come
        self.written: list[dict] = []
        self.missing: list[str] = []

    def members(self) -> Iterator[tuple[str, Iterable[bytes]]]:
        for tool in self.tools:
            yield from self.card(tool, self.sheet_of(tool))
        yield self.text("LICENCE.txt", self.licences)
        yield self.text("ATTRIBUTION.txt", self.credits)
        yield self.text("manifest.json", self.manifest, listed=False)

    def card(self, tool, sheet):
        self.cards.append((tool, sheet))
        place = f"{sheet['reference']}-{safe_name(sheet['title'])}"
        for form in ("pdf", "docx", "odt", "html"):
            yield self.hashed(f"{place}/fiche.{form}", made(sheet, form))
        for row, name in self.attached.get(tool, ()):
            file = self.opened(row.document)
            if file is not None:
                yield self.hashed(f"{place}/annexes/{name}", read(file))

    def opened(self, document):
        try:
            return document.file.storage.open(document.file.name, "rb")
        except OSError as error:
            logger.error("File %s of a kit cannot be read: %r", document.file.name, error)
            self.missing.append(document.title)
            return None

    def hashed(self, name, chunks):
        """A member whose digest and size are kept as its bytes go by."""

        def watched():
            digest, size = sha256(), 0
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                yield chunk
            self.written.append({"path": name, "sha256": digest.hexdigest(), "size": size})

        return name, watched()

    def text(self, name, told, listed=True):
        chunks = (made().encode("utf-8", "replace") for made in (told,))
        return self.hashed(name, chunks) if listed else (name, chunks)

    # --- what it says of itself

    def common(self) -> str:
        codes = [sheet["licence"].get("code", "") for _tool, sheet in self.cards]
        kept = [row.licence_override for rows in self.attached.values() for row, _name in rows if row.licence_override]
        return strictest(codes + kept)

    def manifest(self) -> str:
        told = {
            "schema": SCHEMA,
            "language": self.language,
            "licence": self.common(),
            "tools": [about(sheet) for _tool, sheet in self.cards],
            "files": self.written,
            "missing": self.missing,
        }
        return json.dumps(told, ensure_ascii=False, indent=2) + "\n"

    def licences(self) -> str:
        """What may be done with the whole, then with each."""
        with override(self.language):
            lines = [_("Licence of the whole: %(licence)s.") % {"licence": name_of(self.common())}]
            lines += [_("The strictest of the licences below; each card keeps its own."), ""]
            for tool, sheet in self.cards:
                lines.append(licence_line(sheet))
                lines += [
                    f"  {name}: {name_of(row.licence_override)}"
                    for row, name in self.attached.get(tool, ())
                    if row.licence_override
                ]
        return self.set_in(lines)

    def credits(self) -> str:
        lines = []
        for _tool, sheet in self.cards:
            lines += [f"{sheet['reference']}  {sheet['title']}", *(f"  {text}" for text in sheet["rights"])]
            lines += [f"  {sheet['print']['address']}", ""]
        return "\n".join(lines)

    def set_in(self, lines) -> str:
        text = "\n".join(lines) + "\n"
        return french(text) if self.language == "fr" else text


def made(sheet, form) -> Iterator[bytes]:
    """One chunk, made only when its turn comes."""
    yield files.card(sheet, form)


def read(file) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def about(sheet) -> dict:
    return {
        "reference": sheet["reference"],
        "title": sheet["title"],
        "language": sheet["lang"],
        "revision": sheet["print"]["revision"],
        "code": sheet["print"]["code"],
        "address": sheet["print"]["address"],
        "licence": sheet["licence"].get("code", ""),
        "attribution": sheet["attribution"],
    }


def licence_line(sheet) -> str:
    licence = sheet["licence"]
    told = ", ".join(filter(None, [licence.get("name"), licence.get("allows", "").lower(), licence.get("url")]))
    return f"{sheet['reference']}  {sheet['title']}: {told}"


def name_of(code: str) -> str:
    return str(Licence(code).label) if code in Licence.values else code


# From what allows the most to what allows the least.
ORDER = [
    Licence.ZERO,
    Licence.ETALAB,
    Licence.BY,
    Licence.BY_SA,
    Licence.BY_SA_3,
    Licence.BY_NC_SA,
    Licence.LINK,
    Licence.RESERVED,
]


def strictest(codes: list[str]) -> str:
    """The licence under which the whole may be passed on; one that is not known counts as closed."""
    known = [code if code in Licence.values else Licence.RESERVED for code in codes]
    return str(max(known, key=ORDER.index)) if known else ""
