"""The accounts of the demo: one of each role, with passwords made once and kept in the data folder."""

import os
import secrets
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth.models import Group
from django.db import transaction

from portal.accounts.models import CLIP_PEERS, NATIONAL_TEAM, Lab, Membership, User
from portal.rights.collections import ensure_groups


class Person(NamedTuple):
    email: str
    name: str
    may: str  # what to try with this account
    role: str = ""  # in the lab of Bretagne
    group: str = ""


LAB = "bretagne"
PEOPLE = (
    Person("editrice.bretagne@essaim.example", "Éditrice Bretagne", "écrit et publie pour le lab Bretagne", "editor"),
    Person("responsable.bretagne@essaim.example", "Responsable Bretagne", "relit et publie pour le lab Bretagne", "manager"),
    Person("nationale@essaim.example", "Équipe nationale", "écrit et publie partout", group=NATIONAL_TEAM),
    Person("membre.bretagne@essaim.example", "Membre Bretagne", "lit les pages du réseau", "member"),
    Person("pair@clip.example", "Pair du CLIP", "lit les pages ouvertes aux pairs", group=CLIP_PEERS),
)
SYLLABLES = [consonant + vowel for consonant in "bdfglmnprstvz" for vowel in "aio"]


def readable_password() -> str:
    """Four groups of three syllables: 39^12 possibilities, 63 bits, easy to read aloud and to copy by hand."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(4))


def make_accounts(path: Path) -> tuple[str, bool]:
    """The table of accounts, and whether it was made now. `path` keeps it, readable by its owner only."""
    if path.exists() and User.objects.filter(email__in=[person.email for person in PEOPLE]).count() == len(PEOPLE):
        return path.read_text(encoding="utf-8"), False
    with transaction.atomic():
        ensure_groups()
        table = "".join(make(person) for person in PEOPLE)
        path.unlink(missing_ok=True)  # an older file might be readable by others
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(table)
    return table, True


def make(person: Person) -> str:
    """The account, with a new password, and its line of the table."""
    password = readable_password()
    first, last = person.name.split(" ", 1)
    user = User.objects.filter(email=person.email).first() or User(email=person.email, first_name=first, last_name=last)
    user.set_password(password)
    user.save()
    if person.role and not user.memberships.current().filter(lab__code=LAB).exists():
        lab, _ = Lab.objects.get_or_create(code=LAB, defaults={"name": LAB.capitalize()})
        Membership.objects.create(user=user, lab=lab, role=person.role)
    if person.group:
        user.groups.add(Group.objects.get(name=person.group))
    return f"  {person.email:<36} {password:<28} {person.may}\n"
