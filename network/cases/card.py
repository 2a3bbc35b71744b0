"""What the page of a case study shows, computed from the case: plain functions over a CaseStudyPage."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media.receivers import BOOKKEEPING  # noqa: F401  (the model asks what is no content)
from portal import pictures
from portal.accounts.models import Lab
from portal.content_version import cached
from portal.durations import figure
from portal.entries import plain
from portal.fields import lines
from tools_library.models.choices import LICENCES, Licence

from . import citations, dates, lineage

PHASES = ("identifying", "ideating", "proposing", "implementing", "evaluating", "diffusing")
drawn_funnel, drawn_lineage = lru_cache(maxsize=256)(pictures.funnel), lru_cache(maxsize=256)(pictures.lineage)


@dataclass(frozen=True)
class Fact:
    """A fact of the band under the poster: its sign, its name, its value, a smaller line."""

    icon: str
    label: str
    value: str
    more: str = ""


@dataclass(frozen=True)
class UsedTool:
    """A tool that this reader may read, and what it served for."""

    tool: object
    note: str
    to_translate: bool


def page_context(case, request) -> dict:
    from .. import figures  # models are ready only now

    names, home = labs(), lab_pages(case, request.user)
    kin = lineage.of(case, request.user, home)
    return {
        "poster": poster(case),
        "facts": facts(case, names, home),
        "over": over(case),
        "phase_label": case.phase.label if case.phase else "",
        "failures": list(case.challenges.all()),
        "used": tools(case, request.user),
        "figures": figures.of_case(case),
        "deployment": deployment(case),
        "kin": kin,
        "kin_drawn": drawn_lineage(len(kin.sources), len(kin.copies), hidden=True) if kin.sources or kin.copies else "",
        "actors": list(case.actors.all()),
        "milestones": [(dates.said(row.date, row.precision), row) for row in case.milestones.all() if row.date],
        "files": [row for row in attachments(case) if row.document],
        "cited": citations.text(case, request.build_absolute_uri),
        "short": citations.short(case, request.build_absolute_uri),
        "cite_links": cite_links(case),
        "pdf": reverse("case_file", args=[case.reference, "pdf"]) if case.live and case.reference else "",
        "licence": licence(case),
        "labs_around": [(names[pk], home.get(pk)) for pk in chosen_labs(case) if pk in names],
        "contact": contact(case, names, home),
        "problem_words": ", ".join(term.label.lower() for term in case.problem_tags.all()),
    }


# --- labs


def labs() -> dict[int, str]:
    """{lab: its name}: read once per version of the content."""
    return cached("lab-names", lambda: dict(Lab.objects.values_list("pk", "name")), here=True)


def lab_pages(case, user) -> dict[int, object]:
    """{lab: its page} of the labs that the case names and whose page this reader may read, in one query."""
    from ..models import LabPage

    wanted = {case.owner_lab_id, case.contact_lab_id, *chosen_labs(case), *(row.lab_id for row in case.replications.all())} - {
        None
    }
    pages = LabPage.objects.visible_to(user).in_language(case.locale.language_code).filter(owner_lab__in=wanted)
    return {page.owner_lab_id: page for page in pages.select_related("locale", "owner_lab").defer("body", "search_text")}


def chosen_labs(case) -> list[int]:
    """The other labs: known with its rows when it was read for its page."""
    known = getattr(case, "chosen", {}).get("other_labs")
    return [lab.pk for lab in case.other_labs.all()] if known is None else known


def contact(case, names, home):
    """(name, where one writes to it, else its page, else nothing) of the lab to ask."""
    pk = case.contact_lab_id or case.owner_lab_id
    page = home.get(pk)
    return (names.get(pk, ""), page and (page.writing_address or page.url)) if pk else None


# --- the poster and its facts


def over(case) -> str:
    """« CAS-002, offre de services, essaimage »."""
    words = [case.reference, *(term.label.lower() for term in (case.theme, case.phase) if term)]
    return ", ".join(words)


def poster(case) -> str:
    phase = PHASES.index(case.phase.code) + 1 if case.phase and case.phase.code in PHASES else 0
    done, target = case.deployment_done, case.deployment_target
    if done is not None and target is not None and done > target:  # a draft
        done = target
    kept = None if case.prototypes_made is None else min(case.prototypes_kept or 0, case.prototypes_made)
    return drawn_funnel(
        case.prototypes_made,
        kept,
        case.participants_count,
        done,
        target,
        case.deployment_unit,
        phase,
        lang=get_language() or "fr",
    )


def facts(case, names, home) -> list[Fact]:
    formats = ", ".join(term.label for term in case.services.all())
    people = figure(case.participants_count) if case.participants_count else ""
    told = [
        Fact("cal", _("Calendar"), dates.span(case), case.session_dates),
        Fact("people", _("Participants"), people or case.participants_profile, case.participants_profile if people else ""),
        Fact("time", _("Format"), formats),
        Fact("open", _("Lead lab"), names.get(case.owner_lab_id, "")),
        Fact("level", _("Budget"), case.get_budget_band_display() if case.budget_band != "undisclosed" else "", case.budget_note),
    ]
    return [fact for fact in told if fact.value][:4]


def deployment(case) -> str:
    """« 100 agences sur 940, au 31 décembre 2018 »."""
    if case.deployment_done is None:
        return ""
    unit = case.deployment_unit or _("places")
    told = f"{figure(case.deployment_done)} {unit}"
    if case.deployment_target:
        told = _("%(done)s %(unit)s out of %(target)s") % {
            "done": figure(case.deployment_done), "unit": unit, "target": figure(case.deployment_target),
        }  # fmt: skip
    return f"{told}, {dates.said(case.deployment_as_of, 'day')}" if case.deployment_as_of else told


# --- what it names


def tools(case, user) -> list[UsedTool]:
    """Those that this reader may read, in the order of the case, in one query."""
    from tools_library.models import ToolPage

    rows = [row for row in case.tools.all() if row.tool_id]
    if not rows:
        return []
    by_source = lineage.linked(ToolPage, {row.tool_id for row in rows}, user, case.locale.language_code)
    return [UsedTool(by_source[row.tool_id], row.note, row.to_translate) for row in rows if row.tool_id in by_source]


def attachments(case) -> list:
    """Its documents, in one query: its readers read them, for it is a page that shows them."""
    from media.models import PortalDocument

    rows = [row for row in case.attachments.all() if row.document_id]
    documents = PortalDocument.objects.in_bulk([row.document_id for row in rows]) if rows else {}
    for row in rows:
        row.document = documents.get(row.document_id)
    return rows


def cite_links(case) -> list[tuple[str, str]]:
    """(name, address) of its files; a draft has none."""
    if not (case.live and case.reference):
        return []
    return [(name, reverse("case_file", args=[case.reference, form])) for form, name in citations.FORMS.items()]


def licence(case) -> dict:
    if not case.licence:
        return {}
    allows, url = LICENCES[Licence(case.licence)]
    return {"code": case.licence, "name": case.get_licence_display(), "allows": allows, "url": url}


# --- for machines


def searched(case):
    """All that the plain listing searches."""
    yield from (case.title, case.acronym, case.reference, case.summary, case.question, case.deployment_unit)
    yield from map(plain, (case.problem, case.outcomes, case.indirect_effects))
    yield from (case.success_conditions, case.lessons, case.replication_conditions)
    for row in case.challenges.all():
        yield f"{row.figure} {row.title} {row.text} {row.since}"
    for row in case.stages.all():
        yield f"{row.title} {row.text}"


def structured_data(case, page: dict, request) -> dict:
    """schema.org: an article, under a licence, with what failed in it as its lessons."""
    author = {"@type": "Organization", "name": case.owner_lab.name if case.owner_lab else ""}
    return page | {
        "headline": case.title,
        "identifier": case.reference,
        "description": case.summary,
        "author": [author, *({"@type": "Person", "name": name} for name in lines(case.authors))],
        "datePublished": case.published_on and case.published_on.isoformat(),
        "license": licence(case).get("url") or case.licence,
        "sameAs": citations.short(case, request.build_absolute_uri),
        "isAccessibleForFree": True,
        "about": [term.label for term in (case.theme, *case.problem_tags.all()) if term],
    }
