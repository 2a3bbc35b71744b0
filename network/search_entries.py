"""How labs and events are found: what narrows them, how they become entries, how a reader gets them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.entries import common, in_chunks, in_order, languages_of, live, plain, shelf_of, sort_text, translations, updated
from portal.facet_values import labs, of_choices, of_terms, regions
from portal.fields import lines
from search.entries import SearchEntry
from search.facets import Facet, Interval, Sort
from search.registry import Kind, languages, register

from . import days
from .cases import entries as cases  # noqa: F401  (they register the kind « case »)
from .models import EventIndexPage, EventPage, LabIndexPage, LabPage
from .models.choices import EventKind, EventMode, LabStatus, LabType

FAR_DAY = 99_991_231  # after any day, written 20261124


def english(page) -> bool:
    return page.locale.language_code == "en"


def label(term, page) -> str:
    return term.label_en if english(page) else term.label_fr


def region_name(page) -> str:
    territory = page.territory
    return "" if territory is None else territory.name_en if english(page) else territory.name_fr


# ---------------------------------------------------------------- labs


def told_of_lab(lab) -> tuple[str, str]:
    """« Lab mobile, ouvert », « Bretagne »."""
    return lab.said, lab.territory.name if lab.territory else ""


LABS = Kind(
    code="lab",
    label=gettext_lazy("Labs"),
    model=LabPage,
    facets=(
        Facet(
            "presence", gettext_lazy("Presence"), "presence", "presence__code", of_terms("presence", short=False), is_open=True
        ),
        Facet("etat", pgettext_lazy("a lab", "State"), "status", "status", of_choices(LabStatus), is_open=True),
        Facet("region", gettext_lazy("Region"), "region", "territory__slug", regions),
        Facet("type", gettext_lazy("Type of lab"), "lab_type", "lab_type", of_choices(LabType)),
        Facet("service", gettext_lazy("Service"), "service", "services__code", of_terms("service", short=False)),
        Facet("langue", gettext_lazy("Language"), "language", "locale__language_code", languages),
    ),
    sorts=(
        Sort("", gettext_lazy("By region"), ("territory__slug", "title", "pk"), "region"),
        Sort("az", "A–Z", ("title", "pk"), "title"),
        Sort("maj", gettext_lazy("Updated"), ("-last_published_at", "pk"), "updated"),
    ),
    entries=lambda pks: lab_entries(pks),
    found=lambda user, language: LabPage.objects.visible_to(user).in_language(language),
    cards=lambda found, pks: in_order(found.for_rows(), pks),
    related=lambda pk, key: translations(LabPage, pk, key),
    text_column="search_text",
    latest="maj",
    told=told_of_lab,
    shelf=shelf_of(LabIndexPage),
    hue=LabPage.hue,
    place=2,
)
register(LABS)


def lab_entries(pks=None):
    shown = languages_of(LabPage)
    for lab in in_chunks(live(LabPage, pks).select_related("territory").with_terms().prefetch_related("rooms", "team__role")):
        yield lab_entry(lab, shown)


def lab_entry(lab, shown) -> SearchEntry:
    chosen = [*lab.presence.all(), *lab.services.all(), *lab.equipment.all()]
    rows = [f"{room.name} {room.purpose}" for room in lab.rooms.all()]
    rows += [f"{label(row.role, lab)} {row.text}" for row in lab.team.all()]
    where = lab.territory.slug if lab.territory else "~"
    return SearchEntry(
        **common(lab, shown, LABS.code),
        names=tuple(filter(None, (lab.owner_lab.name if lab.owner_lab else "",))),
        keywords=" ".join([lab.city, region_name(lab), lab.organisation, *(label(term, lab) for term in chosen)]),
        body="\n".join(
            [plain(lab.body), lab.access_notes, lab.host_organisation, *lines(lab.host_needs), *lines(lab.kit), *rows]
        ),
        facets={
            "presence": tuple(term.code for term in lab.presence.all()),
            "status": (lab.status,),
            "region": (lab.territory.slug,) if lab.territory else (),
            "lab_type": (lab.lab_type,),
            "service": tuple(term.code for term in lab.services.all()),
            "language": (lab.locale.language_code,),
        },
        sorts={
            "region": f"{where} {sort_text(lab)}",
            "title": sort_text(lab),
            "updated": updated(lab),
        },
    )


# ---------------------------------------------------------------- events


def day_words(low, high) -> str:
    """« À partir du 26/11/2026 », « Du … au … », « Jusqu'au … »."""
    if low is None:
        return _("Until %(day)s") % {"day": days.written(high)}
    if high == FAR_DAY:
        return _("From %(day)s on") % {"day": days.written(low)}
    return _("From %(first)s to %(last)s") % {"first": days.written(low), "last": days.written(high)}


def day_way(more, value, span) -> str:
    return (
        _("Come until %(day)s") % {"day": days.written(value)} if more else _("Come from %(day)s") % {"day": days.written(value)}
    )


def told_of_event(event) -> tuple[str, str]:
    """« Visite », « 8–10 déc. 2026, Lorient »."""
    about = [days.from_to(event, year=True)] if event.starts_at and event.ends_at else []
    return event.get_kind_display(), ", ".join([*about, *([event.place] if event.place else [])])


EVENTS = Kind(
    code="event",
    label=gettext_lazy("Events"),
    model=EventPage,
    facets=(
        Facet("type", gettext_lazy("Type"), "event_kind", "kind", of_choices(EventKind), is_open=True),
        Facet("region", gettext_lazy("Region"), "region", "territory__slug", regions, is_open=True),
        Facet("public", gettext_lazy("Audience"), "audience", "audience__code", of_terms("visitor", short=False)),
        Facet("format", gettext_lazy("Format"), "mode", "mode", of_choices(EventMode)),
        Facet("lab", gettext_lazy("Lab"), "lab", "owner_lab__code", labs),
    ),
    intervals=(
        Interval(
            "days", "du", "au", ("first_day", "last_day"), FAR_DAY, day_words, day_way, gettext_lazy("Whatever the date"),
        ),
        Interval(
            "end", "fini-de", "fini", ("last_day", "last_day"), FAR_DAY, day_words, day_way, gettext_lazy("Whatever the date"),
        ),
    ),
    sorts=(
        Sort("", gettext_lazy("Soonest"), ("starts_at", "pk"), "soonest"),
        Sort("recent", gettext_lazy("Latest"), ("-starts_at", "-pk"), "latest"),
        Sort("maj", gettext_lazy("Updated"), ("-last_published_at", "pk"), "updated"),
        Sort("az", "A–Z", ("title", "pk"), "title"),
    ),
    entries=lambda pks: event_entries(pks),
    found=lambda user, language: EventPage.objects.visible_to(user).in_language(language),
    cards=lambda found, pks: in_order(found.for_rows(), pks),
    related=lambda pk, key: translations(EventPage, pk, key),
    text_column="search_text",
    latest="maj",  # of what is announced, what was announced last
    told=told_of_event,
    shelf=shelf_of(EventIndexPage),
    dated="starts_at",
    hue=EventPage.hue,
    place=6,
)  # fmt: skip
register(EVENTS)


def event_entries(pks=None):
    shown = languages_of(EventPage)
    for event in in_chunks(live(EventPage, pks).select_related("territory").prefetch_related("audience")):
        yield event_entry(event, shown)


def event_entry(event, shown) -> SearchEntry:
    moment = int(event.starts_at.timestamp()) if event.starts_at else 0
    last = event.last_day or event.first_day or 0
    return SearchEntry(
        **common(event, shown, EVENTS.code) | {"dated": event.starts_at},
        keywords=" ".join([event.city, region_name(event), *(label(term, event) for term in event.audience.all())]),
        body="\n".join([plain(event.body), event.venue_name, event.host_organisation]),
        facets={
            "event_kind": (event.kind,),
            "region": (event.territory.slug,) if event.territory else (),
            "audience": tuple(term.code for term in event.audience.all()),
            "mode": (event.mode,),
            "lab": (event.owner_lab.code,) if event.owner_lab else (),
        },
        intervals={"days": (event.first_day or 0, last), "end": (last, last)},
        sorts={
            "soonest": f"{moment:012}{event.pk:010}",
            "latest": f"{10**12 - moment:012}{10**10 - event.pk:011}",
            "updated": updated(event),
            "title": sort_text(event),
        },
    )
