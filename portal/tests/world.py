"""A small site for tests: shelves, labs, people. Factories without surprises: what a test does not say is plain."""

from datetime import date
from types import SimpleNamespace

from django.contrib.auth.models import Group
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from network.models import CaseChallenge, CaseStage, CaseStudyIndexPage, CaseStudyPage, CaseTool
from portal.accounts.models import CLIP_PEERS, NATIONAL_TEAM, Lab, Membership, User
from portal.models import ContentPage, HomePage, NewsIndexPage, NewsPage, SiteSettings, Term
from portal.rights.collections import ensure_groups
from tools_library.models import GuideIndexPage, GuidePage, LessonPage, ModulePage, ToolIndexPage, ToolPage, ToolStep

PLAIN = {
    "kind": "activity",
    "tagline": "Une phrase.",
    "purpose": "<p>Un but.</p>",
    "expected_outputs": "Une liste",
    "duration_min": 10,
    "duration_max": 30,
    "people_min": 4,
    "people_max": 20,
    "facilitator_level": 1,
    "licence": "CC-BY-SA-4.0",
    "attribution_text": "Lab de démonstration",
}

TOLD = {
    "summary": "En bref.",
    "problem": "<p>Un problème.</p>",
    "outcomes": "<p>Un résultat.</p>",
    "success_conditions": "Un lieu",
    "lessons": "Une leçon",
    "replication_conditions": "Un budget",
}


def term(vocabulary, code):
    return Term.objects.get(vocabulary=vocabulary, code=code)


LONG_AGO = date(2020, 1, 1)  # roles held since before any clock that a test stops, whatever the day it runs on


def person(email, lab=None, role="editor", group=None, **extra):
    user = User.objects.create_user(email, "mot-de-passe-de-test", **extra)
    if lab:
        Membership.objects.create(user=user, lab=lab, role=role, since=LONG_AGO)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


PEOPLE = {
    "peer": "pair@example.org",
    "member": "membre@example.org",
    "editor": "editrice@example.org",
    "manager": "responsable@example.org",
    "neighbour": "voisine@example.org",
    "national": "nationale@example.org",
}


def make_people(a, b):
    person(PEOPLE["peer"], group=CLIP_PEERS)
    person(PEOPLE["member"], a, "member")
    person(PEOPLE["editor"], a)
    person(PEOPLE["manager"], a, "manager")
    person(PEOPLE["neighbour"], b)
    person(PEOPLE["national"], group=NATIONAL_TEAM)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


def make_site():
    """Home, shelves of tools, of news and of guides; two labs."""
    ensure_groups()
    for code in ("fr", "en"):
        Locale.objects.get_or_create(language_code=code)
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(
        instance=HomePage(
            title="Accueil", slug="accueil", hero_title="Prenez un outil.", lead="Essaim met en commun.",
            tools_title="Outils", phases_title="Sept temps", news_title="Actualités",
        )
    )  # fmt: skip
    Site.objects.all().delete()
    site = Site.objects.create(hostname="testserver", port=80, root_page=home, is_default_site=True)
    SiteSettings.objects.get_or_create(site=site)
    home.add_child(instance=ToolIndexPage(title="Outils", slug="outils", show_in_menus=True))
    home.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites", show_in_menus=True))
    home.add_child(instance=GuideIndexPage(title="Guides", slug="guides", show_in_menus=True))
    home.add_child(instance=CaseStudyIndexPage(title="Études de cas", slug="etudes-de-cas", show_in_menus=True))
    a, b = (Lab.objects.create(code=code, name=f"Lab {code}") for code in ("a", "b"))
    make_people(a, b)
    return load_site()


SHELVES = (
    ("home", HomePage, "accueil"), ("tools", ToolIndexPage, "outils"), ("news", NewsIndexPage, "actualites"),
    ("guides", GuideIndexPage, "guides"), ("cases", CaseStudyIndexPage, "etudes-de-cas"),
)  # fmt: skip


def load_site():
    """The site as the database has it, fresh objects."""
    shelves = {name: model.objects.get(slug=slug, locale__language_code="fr") for name, model, slug in SHELVES}
    a, b = Lab.objects.order_by("code")
    return SimpleNamespace(**shelves, a=a, b=b, en=Locale.objects.get(language_code="en"))


class World(SimpleNamespace):
    """The site, and how to add to it."""

    def tool(
        self, title="Outil", lab=None, *, live=True, phases=("focus",), goals=("ideate",), delivery=("onsite",), steps=2, **fields
    ):
        page = ToolPage(title=title, owner_lab=lab or self.a, live=False, **PLAIN | fields)
        page.phases = [term("phase", code) for code in phases]
        page.goals = [term("goal", code) for code in goals]
        page.delivery = [term("delivery", code) for code in delivery]
        page.steps = [
            ToolStep(sort_order=n, title=f"Étape {n}", minutes=8, participation="plenary", say=f"Dites {n}.")
            for n in range(steps)
        ]
        Page.objects.get(pk=self.tools.pk).add_child(instance=page)
        if live:
            page.save_revision().publish()
        return fresh(page)

    def piece(self, title="Nouvelle", lab=None, *, live=True, **fields):
        page = NewsPage(title=title, owner_lab=lab or self.a, live=False, summary="Un résumé.", **fields)
        Page.objects.get(pk=self.news.pk).add_child(instance=page)
        if live:
            page.save_revision().publish()
        return fresh(page)

    def guide(self, title="Guide", lab=None, *, live=True, **fields):
        page = GuidePage(title=title, owner_lab=lab or self.a, live=False, **{"summary": "Une accroche."} | fields)
        return self.placed(self.guides, page, live)

    def module(self, guide, title="Module", *, live=True, **fields):
        return self.placed(guide, ModulePage(title=title, live=False, goal="Un but.", **fields), live)

    def lesson(self, above, title="Leçon", *, live=True, body=(), **fields):
        """`body`: [(name of a block, value)]."""
        page = LessonPage(title=title, live=False, **{"summary": "Un but."} | fields)
        page.body = list(body) or [("text", RichText("<p>Un texte.</p>"))]
        return self.placed(above, page, live)

    def placed(self, above, page, live):
        Page.objects.get(pk=above.pk).add_child(instance=page)
        if live:
            page.save_revision().publish()
        return fresh(page)

    def case(self, title="Cas", lab=None, *, live=True, tools=(), rows=None, **fields):
        """A case study that lacks nothing; `rows`: {relation: rows}."""
        page = CaseStudyPage(title=title, owner_lab=lab or self.a, live=False, **TOLD | fields)
        page.theme = page.theme or term("theme", "strategy")
        page.phase = page.phase or term("case_phase", "implementing")
        page.stages = [CaseStage(sort_order=0, title="Explorer", text="Nous sommes allés voir.")]
        page.challenges = [CaseChallenge(sort_order=0, figure="6", title="maquettes écartées", text="Par courriel.")]
        page.tools = [CaseTool(sort_order=n, tool=tool, note=f"Usage {n}") for n, tool in enumerate(tools)]
        for name, children in (rows or {}).items():
            setattr(page, name, children)
        Page.objects.get(pk=self.cases.pk).add_child(instance=page)
        if live:
            page.save_revision().publish()
        return fresh(page)

    def content(self, title="Page", *, live=True, **fields):
        page = ContentPage(title=title, live=False, summary="Un résumé.", **fields)
        Page.objects.get(pk=self.home.pk).add_child(instance=page)
        if live:
            page.save_revision().publish()
        return fresh(page)

    def english(self, page, **words):
        """A live translation."""
        draft = page.copy_for_translation(self.en, copy_parents=True).specific.get_latest_revision_as_object()
        for name, value in words.items():
            setattr(draft, name, value)
        draft.save_revision().publish()
        for parent in draft.get_ancestors().filter(live=False, depth__gt=1).specific():
            parent.get_latest_revision().publish()
        return fresh(draft)

    def people(self):
        """One of each, by role."""
        return SimpleNamespace(**{name: User.objects.get(email=email) for name, email in PEOPLE.items()})


def ensure():
    """The site, made once for all tests: each works in a transaction that is rolled back."""
    if not Lab.objects.filter(code="a").exists():
        make_site()


def world():
    return World(**vars(load_site()))
