"""Everything in order: labs, shelves, tools, pages, English."""

from pathlib import Path

import yaml

from portal.accounts.models import Lab

from . import pages, tools


def load_labs():
    for row in yaml.safe_load((Path(__file__).parent / "labs.yaml").read_text(encoding="utf-8")):
        Lab.objects.update_or_create(code=row["code"], defaults=row)


def load(say=lambda text: None):
    """`say(text)` is told how far it is."""
    load_labs()
    pages.ensure_locales()
    home = pages.make_home()
    shelf, news = pages.make_shelves(home)
    cards = tools.load_tools(shelf, lambda n, of: say(f"outil {n} sur {of}"))
    pages.load_pages(home, news, cards)
    home = pages.fill_home(home, pages.read("accueil.yaml"), cards)
    english, english_shelf = pages.make_english(home, shelf, news)
    tools.load_english(cards, english_shelf)
    pages.fill_home(english, pages.read("accueil.en.yaml"), cards)
