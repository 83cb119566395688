//! [`Date`] and its two wire forms.

use std::fmt;

use jiff::{Timestamp, civil, tz::Offset};

use crate::{
    descriptor::Kind,
    record::{Element, Fit, Incoming, Item, Misfit, Scalar},
};

/// A point in time.
///
/// JSON writes milliseconds since 1970 as `"\/Date(1474932027613)\/"`, XML writes ISO 8601 with seven fraction digits and an
/// offset, `2016-09-26T23:20:27.6130000+00:00`. Only the instant is kept: an offset that was written is applied and forgotten, and
/// **JSON cannot carry less than a millisecond**, so what is finer is cut off there (towards the past).
///
/// ```
/// use ucwa_model::Date;
///
/// let sent = Date::parse_json("/Date(1474932027613)/")?;
/// assert_eq!(sent.to_iso(), "2016-09-26T23:20:27.6130000+00:00");
/// assert_eq!(Date::parse_iso("2016-09-26T16:20:27.6130000-07:00")?, sent);
/// # Ok::<(), ucwa_model::ParseDateError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(Timestamp);

/// A text is no date in the form asked for, or lies outside the years -9999 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct ParseDateError {
    expected: &'static str,
}

impl Date {
    /// The instant.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.0
    }

    /// Reads JSON's form, `/Date(ms)/` or `/Date(ms+hhmm)/` (the offset changes how it is shown, not the instant).
    ///
    /// # Errors
    /// If it is not of that form.
    pub fn parse_json(text: &str) -> Result<Self, ParseDateError> {
        let parse = || {
            let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
            let digits = match inner.get(1..)?.find(['+', '-']) {
                Some(at) => {
                    let (digits, offset) = inner.split_at(at + 1);
                    let valid = offset.len() == 5 && offset[1..].bytes().all(|b| b.is_ascii_digit());
                    valid.then_some(digits)?
                }
                None => inner,
            };
            let milliseconds = digits.strip_prefix('-').unwrap_or(digits);
            let plain = !milliseconds.is_empty() && milliseconds.bytes().all(|b| b.is_ascii_digit());
            Timestamp::from_millisecond(plain.then(|| digits.parse().ok())??).ok()
        };
        parse().map(Self).ok_or(ParseDateError { expected: "a date like `/Date(1474932027613)/`" })
    }

    /// Reads XML's form, ISO 8601 with an offset or `Z`.
    ///
    /// # Errors
    /// If it is not of that form.
    pub fn parse_iso(text: &str) -> Result<Self, ParseDateError> {
        if let Some(date) = usual_iso(text.as_bytes()) {
            return Ok(date);
        }
        let shaped = text.contains('T') && text.bytes().all(|b| b.is_ascii_digit() || b"TZ:.+-".contains(&b));
        let parsed = shaped.then(|| text.parse().ok()).flatten();
        parsed.map(Self).ok_or(ParseDateError { expected: "a date like `2016-09-26T16:20:29.6249403-07:00`" })
    }

    /// The date of so many milliseconds since 1970, if it lies in the years -9999 to 9999.
    pub(crate) fn from_milliseconds(milliseconds: i64) -> Option<Self> {
        Timestamp::from_millisecond(milliseconds).ok().map(Self)
    }

    /// Milliseconds since 1970, as JSON writes them.
    #[must_use]
    pub fn as_milliseconds(self) -> i64 {
        // within ±9999 years, so far inside an i64
        self.0.as_nanosecond().div_euclid(1_000_000) as i64
    }

    /// JSON's form, without the escapes of the slashes.
    #[must_use]
    pub fn to_json_form(self) -> String {
        format!("/Date({})/", self.as_milliseconds())
    }

    /// XML's form, in UTC.
    #[must_use]
    pub fn to_iso(self) -> String {
        self.with_iso(str::to_owned)
    }

    /// The same for a caller that needs no memory for it.
    pub(crate) fn with_iso<T>(self, take: impl FnOnce(&str) -> T) -> T {
        if let Some(usual) = to_usual_iso(self.0)
            && let Ok(usual) = str::from_utf8(&usual)
        {
            return take(usual);
        }
        let utc = self.0.to_string();
        let (seconds, fraction) = utc.trim_end_matches('Z').split_once('.').unwrap_or((utc.trim_end_matches('Z'), ""));
        take(&format!("{seconds}.{fraction:0<7}+00:00"))
    }
}

/// The form that servers write, where digits stand as zeros.
const ISO: &[u8; 33] = b"0000-00-00T00:00:00.0000000+00:00";
/// From where to where its numbers go: year to second, the fraction, the offset.
const NUMBERS: [(usize, usize); 9] = [(0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19), (20, 27), (28, 30), (31, 33)];

/// A date in the form that servers write; `None` for every other form, and for what is no date.
fn usual_iso(text: &[u8]) -> Option<Date> {
    let text: &[u8; 33] = text.try_into().ok()?;
    let west = text[27] == b'-';
    let frame = |(at, byte): (usize, &u8)| text.get(at) == Some(byte) || (at == 27 && west);
    if !ISO.iter().enumerate().filter(|(_, byte)| **byte != b'0').all(frame) {
        return None;
    }
    let mut numbers = [0_i32; 9];
    for (number, (from, to)) in numbers.iter_mut().zip(NUMBERS) {
        for digit in text.get(from..to)? {
            *number = *number * 10 + i32::from(digit.is_ascii_digit().then(|| digit - b'0')?);
        }
    }
    let [year, month, day, hour, minute, second, fraction, hours, minutes] = numbers;
    let small = |number: i32| i8::try_from(number).ok();
    let date = civil::Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    let time = civil::Time::new(small(hour)?, small(minute)?, small(second)?, fraction * 100).ok()?;
    let seconds = (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)?;
    let offset = Offset::from_seconds(if west { -seconds } else { seconds }).ok()?;
    offset.to_timestamp(date.to_datetime(time)).ok().map(Date)
}

/// The form that servers write, if it can say the instant.
fn to_usual_iso(instant: Timestamp) -> Option<[u8; ISO.len()]> {
    let utc = Offset::UTC.to_datetime(instant);
    let fraction = utc.subsec_nanosecond();
    if utc.year() < 0 || fraction % 100 != 0 {
        return None;
    }
    let small = [utc.month(), utc.day(), utc.hour(), utc.minute(), utc.second()].map(i32::from);
    let [month, day, hour, minute, second] = small;
    let numbers = [i32::from(utc.year()), month, day, hour, minute, second, fraction / 100];
    let mut text = *ISO;
    for (mut number, (from, to)) in numbers.into_iter().zip(NUMBERS) {
        for digit in text.get_mut(from..to)?.iter_mut().rev() {
            *digit = b'0' + u8::try_from(number % 10).ok()?;
            number /= 10;
        }
    }
    Some(text)
}

impl From<Timestamp> for Date {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl Element for Date {
    const KIND: Kind = Kind::Date;

    /// Either form is understood in either format; the wrong one is a deviation.
    fn put(incoming: Incoming<'_>) -> Result<(Self, Fit), Misfit> {
        let (usual, other) = match &incoming {
            Incoming::Scalar(Scalar::Date(date)) => return Ok((*date, Fit::Known)),
            Incoming::Scalar(Scalar::Text(text)) => (Self::parse_json(text), Self::parse_iso(text)),
            Incoming::Scalar(Scalar::Lexical(text)) => (Self::parse_iso(text), Self::parse_json(text)),
            other => return Err(Misfit::kind("date", other)),
        };
        let usual = usual.map(|date| (date, Fit::Known));
        usual.or_else(|_| other.map(|date| (date, Fit::OtherForm))).map_err(|_| Misfit::syntax("date"))
    }

    fn item(&self) -> Item<'_> {
        Item::Date(*self)
    }
}
