"""The case studies and the key figures of the demo: from YAML to pages. They come after labs and tools, which they name."""

from datetime import date

from wagtail.models import Locale, Page

from network.models import (
    CaseActor,
    CaseChallenge,
    CaseFigure,
    CaseInspiration,
    CaseMilestone,
    CaseQuote,
    CaseRelated,
    CaseReplication,
    CaseStage,
    CaseStudyIndexPage,
    CaseStudyPage,
    CaseTool,
    KeyFigure,
    KeyFiguresPage,
    KeyFigureValue,
)
from portal.accounts.models import Lab
from portal.models import Term

from .facts import HERE, read
from .richtext import rich

CASES, FIGURES = HERE / "cases", HERE / "figures.yaml"
WORDS = (
    "title", "slug", "acronym", "summary", "search_description", "question", "participants_profile", "budget_note",
    "savings_note", "evaluation_note", "provenance", "reviewed_by", "session_dates",
)  # fmt: skip
RICH = ("problem", "outcomes", "indirect_effects")
LINES = ("success_conditions", "lessons", "replication_conditions", "authors")
FACTS = (
    "reference", "participants_count", "started_on", "ended_on", "dates_precision", "budget_band", "evaluation_kind", "licence",
    "published_on", "access", "review_due_on", "doi",
)  # fmt: skip


def words(data) -> dict:
    """The columns that hold words, from a file in any language."""
    values = {name: str(data[name]).strip() for name in WORDS if data.get(name)}
    values |= {name: "\n".join(data[name]) for name in LINES if data.get(name)}
    if unit := (data.get("deployment") or {}).get("unit"):
        values["deployment_unit"] = unit
    return values


def rich_words(data, targets) -> dict:
    return {name: rich(data[name], targets) for name in RICH if data.get(name)}


def facts(data) -> dict:
    values = {name: data[name] for name in FACTS if data.get(name) not in (None, "")}
    deployment, prototypes = data.get("deployment") or {}, data.get("prototypes") or {}
    values |= {f"deployment_{name}": deployment[name] for name in ("done", "target", "as_of") if deployment.get(name) is not None}
    values |= {f"prototypes_{name}": number for name, number in prototypes.items()}
    if data.get("reviewed_on"):
        values["last_reviewed_on"] = data["reviewed_on"]
    return values


def terms(vocabulary, codes) -> list:
    found = {term.code: term for term in Term.objects.of(vocabulary)}
    return [found[code] for code in codes or []]


def numbered(model, rows) -> list:
    return [model(sort_order=order, **row) for order, row in enumerate(rows)]


def only(row, *names) -> dict:
    return {name: row[name] for name in names if row.get(name) not in (None, "")}


def rows_of_words(data) -> dict:
    """Rows that name nothing else."""
    return {
        "stages": numbered(CaseStage, (only(row, "title", "text") for row in data.get("approach") or [])),
        "actors": numbered(CaseActor, (only(row, "organisation", "role", "contribution") for row in data.get("actors") or [])),
        "milestones": numbered(
            CaseMilestone, (only(row, "date", "precision", "label", "text") for row in data.get("milestones") or [])
        ),
        "challenges": numbered(
            CaseChallenge, (only(row, "figure", "title", "text", "since") for row in data.get("challenges") or [])
        ),
        "quotes": numbered(CaseQuote, (only(row, "text", "who") for row in data.get("quotes") or [])),
    }


def rows_of_links(data, cases, tools, labs, figures) -> dict:
    """Rows that name a tool, a case, a lab, a figure: those that are not there are left out."""
    used = [row for row in data.get("tools") or [] if row["tool"] in tools]
    inspired = [
        only(row, "title", "url", "note", "year") | ({"case": cases[row["case"]]} if row.get("case") in cases else {})
        for row in data.get("inspired_by") or []
        if row.get("title") or row.get("case") in cases
    ]
    replicated = [
        only(row, "organisation", "kind", "url", "year", "confirmed")
        | {"case": cases.get(row.get("case")), "lab": labs.get(row.get("lab"))}
        for row in data.get("replications") or []
    ]
    return {
        "tools": numbered(CaseTool, ({"tool": tools[row["tool"]], "note": row.get("note", "")} for row in used)),
        "inspirations": numbered(CaseInspiration, inspired),
        "replications": numbered(CaseReplication, replicated),
        "figures": numbered(CaseFigure, ({"figure": figures[key]} for key in data.get("key_figures") or [] if key in figures)),
        "related_rows": numbered(CaseRelated, ({"target": cases[slug]} for slug in data.get("related") or [] if slug in cases)),
    }


def page_of(data, labs):
    told = dict.fromkeys(RICH[:2], "<p>…</p>")  # what links to other cases is written once they are there
    page = CaseStudyPage(owner_lab=labs[data["owner_lab"]], live=False, **told | words(data) | facts(data))
    page.theme = next(iter(terms("theme", [data["theme"]])))
    page.phase = next(iter(terms("case_phase", [data["phase"]])))
    page.contact_lab = labs.get(data.get("contact_lab"))
    page.problem_tags, page.services = terms("problem", data.get("problem_tags")), terms("service", data.get("services"))
    page.other_labs = [labs[code] for code in data.get("other_labs") or [] if code in labs]
    return page


def make_shelf(home):
    return home.add_child(
        instance=CaseStudyIndexPage(
            title="Études de cas",
            slug="etudes-de-cas",
            show_in_menus=True,
            summary="Ce que des labs ont essayé, ce qui en est sorti, et ce qui a raté. Cherchez par thème ou par outil.",
            search_description="Études de cas du réseau : démarche, résultats datés, échecs, conditions pour recommencer.",
        )
    )


def load_cases(shelf, tools, figures, lab_pages=None) -> dict:
    """Every case, published; pages first, because they name one another. Returns {slug: page}."""
    labs = {lab.code: lab for lab in Lab.objects.all()}
    files = {data["slug"]: data for data in map(read, sorted(CASES.glob("*.yaml")))}
    pages = {slug: shelf.add_child(instance=page_of(data, labs)) for slug, data in files.items()}
    targets = targets_of(pages, tools, lab_pages or {})
    for slug, page in pages.items():
        for name, value in rich_words(files[slug], targets).items():
            setattr(page, name, value)
        for name, rows in (rows_of_words(files[slug]) | rows_of_links(files[slug], pages, tools, labs, figures)).items():
            setattr(page, name, rows)
        page.save_revision(log_action=True).publish()
    return pages


def targets_of(cases, tools, labs) -> dict[str, int]:
    """What links in the texts may name."""
    named = {"case": cases, "tool": tools, "lab": labs}
    return {f"{kind}:{key}": page.pk for kind, pages in named.items() for key, page in pages.items()}


def load_english(cases, tools=None, lab_pages=None) -> None:
    """The cases that have an English file: words translated, facts shared, rows in the same order."""
    if not cases:
        return
    locale = Locale.objects.get(language_code="en")
    shelf = CaseStudyIndexPage.objects.get(locale__language_code="fr")
    english = shelf.copy_for_translation(locale, copy_parents=False)
    draft = english.specific.get_latest_revision_as_object()
    draft.title, draft.slug = "Case studies", "case-studies"
    draft.summary = "What labs tried, what came out of it, and what failed. Search by theme, or by the tool that was used."
    draft.search_description = draft.summary
    draft.save_revision(log_action=True).publish()
    for path in sorted((CASES / "en").glob("*.yaml")):
        if path.stem in cases:
            targets = targets_of(cases, tools or {}, lab_pages or {})
            translate(CaseStudyPage.objects.get(pk=cases[path.stem].pk), read(path), locale, targets)


def translate(page, data, locale, targets):
    draft = page.copy_for_translation(locale, copy_parents=False).specific.get_latest_revision_as_object()
    for name, value in (words(data) | rich_words(data, targets)).items():
        setattr(draft, name, value)
    said = {"stages": "approach", "inspirations": "inspired_by"}
    for name in ("stages", "actors", "milestones", "tools", "challenges", "inspirations", "replications", "quotes"):
        children = list(getattr(draft, name).all())
        for child, row in zip(children, data.get(said.get(name, name)) or [], strict=False):
            wanted = {key: value for key, value in row.items() if key in WORDS_OF_ROWS and hasattr(child, key)}
            for key, value in wanted.items():
                setattr(child, key, value)
        setattr(draft, name, children)
    draft.save_revision(log_action=True).publish()


WORDS_OF_ROWS = {"title", "text", "since", "figure", "note", "organisation", "contribution", "label", "who"}


# --- figures


def load_figures() -> dict:
    """{key: figure}, with their values."""
    rows = read(FIGURES) if FIGURES.exists() else []
    return {row["key"]: figure_of(row) for row in rows}


def figure_of(row):
    values = row.pop("values", None) or []
    figure = KeyFigure.objects.filter(key=row["key"]).first() or KeyFigure(key=row["key"])
    for name, value in row.items():
        setattr(figure, name, value if value is not None else "")
    figure.values = [value_of(value, order) for order, value in enumerate(values)]
    figure.save()
    return figure


def value_of(row, order):
    told = only(row, "value", "qualifier", "precision", "source_label", "source_url", "note", "superseded")
    day = row["as_of"]
    return KeyFigureValue(sort_order=order, as_of=day if isinstance(day, date) else date.fromisoformat(str(day)), **told)


def make_figures_page(home):
    page = Page.objects.get(pk=home.pk).add_child(
        instance=KeyFiguresPage(
            title="Chiffres clés",
            slug="chiffres-cles",
            summary="Chaque nombre porte sa date et sa source. Quand deux sources se contredisent, nous montrons les deux.",
            search_description="Les chiffres du réseau, datés et sourcés, à côté de ce que compte l'annuaire.",
        )
    )
    page.save_revision(log_action=True).publish()
    return page
