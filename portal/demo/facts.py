"""Reads the files of the demo content."""

from pathlib import Path

import yaml

try:  # libyaml, in the wheels of PyYAML: eight times as fast
    from yaml import CSafeLoader as SafeLoader
except ImportError:
    from yaml import SafeLoader

HERE = Path(__file__).parent


def read(path: Path | str):
    """What a file of YAML holds. A name is looked for beside this module."""
    return yaml.load((HERE / path).read_text(encoding="utf-8"), SafeLoader)
