"""What watches the site reads (OpenMetrics): nothing about anybody, and nothing that a page waits for."""

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, F
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest

from search.engines import EngineAwayError, engines
from search.metrics import STEPS
from search.models import AnswerTime, LateChange

from .tally import adds_up


@adds_up("answered")
def add_answers(numbers) -> None:
    for (_month, engine, step), number in numbers.items():
        row, _made = AnswerTime.objects.get_or_create(engine=engine, step=int(step))
        AnswerTime.objects.filter(pk=row.pk).update(number=F("number") + number)


class Measures:
    """One reading of the site."""

    def collect(self):
        yield self.times()
        yield from self.indexes()
        yield self.gauge("essaim_search_late_changes", "Changes that a cluster has yet to hear.", LateChange.objects.count())
        aside = LateChange.objects.filter(tries__gte=LateChange.MOST_TRIES).count()
        yield self.gauge("essaim_search_refused", "Objects that a cluster will not have as they are.", aside)
        tasks = GaugeMetricFamily("essaim_tasks", "Tasks of the queue.", labels=["status"])
        for status, number in DBTaskResult.objects.values_list("status").annotate(Count("pk")):
            tasks.add_metric([status.lower()], number)
        yield tasks

    def gauge(self, name, words, value):
        return GaugeMetricFamily(name, words, value=value)

    def times(self):
        out = HistogramMetricFamily("essaim_search_seconds", "Times of answers of the search, by engine.", labels=["engine"])
        counted: dict[str, dict[int, int]] = {}
        for engine, step, number in AnswerTime.objects.values_list("engine", "step", "number"):
            counted.setdefault(engine, {})[step] = number
        for engine, numbers in sorted(counted.items()):
            total, buckets = 0, []
            for step, most in enumerate([*STEPS, "+Inf"]):
                total += numbers.get(step, 0)
                buckets.append((str(most), total))
            out.add_metric([engine], buckets=buckets, sum_value=None)
        return out

    def indexes(self):
        up = GaugeMetricFamily("essaim_search_up", "Whether an engine answers.", labels=["engine"])
        entries = GaugeMetricFamily("essaim_search_entries", "Entries of an index.", labels=["engine"])
        drift = GaugeMetricFamily(
            "essaim_search_drift", "Entries that differed from the database when last compared.", labels=["engine"]
        )
        for one in engines():
            try:
                entries.add_metric([one.name], one.check())
                up.add_metric([one.name], 1)
            except EngineAwayError:
                up.add_metric([one.name], 0)
            if (differ := cache.get(f"drift:{one.name}")) is not None:
                drift.add_metric([one.name], differ)
        return up, entries, drift


@require_safe
@never_cache
def measures(request):
    """For who holds the token; a missing page for all others."""
    token = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(token, settings.METRICS_TOKEN):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Measures())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
