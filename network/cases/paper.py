"""A case study on paper: what its page says, in its final typography, as an accessible PDF."""

import re
from html import unescape

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from portal.pdf import render
from tools_library.paper import rich
from tools_library.paper.content import INK, set_in
from tools_library.paper.pdf import softened
from tools_library.paper.prints import qr

from . import card, citations


def sheet(case, user, where) -> dict:
    """All that the PDF prints. `where(path)` gives a full address."""
    language = case.locale.language_code
    with override(language):
        told = _sheet(case, user, where)
    return set_in(told) if language == "fr" else told


def pdf(told: dict) -> bytes:
    return render("case", softened(told), lang=told["lang"], title=f"{told['title']} ({told['reference']})")


def _sheet(case, user, where) -> dict:
    from .. import figures

    names = card.labs()
    return {
        "lang": case.locale.language_code,
        "reference": case.reference,
        "title": case.title,
        "over": card.over(case),
        "summary": " ".join(case.summary.split()),
        "picture": picture(case),
        "facts": [{"label": fact.label, "value": fact.value} for fact in card.facts(case, names, {})],
        "before": sections(before(case)),
        "failures": [
            {"figure": row.figure, "title": row.title, "text": row.text, "since": row.since} for row in case.challenges.all()
        ],
        "after": sections(after(case, user, figures.of_case(case))),
        "conditions": case.lines_of("replication_conditions"),
        "cited": citations.text(case, where),
        "rights": rights(case),
        "print": proof(case, where),
        "words": {
            "failed": pgettext("in a case study", "What failed"),
            "since": _("Since then") + pgettext("before a count", ":"),
            "again": _("To do it again"),
            "qr": _("Code to scan: the address written beside it"),
        },
    }


def sections(pairs) -> list[dict]:
    return [{"title": title, "blocks": blocks} for title, blocks in pairs if blocks]


def listed(lines) -> list[dict]:
    return [rich.list_block(lines)] if lines else []


def before(case):
    question = [{"kind": "p", "items": [[{"text": case.question, "strong": True}]]}] if case.question else []
    yield _("The problem"), rich.blocks(case.problem) + question
    stages = [[{"text": f"{row.title}. ", "strong": True}, {"text": row.text}] for row in case.stages.all()]
    yield _("The approach"), [{"kind": "ol", "items": stages}] if stages else []


def after(case, user, shown):
    numbers = [f"{told.figure.label}, {value.said}" for told in shown for value in told.current]
    deployment = card.deployment(case)
    yield _("The results"), rich.blocks(case.outcomes) + listed([deployment, *numbers] if deployment else numbers)
    yield _("Other effects"), rich.blocks(case.indirect_effects)
    yield _("What made it work"), listed(case.lines_of("success_conditions"))
    yield _("What we learnt"), listed(case.lines_of("lessons"))
    colon = pgettext("before a count", ":")
    used = [f"{row.tool.title}{colon} {row.note}" if row.note else row.tool.title for row in card.tools(case, user)]
    yield _("The tools used"), listed(used)


def picture(case) -> dict | None:
    """The poster of its page, in black, and the sentence that says it."""
    drawn = card.poster(case)
    alt = re.search(r'aria-label="([^"]+)"', drawn)
    if not alt:
        return None
    svg = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(">", f">{INK}", 1)
    # A dot alone has no length: what draws the PDF would leave it out.
    return {"svg": svg.replace("h0", "h.01"), "alt": unescape(alt[1])}


def rights(case) -> str:
    licence = card.licence(case)
    told = [f"{licence['name']}. {licence['allows']}." if licence else "", case.provenance]
    return " ".join(part for part in told if part)


def proof(case, where) -> dict:
    """Where the page is, whatever its address becomes, and which day this sheet is of."""
    address = citations.short(case, where)
    day = date_format(case.last_published_at, "j F Y") if case.last_published_at else ""
    how = _("Version of %(day)s. Scan this square, or type this address: the page says what is true today.") % {"day": day}
    return {"address": address, "short": address.split("://", 1)[-1], "qr": qr(address), "how": how if day else ""}
