//! [`RetryAfter`], when a server wants to be asked again.

use std::{
    str::FromStr,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use ::http::{HeaderMap, header::RETRY_AFTER};
use jiff::{Timestamp, fmt::strtime, tz::TimeZone};

/// When a server wants to be asked again, as its `Retry-After` says (RFC 9110, section 10.2.3): after some seconds, or at a date.
///
/// A hostile server may name any time: whoever waits should have a limit of their own.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use ucwa_model::http::RetryAfter;
///
/// let now = UNIX_EPOCH + Duration::from_secs(784_111_770);
/// assert_eq!("120".parse::<RetryAfter>()?.wait(now), Duration::from_secs(120));
/// assert_eq!("Sun, 06 Nov 1994 08:49:37 GMT".parse::<RetryAfter>()?.wait(now), Duration::from_secs(7));
/// # Ok::<(), ucwa_model::http::ParseRetryAfterError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryAfter {
    /// The number of seconds to wait. A number beyond 64 bits reads as `u64::MAX`.
    Seconds(u64),
    /// Not before that time.
    Date(Timestamp),
}

/// A text that is no `Retry-After`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected seconds or an HTTP date, but found {found:?}")]
pub struct ParseRetryAfterError {
    found: String,
}

/// The three forms of a date that RFC 9110 has in section 5.6.7: the one that is sent, and the two that are still to be understood.
const DATES: [&str; 3] = ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

impl RetryAfter {
    /// The `Retry-After` of an answer. `None` if it has none, or one that cannot be read.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok()
    }

    /// How long to wait from now on; nothing if the date is past.
    #[must_use]
    pub fn wait(self, now: SystemTime) -> Duration {
        match self {
            Self::Seconds(seconds) => Duration::from_secs(seconds),
            Self::Date(date) => {
                let since_epoch = u64::try_from(date.as_second()).unwrap_or_default();
                let date = UNIX_EPOCH.checked_add(Duration::from_secs(since_epoch));
                date.and_then(|date| date.duration_since(now).ok()).unwrap_or_default()
            }
        }
    }
}

impl FromStr for RetryAfter {
    type Err = ParseRetryAfterError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self::Seconds(text.parse().unwrap_or(u64::MAX)));
        }
        let date = DATES.iter().find_map(|form| date(form, text));
        date.map(Self::Date).ok_or_else(|| ParseRetryAfterError { found: text.chars().take(60).collect() })
    }
}

fn date(form: &str, text: &str) -> Option<Timestamp> {
    let date = strtime::parse(form, text).ok()?.to_datetime().ok()?;
    date.to_zoned(TimeZone::UTC).ok().map(|date| date.timestamp())
}
