//! What is counted while requests and tasks run. docs/operating/monitor.md lists all metrics.
use super::{
    labels::{Build, OfKind, OfRoute, OfTask, Ran, RequestLabels},
    looked_up::LookedUp,
    task::Task,
};
use app::server::security_events::SecurityEvent;
use prometheus_client::{
    encoding::prometheus_text,
    metrics::{
        counter::Counter,
        family::{Family, MetricConstructor},
        gauge::Gauge,
        histogram::Histogram,
    },
    registry::Registry,
};
use std::{sync::atomic::Ordering, time::Duration};

/// Upper bounds of the latencies, in seconds.
const SECONDS: [f64; 9] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

#[derive(Clone)]
struct Latency;

impl MetricConstructor<Histogram> for Latency {
    fn new_metric(&self) -> Histogram {
        Histogram::new(SECONDS)
    }
}

/// What is counted while requests run, and what is looked up when someone asks.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    latency: Family<OfRoute, Histogram, Latency>,
    in_flight: Gauge,
    security: Family<OfKind, Counter>,
    runs: Family<Ran, Counter>,
    last_success: Family<OfTask, Gauge>,
    pub(super) looked_up: LookedUp,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut metrics = Self {
            registry: Registry::default(),
            requests: Family::default(),
            latency: Family::new_with_constructor(Latency),
            in_flight: Gauge::default(),
            security: Family::default(),
            runs: Family::default(),
            last_success: Family::default(),
            looked_up: LookedUp::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register(
            "muster_http_requests",
            "Requests that were answered, by route and status",
            self.requests.clone(),
        );
        registry.register(
            "muster_http_request_duration_seconds",
            "From a request's head to its answer's",
            self.latency.clone(),
        );
        registry.register(
            "muster_http_requests_in_flight",
            "Requests that are being answered",
            self.in_flight.clone(),
        );
        let refused = "Attempts that were refused";
        registry.register("muster_security_events", refused, self.security.clone());
        let runs = "Runs of each background task";
        registry.register("muster_background_runs", runs, self.runs.clone());
        registry.register(
            "muster_background_last_success_timestamp_seconds",
            "When each background task last succeeded",
            self.last_success.clone(),
        );
        let build = Family::<Build, Gauge>::default();
        let version = env!("CARGO_PKG_VERSION");
        build.get_or_create(&Build { version }).set(1);
        registry.register("muster_build_info", "The version", build);
        self.looked_up.register(registry);
    }

    /// Counts a request as being answered until what this returns is dropped.
    pub(super) fn begin(&self) -> InFlight<'_> {
        self.in_flight.inc();
        InFlight(&self.in_flight)
    }

    pub(super) fn answered(&self, labels: RequestLabels, took: Duration) {
        let route = labels.route.clone();
        self.requests.get_or_create(&labels).inc();
        let latency = self.latency.get_or_create(&OfRoute { route });
        latency.observe(took.as_secs_f64());
    }

    pub(super) fn ran(&self, task: Task, is_done: bool) {
        let task = task.code();
        let outcome = if is_done { "done" } else { "failed" };
        self.runs.get_or_create(&Ran { task, outcome }).inc();
        if is_done {
            let last = self.last_success.get_or_create(&OfTask { task });
            last.set(db::now().0 / 1_000);
        }
    }

    pub(super) fn text(&self) -> String {
        for event in SecurityEvent::ALL {
            let kind = event.code();
            let counter = self.security.get_or_create(&OfKind { kind });
            counter.inner().store(event.count(), Ordering::Relaxed);
        }
        let mut text = String::new();
        // Writing into a string cannot fail.
        let _ = prometheus_text::encode(&mut text, &self.registry);
        text
    }
}

pub(super) struct InFlight<'a>(&'a Gauge);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.dec();
    }
}
