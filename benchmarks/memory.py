"""Memory of a worker after a thousand requests of all kinds, with the demo, served as in production.

    .venv/bin/python -P benchmarks/memory.py

Resident memory of each of the two workers of granian, in MiB: as they start, then after each hundred of the last rounds.
"""

import http.client
import os
import resource
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent))

import pages  # noqa: E402

REQUESTS, MOST = 1_000, 220  # MiB
# Made anew, listings of every form, files of the printer, machines, errors, the door.
ADDRESSES = [
    "/", "/outils/", "/outils/?q=gomettes+vote", "/outils/?max=45&de=20", "/outils/?temps=focus&criteres=tous",
    "/outils/co-design-flash/", "/en/tools/empathy-map/", "/actualites/", "/rien/", "/rien-{n}/",
    "/outils/?q=mot{n}", "/recherche/suggestions/tool/?q=gom",
    "/fiches/OUT-0{tool:02}.pdf", "/fiches/OUT-0{tool:02}.docx", "/outils/selection/livret.pdf?o=OUT-0{tool:02}&o=OUT-001",
    "/flux/", "/sitemap.xml", "/api/tools/OUT-0{tool:02}.json", "/compte/connexion/", "/plan-du-site/",
]  # fmt: skip


def workers() -> list[int]:
    """The processes that answer: children of the server, which this one has started."""
    parents = {int(path.name): int((path / "stat").read_text().rsplit(")", 1)[1].split()[1]) for path in processes()}
    servers = [pid for pid, parent in parents.items() if parent == os.getpid()]
    return sorted(pid for pid, parent in parents.items() if parent in servers)


def processes():
    return [path for path in Path("/proc").iterdir() if path.name.isdigit() and (path / "stat").exists()]


def resident(pid: int) -> float:
    """MiB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def ask(port: int, n: int) -> int:
    """One request, on a connection of its own, every other past the cache of pages. The status of its answer."""
    address = ADDRESSES[n % len(ADDRESSES)].format(n=n, tool=n // len(ADDRESSES) % 27 + 1)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(
        "GET", address, headers={"Host": "localhost"} | ({"Cookie": pages.FORM} if n // len(ADDRESSES) % 2 else {})
    )
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def main():
    with tempfile.TemporaryDirectory() as one:
        measured(*pages.portal(Path(one)))


def measured(folder, settings):
    with pages.served(folder, settings, "portal.wsgi:application") as port:
        told, statuses = workers(), {}
        print("as they start:", ", ".join(f"{resident(pid):.0f}" for pid in told), "MiB")
        for n in range(1, REQUESTS + 1):
            status = ask(port, n)
            statuses[status] = statuses.get(status, 0) + 1
            if n % 250 == 0:
                print(f"after {n} requests:", ", ".join(f"{resident(pid):.0f}" for pid in told), "MiB", flush=True)
        print(f"answers: {statuses}; target: {MOST} MiB at most")


if __name__ == "__main__":
    main()
