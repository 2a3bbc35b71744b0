"""A tool as its sheets say it: texts in their final typography, in the language of its page, for one reader. Plain data."""

import re
from html import unescape

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from portal.durations import duration, people, span
from portal.typography import french

from .. import card
from . import prints, rich

AS_IT_IS = {"address", "short", "qr", "svg", "code", "reference", "url"}  # addresses, pictures, codes
# What tokens.css says of the same pictures.
INK = (
    "<style>path{fill:none;stroke:#000;stroke-linecap:round;stroke-linejoin:round}.in,text{fill:#000;stroke:none}"
    "text{font:700 15px 'Bricolage Grotesque'}.s{font-size:13px}.fine,.fly,.lead{stroke-width:1.5}"
    ".dash{stroke-width:1.75;stroke-dasharray:.1 6}.hole{stroke:#ffc62e}</style>"
)


def sheet(tool, user, where, notes: str = "") -> dict:
    """All that paper and files print. `where(path)` gives a full address; `notes`: rich text for members of labs alone."""
    language = tool.locale.language_code
    with override(language):
        told = _sheet(tool, user, where, notes)
    return set_in(told) if language == "fr" else told


def set_in(value, key: str = ""):
    """French typography on every text, addresses and pictures apart."""
    if isinstance(value, dict):
        return {name: set_in(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [set_in(item, key) for item in value]
    return (
        french(value)
        if isinstance(value, str) and key not in ("address", "short", "qr", "svg", "code", "reference", "url")
        else value
    )


def _sheet(tool, user, where, notes) -> dict:
    names = {row.material.code: row.material.name for row in tool.materials.all() if row.material_id}
    steps = list(card.timed(tool.ordered_steps, names))
    return {
        "lang": tool.locale.language_code,
        "reference": tool.reference,
        "title": tool.title,
        "over": f"{tool.reference}, {tool.get_kind_display().lower()}",
        "tagline": tool.tagline,
        "picture": picture(tool),
        "facts": facts(tool),
        "question": tool.structuring_question,
        "steps": [step(timed) for timed in steps],
        "gestures": [{"at": timed.at, "do": timed.step.do or timed.step.title} for timed in steps],
        "recto": sections(recto(tool)),
        "verso": sections(verso(tool, notes)),
        "rights": rights(tool, user),
        "licence": {name: str(value) for name, value in card.licence(tool).items()},
        "attribution": tool.attribution_text,
        "print": proof(tool, where),
        "private": bool(notes),
        "words": words(),
    }


def facts(tool) -> list[dict]:
    """What decides whether a tool fits: shown large."""
    told = [
        (_("Duration"), span(tool.duration_min, tool.duration_max) if tool.duration_min and tool.duration_max else ""),
        (_("Participants"), f"{people(tool.people_min, tool.people_max)} {_('people')}" if tool.people_min else ""),
        (_("Facilitation"), tool.get_facilitator_level_display() if tool.facilitator_level else ""),
    ]
    return [{"label": label, "value": value} for label, value in told if value]


def picture(tool) -> dict | None:
    """The poster of its page, in black on the ground of the sheet, and the sentence that says it."""
    drawn = card.poster(tool, tool.ordered_steps, width=760, height=200)
    alt = re.search(r'aria-label="([^"]*)"', drawn)
    if not tool.steps_minutes or not alt:
        return None
    svg = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(">", f">{INK}", 1)
    return {"svg": svg, "alt": unescape(alt[1])}


def step(timed) -> dict:
    it = timed.step
    at = f"{timed.at}, {_('optional')}" if it.is_optional else timed.at
    say = _("“%(words)s”") % {"words": it.say}
    output = f"{_('We get:')} {it.output}" if it.output else ""
    return {"minutes": duration(it.minutes) if it.minutes else "", "at": at, "title": it.title, "say": say, "output": output}


def sections(pairs) -> list[dict]:
    return [{"title": title, "blocks": blocks} for title, blocks in pairs if blocks]


def listed(lines) -> list[dict]:
    return [rich.list_block(lines)] if lines else []


def recto(tool):
    """Under the steps, for the group."""
    yield _("On the table"), listed([material(row) for row in tool.materials.all() if row.material_id])
    yield _("What we get"), listed(tool.lines_of("expected_outputs"))
    yield _("Easy to read"), [rich.text_block(tool.easy_read_summary)] if tool.easy_read_summary else []


def material(row) -> str:
    colon = pgettext("before a count", ":")
    note = (f", {row.note}" if row.note else "") + (f" ({_('optional')})" if row.optional else "")
    return f"{row.material.name}{colon} {row.quantity} {row.get_per_display()}{note}"


def verso(tool, notes):
    """For whoever leads it."""
    yield _("What helps"), listed(tool.lines_of("tips"))
    yield _("What fails"), listed(tool.lines_of("pitfalls"))
    yield _("What it is for"), rich.blocks(tool.purpose)
    yield _("Use it when"), rich.blocks(tool.when_to_use)
    yield _("Avoid it when"), rich.blocks(tool.when_not_to_use)
    yield _("Preparation"), listed([capfirst(line) for line in preparation(tool)])
    room = card.room(tool)
    yield _("In the room"), [rich.text_block(room)] if room else []
    remote = [rich.text_block(f"{tool.get_remote_fit_display()}.")] if tool.remote_fit else []
    yield _("Remotely"), remote + (rich.blocks(tool.remote_notes) if remote else [])
    yield _("So that everyone takes part"), accessibility(tool)
    yield _("Points to watch"), rich.blocks(tool.ethics_notes)
    yield _("Between facilitators"), rich.blocks(notes)


def preparation(tool):
    colon = pgettext("before a count", ":")
    if tool.prep_minutes:
        yield f"{_('Preparation')}{colon} {duration(tool.prep_minutes)}"
    if tool.tidy_minutes:
        yield _("clean-up: %(time)s") % {"time": duration(tool.tidy_minutes)}
    number = tool.facilitators_min
    leaders = ngettext("%(n)s facilitator", "%(n)s facilitators", number) % {"n": number}
    one_for = _("one for %(n)s people") % {"n": tool.people_per_facilitator} if tool.people_per_facilitator else ""
    yield ", ".join(filter(None, [leaders, one_for]))
    if tool.elapsed_days_max:
        low, high = tool.elapsed_days_min or tool.elapsed_days_max, tool.elapsed_days_max
        yield _("spread over %(low)s to %(high)s days") % {"low": low, "high": high}


def accessibility(tool) -> list[dict]:
    colon = pgettext("before a count", ":")
    rows = [[{"text": f"{name}{colon} ", "strong": True}, {"text": text}] for name, text in card.accessibility(tool)]
    return [{"kind": "ul", "items": rows}] if rows else []


def rights(tool, user) -> list[str]:
    """Whose it is, what one may do with it, where it comes from: a few short paragraphs."""
    licence, based_on = card.licence(tool), card.readable_tool(tool.based_on, user)
    told = [
        f"{licence['name']}. {licence['allows']}." if licence else "",
        tool.attribution_text,
        tool.trademark_notice,
        " ".join(filter(None, [card.origin(tool), adapted(tool, based_on), source(tool)])),
        " ".join(filter(None, [card.keepers(tool), reviewed(tool)])),
    ]
    return [text for text in told if text]


def adapted(tool, based_on) -> str:
    return f"{_('Adapted from:')} {based_on.title}. {tool.change_note}".strip() if based_on else ""


def source(tool) -> str:
    named = tool.source_title or tool.source_url
    if not named:
        return ""
    address = f", {tool.source_url}" if tool.source_url and tool.source_title else ""
    return f"{_('Source:')} {named}{address}."


def reviewed(tool) -> str:
    return _("Reviewed on %(day)s.") % {"day": day(tool.last_reviewed_on)} if tool.last_reviewed_on else ""


def day(value) -> str:
    return date_format(value, "j F Y")


def proof(tool, where) -> dict:
    """The code of this version, where it leads, its picture to scan."""
    code = prints.code_of(tool, tool.source)
    address = where(prints.path_of(tool, code))
    printed = prints.newest(tool, tool.source)
    dated = printed.last_published_at
    how = _("Version of %(day)s. Scan this square, or type this address: the page says what has changed since.")
    typed = _("Version of %(day)s. This address says what has changed since.")
    return {
        "code": code,
        "revision": printed.live_revision_id,
        "address": address,
        "short": address.split("://", 1)[-1],
        "qr": prints.qr(address),
        "how": how % {"day": day(dated)} if dated else "",
        "how_typed": typed % {"day": day(dated)} if dated else "",
        "day": day(dated) if dated else "",
    }


def words() -> dict:
    return {
        "question": _("The question asked to the group"),
        "steps": _("Step by step"),
        "gestures": pgettext("the facilitator", "What I do"),
        "verso": _("For the facilitator"),
        "rights": _("Rights and credits"),
        "current": _("Is this sheet current?"),
        "qr": _("Code to scan: the address written beside it"),
        "overflow": _("This card is long: it continues on the next page."),
    }
