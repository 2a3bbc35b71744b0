"""Memory, processes and processors of a service: a control group of its own, where this machine lets us make one."""

import re
import resource
import time
from contextlib import suppress
from pathlib import Path

from . import composed

GROUPS = Path("/sys/fs/cgroup")
# What it limits: its file in version 1 and in version 2 of control groups.
FILES = {
    "memory": ("memory.limit_in_bytes", "memory.max"),
    "pids": ("pids.max", "pids.max"),
    "cpu": ("cpu.cfs_quota_us", "cpu.max"),
}
PERIOD = 100_000  # microseconds, the system's default


def asked(told: dict) -> dict:
    """What a service says, in the words of control groups."""
    limits = {"memory": composed.size(told["mem_limit"]), "pids": told["pids_limit"]}
    return limits | ({"cpu": int(told["cpus"] * PERIOD)} if "cpus" in told else {})


def may_raise() -> bool:
    """Whether this process has the power to go past hard limits."""
    powers = re.search(r"CapEff:\t(\w+)", Path("/proc/self/status").read_text())[1]
    return bool(int(powers, 16) >> 24 & 1)  # CAP_SYS_RESOURCE


class Limits:
    """The groups of one service. refused: what this machine does not let us limit."""

    def __init__(self, run: str, service: str, told: dict):
        self.second = (GROUPS / "cgroup.controllers").exists()
        self.folders, self.refused = {}, []
        for kind, value in asked(told).items():
            base = GROUPS if self.second else GROUPS / kind
            try:
                self.set(kind, value, base, base / run / service)
            except OSError:
                self.refused.append(kind)
        self.ulimits = {getattr(resource, f"RLIMIT_{name.upper()}"): row for name, row in told.get("ulimits", {}).items()}
        for name, row in self.ulimits.items():
            if row["hard"] > (most := resource.getrlimit(name)[1]) != resource.RLIM_INFINITY and not may_raise():
                self.refused.append(f"files past {most}")
                row |= {"soft": most, "hard": most}

    def set(self, kind, value, base, folder):
        for parent in [base, base / folder.parent.name] if self.second else []:
            parent.mkdir(exist_ok=True)
            (parent / "cgroup.subtree_control").write_text(f"+{kind}")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILES[kind][self.second]).write_text(str(value))
        self.folders[kind] = folder

    def enter(self):
        """Called in the new process."""
        for folder in set(self.folders.values()):
            (folder / "cgroup.procs").write_text("0")
        for name, row in self.ulimits.items():
            resource.setrlimit(name, (row["soft"], row["hard"]))

    def memory(self) -> int:
        """Bytes of its processes now, files kept by the system aside; 0 where nobody counts."""
        folder = self.folders.get("memory")
        if not folder:
            return 0
        rows = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        return int(rows["anon" if self.second else "rss"])


def sweep(run: str) -> None:
    """Takes the groups of a run away. Raises OSError where something still lives in them."""
    for base in [GROUPS, *(GROUPS / kind for kind in FILES)]:
        for folder in [*(base / run).glob("*/"), base / run]:
            with suppress(FileNotFoundError):
                remove(folder)


def remove(folder: Path) -> None:
    """The system may take a moment to see that the last process is gone."""
    for _moment in range(20):
        with suppress(OSError):
            return folder.rmdir()
        time.sleep(0.1)
    return folder.rmdir()
