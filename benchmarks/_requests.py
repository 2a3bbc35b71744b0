"""`_requests.py NUMBER ADDRESS...`: milliseconds of CPU per anonymous request, as JSON on the last line.

For each address, [made, kept, first]: passing by the cache of pages (with a cookie of a form), then from it; then passing by
it with nothing kept of the page itself, as its first reader after a change. The median of the requests, after ten others.
"""

import json
import logging
import statistics
import sys
import time

import django

django.setup()
logging.disable(logging.CRITICAL)

from django.conf import settings  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.test import Client  # noqa: E402

FORM = "csrftoken=" + "x" * 32  # as a browser has it that has seen a form


def cpu(number, address, before=lambda: None, **headers):
    client, spent = Client(), []
    for _ in range(10 + number):
        before()
        start = time.process_time()
        client.get(address, headers=headers)
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent[10:])


def figures(number, address):
    figures = [cpu(number, address, cookie=FORM), cpu(number, address)]
    if "parts" in settings.CACHES:  # ours
        figures.append(cpu(number // 2, address, caches["parts"].clear, cookie=FORM))
    return figures


number, addresses = int(sys.argv[1]), sys.argv[2:]
print(json.dumps({address: figures(number, address) for address in addresses}))
