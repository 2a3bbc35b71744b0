"""compose.yaml and the Dockerfile as an engine reads them: variables filled in, durations in seconds, sizes in bytes."""

import json
import re
from pathlib import Path

import yaml

VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?::?(?P<how>[-?])(?P<word>[^}]*))?\})")
UNITS = {"b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "ms": 0.001, "s": 1, "h": 3600}


def filled(value, given: dict):
    """`value` with each ${NAME}, ${NAME:-default} and ${NAME:?what it is} of its texts filled in. Raises KeyError."""

    def one(found):
        if found["dollar"]:
            return "$"
        if given.get(found["name"]):
            return given[found["name"]]
        if found["how"] == "?":
            raise KeyError(f"{found['name']}: {found['word']}")
        return found["word"] or ""

    if isinstance(value, str):
        return VARIABLE.sub(one, value)
    if isinstance(value, dict):
        return {name: filled(one_of, given) for name, one_of in value.items()}
    return [filled(one_of, given) for one_of in value] if isinstance(value, list) else value


def read(path: Path, given: dict) -> dict:
    return filled(yaml.safe_load(path.read_text(encoding="utf-8")), given)


def seconds(text: str) -> float:
    return sum(int(number) * (60 if unit == "m" else UNITS[unit]) for number, unit in re.findall(r"(\d+)(ms|[smh])", text))


def size(text: str) -> int:
    """Bytes."""
    return int(text[:-1]) * UNITS[text[-1].lower()]


def in_order(services: dict) -> list[str]:
    """Names: who waits for nobody comes first, who waits longest comes last."""

    def depth(name) -> int:
        return max((1 + depth(other) for other in services[name].get("depends_on", {})), default=0)

    return sorted(services, key=depth)


def image(dockerfile: Path) -> tuple[dict, str, list]:
    """What the last stage sets: its environment, its folder, its command."""
    stage = dockerfile.read_text(encoding="utf-8").rpartition("\nFROM ")[2].replace("\\\n", " ")
    lines = re.findall(r"^(ENV|WORKDIR|CMD) (.+)$", stage, re.M)
    told = dict(lines)
    return dict(pair.split("=", 1) for pair in told["ENV"].split()), told["WORKDIR"], json.loads(told["CMD"])
