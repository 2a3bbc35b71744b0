"""Everything in order: labs, shelves, tools, pages, English."""

from pathlib import Path

import yaml
from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from portal.accounts.models import Lab, Membership, User

from . import pages, promotions, tools


def load_labs():
    for row in yaml.safe_load((Path(__file__).parent / "labs.yaml").read_text(encoding="utf-8")):
        members = row.pop("members")
        lab, _made = Lab.objects.update_or_create(code=row["code"], defaults=row)
        for role, names in members.items():
            for name in names:
                join(lab, role, name)


def join(lab, role, name):
    """A member of a lab who exists by a role only: nobody can sign in with it."""
    email = f"{slugify(name)}.{lab.code}@demonstration.essaim.example"
    person = {"first_name": name, "last_name": lab.name.removeprefix("Lab "), "password": make_password(None)}
    user, _made = User.objects.get_or_create(email=email, defaults=person)
    Membership.objects.get_or_create(user=user, lab=lab, defaults={"role": role})


def load(say=lambda text: None):
    """`say(text)` is told how far it is."""
    load_labs()
    pages.ensure_locales()
    home = pages.make_home()
    shelf, news = pages.make_shelves(home)
    cards = tools.load_tools(shelf, lambda n, of: say(f"outil {n} sur {of}"))
    pages.load_pages(home, news, cards)
    promotions.load_promotions()
    home = pages.fill_home(home, pages.read("accueil.yaml"), cards)
    english, english_shelf = pages.make_english(home, shelf, news)
    tools.load_english(cards, english_shelf)
    pages.fill_home(english, pages.read("accueil.en.yaml"), cards)
