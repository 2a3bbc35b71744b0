"""What paper costs, made for the first time: a card, a booklet and a kit of 27, against a plain page by the same engine."""

import json
import shutil
import statistics
import tempfile
from pathlib import Path

from pages import portal, run

ROUNDS = 3
SCRIPT = str(Path(__file__).with_name("_paper.py"))


def measured(folder: Path, settings: str, what: str) -> dict:
    """One round in a process of its own, nothing kept from another: the engine remembers what it has set."""
    for kept in ("paper", "cache"):
        shutil.rmtree(folder / kept, ignore_errors=True)
    return json.loads(run(folder, folder, settings, "-P", SCRIPT, what).splitlines()[-1])


def main():
    rows: dict[str, list] = {}
    sizes: dict[str, list[int]] = {}
    with tempfile.TemporaryDirectory() as one:
        ours = portal(Path(one))
        for _ in range(ROUNDS):
            for what in ("cards", "booklet", "kit"):
                told = measured(*ours, what)
                for name, value in told.items():
                    (sizes if isinstance(value, int) else rows).setdefault(name, []).extend(
                        [value] if isinstance(value, int) else value
                    )
    base = statistics.median(cpu for _clock, cpu in rows["reference"])
    print(f"{sizes['tools'][0]} tools; one plain page of 3,000 characters: {base * 1000:.0f} ms of CPU\n")
    print(f"{'':<22} {'clock: best':>12} {'median':>9}   {'CPU: best':>9} {'median':>9}   to the plain page")
    for name, times in rows.items():
        clock, cpu = zip(*times, strict=True)
        told = [min(clock), statistics.median(clock), min(cpu), statistics.median(cpu)]
        shown = [f"{seconds * 1000:.0f} ms" for seconds in told]
        print(f"{name:<22} {shown[0]:>12} {shown[1]:>9}   {shown[2]:>9} {shown[3]:>9}   {statistics.median(cpu) / base:.1f}")
    print(f"\nkit: {max(sizes['size']) / 1e6:.1f} MB; memory above idle while it is sent: {max(sizes['memory']) / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
