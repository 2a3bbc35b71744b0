"""Everything in order: labs, shelves, tools, pages, English."""

from django.contrib.auth.hashers import make_password
from django.utils.text import slugify

from portal.accounts.models import Lab, Membership, User

from . import cases, guides, network, pages, promotions, tools
from .facts import read


def load_labs():
    for row in read("labs.yaml"):
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
    network.make_organisations()
    pages.ensure_locales()
    home = pages.make_home()
    shelf = pages.make_tools_shelf(home)
    labs_shelf, agenda = network.make_shelves(home)
    case_shelf = cases.make_shelf(home)
    learning = guides.make_shelf(home)
    news = pages.make_news_shelf(home)
    cards = tools.load_tools(shelf, lambda n, of: say(f"outil {n} sur {of}"))
    labs = network.load_labs(labs_shelf)
    network.load_events(agenda, labs)
    texts = pages.load_pages(home, news, cards)
    targets = {f"tool:{reference}": page.pk for reference, page in cards.items()}
    targets |= {f"page:{slug}": page.pk for slug, page in texts.items()}
    targets |= {f"lab:{code}": page.pk for code, page in labs.items()}
    network.fill_shelf(labs_shelf, targets)
    figures = cases.load_figures()
    studies = cases.load_cases(case_shelf, cards, figures, labs)
    cases.make_figures_page(home)
    targets |= {f"case:{slug}": page.pk for slug, page in studies.items()}
    lessons = guides.load_guides(learning, targets)
    promotions.load_promotions()
    home = pages.fill_home(home, read("pages/accueil.yaml"), cards)
    english, english_shelf = pages.make_english(home, shelf, news, learning)
    tools.load_english(cards, english_shelf)
    network.load_english(labs_shelf, agenda, labs)
    guides.load_english(lessons, targets)
    cases.load_english(studies, cards, labs)
    pages.fill_home(english, read("pages/accueil.en.yaml"), cards)
