//! [`Zone`], the offset from UTC as a date has it.

/// An offset from UTC, and how it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Zone {
    /// UTC as servers write it: `+00:00` in XML, nothing in JSON.
    #[default]
    Utc,
    /// UTC as `Z`, which only XML has.
    Z,
    /// An offset with a sign. Zero is one too: `-00:00`, and JSON's `+0000`.
    Offset { west: bool, minutes: u16 },
}

impl Zone {
    /// An offset in minutes to the east, if it is less than a day.
    pub(super) fn of_minutes(minutes: i32) -> Option<Self> {
        let size = u16::try_from(minutes.unsigned_abs()).ok().filter(|size| *size < 24 * 60)?;
        Some(if size == 0 { Self::Utc } else { Self::Offset { west: minutes < 0, minutes: size } })
    }

    /// Seconds to be added to UTC.
    pub(super) fn seconds(self) -> i32 {
        match self {
            Self::Utc | Self::Z => 0,
            Self::Offset { west, minutes } => 60 * i32::from(minutes) * if west { -1 } else { 1 },
        }
    }

    /// Reads what follows the time in XML: `Z` or `±hh:mm`.
    pub(super) fn parse_iso(text: &[u8]) -> Option<Self> {
        match text {
            b"Z" => Some(Self::Z),
            b"+00:00" => Some(Self::Utc),
            [sign, hours @ .., b':', tens, units] => Self::parse(*sign, hours, &[*tens, *units]),
            _ => None,
        }
    }

    /// Reads what follows the milliseconds in JSON: nothing or `±hhmm`.
    pub(super) fn parse_json(text: &[u8]) -> Option<Self> {
        match text {
            [] => Some(Self::Utc),
            [sign, hours @ .., tens, units] => Self::parse(*sign, hours, &[*tens, *units]),
            _ => None,
        }
    }

    fn parse(sign: u8, hours: &[u8], minutes: &[u8]) -> Option<Self> {
        let west = match sign {
            b'+' => false,
            b'-' => true,
            _ => return None,
        };
        let number = |digits: &[u8], end: u16| match digits {
            [tens @ b'0'..=b'9', units @ b'0'..=b'9'] => {
                Some(u16::from(tens - b'0') * 10 + u16::from(units - b'0')).filter(|number| *number < end)
            }
            _ => None,
        };
        Some(Self::Offset { west, minutes: number(hours, 24)? * 60 + number(minutes, 60)? })
    }

    /// The sign, the hours and the minutes, where they are written.
    pub(super) fn parts(self) -> Option<(char, u16, u16)> {
        match self {
            Self::Offset { west, minutes } => Some((if west { '-' } else { '+' }, minutes / 60, minutes % 60)),
            Self::Utc | Self::Z => None,
        }
    }
}
