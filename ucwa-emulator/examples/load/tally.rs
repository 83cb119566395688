//! What was said and heard, and how long that took.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) said: AtomicU64,
    pub(crate) heard: AtomicU64,
    pub(crate) lost: AtomicU64,
    pub(crate) doubled: AtomicU64,
    pub(crate) disordered: AtomicU64,
    /// Answers of the event channel that came again, and were another.
    pub(crate) changed: AtomicU64,
    pub(crate) repeated: AtomicU64,
    pub(crate) dropped: AtomicU64,
    pub(crate) replaced: AtomicU64,
    /// Answers that were no success, cut or damaged.
    pub(crate) failed: AtomicU64,
    latencies: Mutex<Vec<Duration>>,
}

/// One more.
pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Relaxed);
}

impl Tally {
    pub(crate) fn took(&self, latency: Duration) {
        self.latencies.lock().unwrap_or_else(PoisonError::into_inner).push(latency);
    }

    pub(crate) fn is_sound(&self) -> bool {
        [&self.lost, &self.doubled, &self.disordered, &self.changed].iter().all(|counter| counter.load(Relaxed) == 0)
            && self.heard.load(Relaxed) > 0
    }

    pub(crate) fn print(&self, passed: Duration) {
        let of = |counter: &AtomicU64| counter.load(Relaxed);
        let mut latencies = self.latencies.lock().unwrap_or_else(PoisonError::into_inner);
        latencies.sort_unstable();
        let at = |hundredth: usize| {
            let latency = latencies.get(latencies.len().saturating_sub(1) * hundredth / 100);
            latency.map_or(0.0, |latency| latency.as_secs_f64() * 1000.0)
        };
        println!(
            "messages     {} said, {} heard: {:.0} a second",
            of(&self.said),
            of(&self.heard),
            of(&self.heard) as f64 / passed.as_secs_f64()
        );
        println!("latency      {:.1} ms median, {:.1} ms for 99 of 100, {:.1} ms at most", at(50), at(99), at(100));
        println!(
            "lost {}, doubled {}, out of order {}, changed when repeated {}",
            of(&self.lost),
            of(&self.doubled),
            of(&self.disordered),
            of(&self.changed)
        );
        println!(
            "mishaps      {} connections dropped, {} acknowledgements repeated, {} polls replaced",
            of(&self.dropped),
            of(&self.repeated),
            of(&self.replaced)
        );
        println!("failures     {} answers with errors, cut or damaged", of(&self.failed));
    }
}
