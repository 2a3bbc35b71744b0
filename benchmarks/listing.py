"""CPU per request of the listings at 27 tools and at 5,000, made anew each time. Prints milliseconds and the ratio of each.

.venv/bin/python benchmarks/listing.py
"""

import sys
import tempfile
from pathlib import Path

import pages

ADDRESSES = [
    "/outils/", "/outils/?max=45&de=20", "/outils/?q=vote", "/outils/?q=gomettes", "/outils/?temps=focus&page=2",
    "/outils/?criteres=tous", "/outils/?max=4&de=80", "/recherche/suggestions/tool/?q=gom", "/actualites/",
]  # fmt: skip
GROW = """
import django; django.setup()
from wagtail.models import Page
from portal.accounts.models import Lab
from portal.tests.crowd import counted, many_labs, many_pages
from tools_library.models import ToolPage
original = ToolPage.objects.filter(locale__language_code="fr", live=True).first()
many_pages(ToolPage, original, 5_000 - 27, [*Lab.objects.all(), *many_labs(35)])
counted()
"""
MOST = 1.5


def main():
    with tempfile.TemporaryDirectory() as one:
        folder, settings = pages.portal(Path(one))
        few = best(folder, settings)
        pages.run(pages.ROOT, folder, settings, "-c", GROW)
        pages.run(pages.ROOT, folder, settings, "manage.py", "rebuild_search")
        many = best(folder, settings)
    print(f"{'listing':<40} {'27 tools':>9} {'5,000':>9}  ratio (target: {MOST})")
    for address, ms in few.items():
        print(f"{address:<40} {ms:>6.2f} ms {many[address]:>6.2f} ms  {many[address] / ms:.2f}")
    return 0


def best(folder, settings, rounds=3):
    found = [pages.timed(folder, settings, ADDRESSES) for _ in range(rounds)]
    return {address: min(times[address][0] for times in found) for address in ADDRESSES}


if __name__ == "__main__":
    sys.exit(main())
