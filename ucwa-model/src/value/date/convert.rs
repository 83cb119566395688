//! From and to the clocks of other types.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use super::{Date, Zone};

/// A time is beyond what the other type can hold: [`Date`] ends with the year 9999, [`jiff::Timestamp`] a day before it, and
/// [`SystemTime`] where the system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, but found one beyond")]
pub struct DateRangeError {
    expected: &'static str,
}

impl Date {
    /// The time of the system's clock, in UTC. Not on the bare `wasm32-unknown-unknown`, where there is no clock.
    #[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
    #[must_use]
    pub fn now() -> Self {
        Self::try_from(SystemTime::now()).unwrap_or(Self::EPOCH)
    }
}

impl From<Timestamp> for Date {
    fn from(timestamp: Timestamp) -> Self {
        let nanosecond = timestamp.as_nanosecond();
        let (seconds, nanoseconds) = (nanosecond.div_euclid(1_000_000_000), nanosecond.rem_euclid(1_000_000_000));
        // all timestamps lie in those years
        Self::new(seconds as i64, nanoseconds as u32, Zone::Utc).unwrap_or(Self::EPOCH)
    }
}

impl TryFrom<Date> for Timestamp {
    type Error = DateRangeError;

    fn try_from(date: Date) -> Result<Self, DateRangeError> {
        date.timestamp().ok_or(DateRangeError { expected: "a time that a timestamp can hold" })
    }
}

/// In UTC.
impl TryFrom<SystemTime> for Date {
    type Error = DateRangeError;

    fn try_from(time: SystemTime) -> Result<Self, DateRangeError> {
        let whole = |duration: Duration| i64::try_from(duration.as_secs()).ok();
        let parts = match time.duration_since(UNIX_EPOCH) {
            Ok(after) => whole(after).map(|seconds| (seconds, after.subsec_nanos())),
            Err(before) => {
                let before = before.duration();
                let carry = u32::from(before.subsec_nanos() > 0);
                let nanoseconds = carry * 1_000_000_000 - before.subsec_nanos();
                whole(before).map(|seconds| (-seconds - i64::from(carry), nanoseconds))
            }
        };
        let date = parts.and_then(|(seconds, nanoseconds)| Self::new(seconds, nanoseconds, Zone::Utc));
        date.ok_or(DateRangeError { expected: "a time in the years -9999 to 9999" })
    }
}

impl TryFrom<Date> for SystemTime {
    type Error = DateRangeError;

    fn try_from(date: Date) -> Result<Self, DateRangeError> {
        let seconds = Duration::from_secs(date.seconds.unsigned_abs());
        let whole = if date.seconds < 0 { UNIX_EPOCH.checked_sub(seconds) } else { UNIX_EPOCH.checked_add(seconds) };
        let time = whole.and_then(|whole| whole.checked_add(Duration::from_nanos(date.nanoseconds.into())));
        time.ok_or(DateRangeError { expected: "a time that the system can hold" })
    }
}
