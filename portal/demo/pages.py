"""The other pages of the demo: home, content, news, legal, help."""

from datetime import date

from wagtail.models import Locale, Page, Site

from portal.accounts.models import Lab
from portal.models import ContentPage, HelpPage, HomePage, LegalPage, NewsIndexPage, NewsPage, SiteSettings, Term
from portal.models.home import HomeTool
from tools_library.models import ToolIndexPage

from .bodies import body, figures
from .facts import HERE, read

PAGES = HERE / "pages"
LEGAL = {
    "accessibilite": "accessibility", "mentions-legales": "legal", "donnees-personnelles": "privacy",
    "cookies": "cookies", "securite": "security", "ecoconception": "ecodesign", "licence": "licence",
    "contact": "contact",
}  # fmt: skip


def ensure_locales():
    for code in ("fr", "en"):
        Locale.objects.get_or_create(language_code=code)


def home_values(data):
    return {
        "title": data.get("title", "Accueil"),
        "hero_title": "\n".join(data["hero_title_lines"]),
        "lead": data["lead"].strip(),
        "tools_title": data["tools_title"],
        "phases_title": data["phases_title"],
        "phases_lead": data.get("phases_lead", ""),
        "news_title": data["news_title"],
        "figures_title": data.get("figures_title", ""),
        "search_description": data.get("search_description", "")[:255],
    }


def make_home():
    """The front page takes the place of Wagtail's welcome page, and the site points to it."""
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
    root = Page.objects.get(pk=root.pk)
    home = root.add_child(instance=HomePage(slug="accueil", **home_values(read("pages/accueil.yaml"))))
    Site.objects.all().delete()
    site = Site.objects.create(hostname="localhost", port=80, root_page=home, site_name="Essaim", is_default_site=True)
    SiteSettings.objects.get_or_create(site=site)
    return home


def make_tools_shelf(home):
    return home.add_child(
        instance=ToolIndexPage(
            title="Outils",
            slug="outils",
            show_in_menus=True,
            summary="Dites le temps et le monde que vous avez. La bibliothèque répond avec ce qui tient dans la salle "
            "et dans l'horaire.",
            search_description="Outils d'animation à filtrer par durée, nombre de personnes, objectif et format.",
        )
    )


def make_news_shelf(home):
    return home.add_child(
        instance=NewsIndexPage(
            title="Actualités",
            slug="actualites",
            show_in_menus=True,
            summary="Ce que les labs font, ce qu'ils en pensent, ce qui a raté.",
            search_description="Entretiens, reportages, opinions et annonces des labs du réseau.",
        )
    )


def page_of(data):
    """An unsaved page from a file, without its body."""
    common = {
        "title": data["title"], "slug": data["slug"], "summary": data["summary"].strip(),
        "search_description": data.get("search_description", ""),
    }  # fmt: skip
    if data["type"] == "news":
        published = data["published_on"]
        page = NewsPage(
            **common,
            kind=data["kind"],
            owner_lab=Lab.objects.get(code=data["owner_lab"]),
            published_on=published if isinstance(published, date) else date.fromisoformat(published),
            authors=data.get("authors", ""),
            portrait_sessions=data.get("portrait_sessions"),
        )
        page.themes = list(Term.objects.of("theme").filter(code__in=data.get("themes", [])))
        return page
    if data["type"] == "help":
        return HelpPage(**common, show_in_menus=data["slug"] != "aide")
    if data["slug"] in LEGAL:
        return LegalPage(**common, kind=LEGAL[data["slug"]])
    return ContentPage(**common, hue="labs", show_in_menus=data.get("show_in_menus", True))


def load_pages(home, news, tools):
    """Pages first, then their bodies, because they link to one another. Returns {slug: page}."""
    files = [data for path in sorted(PAGES.glob("*.yaml")) if (data := read(path))["type"] != "home"]
    files.sort(key=lambda data: data["slug"] != "aide")  # the parent of the other help pages
    pages = {"accueil": home, "actualites": news}
    for data in files:
        parent = news if data["type"] == "news" else home
        if data["type"] == "help" and data["slug"] != "aide":
            parent = pages["aide"]
        pages[data["slug"]] = Page.objects.get(pk=parent.pk).add_child(instance=page_of(data))
    targets = {f"page:{slug}": page.pk for slug, page in pages.items()}
    targets |= {f"tool:{reference}": page.pk for reference, page in tools.items()}
    if tools:
        targets["page:outils"] = next(iter(tools.values())).get_parent().pk
    for data in files:
        page = pages[data["slug"]]
        page.body = body(data["body"], targets, data["slug"])
        page.save_revision(log_action=True).publish()
    return pages


def fill_home(home, data, tools):
    home = HomePage.objects.get(pk=home.pk)
    for name, value in home_values(data).items():
        setattr(home, name, value)
    home.figures = [
        {
            "type": "figures",
            "value": figures(
                {
                    "items": data["figures"]["items"] if isinstance(data["figures"], dict) else data["figures"],
                    "note": data.get("figures_note", ""),
                },
                {},
            )[1],
        }
    ]
    home.tools = [
        HomeTool(sort_order=n, tool=tools[row["reference"]], line=row["line"])
        for n, row in enumerate(data["tools"])
        if row["reference"] in tools
    ]
    home.save_revision(log_action=True).publish()
    return home


def make_english(home, tools_shelf, news_shelf, guides_shelf):
    """The shelves in English: what is not translated comes in French, with a badge."""
    locale = Locale.objects.get(language_code="en")
    english = HomePage.objects.get(pk=home.pk).copy_for_translation(locale, copy_parents=False)
    shelf = ToolIndexPage.objects.get(pk=tools_shelf.pk).copy_for_translation(locale, copy_parents=False)
    news = NewsIndexPage.objects.get(pk=news_shelf.pk).copy_for_translation(locale, copy_parents=False)
    guides = type(guides_shelf).objects.get(pk=guides_shelf.pk).copy_for_translation(locale, copy_parents=False)
    texts = {
        shelf: ("Tools", "tools", "Say how much time and how many people you have. The library answers with what fits."),
        news: ("News", "news", "What labs do, what they think of it, what failed."),
        guides: ("Guides", "guides", "Learn by doing: one idea a lesson, one task in your own lab, and your place kept."),
    }
    for page, (title, slug, summary) in texts.items():
        draft = page.specific.get_latest_revision_as_object()
        draft.title, draft.slug, draft.summary, draft.search_description = title, slug, summary, summary
        draft.save_revision(log_action=True).publish()
    return english, shelf
