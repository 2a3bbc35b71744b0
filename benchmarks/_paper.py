"""`_paper.py WHAT`: cards, booklet or kit of the 27 tools of the demo, in a fresh process, as JSON on the last line."""

import json
import logging
import os
import resource
import sys
import time
from pathlib import Path

import django

django.setup()
logging.disable(logging.CRITICAL)

import typst  # noqa: E402
from django.test import Client  # noqa: E402

from tools_library.models import ToolPage  # noqa: E402

PAGE = os.urandom(8).hex() + " Le groupe lit la consigne, puis se tait une minute." * 60
client = Client(HTTP_HOST="localhost")


def timed(work) -> tuple[float, float]:
    """(seconds on the clock, seconds of CPU)"""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def resident() -> int:
    """Bytes of memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def reference() -> tuple[float, float]:
    """One page of 3,000 characters without any template, by the same engine."""
    typst.compile(b"x")
    return timed(lambda: typst.compile(PAGE.encode()))


def cards(references) -> dict:
    client.get("/fiches/OUT-001.pdf")  # fonts are read once
    times = [timed(lambda r=reference: client.get(f"/fiches/{r}.pdf")) for reference in references[1:]]
    again = [timed(lambda r=reference: client.get(f"/fiches/{r}.pdf")) for reference in references[1:]]
    return {"card": times, "card again": again}


def booklet(references) -> dict:
    client.get("/fiches/OUT-001.pdf")
    address, other = (f"/outils/selection/livret.pdf?{'&'.join(f'o={reference}' for reference in order)}"
                      for order in (references, references[::-1]))  # fmt: skip
    cold, known, again = (timed(lambda a=asked: client.get(a)) for asked in (address, other, address))
    return {"booklet": [cold], "booklet, cards known": [known], "booklet again": [again]}


def kit(references) -> dict:
    client.get("/outils/co-design-flash/")
    client.get("/fiches/OUT-001.pdf")
    idle, highest = resident(), 0
    clock, cpu = time.perf_counter(), time.process_time()
    chunks = iter(client.get(f"/outils/selection/kit.zip?{'&'.join(f'o={reference}' for reference in references)}"))
    size = len(next(chunks))
    first = time.perf_counter() - clock, time.process_time() - cpu
    for chunk in chunks:
        size += len(chunk)
        highest = max(highest, resident())
    whole = time.perf_counter() - clock, time.process_time() - cpu
    return {"kit, first byte": [first], "kit, whole": [whole], "size": size, "memory": max(0, highest - idle)}


references = sorted(ToolPage.objects.filter(locale__language_code="fr").values_list("reference", flat=True))
told = {"cards": cards, "booklet": booklet, "kit": kit}[sys.argv[1]](references)
print(json.dumps(told | {"reference": [reference()], "tools": len(references)}))
