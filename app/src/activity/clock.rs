use domain::time::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

/// How often times that say how long ago something was are said again.
const TICK: Duration = Duration::from_secs(30);

/// The moment of the server's answer, and from then on what has passed on the browser's clock, which may be wrong.
pub fn use_now(answered: Timestamp) -> Signal<Timestamp> {
    let now = RwSignal::new(answered);
    Effect::new(move || {
        let start = js_sys::Date::now();
        let tick = move || {
            now.try_set(since(answered, js_sys::Date::now() - start));
        };
        if let Ok(timer) = set_interval_with_handle(tick, TICK) {
            on_cleanup(move || timer.clear());
        }
    });
    now.into()
}

fn since(answered: Timestamp, milliseconds: f64) -> Timestamp {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a page is not open for millions of years"
    )]
    let passed = milliseconds as i64;
    Timestamp(answered.0.saturating_add(passed.max(0)))
}
