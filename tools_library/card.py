"""What a tool's page shows, computed from the tool: plain functions over a ToolPage."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import pictures
from portal.accounts.access import is_lab_member, may_read
from portal.durations import DAY, iso_duration
from portal.entries import plain
from search.text import fold

from . import around
from .models.choices import LICENCES, Licence, Origin
from .paper import prints

SEARCHED = ("title", "alt_titles", "tagline", "purpose", "expected_outputs", "tips", "steps", "inventor")
RELATIONS = ("before", "requires", "part_of", "variant_of", "alternative", "remote_version_of", "after")
POSTER_PEOPLE = 24  # voices drawn when the group may be larger
SKETCH_PEOPLE = 8
# The same facts always draw the same picture, 6 kB at most: a process remembers those it has drawn.
drawn_poster, drawn_timeline = lru_cache(maxsize=256)(pictures.poster), lru_cache(maxsize=256)(pictures.timeline)


@dataclass(frozen=True)
class TimedStep:
    """A step, when it starts, the names of what it needs on the table."""

    step: object
    at: str  # hours and minutes since the beginning, or the day of a tool that lasts several
    materials: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferedFile:
    """A file to take away, and the same in other formats."""

    main: object
    others: tuple


def offered_files(attachments) -> list[OfferedFile]:
    """Each file once: the formats that repeat it come with it."""
    titles = {row.title for row in attachments}
    repeats = [row for row in attachments if row.alt_format_of in titles]
    return [
        OfferedFile(row, tuple(other for other in repeats if other.alt_format_of == row.title))
        for row in attachments
        if row not in repeats
    ]


def page_context(tool, request) -> dict:
    steps = tool.ordered_steps
    if images := [image for image in (tool.cover, tool.space_image) if image]:
        prefetch_related_objects(images, "renditions")
    materials = [row for row in tool.materials.all() if row.material_id]  # a draft may lack it
    names = {row.material.code: row.material.name for row in materials}
    attachments = [row for row in tool.attachments.all() if row.document_id]
    may_read_notes = is_lab_member(request.user)
    return {
        "steps": list(timed(steps, names)),
        "materials": materials,
        "poster": poster(tool, steps),
        "timeline": timeline(steps),
        "related": tool.related(request.user),
        "around": around.groups(tool, request.user, tool.locale.language_code),
        "files": offered_files(attachments),
        "count": len(attachments),
        "licence": licence(tool),
        "has_source": any(row.is_editable_source for row in attachments),
        "notes": tool.facilitator_notes if may_read_notes else "",
        "accessibility": accessibility(tool),
        "room": room(tool),
        "based_on": readable_tool(tool.based_on, request.user),
        "replaced_by": readable_tool(tool.replaced_by, request.user),
        "origin": origin(tool),
        "keepers": keepers(tool),
        # A draft in preview is no version that anybody could ask about.
        "print_path": "" if getattr(request, "is_preview", False) else prints.path_of(tool, prints.code_of(tool, tool.source)),
        "cover_alt": "" if tool.cover_decorative else tool.cover_alt,
    }


def timed(steps, names):
    """Steps with the clock from 0:00. `names`: {code of a material: its name}, for those of the tool."""
    minutes, days = 0, sum(step.minutes or 0 for step in steps if not step.is_optional) > DAY
    for step in steps:
        needs = tuple(names[code] for code in step.material_codes if code in names)
        yield TimedStep(step, day(minutes) if days else clock(minutes), needs)
        minutes += 0 if step.is_optional else step.minutes or 0


def clock(minutes: int) -> str:
    return _("at %(time)s") % {"time": f"{minutes // 60}:{minutes % 60:02}"}


def day(minutes: int) -> str:
    """Minutes of work into days of eight hours: nobody reads 32:00."""
    return _("day %(n)s") % {"n": minutes // DAY + 1}


def drawn_steps(steps):
    return tuple(
        pictures.Step(step.minutes, step.participation, step.group_size, step.title, step.group_rule)
        for step in steps
        if step.participation  # a draft may not say it yet
    )


def poster(tool, steps, **size) -> str:
    people = min(max(POSTER_PEOPLE, tool.people_min or 1), tool.people_max or POSTER_PEOPLE)
    drawn = pictures.Tool(
        tool.title, tool.duration_min, tool.duration_max, tool.people_min, tool.people_max, drawn_steps(steps), people
    )
    return drawn_poster(drawn, lang=get_language() or "fr", **size)


def sketch(tool) -> str:
    """The poster, small: few voices, no word."""
    drawn = pictures.Tool("", tool.duration_min, tool.duration_max, None, None, drawn_steps(tool.ordered_steps), SKETCH_PEOPLE)
    return drawn_poster(drawn, width=160, height=106, hidden=True)


def timeline(steps) -> str:
    kept = drawn_steps([step for step in steps if not step.is_optional])
    if not kept:
        return ""
    return drawn_timeline(kept, hidden=True, lang=get_language() or "fr")


def licence(tool) -> dict:
    """What the badge says: name, what one may do, where it is written."""
    if not tool.licence:
        return {}
    allows, url = LICENCES[Licence(tool.licence)]
    return {"code": tool.licence, "name": tool.get_licence_display(), "allows": allows, "url": url}


def room(tool) -> str:
    """How people sit, in which groups, with what energy: a few short sentences."""
    low, high = tool.subgroup_min or tool.subgroup_max, tool.subgroup_max or tool.subgroup_min
    groups = _("groups of %(n)s") % {"n": low} if low == high else _("groups of %(low)s to %(high)s") % {"low": low, "high": high}
    said = [
        tool.get_space_setup_display() if tool.space_setup else "",
        groups if low else "",
        _("work: %(forms)s") % {"forms": ", ".join(str(term).lower() for term in tool.participation.all())}
        if tool.participation.all()
        else "",
        _("energy: %(level)s") % {"level": tool.get_energy_display().lower()} if tool.energy else "",
        _("effort asked: %(level)s") % {"level": tool.get_participant_level_display().lower()} if tool.participant_level else "",
    ]
    return " ".join(f"{words[0].upper()}{words[1:]}." for words in said if words)


def readable_tool(tool, user):
    """A tool that another names, if this reader may open it; it may have been withdrawn since."""
    return tool if tool and tool.live and may_read(user, tool.access, tool.owner_lab_id) else None


def origin(tool) -> str:
    """Where the tool comes from; nothing when the attribution has already said it."""
    first = re.split(r"[&,(]", tool.inventor)[0].strip()
    if tool.origin_type == Origin.DESCRIBED and first and first in tool.attribution_text:
        return ""
    return tool.get_origin_type_display() + (f" ({tool.inventor})." if tool.inventor else ".")


def keepers(tool) -> str:
    """Who keeps the tool up to date."""
    labs = [tool.owner_lab, *tool.maintainers.all()] if tool.owner_lab else list(tool.maintainers.all())
    return _("Kept by: %(labs)s.") % {"labs": ", ".join(lab.name for lab in labs)} if labs else ""


def accessibility(tool) -> list[tuple[str, str]]:
    names = ("mobility", "vision", "hearing", "cognition", "digital", "adaptation")
    fields = [(tool._meta.get_field(f"accessibility_{name}"), f"accessibility_{name}") for name in names]
    return [(str(field.verbose_name).capitalize(), text) for field, name in fields if (text := getattr(tool, name))]


def related(tool, user, relations, pages) -> list[tuple[str, object]]:
    """(words, tool) pairs: what this tool says of others, then what others say of it, each in the reader's language."""
    source = tool.source.pk if tool.source else tool.pk
    rows = relations.objects.filter(Q(page=source) | Q(target=source)).order_by("page_id", "sort_order")
    rows = rows.values_list("page_id", "relation", "page__translation_key", "target__translation_key")
    said = [(theirs, relation, False) if page == source else (own, relation, True) for page, relation, own, theirs in rows]
    if not said:
        return []
    shown = pages.objects.filter(translation_key__in={key for key, *_rest in said}).visible_to(user)
    by_key = {page.translation_key: page for page in shown.in_language(tool.locale.language_code).select_related("locale")}
    out: dict = {}
    for key, relation, is_reverse in said:
        if key in by_key:
            out.setdefault(key, (relation_words(relation, is_reverse), by_key[key]))
    order = {words: place for place, words in enumerate(relation_words(code, False) for code in RELATIONS)}
    return sorted(out.values(), key=lambda pair: order.get(pair[0], len(order)))


def relation_words(relation: str, is_reverse: bool) -> str:
    """How a relation reads on this page; reversed when the other tool states it."""
    straight = {
        "before": _("Before"),
        "after": _("After"),
        "alternative": _("Instead"),
        "variant_of": _("Variant of"),
        "part_of": _("Part of"),
        "requires": _("Requires"),
        "remote_version_of": _("Remote version of"),
    }
    backwards = {
        "before": _("After"),
        "after": _("Before"),
        "alternative": _("Instead"),
        "variant_of": _("Has for variant"),
        "part_of": _("Contains"),
        "requires": _("Serves"),
        "remote_version_of": _("Remotely"),
    }
    return (backwards if is_reverse else straight)[relation]


def search_text(tool) -> str:
    """The folded words of all that the plain listing searches."""
    parts = [tool.title, tool.alt_titles, tool.tagline, plain(tool.purpose), tool.expected_outputs, tool.tips, tool.inventor]
    parts += [f"{step.title} {step.say}" for step in tool.steps.all()] if tool.pk or tool.steps.count() else []
    return " ".join(fold(" ".join(parts)).split())


def structured_data(tool, page: dict) -> dict:
    """schema.org: how to run it, and a thing to learn from."""
    steps = [
        {"@type": "HowToStep", "position": n, "name": step.title, "text": step.say}
        for n, step in enumerate(tool.ordered_steps, 1)
    ]
    supplies = [{"@type": "HowToSupply", "name": row.material.name} for row in tool.materials.all() if row.material_id]
    return page | {
        "@type": ["HowTo", "LearningResource"],
        "identifier": tool.reference,
        "description": tool.tagline,
        "learningResourceType": tool.get_kind_display(),
        "totalTime": iso_duration(tool.duration_max or 0),
        "timeRequired": iso_duration(tool.duration_max or 0),
        "step": steps,
        "supply": supplies,
        "license": (licence(tool) or {}).get("url") or tool.licence,
        "creditText": tool.attribution_text,
        "isAccessibleForFree": True,
        "educationalUse": [goal.label for goal in tool.goals.all()],
    }
