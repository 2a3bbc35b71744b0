"""The accounts of the demo: one of each role, with passwords made once and kept in the data folder."""

import os
import secrets
from pathlib import Path

from django.contrib.auth.models import Group

from portal.accounts.models import CLIP_PEERS, NATIONAL_TEAM, Lab, Membership, User
from portal.rights.collections import ensure_groups

# e-mail, name, what it may do, lab, role, group
PEOPLE = (
    (
        "editrice.bretagne@essaim.example",
        "Éditrice Bretagne",
        "écrit et publie pour le lab de Bretagne",
        "bretagne",
        "editor",
        None,
    ),
    (
        "responsable.bretagne@essaim.example",
        "Responsable Bretagne",
        "publie pour le lab de Bretagne",
        "bretagne",
        "manager",
        None,
    ),
    ("nationale@essaim.example", "Équipe nationale", "écrit et publie partout", None, None, NATIONAL_TEAM),
    ("membre.bretagne@essaim.example", "Membre Bretagne", "lit le réseau, sans administration", "bretagne", "member", None),
    ("pair@clip.example", "Paire du CLIP", "lit ce qui est ouvert aux pairs", None, None, CLIP_PEERS),
)
SYLLABLES = tuple(c + v for c in "bdfglmnprstv" for v in "aio")


def readable_password() -> str:
    """Four groups of three syllables: 36^12 possibilities, about 62 bits, easy to copy by hand."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(4))


def make_accounts(path: Path) -> str:
    """The table of accounts, made if there are none. `path` keeps it, readable by its owner only."""
    if path.exists():
        return path.read_text()
    ensure_groups()
    lines = [make(*row) for row in PEOPLE]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write("\n".join(lines) + "\n")
    return path.read_text()


def make(email, name, may, lab, role, group) -> str:
    password = readable_password()
    user = User.objects.filter(email=email).first() or User(email=email, first_name=name)
    user.set_password(password)
    user.save()
    if lab and not user.memberships.filter(lab__code=lab).exists():
        owner, _ = Lab.objects.get_or_create(code=lab, defaults={"name": lab.capitalize()})
        Membership.objects.create(user=user, lab=owner, role=role)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return f"{email:<38} {password:<30} {may}"
