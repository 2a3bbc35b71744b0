"""A tool as data, for other machines. Never the facilitator notes."""

from portal.accounts.access import Access

SCHEMA = 1  # grows when a key changes its meaning or goes away
WORDS = ("title", "tagline", "structuring_question", "easy_read_summary", "attribution_text", "trademark_notice")
FACTS = (
    "reference", "kind", "duration_min", "duration_max", "prep_minutes", "tidy_minutes", "elapsed_days_min",
    "elapsed_days_max", "people_min", "people_max", "subgroup_min", "subgroup_max", "facilitators_min",
    "people_per_facilitator", "facilitator_level", "participant_level", "remote_fit", "energy", "space_setup", "licence",
    "inventor", "inventor_year", "origin_type", "source_title", "source_url",
)  # fmt: skip
RICH = ("purpose", "when_to_use", "when_not_to_use", "remote_notes", "ethics_notes")
LINES = ("alt_titles", "expected_outputs", "tips", "pitfalls")
STEP = ("title", "minutes", "minutes_max", "participation", "group_size", "group_rule", "say", "do", "output", "is_optional")
FILE = ("title", "kind", "language", "paper_size", "orientation", "page_count", "is_editable_source", "alt_format_of", "version")


def as_data(tool, request=None) -> dict:
    """A public tool as JSON-ready data. Raises ValueError on a tool that is not public: an export has no reader to ask."""
    if tool.access != Access.PUBLIC or not tool.live:
        raise ValueError("only public tools are exported")
    materials = [
        {"material": row.material.code, "name": row.material.name, "quantity": row.quantity, "per": row.per, "note": row.note}
        for row in tool.materials.select_related("material")
    ]
    return (
        {
            "schema": SCHEMA,
            "language": tool.locale.language_code,
            "url": request.build_absolute_uri(tool.url) if request else tool.full_url,
        }
        | {name: getattr(tool, name) for name in (*WORDS, *FACTS, *RICH)}
        | {name: tool.lines_of(name) for name in LINES}
        | {name: [term.code for term in getattr(tool, name).all()] for name in ("phases", "goals", "delivery", "participation")}
        | {"steps": [step_data(step) for step in tool.ordered_steps], "materials": materials}
        | {"attachments": [file_data(row) for row in tool.attachments.select_related("document")]}
        | {"lab": tool.owner_lab.code if tool.owner_lab else None, "updated": tool.last_published_at}
    )


def step_data(step) -> dict:
    return {name: getattr(step, name) for name in STEP} | {"materials": step.material_codes}


def file_data(row) -> dict:
    """A file of a public tool: its level is public too."""
    document = row.document
    told = {"url": document.url, "filename": document.filename, "bytes": document.file_size, "licence": row.licence_override}
    return {name: getattr(row, name) for name in FILE} | told
