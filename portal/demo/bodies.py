"""Blocks of the demo files turned into the raw data of a StreamField."""

from uuid import UUID, uuid5

from .richtext import rich

NAMESPACE = UUID("6d1f0c3e-0000-4000-8000-e55a11000000")


def body(blocks, targets, key):
    """[{"text": …}, {"quote": …}] -> raw StreamField data. `key` makes the blocks' ids the same at each load."""
    raw = []
    for place, block in enumerate(blocks or []):
        ((kind, value),) = block.items()
        built = BUILDERS[kind](value, targets)
        if built is None:
            continue
        kind, value = built
        raw.append({"type": kind, "value": value, "id": str(uuid5(NAMESPACE, f"{key}:{place}"))})
    return raw


def listed(items):
    return [{"type": "item", "value": item, "id": str(uuid5(NAMESPACE, f"{place}:{item}"))} for place, item in enumerate(items)]


def table(value, targets):
    columns = [{"type": "text", "heading": heading} for heading in value["header"]]
    rows = [{"values": [str(cell) for cell in row]} for row in value["rows"]]
    return "table", {"columns": columns, "rows": rows, "caption": value.get("caption", "")}


def figures(value, targets):
    names = ("label", "value", "as_of", "source")
    items = [{name: str(item[name]) for name in names} for item in value["items"]]
    return "figures", {"items": listed(items), "note": value.get("note") or ""}


def titled(kind):
    def build(value, targets):
        return kind, listed([{"title": v["title"], "text": rich(v.get("text", ""), targets)} for v in value])

    return build


def named(kind):
    """A page that a block of a lesson names; nothing where the page is not there."""

    def build(value, targets):
        pk = targets.get(f"{kind}:{value[kind]}")
        return (kind, {kind: pk, "note": value.get("note") or ""}) if pk else None

    return build


def practice(value, targets):
    tool = targets.get(f"tool:{value['tool']}") if value.get("tool") else None
    told = {"title": value["title"], "output": value.get("output") or "", "minutes": value["minutes"], "tool": tool}
    return "practice", told | {"text": rich(value["text"], targets)}


BUILDERS = {
    "text": lambda value, targets: ("text", rich(value, targets)),
    "callout": lambda value, targets: ("callout", value | {"text": rich(value["text"], targets)}),
    "quote": lambda value, targets: ("quote", {"text": value["text"].strip("«» "), "who": value.get("who", "")}),
    "question": lambda value, targets: (
        "question",
        {"question": value["question"], "answer": rich(value["answer"], targets)},
    ),
    "figures": figures,
    "table": table,
    "tools": lambda value, targets: ("tools", listed([targets[f"tool:{reference}"] for reference in value])),
    "steps": titled("steps"),
    "accordion": titled("accordion"),
    "checklist": lambda value, targets: ("checklist", {"title": value["title"], "items": listed(value["items"])}),
    "definition": lambda value, targets: ("definition", value | {"text": rich(value["text"], targets)}),
    "notebook": lambda value, targets: ("notebook", {"question": value["question"], "hint": value.get("hint") or ""}),
    "practice": practice,
    "tool": named("tool"),
    "case": named("case"),
    "lab": named("lab"),
}
