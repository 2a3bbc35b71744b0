"""`_requests.py NUMBER ADDRESS...`: milliseconds of CPU per anonymous request, as JSON on the last line."""

import json
import logging
import sys
import time

import django

django.setup()
logging.disable(logging.CRITICAL)

from django.test import Client  # noqa: E402

number, addresses = int(sys.argv[1]), sys.argv[2:]
client, out = Client(), {}
for address in addresses:
    for _ in range(3):
        client.get(address)
    start = time.process_time()
    for _ in range(number):
        client.get(address)
    out[address] = (time.process_time() - start) * 1000 / number
print(json.dumps(out))
