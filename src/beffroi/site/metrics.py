"""`/metrics`: numbers for Prometheus, of the whole installation, from whichever process is asked.

What can be read from the database is; what a process counts by itself comes with its sign of life. No label names a
person, an account or a text.
"""

import hmac
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from ipaddress import ip_address

from django.apps import apps
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Count, Min, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from beffroi import __version__
from beffroi.listening.models import Stream
from beffroi.notify.models import Message
from beffroi.publishing.models import Publication
from beffroi.work.few import Few
from beffroi.work.models import Due, Heartbeat

HOUR = timedelta(hours=1)
MOST = 10_000  # due rows that are counted of a kind: more is "very many"
LATEST = 1_000  # deliveries whose lateness is told
WHERE = ["process", "host", "pid"]
COUNTED = {  # what a process says, and how it is told: name, help, labels
    "duty_runs": ("beffroi_duty_runs", "How often a duty looked", ["duty"]),
    "duty_rows": ("beffroi_duty_rows", "How many rows a duty worked", ["duty"]),
    "duty_failures": ("beffroi_duty_failures", "How often a duty failed as a whole", ["duty"]),
    "calls": ("beffroi_outbound_calls", "Exchanges with servers, by how they ended", ["hosts", "ended"]),
    "answers": ("beffroi_answers", "Pages answered, by status", ["status"]),
}


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    if not (settings.METRICS_FROM or settings.METRICS_TOKEN):
        return HttpResponse("Set BEFFROI_METRICS_FROM or BEFFROI_METRICS_TOKEN.\n", "text/plain", status=404)
    if not _may_read(request):
        return HttpResponse("Not from here.\n", "text/plain", status=403)
    registry = CollectorRegistry()
    registry.register(Installation(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(request: HttpRequest) -> bool:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and scheme.lower() == "bearer":
        return hmac.compare_digest(token.strip().encode(), settings.METRICS_TOKEN.encode())
    try:
        asking = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(asking in network for network in settings.METRICS_FROM)


class Installation(Collector):
    """Everything that is told, as of `now`."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def describe(self) -> Iterable[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield _gauge(
            "beffroi_info", "Version and database", ["version", "database"], [([__version__, connection.vendor], 1)]
        )
        yield _gauge("beffroi_disk_free_bytes", "Room on the disk of the data folder", [], [([], _free())])
        yield from self._deliveries()
        yield from self._due()
        yield from self._streams()
        yield from self._processes()

    def _deliveries(self) -> Iterator[Metric]:
        standing = Publication.objects.exclude(state__in=("sent", "withdrawn"))
        yield _gauge("beffroi_deliveries", "Publications that have not left, by state", ["state"], _by_state(standing))
        lately = Publication.objects.filter(state="sent", sent_at__gt=self._now - HOUR).order_by("-sent_at")
        pairs = list(lately.values_list("sent_at", "leave_at")[:LATEST])
        late = sorted(max(0.0, (sent - planned).total_seconds()) for sent, planned in pairs if sent)
        yield _gauge(
            "beffroi_deliveries_last_hour", "Publications that left within the hour, up to 1000", [], [([], len(late))]
        )
        shares = [(share, late[min(len(late) - 1, int(len(late) * share))]) for share in (0.5, 0.95, 0.99) if late]
        told = [([str(share)], value) for share, value in shares]
        yield _gauge(
            "beffroi_delivery_lateness_seconds", "From its time to its leaving, within the hour", ["quantile"], told
        )
        open_ = Message.objects.exclude(state__in=("sent",)).filter(due_at__isnull=False)
        yield _gauge(
            "beffroi_messages", "Messages to people that are not settled, by state", ["state"], _by_state(open_)
        )

    def _due(self) -> Iterator[Metric]:
        due, oldest = [], []
        for model in apps.get_models():
            if issubclass(model, Due):
                rows = model._default_manager.filter(due_at__lte=self._now)
                seen = rows.aggregate(first=Min("due_at"))["first"]
                count = list(Heartbeat.objects.values(n=Few.of(rows, most=MOST))[:1]) if seen else []
                due.append(([model._meta.label_lower], count[0]["n"] if count else int(seen is not None)))
                oldest.append(
                    ([model._meta.label_lower], max(0.0, (self._now - seen).total_seconds()) if seen else 0.0)
                )
        yield _gauge("beffroi_due_rows", "Rows whose time has come, up to 10000", ["rows"], due)
        yield _gauge("beffroi_due_oldest_seconds", "For how long the first of them has waited", ["rows"], oldest)

    def _streams(self) -> Iterator[Metric]:
        streams = list(Stream.objects.all())
        name = [([stream.network, str(stream.pk)], stream) for stream in streams]
        labels = ["network", "stream"]
        yield _gauge(
            "beffroi_stream_lag_seconds",
            "From what was said to our reading it",
            labels,
            [(each, one.lag or 0.0) for each, one in name],
        )
        yield _gauge(
            "beffroi_stream_trouble",
            "1 while it cannot be read",
            labels,
            [(each, int(bool(one.trouble))) for each, one in name],
        )
        posts = CounterMetricFamily("beffroi_stream_posts", "Posts read", labels=labels)
        for each, one in name:
            posts.add_metric(each, one.posts_read)
        yield posts

    def _processes(self) -> Iterator[Metric]:
        beats = list(Heartbeat.objects.filter(seen_at__gt=self._now - HOUR))
        where = {beat.pk: [beat.process, beat.host, str(beat.pid)] for beat in beats}
        silence = [(where[beat.pk], max(0.0, (self._now - beat.seen_at).total_seconds())) for beat in beats]
        yield _gauge("beffroi_process_silence_seconds", "Since its last sign of life", WHERE, silence)
        said = [(beat, what, labels, value) for beat in beats for what, labels, value in beat.counts]
        streams = [(where[beat.pk], value) for beat, what, _labels, value in said if what == "live_streams"]
        yield _gauge("beffroi_live_streams", "Open pages that hear what changes", WHERE, streams)
        for what, (name, words, labels) in COUNTED.items():
            counter = CounterMetricFamily(name, words, labels=[*labels, *WHERE])
            for beat, counted, values, value in said:
                if counted == what:
                    counter.add_metric([*values, *where[beat.pk]], value)
            yield counter


def _by_state(rows: "QuerySet[Publication] | QuerySet[Message]") -> list[tuple[list[str], float]]:
    return [([state], count) for state, count in rows.order_by().values_list("state").annotate(Count("pk"))]


def _gauge(name: str, words: str, labels: list[str], told: Iterable[tuple[list[str], float]]) -> Metric:
    gauge = GaugeMetricFamily(name, words, labels=labels)
    for values, value in told:
        gauge.add_metric(values, value)
    return gauge


def _free() -> int:
    return shutil.disk_usage(settings.DATA).free
