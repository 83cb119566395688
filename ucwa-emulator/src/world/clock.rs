//! Time as the emulator has it: it can be stopped, and moved on, so that tests need not wait.

use std::{
    sync::Arc,
    time::{Duration, Instant, SystemTime},
};

use tokio::sync::Notify;
use ucwa_model::Date;

/// The time since the emulator was started, and what was added to it.
#[derive(Debug)]
pub(crate) struct Clock {
    started: SystemTime,
    /// Since when it has been running, unless it is stopped.
    running: Option<Instant>,
    /// What had passed by then.
    passed: Duration,
    /// What it shows, while something happens that was planned for a time that has gone by.
    held: Option<Duration>,
    /// Wakes those who wait for a time, when that comes sooner, or is no longer to be known.
    pub(crate) moved: Arc<Notify>,
}

/// How far it can be moved: a hundred years. Whatever is added to that is still a date.
pub(crate) const LATEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

impl Clock {
    pub(crate) fn start() -> Self {
        Self {
            started: SystemTime::now(),
            running: Some(Instant::now()),
            passed: Duration::ZERO,
            held: None,
            moved: Arc::default(),
        }
    }

    /// How long it has been running.
    pub(crate) fn now(&self) -> Duration {
        self.held.unwrap_or_else(|| self.moving())
    }

    fn moving(&self) -> Duration {
        self.passed + self.running.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// The date that it is.
    pub(crate) fn date(&self) -> Option<Date> {
        self.date_before(Duration::ZERO)
    }

    /// The date that it was that long ago.
    pub(crate) fn date_before(&self, ago: Duration) -> Option<Date> {
        let since = (self.started + self.now().saturating_sub(ago)).duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Date::parse_json(&format!("/Date({})/", since.as_millis())).ok()
    }

    /// From now on it moves only by [`advance`](Self::advance).
    pub(crate) fn stop(&mut self) {
        self.passed = self.moving();
        self.running = None;
        self.moved.notify_waiters();
    }

    /// From now on it moves by itself again.
    pub(crate) fn run(&mut self) {
        self.running.get_or_insert_with(Instant::now);
        self.moved.notify_waiters();
    }

    /// Shows that time, until it is [released](Self::release).
    pub(crate) fn hold(&mut self, at: Duration) {
        self.held = Some(at);
    }

    pub(crate) fn release(&mut self) {
        self.held = None;
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.running.is_none()
    }

    /// Moves it on, but not beyond the [`LATEST`] time.
    pub(crate) fn advance(&mut self, by: Duration) {
        self.passed = self.passed.saturating_add(by).min(LATEST);
        self.moved.notify_waiters();
    }

    /// How long to wait, in real time, until it is that late; nothing if time has stopped.
    pub(crate) fn real(&self, until: Duration) -> Option<Duration> {
        self.running.map(|_| until.saturating_sub(self.now()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_has_an_end() {
        let mut clock = Clock::start();
        for _ in 0..3 {
            clock.advance(Duration::MAX);
            assert!(clock.now() >= LATEST && clock.date().is_some());
        }
    }
}
