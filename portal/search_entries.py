"""How news and pages of content are found."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from search.entries import SearchEntry
from search.facets import Facet, Sort
from search.registry import Kind, register

from .content_version import cached
from .entries import common, in_chunks, in_order, languages_of, live, newest, plain, shelf_of, sort_text, translations
from .facet_values import of_choices, regions
from .models import ContentPage, HelpPage, LegalPage, NewsIndexPage, NewsPage, Term


def themes():
    return cached("themes", lambda: {term.code: term for term in Term.objects.of("theme")})


def years():
    """Of news that anybody reads, the latest first."""
    return cached(
        "years-of-news",
        lambda: {
            str(day.year): str(day.year) for day in NewsPage.objects.filter(live=True).dates("published_on", "year", "DESC")
        },
    )


def told(page) -> tuple[str, str]:
    """« Entretien », « 18 novembre 2026, Lab de Bretagne »."""
    about = [date_format(page.published_on, "j F Y"), *([page.owner_lab.name] if page.owner_lab else [])]
    return page.get_kind_display(), ", ".join(about)


NEWS = Kind(
    code="news",
    label=_("News"),
    model=NewsPage,
    facets=(
        Facet(
            "type", pgettext_lazy("news", "Type"), "news_kind", "kind",
            of_choices(NewsPage.Kind), is_open=True,
        ),
        Facet(
            "theme", _("Theme"), "theme", "themes__code",
            lambda: {code: term.short for code, term in themes().items()}, is_open=True,
        ),
        Facet(
            "region", _("Region"), "region", "territory__slug",
            regions,
        ),
        Facet("annee", _("Year"), "year", "published_on__year", years, is_open=True),
    ),
    sorts=(Sort("", _("Newest"), ("-published_on", "-pk"), "newest"), Sort("az", "A–Z", ("title", "pk"), "title")),
    entries=lambda pks: news_entries(pks),
    found=lambda user, language: NewsPage.objects.visible_to(user).in_language(language),
    cards=lambda found, pks: in_order(found.for_cards(), pks),
    related=lambda pk, key: translations(NewsPage, pk, key),
    text_column="search_text",
    told=told,
    shelf=shelf_of(NewsIndexPage),
    dated="published_on",
    hue=NewsPage.hue,
    place=7,
    leads=("news", 1),
)  # fmt: skip
register(NEWS)


def content(model, code, label, one, place):
    return register(
        Kind(
            code=code,
            label=label,
            model=model,
            entries=lambda pks: content_entries(model, code, pks),
            found=lambda user, language: model.objects.visible_to(user).in_language(language),
            cards=lambda found, pks: in_order(found.select_related("locale", "owner_lab").defer("body"), pks),
            related=lambda pk, key: translations(model, pk, key),
            text_column="title",
            told=lambda page: (str(one), ""),
            place=place,
            leads=("pages", 1) if model is not LegalPage else ("", 0),
        )
    )


PAGES = [
    content(ContentPage, "page", _("Pages"), _("Page"), 8),
    content(HelpPage, "help", _("Help"), _("Help"), 9),
    content(LegalPage, "legal", _("Legal"), _("Legal"), 10),
]


def text_of(page) -> str:
    return plain("\n".join(map(str, page.body.stream_block.get_searchable_content(page.body))))


def news_entries(pks=None):
    shown = languages_of(NewsPage)
    for page in in_chunks(live(NewsPage, pks).select_related("territory").prefetch_related("themes")):
        english = page.locale.language_code == "en"
        chosen = list(page.themes.all())
        yield SearchEntry(
            **common(page, shown, NEWS.code) | {"dated": timezone.make_aware(datetime.combine(page.published_on, time(8)))},
            body=text_of(page),
            names=(page.authors,) if page.authors else (),
            keywords=" ".join(term.label_en if english else term.label_fr for term in chosen),
            facets={
                "news_kind": (page.kind,),
                "theme": tuple(term.code for term in chosen),
                "region": (page.territory.slug,) if page.territory else (),
                "year": (str(page.published_on.year),),
            },
            sorts={
                "newest": newest(page, page.published_on),
                "title": sort_text(page),
            },
        )


def content_entries(model, code, pks=None):
    shown = languages_of(model)
    for page in in_chunks(live(model, pks)):
        yield SearchEntry(**common(page, shown, code), body=text_of(page))
