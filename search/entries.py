"""What the index knows of an object: one published object in one language."""

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime

from portal.accounts.access import Access, is_national, open_levels

NEVER = 10**15  # milliseconds: after any date


@dataclass(frozen=True)
class SearchEntry:
    """Texts are plain. shown_in: the languages whose listings show it. sorts: {key: text that sorts as it should}.
    dated: when it was published, for an order over all kinds.

    file: the words inside it. light: its title weighs as keywords do, for a file stands beside what it belongs to.
    labs: who reads it at the level “lab”, when that is not the lab that owns it, or not it alone.
    """

    kind: str
    pk: int
    language: str
    shown_in: tuple[str, ...]
    access: str
    lab: int | None
    title: str
    names: tuple[str, ...] = ()
    summary: str = ""
    keywords: str = ""
    body: str = ""
    file: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    intervals: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    sorts: Mapping[str, str] = field(default_factory=dict)
    dated: datetime | None = None
    labs: tuple[int, ...] | None = None
    light: bool = False

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def texts(self) -> dict[str, str]:
        """What is looked into, by field: search.engines.schema.WEIGHTS says what each counts."""
        names, title, keywords = "\n".join(self.names), self.title, self.keywords
        if self.light:
            title, keywords = "", f"{self.title}\n{self.keywords}"
        return {
            "title": title, "names": names, "summary": self.summary, "keywords": keywords, "body": self.body, "file": self.file,
        }  # fmt: skip

    @property
    def called(self) -> tuple[str, ...]:
        """Its names: one typed in full puts it first, unless it is light."""
        return () if self.light else (self.title, *self.names)

    @property
    def readers(self) -> tuple[str, ...]:
        """Whom it opens to: a level, or “lab” (who reads every lab) and “lab.3” (who is of that one)."""
        labs = (self.lab,) if self.labs is None else self.labs
        return (self.access,) if self.access != Access.LAB else ("lab", *(f"lab.{lab}" for lab in labs))

    @property
    def all_facets(self) -> dict[str, tuple[str, ...]]:
        """With those that every kind has."""
        return {"kind": (self.kind,), "language": (self.language,), **self.facets}

    @property
    def all_sorts(self) -> dict[str, str]:
        """With the order of dates, the newest first, that every kind has."""
        moment = int(self.dated.timestamp() * 1000) if self.dated else 0
        return {"dated": f"{NEVER - moment:016}{self.pk:010}", **self.sorts}

    @property
    def digest(self) -> str:
        """Changes when anything of it does."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


def readings(user) -> tuple[str, ...]:
    """What `user` may read, as entries say it."""
    levels = [str(level) for level in open_levels(user)]
    if user and user.is_authenticated and not is_national(user):
        levels += [f"lab.{pk}" for pk in user.lab_roles]
    return tuple(levels)
