//! Time as the emulator has it: it can be stopped, and moved on, so that tests need not wait.

use std::time::{Duration, Instant, SystemTime};

use ucwa_model::Date;

/// The time since the emulator was started, and what was added to it.
#[derive(Debug)]
pub(crate) struct Clock {
    started: SystemTime,
    /// Since when it has been running, unless it is stopped.
    running: Option<Instant>,
    /// What had passed by then.
    passed: Duration,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { started: SystemTime::now(), running: Some(Instant::now()), passed: Duration::ZERO }
    }

    /// How long it has been running.
    pub(crate) fn now(&self) -> Duration {
        self.passed + self.running.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// The date that it is.
    pub(crate) fn date(&self) -> Option<Date> {
        let since = (self.started + self.now()).duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Date::parse_json(&format!("/Date({})/", since.as_millis())).ok()
    }

    /// From now on it moves only by [`advance`](Self::advance).
    pub(crate) fn stop(&mut self) {
        self.passed = self.now();
        self.running = None;
    }

    pub(crate) fn advance(&mut self, by: Duration) {
        self.passed += by;
    }

    /// How long to wait, in real time, until it is that late; nothing if time has stopped.
    pub(crate) fn real(&self, until: Duration) -> Option<Duration> {
        self.running.map(|_| until.saturating_sub(self.now()))
    }
}
