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
from .entries import in_chunks, in_order, languages_of, plain, shelf_of, sort_text, translations
from .models import ContentPage, HelpPage, LegalPage, NewsIndexPage, NewsPage, Term

NEVER = 10**8


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
            lambda: {c.value: str(c.label) for c in NewsPage.Kind}, is_open=True,
        ),
        Facet(
            "theme", _("Theme"), "theme", "themes__code",
            lambda: {code: term.short for code, term in themes().items()}, is_open=True,
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
    place=2,
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
    content(ContentPage, "page", _("Pages"), _("Page"), 3),
    content(HelpPage, "help", _("Help"), _("Help"), 4),
    content(LegalPage, "legal", _("Legal"), _("Legal"), 5),
]


def live(model, pks):
    rows = model.objects.filter(live=True).select_related("locale", "owner_lab")
    return rows if pks is None else rows.filter(pk__in=pks)


def text_of(page) -> str:
    return plain("\n".join(map(str, page.body.stream_block.get_searchable_content(page.body))))


def common(page, shown, code) -> dict:
    return {
        "kind": code,
        "pk": page.pk,
        "language": page.locale.language_code,
        "shown_in": shown(page),
        "access": page.access,
        "lab": page.owner_lab_id,
        "title": page.title,
        "summary": getattr(page, "summary", "") or page.search_description,
        "body": text_of(page),
        "dated": page.last_published_at,
    }


def news_entries(pks=None):
    shown = languages_of(NewsPage)
    for page in in_chunks(live(NewsPage, pks).prefetch_related("themes")):
        english = page.locale.language_code == "en"
        chosen = list(page.themes.all())
        yield SearchEntry(
            **common(page, shown, NEWS.code) | {"dated": timezone.make_aware(datetime.combine(page.published_on, time(8)))},
            names=(page.authors,) if page.authors else (),
            keywords=" ".join(term.label_en if english else term.label_fr for term in chosen),
            facets={
                "news_kind": (page.kind,),
                "theme": tuple(term.code for term in chosen),
                "year": (str(page.published_on.year),),
            },
            sorts={
                "newest": f"{NEVER - int(page.published_on.strftime('%Y%m%d')):08}{NEVER - page.pk:010}",
                "title": sort_text(page),
            },
        )


def content_entries(model, code, pks=None):
    shown = languages_of(model)
    for page in in_chunks(live(model, pks)):
        yield SearchEntry(**common(page, shown, code))
