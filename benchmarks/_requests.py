"""`_requests.py NUMBER ADDRESS...`: milliseconds of CPU per anonymous request, as JSON on the last line.

For each address, [made, kept]: passing by the cache of pages (with a cookie of a form), then from it.
"""

import json
import logging
import sys
import time

import django

django.setup()
logging.disable(logging.CRITICAL)

from django.test import Client  # noqa: E402


def cpu(number, address, **headers):
    client = Client()
    for _ in range(3):
        client.get(address, headers=headers)
    start = time.process_time()
    for _ in range(number):
        client.get(address, headers=headers)
    return (time.process_time() - start) * 1000 / number


number, addresses = int(sys.argv[1]), sys.argv[2:]
print(json.dumps({address: [cpu(number, address, cookie="csrftoken=x"), cpu(number, address)] for address in addresses}))
