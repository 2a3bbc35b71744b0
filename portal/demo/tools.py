"""The tools of the demo: from YAML to pages."""

from collections import defaultdict
from functools import cache

from django.core.files.base import ContentFile
from wagtail.models import Locale

from media.models import PortalDocument
from portal.accounts.models import Lab
from portal.models import Term
from portal.pdf import render_printable
from portal.rights.collections import lab_collection
from portal.typography import french
from tools_library.models import (
    Material,
    ToolAttachment,
    ToolLink,
    ToolMaterial,
    ToolPage,
    ToolRelation,
    ToolStep,
)

from .facts import HERE, read
from .richtext import rich

RICH = ("purpose", "when_to_use", "when_not_to_use", "remote_notes", "facilitator_notes", "ethics_notes")
LINES = ("alt_titles", "expected_outputs", "tips", "pitfalls")
VOCABULARIES = {"phases": "phase", "goals": "goal", "delivery": "delivery", "participation": "participation"}
SAME = (
    "title", "slug", "reference", "kind", "tagline", "duration_min", "duration_max", "prep_minutes", "tidy_minutes",
    "elapsed_days_min", "elapsed_days_max", "people_min", "people_max", "subgroup_min", "subgroup_max",
    "facilitators_min", "people_per_facilitator", "facilitator_level", "participant_level", "remote_fit", "energy",
    "space_setup", "structuring_question", "easy_read_summary", "status_maturity", "last_reviewed_on", "access",
)  # fmt: skip


def load_materials():
    for row in read(HERE / "materials.yaml"):
        Material.objects.update_or_create(code=row["code"], defaults=row)


def words(data) -> dict:
    """The fields of ToolPage that hold words, from a file in any language."""
    values = {name: data[name] for name in SAME if data.get(name) not in (None, "")}
    values |= {name: rich(data[name]) for name in RICH if data.get(name)}
    values |= {name: "\n".join(data[name]) for name in LINES if data.get(name)}
    values |= {f"accessibility_{name}": text for name, text in (data.get("accessibility") or {}).items()}
    return values | {name: value for name, value in (data.get("rights") or {}).items() if name != "based_on"}


def steps(data):
    return [
        ToolStep(
            sort_order=order, title=s["title"], minutes=s["minutes"], minutes_max=s.get("minutes_max"),
            participation=s["participation"], group_size=s.get("group_size"), group_rule=s.get("group_rule", "same"),
            say=s["say"].strip(), do=s["do"].strip(), output=s["output"], is_optional=s.get("optional", False),
        )
        for order, s in enumerate(data["steps"])
    ]  # fmt: skip


def materials(data, known):
    return [
        ToolMaterial(
            sort_order=order, material=known[m["material"]], quantity=m["quantity"], per=m["per"],
            reusable=m.get("reusable", False), optional=m.get("optional", False), note=m.get("note", ""),
        )
        for order, m in enumerate(data["materials"])
    ]  # fmt: skip


def load_tools(shelf, say):
    """Every tool, published; then what links them. Returns {reference: page}."""
    load_materials()
    known = {material.code: material for material in Material.objects.all()}
    labs = {lab.code: lab for lab in Lab.objects.all()}
    terms = {(term.vocabulary, term.code): term for term in Term.objects.all()}
    files = sorted((HERE / "tools").glob("OUT-*.yaml"))
    pages, data = {}, {}
    for path in files:
        data[path.stem] = card = read(path)
        page = ToolPage(owner_lab=labs[card["owner_lab"]], live=False, **words(card))
        for field, vocabulary in VOCABULARIES.items():
            setattr(page, field, [terms[vocabulary, code] for code in card.get(field) or []])
        page.steps, page.materials = steps(card), materials(card, known)
        pages[path.stem] = shelf.add_child(instance=page)
        say(len(pages), len(files))
    for reference, page in pages.items():
        page.attachments = attachments(reference, page)
        page.relations = relations(data[reference], pages)
        page.links = [ToolLink(sort_order=n, **link) for n, link in enumerate(data[reference].get("links") or [])]
        page.save_revision(log_action=True).publish()
    return pages


def relations(data, pages):
    return [
        ToolRelation(sort_order=order, target=pages[row["target"]], relation=row["relation"])
        for order, row in enumerate(data.get("related") or [])
        if row["target"] in pages
    ]


def set_in_french(value):
    """French typography on every text of a structure, keys and codes of the template apart."""
    if isinstance(value, dict):
        return {
            key: item if key in ("tool", "template", "filename", "licence") else set_in_french(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [set_in_french(item) for item in value]
    return french(value) if isinstance(value, str) else value


@cache
def printables():
    """The files of the printables, read once: {reference of the tool: [data]}."""
    found = defaultdict(list)
    for path in sorted((HERE / "printables").glob("*.yaml")):
        data = read(path)
        found[data["tool"]].append(data)
    return found


def attachments(reference, page):
    """The printables of a tool, made by Typst from their data."""
    return [attachment(data, page) for data in printables()[reference]]


def attachment(data, page):
    printable = render_printable(set_in_french(data))
    document = PortalDocument(title=data["title"], owner_lab=page.owner_lab, credit=data["attribution"][:160])
    document.collection = lab_collection(page.owner_lab)
    document.file.save(data["filename"], ContentFile(printable), save=False)
    document._set_document_file_metadata()  # as the forms do
    document.save()
    return ToolAttachment(
        document=document, kind=data["kind"], title=data["title"], paper_size=data["paper"], orientation=data["orientation"],
        page_count=data["pages"], print_copies_per=data["copies"],
    )  # fmt: skip


def load_english(pages, english_shelf):
    """The tools that have an English file: words translated, facts shared."""
    locale = Locale.objects.get(language_code="en")
    for path in sorted((HERE / "tools" / "en").glob("OUT-*.yaml")):
        if path.stem not in pages:
            continue
        data = read(path)
        page = ToolPage.objects.get(pk=pages[path.stem].pk).copy_for_translation(locale, copy_parents=False)
        draft = page.specific.get_latest_revision_as_object()
        for name, value in words(data).items():
            setattr(draft, name, value)
        translate_children(draft, data)
        draft.save_revision(log_action=True).publish()


def translate_children(page, data):
    for relation, names in (("steps", ("title", "say", "do", "output")), ("materials", ("note",))):
        children = list(getattr(page, relation).all())
        for child, row in zip(children, data.get(relation) or [], strict=False):
            child.to_translate = False
            for name in names:
                setattr(child, name, ((row or {}).get(name) or "").strip())
        setattr(page, relation, children)
