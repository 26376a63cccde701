"""Figures for Prometheus. Labels are our own words only: never a text, a name or an id."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from bot.domain import UsageEvent
from bot.errors import StorageError
from bot.operations.health import Health, Trouble
from bot.storage.overview import Overview

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
Tips = Callable[[], Awaitable[dict[str, int]]]  # by what became of them
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # seconds; after three Discord gives up


class Metrics:
    """Fits `Measures`, and shows beside its own figures what the health and the schedules say."""

    def __init__(
        self, health: Health, schedules: Callable[[], Overview], uncounted: Callable[[], int], tips: Tips
    ) -> None:
        self._registry = CollectorRegistry()
        self._tips = tips
        self._requests = Counter(
            "assistant_requests",
            "Questions and commands by kind, outcome and place (questions: answer, choice, unknown, error)",
            ["kind", "outcome", "place"],
            registry=self._registry,
        )
        self._response = Histogram(
            "assistant_response_seconds",
            "From an interaction's arrival to our response",
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.errors = Counter(
            "assistant_errors", "Errors that somebody was told of, by place", ["place"], registry=self._registry
        )
        self._state = _State(health, schedules, uncounted)
        self._registry.register(self._state)
        ProcessCollector(registry=self._registry)

    def counted(self, event: UsageEvent) -> None:
        """Count a question or command."""
        self._requests.labels(event.kind, event.outcome, event.place.value).inc()

    def responded(self, seconds: float) -> None:
        """Measure a response."""
        self._response.observe(seconds)

    async def text(self) -> bytes:
        """Return all figures in Prometheus' text format; tips as they last could be counted."""
        with suppress(StorageError):  # the health says so
            self._state.tips = await self._tips()
        return generate_latest(self._registry)


class ErrorCounter(logging.Handler):
    """Counts the log records that carry a reference: each is an error that somebody was told of."""

    def __init__(self, metrics: Metrics) -> None:
        super().__init__()
        self._metrics = metrics

    def emit(self, record: logging.LogRecord) -> None:
        """Count a record by its place."""
        if getattr(record, "reference", ""):
            self._metrics.errors.labels(getattr(record, "place", "")).inc()


class _State(Collector):
    """What is so at the moment of asking."""

    def __init__(self, health: Health, schedules: Callable[[], Overview], uncounted: Callable[[], int]) -> None:
        self._health = health
        self._schedules = schedules
        self._uncounted = uncounted
        self.tips: dict[str, int] = {}

    def collect(self) -> Iterator[Metric]:
        """Yield the state as gauges and counters."""
        reasons, schedules = self._health.reasons(), self._schedules()
        yield GaugeMetricFamily("assistant_ready", "1 while connected to Discord", value=self._health.connected)
        degraded = GaugeMetricFamily("assistant_degraded", "1 while this is amiss", labels=["reason"])
        for trouble in Trouble:
            degraded.add_metric([trouble.value], trouble in reasons)
        yield degraded
        again = max(0, self._health.connections - 1)
        yield CounterMetricFamily("assistant_reconnects", "How often a lost connection came back", value=again)
        yield CounterMetricFamily(
            "assistant_uncounted_events", "Events that the database did not take", value=self._uncounted()
        )
        standing = GaugeMetricFamily("assistant_schedules", "Schedules of tips", labels=["state"])
        standing.add_metric(["active"], schedules.active)
        standing.add_metric(["paused"], schedules.paused)
        standing.add_metric(["held"], schedules.held)
        yield standing
        tips = GaugeMetricFamily("assistant_tips", "Scheduled tips so far, by what became of them", labels=["state"])
        for state, number in self.tips.items():
            tips.add_metric([state], number)
        yield tips
