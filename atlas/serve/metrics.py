"""Metrics of this process for Prometheus: ``/metrics``."""

import time
from collections.abc import Iterator
from contextlib import nullcontext
from http import HTTPStatus

from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Metric,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from atlas.environment import MEGABYTE
from atlas.serve.http import URL_PREFIX
from atlas.serve.workers.rest import answering_request
from atlas.streamlit_seam import OWN_PATHS

_BOUNDS_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_MONITORED = {"/healthz", "/metrics", "/_stcore/health"}
_OWN_PATHS = OWN_PATHS | {"", "healthz", "metrics", "l", "oembed", "ogc"}

# Nothing uses the time at which a series began, and it doubles the lines.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """Counters of a server, and figures of its process that are read when the metrics are requested."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "atlas_requests", "HTTP requests answered.", ("route", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "atlas_request_seconds",
            "Time from request to the end of its answer.",
            ("route",),
            buckets=_BOUNDS_SECONDS,
            registry=self.registry,
        )
        self.open_requests = Gauge("atlas_requests_open", "HTTP requests being answered.", registry=self.registry)
        self.sessions = Gauge("atlas_sessions", "Pages open now: one websocket each.", registry=self.registry)
        # Its name without "_total" is that of the gauge, which a registry refuses: it is collected with the others.
        self.all_sessions = Counter("atlas_sessions", "Pages opened since the start.", registry=None)
        self.registry.register(_OnDemand(self.all_sessions))
        ProcessCollector(registry=self.registry)


class _OnDemand(Collector):
    """What is counted elsewhere: sessions, the memo, lanes and drawing processes, the database of shared layers."""

    def __init__(self, all_sessions: Counter) -> None:
        self._all_sessions = all_sessions

    def collect(self) -> Iterator[Metric]:
        """Read the counters of this moment."""
        yield from self._all_sessions.collect()
        yield from _memo()
        yield from _uploads()
        yield from _lanes()
        yield from _drawing()
        yield from _store()

    def describe(self) -> Iterator[Metric]:
        """Return no names: to know them, the registry would read everything when the server starts."""
        return iter(())


def _memo() -> Iterator[Metric]:
    from atlas.io.memo import memo_statistics

    memo = memo_statistics()
    yield CounterMetricFamily("atlas_memo_hits", "Values found in the memo.", memo.hits)
    yield CounterMetricFamily("atlas_memo_misses", "Values computed for the memo.", memo.misses)
    yield CounterMetricFamily("atlas_memo_evictions", "Values that left the full memo.", memo.evictions)
    yield GaugeMetricFamily("atlas_memo_entries", "Values in the memo.", memo.entries)
    yield GaugeMetricFamily("atlas_memo_bytes", "Estimated size of the values in the memo.", memo.size_bytes)


def _uploads() -> Iterator[Metric]:
    """Return what the rows of uploaded layers take."""
    from atlas.serve.state import frame_shelf

    state = frame_shelf().state()
    yield GaugeMetricFamily("atlas_upload_layers", "Uploaded layers in memory.", state.layers)
    yield GaugeMetricFamily("atlas_upload_bytes", "Estimated size of their rows.", state.size_bytes)
    yield CounterMetricFamily("atlas_upload_gone", "Uploaded layers that left memory for others.", state.gone)


def _lanes() -> Iterator[Metric]:
    """Return how many costly requests are answered, wait, were refused, and were left by their clients."""
    from atlas.serve.workers.lanes import lanes

    running = GaugeMetricFamily("atlas_lane_running", "Costly requests being answered.", labels=["lane"])
    waiting = GaugeMetricFamily("atlas_lane_waiting", "Costly requests in the queue.", labels=["lane"])
    refused = CounterMetricFamily("atlas_lane_refused", "Requests refused because a queue was full.", labels=["lane"])
    left = CounterMetricFamily("atlas_lane_left", "Requests whose client left the queue.", labels=["lane"])
    for name, lane in lanes().items():
        state = lane.state()
        running.add_metric([name], state.running)
        waiting.add_metric([name], state.waiting)
        refused.add_metric([name], state.refused)
        left.add_metric([name], state.left)
    yield from (running, waiting, refused, left)


def _drawing() -> Iterator[Metric]:
    """Return what the drawing processes do; nothing where there are none."""
    from atlas.serve.workers.costly import pool_state

    state = pool_state()
    if state is None:
        return
    yield GaugeMetricFamily("atlas_draw_processes", "Drawing processes.", state.processes)
    yield GaugeMetricFamily("atlas_draw_resident_bytes", "Their memory after a drawing.", state.resident_mb * MEGABYTE)
    yield CounterMetricFamily("atlas_draw_done", "Drawings.", state.drawn)
    yield CounterMetricFamily("atlas_draw_stopped", "Drawings stopped: their client left, or too long.", state.stopped)
    yield CounterMetricFamily("atlas_draw_fallen", "Drawing processes that ended by themselves.", state.fallen)


def _store() -> Iterator[Metric]:
    """Return whether the database answers, 1 or 0; nothing where there is none."""
    from atlas.folders import store_folder

    if store_folder() is None:
        return
    from atlas.io.stores.follow import follow

    yield GaugeMetricFamily("atlas_store_up", "Whether the database of shared layers answers.", int(follow() is None))


_process = Metrics()


class MetricsMiddleware:
    """Counts requests by route and status, how long they take, and the pages that are open.

    Parameters
    ----------
    app
        What answers.
    metrics
        Where it is counted.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics = _process) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request or websocket, and count it."""
        if scope["type"] == "websocket":
            self._metrics.all_sessions.inc()
            with self._metrics.sessions.track_inprogress():
                await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        status, began = HTTPStatus.INTERNAL_SERVER_ERROR.value, time.perf_counter()

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        # What watches a server asks for ever: nothing waits until it has ended.
        counted = nullcontext() if scope["path"] in _MONITORED else answering_request()
        try:
            with counted, self._metrics.open_requests.track_inprogress():
                await self._app(scope, receive, send_and_note)
        finally:
            route = _route(scope["path"], status)
            # Methods are what the client writes: only those that are answered get a line of their own.
            method = scope["method"] if status != HTTPStatus.METHOD_NOT_ALLOWED else "other"
            self._metrics.requests.labels(route, method, status).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - began)


def _route(path: str, status: int) -> str:
    """Return the route of a path without its variable parts: a client cannot make the list grow."""
    first, _, rest = path.strip("/").partition("/")
    if status == HTTPStatus.NOT_FOUND:
        return "other"
    if f"/{first}" == URL_PREFIX:
        return f"{URL_PREFIX}/{rest.partition('/')[0]}"
    return f"/{first}" if first in _OWN_PATHS else "other"


def metrics_route(metrics: Metrics = _process) -> Route:
    """Return the route that sends the counters in Prometheus's text format."""

    def send_metrics(_: Request) -> Response:
        return Response(generate_latest(metrics.registry), headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})

    return Route("/metrics", send_metrics)


ROUTES = [metrics_route()]
