"""Blocks of the demo files turned into the raw data of a StreamField."""

from uuid import UUID, uuid5

from .richtext import rich

NAMESPACE = UUID("6d1f0c3e-0000-4000-8000-e55a11000000")


def body(blocks, targets, key):
    """[{"text": …}, {"quote": …}] -> raw StreamField data. `key` makes the blocks' ids the same at each load."""
    raw = []
    for place, block in enumerate(blocks or []):
        ((kind, value),) = block.items()
        kind, value = BUILDERS[kind](value, targets)
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
}
