"""`_cards.py`: ms of CPU of the rows of twenty hits drawn at random, [p50, p95], as JSON on the last line."""

import json
import logging
import random
import statistics
import time

import django

django.setup()
logging.disable(logging.CRITICAL)

from django.contrib.auth.models import AnonymousUser  # noqa: E402
from django.utils.translation import override  # noqa: E402

from search import registry  # noqa: E402

tool, rng, times = registry.kind("tool"), random.Random(42), []  # noqa: S311  (the same hits at each run)
keys = list(tool.model.objects.values_list("pk", flat=True))
with override("fr"):
    for _ in range(220):
        hits = rng.sample(keys, 20)
        begin = time.process_time()
        list(tool.cards(tool.found(AnonymousUser(), "fr"), hits))
        times.append((time.process_time() - begin) * 1000)
times = sorted(times[20:])
print(json.dumps([statistics.median(times), times[int(len(times) * 0.95)]]))
