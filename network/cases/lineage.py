"""Where a case comes from and who took it up, whichever page says it: rows of the case, and rows of others that name it."""

from dataclasses import dataclass

from django.db.models import CharField, F, OuterRef, Q, Subquery, Value
from django.utils.translation import gettext as _
from wagtail.models import Page

# What a link to a page needs.
LINKED = ("pk", "title", "url_path", "path", "depth", "live", "access", "translation_key", "locale__language_code", "slug")


@dataclass(frozen=True)
class Kin:
    """A relative: its name, where to read of it, what is said of it."""

    name: str
    url: str = ""
    note: str = ""
    page: object = None


@dataclass(frozen=True)
class Lineage:
    sources: tuple = ()
    copies: tuple = ()
    related: tuple = ()


def of(case, user, lab_pages) -> Lineage:
    """In two queries: what other cases say of this one, then every case named that this reader may read."""
    inspirations = list(case.inspirations.all())
    replications = list(case.replications.all())
    others = said_by_others(case)
    wanted = {row.case_id for row in (*inspirations, *replications) if row.case_id} | {pk for pk, *_rest in others}
    related = [row.target_id for row in case.related_rows.all() if row.target_id]
    cases = readable(wanted | set(related), user, case.locale.language_code)
    sources, copies = {}, {}
    for row in inspirations:
        add(sources, row.case_id, cases, Kin(row.title, row.url, joined(row.note, row.year)), row.title)
    for row in replications:
        at = lab_pages.get(row.lab_id)
        kin = Kin(row.organisation, at.url if at else row.url, replicated(row), at)
        add(copies, row.case_id, cases, kin, row.organisation)
    for pk, kind, note, year in others:
        if kind == "source":  # that case says, in French, that it took its inspiration from this one
            note = note if case.locale.language_code == "fr" else ""
            add(copies, pk, cases, Kin("", "", joined(note, year)), "")
        else:
            add(sources, pk, cases, Kin("", "", joined(note, year)), "")
    next_ones = news(set(related) - set(cases), user, case.locale.language_code) | cases
    return Lineage(tuple(sources.values()), tuple(copies.values()), tuple(next_ones[pk] for pk in related if pk in next_ones))


def add(into, pk, cases, kin, name):
    """A case of ours is named by its page; one that this reader may not read, by what the row says without it, or not at all."""
    if pk and pk in cases:
        page = cases[pk]
        into.setdefault(("case", pk), Kin(page.title, page.url, kin.note, page))
    elif name:
        into.setdefault(("other", len(into)), kin)


def joined(note, year) -> str:
    return ", ".join(str(part) for part in (note, year) if part)


def replicated(row) -> str:
    told = joined(row.get_kind_display(), row.year)
    return told if row.confirmed else _("%(told)s, to be confirmed") % {"told": told}


def said_by_others(case) -> list[tuple]:
    """(id of the other case, source or copy, note, year), of the rows of French pages that name this case."""
    from ..models import CaseInspiration, CaseReplication

    own = Page.objects.filter(translation_key=case.translation_key, locale__language_code="fr").values("pk")
    french = Q(case__in=own, page__locale__language_code="fr", page__live=True)
    columns = ("page_id", "said", "told", "year")
    took = CaseInspiration.objects.filter(french).order_by()
    took = took.annotate(said=Value("source", CharField()), told=F("note")).values_list(*columns)
    told = CaseReplication.objects.filter(french).order_by()
    told = told.annotate(said=Value("copy", CharField()), told=Value("", CharField())).values_list(*columns)
    return list(took.union(told, all=True))


def readable(sources, user, language) -> dict[int, object]:
    """{id of the French page: the page of it that this reader gets}."""
    from ..models import CaseStudyPage

    return linked(CaseStudyPage, sources, user, language)


def news(pks, user, language) -> dict[int, object]:
    from portal.models import NewsPage

    return linked(NewsPage, pks, user, language)


def linked(model, sources, user, language) -> dict[int, object]:
    if not sources:
        return {}
    keys = model.objects.filter(pk__in=sources).values("translation_key")
    source = model.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code="fr")
    pages = model.objects.filter(translation_key__in=keys).visible_to(user).in_language(language)
    pages = pages.annotate(source_id=Subquery(source.values("pk")[:1])).select_related("locale").only(*LINKED)
    return {page.source_id: page for page in pages}
