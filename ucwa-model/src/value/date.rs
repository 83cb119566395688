//! [`Date`], a point in time, and its two wire forms.

mod convert;
mod iso;
mod zone;

use std::{
    cmp::Ordering,
    fmt::{self, Write},
    hash::{Hash, Hasher},
};

use jiff::{Timestamp, tz::Offset};

pub use self::convert::DateRangeError;
use self::{iso::Iso, zone::Zone};
use crate::{
    descriptor::Kind,
    record::{Accepted, FieldValue, Rejected, Scalar, ValueRef, WireValue},
};

/// A point in time in the years -9999 to 9999, with the offset from UTC that it was written with.
///
/// | | as servers write it | with an offset |
/// | --- | --- | --- |
/// | JSON: milliseconds since 1970 | `"\/Date(1474932027613)\/"` | `"\/Date(1474932027613-0700)\/"` |
/// | XML: ISO 8601, here with seven fraction digits | `2016-09-26T23:20:27.6130000+00:00` | `2016-09-26T16:20:27.6130000-07:00` |
///
/// The offset goes through either format, and so does the number of fraction digits through XML. Offsets that say UTC (`Z`, `+00:00`)
/// stay as they are within a format, and become what servers write in the other one. Dates are **compared by instant**: those of the
/// table are equal.
///
/// **JSON cannot carry less than a millisecond.** What is finer is cut off there, towards the past, and reported by
/// [`Encoder::encode_into`](crate::Encoder::encode_into). XML carries up to nine digits; servers write seven. A leap second,
/// `23:59:60`, is no date: milliseconds since 1970 do not count it.
///
/// ```
/// use ucwa_model::Date;
///
/// let sent = Date::parse_json("/Date(1474932027613)/")?;
/// assert_eq!(sent.to_iso(), "2016-09-26T23:20:27.6130000+00:00");
///
/// let local = Date::parse_iso("2016-09-26T16:20:27.613-07:00")?;
/// assert_eq!(local, sent);
/// assert_eq!(local.to_json_form(), "/Date(1474932027613-0700)/");
/// assert_eq!(local.to_string(), "2016-09-26T16:20:27.613-07:00");
/// # Ok::<(), ucwa_model::ParseDateError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Date {
    /// Seconds since 1970 in UTC, and what goes beyond them.
    seconds: i64,
    nanoseconds: u32,
    zone: Zone,
    /// How many digits of the second XML writes.
    digits: u8,
}

/// A text is no date in the form asked for, or lies outside the years -9999 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}")]
pub struct ParseDateError {
    expected: &'static str,
}

/// The first and the last second of the years -9999 to 9999, where a date is.
const FIRST: i64 = -377_705_116_800;
const LAST: i64 = 253_402_300_799;

/// The digits that servers write.
const USUAL_DIGITS: u8 = 7;

impl Date {
    /// A date with digits for all of its second, but those of servers at least. `None` outside the years -9999 to 9999 where it is.
    fn new(seconds: i64, nanoseconds: u32, zone: Zone) -> Option<Self> {
        let digits = (USUAL_DIGITS..9).find(|digits| nanoseconds.is_multiple_of(10_u32.pow(u32::from(9 - digits)))).unwrap_or(9);
        let local = seconds.checked_add(i64::from(zone.seconds()))?;
        (FIRST..=LAST).contains(&local).then_some(Self { seconds, nanoseconds, zone, digits })
    }

    /// The instant. `None` for the first and the last day of the years -9999 to 9999, as for .NET's `DateTime.MaxValue`:
    /// [`jiff::Timestamp`] ends before them.
    #[must_use]
    pub fn timestamp(self) -> Option<Timestamp> {
        Timestamp::new(self.seconds, i32::try_from(self.nanoseconds).ok()?).ok()
    }

    /// The offset from UTC that it was written with; UTC if with none.
    #[must_use]
    pub fn offset(self) -> Offset {
        Offset::from_seconds(self.zone.seconds()).unwrap_or(Offset::UTC)
    }

    /// The instant, to be written with another offset.
    ///
    /// `None` if the offset is not in whole minutes or a day long, or if the year there is beyond -9999 and 9999.
    ///
    /// ```
    /// use jiff::tz::offset;
    /// use ucwa_model::Date;
    ///
    /// let sent = Date::parse_json("/Date(1474932027613)/")?;
    /// assert_eq!(sent.with_offset(offset(-7)).unwrap().to_json_form(), "/Date(1474932027613-0700)/");
    /// # Ok::<(), ucwa_model::ParseDateError>(())
    /// ```
    #[must_use]
    pub fn with_offset(self, offset: Offset) -> Option<Self> {
        let whole = offset.seconds() % 60 == 0;
        let zone = Zone::of_minutes(offset.seconds() / 60).filter(|_| whole)?;
        let Self { seconds, nanoseconds, digits, .. } = self;
        Self::new(seconds, nanoseconds, zone).map(|date| Self { digits, ..date })
    }

    /// Reads JSON's form, `/Date(ms)/` or `/Date(ms+hhmm)/`, where the offset does not change the instant.
    ///
    /// # Errors
    /// If it is not of that form.
    pub fn parse_json(text: &str) -> Result<Self, ParseDateError> {
        let parse = || {
            let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
            let sign = usize::from(inner.starts_with('-'));
            let length = inner.bytes().skip(sign).take_while(u8::is_ascii_digit).count();
            let (milliseconds, zone) = inner.split_at_checked(sign + length)?;
            Self::of(milliseconds.parse().ok()?, Zone::parse_json(zone.as_bytes())?)
        };
        parse().ok_or(ParseDateError { expected: "a date like `/Date(1474932027613)/`" })
    }

    /// Reads XML's form, ISO 8601 as XML Schema has it, with an offset in hours and minutes or `Z`.
    ///
    /// # Errors
    /// If it is not of that form, or has more than nine fraction digits.
    pub fn parse_iso(text: &str) -> Result<Self, ParseDateError> {
        iso::parse(text.as_bytes()).ok_or(ParseDateError { expected: "a date like `2016-09-26T16:20:29.6249403-07:00`" })
    }

    /// A date in milliseconds since 1970, as JSON and [JavaScript](https://tc39.es/ecma262/#sec-time-values-and-time-range) count them,
    /// in UTC. `None` outside the years -9999 to 9999.
    ///
    /// ```
    /// use ucwa_model::Date;
    ///
    /// let sent = Date::from_milliseconds(1_474_932_027_613).unwrap();
    /// assert_eq!(sent.to_string(), "2016-09-26T23:20:27.613Z");
    /// assert_eq!(sent.as_milliseconds(), 1_474_932_027_613);
    /// ```
    #[must_use]
    pub fn from_milliseconds(milliseconds: i64) -> Option<Self> {
        Self::of(milliseconds, Zone::Utc)
    }

    fn of(milliseconds: i64, zone: Zone) -> Option<Self> {
        Self::new(milliseconds.div_euclid(1000), milliseconds.rem_euclid(1000) as u32 * 1_000_000, zone)
    }

    /// Milliseconds since 1970, as JSON writes them. What is finer is cut off, towards the past.
    #[must_use]
    pub fn as_milliseconds(self) -> i64 {
        self.seconds * 1000 + i64::from(self.nanoseconds / 1_000_000)
    }

    /// Whether JSON can carry all of it.
    pub(crate) fn is_whole_milliseconds(self) -> bool {
        self.nanoseconds.is_multiple_of(1_000_000)
    }

    /// JSON's form, without the escapes of the slashes.
    #[must_use]
    pub fn to_json_form(self) -> String {
        let mut text = String::from("/");
        self.write_json(&mut text);
        text.push('/');
        text
    }

    /// Writes JSON's form without the slashes.
    pub(crate) fn write_json(self, text: &mut String) {
        text.push_str("Date(");
        text.push_str(itoa::Buffer::new().format(self.as_milliseconds()));
        if let Some((sign, hours, minutes)) = self.zone.parts() {
            let _ = write!(text, "{sign}{hours:02}{minutes:02}");
        }
        text.push(')');
    }

    /// XML's form, with the digits and the offset that it was written with: seven digits and `+00:00` if that was in JSON.
    #[must_use]
    pub fn to_iso(self) -> String {
        self.with_iso(str::to_owned)
    }

    /// [`to_iso`](Self::to_iso) for a caller that needs no memory for it.
    pub(crate) fn with_iso<T>(self, take: impl FnOnce(&str) -> T) -> T {
        take(Iso::new(self, self.digits, self.zone).as_str())
    }
}

impl Date {
    const EPOCH: Self = Self { seconds: 0, nanoseconds: 0, zone: Zone::Utc, digits: USUAL_DIGITS };

    fn instant(self) -> (i64, u32) {
        (self.seconds, self.nanoseconds)
    }
}

impl PartialEq for Date {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for Date {}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for Date {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

/// ISO 8601 for people: no more fraction digits than needed, and `Z` for UTC.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = (0..9).find(|digits| self.nanoseconds.is_multiple_of(10_u32.pow(u32::from(9 - digits)))).unwrap_or(9);
        let zone = if self.zone.seconds() == 0 { Zone::Z } else { self.zone };
        f.pad(Iso::new(*self, digits, zone).as_str())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FieldValue for Date {
    const KIND: Kind = Kind::Date;

    /// Either form is understood in either format; the wrong one is a deviation.
    fn put(incoming: WireValue<'_>) -> Result<(Self, Accepted), Rejected> {
        let (usual, other) = match &incoming {
            WireValue::Scalar(Scalar::Date(date)) => return Ok((*date, Accepted::Known)),
            WireValue::Scalar(Scalar::Text(text)) => (Self::parse_json(text), Self::parse_iso(text)),
            WireValue::Scalar(Scalar::Untyped(text)) => (Self::parse_iso(text), Self::parse_json(text)),
            other => return Err(Rejected::kind("date", other)),
        };
        let usual = usual.map(|date| (date, Accepted::Known));
        usual.or_else(|_| other.map(|date| (date, Accepted::OtherForm))).map_err(|_| Rejected::syntax("date"))
    }

    fn item(&self) -> ValueRef<'_> {
        ValueRef::Date(*self)
    }
}
